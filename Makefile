# The Mathematics of Multilayer Perceptrons: one target for everything you may want to do.
# `make` alone lists them. Needs git, make and Python 3.11 or newer; the rest it fetches itself.

VENV ?= .venv
BIN  := $(VENV)/bin
PY   := $(BIN)/python
# A pip.conf with `user = true` is meant for other places than an environment.
PIP  := "$(PY)" -m pip install --no-user --disable-pip-version-check -qq

# As part of a target: there a blank ends a name, unless a backslash stands before it.
blank  := $(subst ,, )
GOALS  := $(subst $(blank),\$(blank),$(VENV))
STAMPS := $(GOALS)/stamps

# Programs of the virtual environment first; node from there where the machine has none.
export PATH := $(if $(filter /%,$(firstword $(BIN))),,$(CURDIR)/)$(BIN):$(PATH)
export PYTHON
# One thread: the same sums in the same order on every machine, and small networks like it so.
export OPENBLAS_NUM_THREADS ?= 1
# Files and pipes are UTF-8 in every locale, and what somebody has set for work of their own stays
# out: other packages, warnings as errors, asserts left out, plugins of pytest.
export PYTHONUTF8 := 1
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONWARNINGS PYTHONOPTIMIZE PYTHONIOENCODING
unexport PYTEST_ADDOPTS PYTEST_PLUGINS PYTEST_DISABLE_PLUGIN_AUTOLOAD

# Without a home to write to, programs keep their caches and notes in this folder.
ifneq ($(shell test -w "$$HOME" && echo yes),yes)
export HOME := $(CURDIR)/.cache/home
$(shell mkdir -p "$(HOME)")
endif

BUILD := "$(BIN)/jupyter-book" build . -W -n --keep-going
PROSE := README.md CONTRIBUTING.md book chapters mlp_lib mathcheck tools tests

.DEFAULT_GOAL := help
.NOTPARALLEL: # two pips in one environment get in each other's way; pytest has its own processes
.PHONY: help read book lab preview test test-unit test-notebooks test-browser test-webkit test-processors test-peers \
        bench notebooks check-notebooks lint format requirements clean distclean browser

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- for readers -----------------------------------------------------------------------------

read: book ## build the book, serve it on this machine and open it
	@"$(PY)" tools/serve.py

book: $(STAMPS)/book $(STAMPS)/node ## build the book into _build/html
	$(BUILD)

LAB_SETTINGS := $(GOALS)/share/jupyter/lab/settings/overrides.json

lab: $(STAMPS)/book $(LAB_SETTINGS) ## open the chapters in JupyterLab
	"$(BIN)/jupyter" lab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/chapters \
	    $(if $(filter 0,$(shell id -u)),--allow-root)

# --- for authors -----------------------------------------------------------------------------

notebooks: $(STAMPS)/book ## execute the chapters and store their outputs (NB=file: only that)
	"$(PY)" tools/notebooks.py $(NB)

preview: $(STAMPS)/book ## show one figure live while you edit it (FIGURE=tape)
	"$(PY)" tools/preview.py "$(FIGURE)"

check-notebooks: $(STAMPS)/book ## fail where a fresh execution would change a stored byte
	"$(PY)" tools/notebooks.py --check $(NB)

# What reads the JavaScript: 120 MB that neither the book's build nor a page needs.
JS    := tools/lint/node_modules
BIOME := node $(JS)/@biomejs/biome/bin/biome

lint: $(STAMPS)/test $(JS)/.package-lock.json ## ruff on Python, Biome and TypeScript on JavaScript, codespell on prose
	"$(BIN)/ruff" check .
	"$(BIN)/ruff" format --check .
	$(BIOME) check --error-on-warnings
	node $(JS)/typescript/bin/tsc
	"$(BIN)/codespell" $(wildcard $(PROSE))

format: $(STAMPS)/test $(JS)/.package-lock.json ## let ruff and Biome mend and format code and notebooks
	"$(BIN)/ruff" check --fix .
	"$(BIN)/ruff" format .
	$(BIOME) check --write

# The browser tests look at the book that make has just built.
test test-browser: export MLP_BOOK := _build/html

# One process a core; the tests of one file stay together, and so share what they have opened.
SHARED_OUT := -n auto --dist loadfile
# The browser's files are long: who is done takes from the end of what another has before it.
IN_TURN := -n auto --dist worksteal

test: $(STAMPS)/test book browser ## every test but the comparison with PyTorch
	"$(BIN)/pytest" $(SHARED_OUT) tests --ignore=tests/peers --ignore=tests/browser
	"$(BIN)/pytest" --nbval chapters
	"$(BIN)/pytest" $(IN_TURN) tests/browser

test-unit: $(STAMPS)/test ## only the tests that need no browser
	"$(BIN)/pytest" $(SHARED_OUT) tests --ignore=tests/peers --ignore=tests/browser

test-notebooks: $(STAMPS)/book ## only the chapters: stored outputs against a fresh execution
	"$(BIN)/pytest" --nbval chapters

test-processors: $(STAMPS)/test ## what is stored, as other processors would compute it
	"$(PY)" tools/processors.py "$(PY)" tools/notebooks.py --check
	"$(PY)" tools/processors.py "$(BIN)/pytest" -q tests/test_exercises.py tests/test_mutations.py

test-browser: $(STAMPS)/test book browser ## only the built book, in Chromium and what else there is
	"$(BIN)/pytest" $(IN_TURN) tests/browser

test-webkit: export MLP_BOOK := _build/html
test-webkit: $(STAMPS)/test book ## the essentials of the built book in WebKit, which takes minutes more
	@"$(PY)" tools/browsers.py --install webkit
	WEBKIT="$$("$(PY)" tools/browsers.py webkit)" "$(BIN)/pytest" tests/browser/test_engines.py -k webkit

test-peers: $(STAMPS)/peers ## the library against PyTorch (a large download)
	"$(BIN)/pytest" tests/peers

bench: $(STAMPS)/peers book browser ## measure training and pages against their peers
	"$(PY)" -m bench

# --- the ground they stand on ----------------------------------------------------------------

$(GOALS)/bin/python:
	@sh tools/venv.sh "$(VENV)"

$(STAMPS): | $(GOALS)/bin/python
	@mkdir -p "$@"

$(STAMPS)/book: requirements.txt | $(STAMPS)
	@echo "installing what the book needs into $(VENV) (minutes, once)"
	@$(PIP) -r requirements.txt
	@touch "$@"

$(LAB_SETTINGS): tools/jupyterlab.json | $(GOALS)/bin/python
	@mkdir -p "$$(dirname "$@")" && cp $< "$@"

$(STAMPS)/test: requirements-test.txt $(STAMPS)/book
	@echo "installing what the tests need"
	@$(PIP) -r requirements-test.txt
	@touch "$@"

$(STAMPS)/peers: requirements-peers.txt $(STAMPS)/test
	@echo "installing PyTorch"
	@$(PIP) -r requirements-peers.txt
	@touch "$@"

# Node 20 or newer with npm from the PATH, else from the Python package that carries both.
$(STAMPS)/node: requirements-node.txt | $(STAMPS)
	@{ node -e 'process.exit(parseInt(process.versions.node) < 20)' && command -v npm; } \
		>/dev/null 2>&1 || $(PIP) -r requirements-node.txt
	@touch "$@"

$(JS)/.package-lock.json: tools/lint/package-lock.json | $(STAMPS)/node
	@echo "installing what reads the JavaScript"
	@npm ci --prefix tools/lint --include=optional --ignore-scripts --no-audit --no-fund --loglevel=error --cache=.cache/npm
	@touch "$@"

# Chromium has to be there, in CI Firefox too.
BROWSERS ?= chromium $(if $(CI),firefox)

browser: | $(GOALS)/bin/python
	@"$(PY)" tools/browsers.py --install $(BROWSERS)

requirements: | $(GOALS)/bin/python ## resolve pyproject.toml into the pinned requirements files
	$(PIP) uv
	"$(PY)" tools/requirements.py

clean: ## remove what was built
	rm -rf _build
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

distclean: clean ## and what was installed
	rm -rf "$(VENV)" node_modules $(JS) .cache
