"""Runs the cells of a page inside its own Python; text of this file is sent to the worker."""

import ast
import base64
import builtins
import io
import json
import linecache
import os
import random
import sys
import time
import traceback
import warnings

os.environ["MPLBACKEND"] = "agg"
# The page takes a cell's figures when the cell has ended, with or without plt.show().
warnings.filterwarnings("ignore", "FigureCanvasAgg is non-interactive")
random.seed()  # the snapshot would give everybody the same numbers
LONGEST = 200_000  # characters that one run may print
_mlp_spaces = {}


class _Stream(io.TextIOBase):
    """Sends what is printed to the page, at most some times a second."""

    def __init__(self, kind, send, budget):
        self.kind, self.send, self.budget = kind, send, budget
        self.parts, self.sent = [], time.monotonic()

    def writable(self):
        return True

    def write(self, text):
        text = str(text)
        left = self.budget[0]
        self.budget[0] -= len(text)
        if left > 0:
            cut = "" if len(text) < left else "\n... (the rest is not shown)\n"
            self.parts.append(text[:left] + cut)
        if time.monotonic() - self.sent > 0.1:
            self.flush()
        return len(text)

    def flush(self):
        if self.parts:
            self.send(self.kind, "".join(self.parts))
            self.parts.clear()
        self.sent = time.monotonic()


def _mlp_figures():
    pyplot = sys.modules.get("matplotlib.pyplot")
    found = []
    for number in pyplot.get_fignums() if pyplot else ():
        figure, picture = pyplot.figure(number), io.BytesIO()
        figure.savefig(picture, format="svg", bbox_inches="tight", transparent=True)
        found.append(base64.b64encode(picture.getvalue()).decode())
    if pyplot:
        pyplot.close("all")
    return found


def _mlp_display(*values):
    for value in values:
        print(value if isinstance(value, str) else repr(value))


def _mlp_quiet_fonts():
    if "matplotlib" in sys.modules:
        import logging

        logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)


def _mlp_error(error, name):
    """The traceback from the reader's own line on."""
    trace = error.__traceback__
    while trace and trace.tb_frame.f_code.co_filename != name:
        trace = trace.tb_next
    return "".join(traceback.format_exception(type(error), error, trace))


def _mlp_run(code, space, name, send):
    names = _mlp_spaces.setdefault(space, {"__name__": "__main__", "display": _mlp_display})
    name = f"<{name}>"
    linecache.cache[name] = (len(code), None, code.splitlines(True), name)
    budget = [LONGEST]
    kept = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Stream("out", send, budget), _Stream("err", send, budget)
    result = {"value": None, "markdown": None, "error": None, "stopped": False, "figures": []}
    try:
        tree = ast.parse(code, name)
        last, drawn = None, []
        if tree.body and isinstance(tree.body[-1], ast.Expr):
            last = ast.Expression(tree.body.pop().value)
        exec(compile(tree, name, "exec"), names)
        if last is not None:
            value = eval(compile(last, name, "eval"), names)
            # IPython leaves out the value of a line that ends with a semicolon.
            if value is not None and not code.rstrip().endswith(";"):
                if hasattr(value, "_repr_svg_"):
                    drawn = [base64.b64encode(value._repr_svg_().encode()).decode()]
                else:
                    result["value"] = repr(value)
                if hasattr(value, "_repr_markdown_"):
                    result["markdown"] = value._repr_markdown_()
                names["_"] = value
        _mlp_quiet_fonts()
        result["figures"] = drawn + _mlp_figures()
    except BaseException as error:
        result["stopped"] = isinstance(error, KeyboardInterrupt)
        result["error"] = _mlp_error(error, name)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        sys.stdout, sys.stderr = kept
    return json.dumps(result)


def _mlp_check_of(exercise):
    from mlp_lib.exercises import get

    return get(exercise).judge_source


def _mlp_judge(exercise, source):
    verdict = _mlp_check_of(exercise)(source)
    return json.dumps({"right": verdict.right, "head": verdict.head, "says": verdict.says})


def _mlp_reset(space):
    _mlp_spaces.pop(space, None)


def _mlp_no_input(*_):
    raise EOFError("a page cannot ask for input: write the value into the code")


builtins.input = _mlp_no_input
