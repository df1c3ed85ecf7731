"""Check chapters from the command line: ``python -m mathcheck [--mutants] [notebooks]``."""

import argparse
import sys
from pathlib import Path

from mathcheck.errors import LatexError, Mismatch
from mathcheck.mutate import survivors
from mathcheck.prose import unfounded_numbers
from mathcheck.registry import Book

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Print each equation with its comparisons, and each number that no output shows."""
    parser = argparse.ArgumentParser(prog="mathcheck", description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: all chapters")
    parser.add_argument("--mutants", action="store_true", help="also break every equation")
    options = parser.parse_args()
    notebooks = options.notebooks or sorted((ROOT / "chapters").glob("[0-9]*.ipynb"))
    wanted = {path.stem for path in notebooks}
    book = Book(ROOT / "chapters", ROOT / "tests" / "equations")
    faults = [message for path in notebooks for message in unfounded_numbers(path)]
    faults += book.unmatched()
    for equation in book.equations:
        if equation.chapter not in wanted or equation.label not in book.checks(equation.number):
            continue
        try:
            print(f"{equation.label:10} {book.run(equation):4} comparisons", end="")
        except (LatexError, Mismatch) as error:
            faults.append(str(error))
            continue
        if options.mutants:
            live, count = survivors(equation.latex, book.check_for(equation))
            print(f", {count:4} mutants, {len(live)} survive", end="")
            for mutant in live:
                print(f"\n    {mutant.kind}: {mutant.printed}", end="")
        print()
    print(*faults, sep="\n")
    return bool(faults)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # a pipe's own may lack what stands in a chapter
    raise SystemExit(main())
