#!/bin/sh
# Make the virtual environment $1 with the first Python that is new enough.
# $PYTHON, where set, is the only one tried.
set -eu
venv=$1
if [ -n "${PYTHON-}" ]; then set -- "$PYTHON"; else set -- python3 python3.14 python3.13 python3.12 python3.11; fi
enough='import sys; sys.exit(sys.version_info < (3, 11))'
found=

for python; do
    version=$("$python" -c 'import platform; print(platform.python_version())' 2>/dev/null) || continue
    found="$found$python is $version; "
    "$python" -c "$enough" || continue
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        minor=${version%.*}
        echo "$python has no venv module. Install it (Debian, Ubuntu: sudo apt-get install python$minor-venv) and try again." >&2
        exit 1
    fi
    # What is left of an environment that was interrupted, or whose Python is gone, is cleared.
    [ -e "$venv/pyvenv.cfg" ] && clear=--clear || clear=
    "$python" -m venv $clear "$venv"
    # Wherever in this folder it stands, git and ruff pass it by.
    if [ -d "$venv" ]; then echo '*' > "$venv/.gitignore"; fi
    exit
done

echo "Python 3.11 or newer is needed (${found:-no python3 was found; }say which to use with: make PYTHON=/path/to/python3)." >&2
exit 1
