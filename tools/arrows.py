"""Imports run one way: exercises, figures and plots stand on the mathematics, it on NumPy."""

import ast
import re
import sys

# From the bottom up: each may import what stands before it.
LAYERS = ("mathematics", "plots", "figures", "exercises")
LAZY = {"torch", "tqdm"}  # the mathematics may import these inside a function
DRAWN = "mlp_lib.plots"  # and this one: a history and a tape draw themselves when asked to
OURS_ELSEWHERE = {"bench", "mathcheck", "tests", "tools"}


def layer(module: str) -> str:
    """Return the layer that a dotted module name of the library belongs to."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in LAYERS else LAYERS[0]


def targets(node: ast.AST, package: list[str]) -> list[str]:
    """Return the full dotted names that one import statement may load.

    Parameters
    ----------
    node : ast.AST
        Any node; what is not an import loads nothing.
    package : list of str
        The parts of the package that the statement stands in: relative imports start there.
    """
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    base = package[: len(package) - node.level + 1] if node.level else []
    name = ".".join(base + [node.module] * (node.module is not None))
    return [name, *(f"{name}.{alias.name}" for alias in node.names)]  # an alias may be a module


def fault(own: str, target: str, in_function: bool) -> str | None:
    """Say what is wrong when code of the layer `own` imports `target`; None when all is well."""
    package = target.partition(".")[0]
    if package in OURS_ELSEWHERE:
        return "the library stands without it"
    if package == "mlp_lib":
        if in_function and (target == DRAWN or target.startswith(f"{DRAWN}.")):
            return None
        above = LAYERS.index(layer(target)) > LAYERS.index(own)
        return f"{own} stands below {layer(target)}" if above else None
    allowed = {"numpy"} | sys.stdlib_module_names | (LAZY if in_function else set())
    if own == LAYERS[0] and package not in allowed:
        return "the mathematics costs NumPy and no more"
    return None


def misplaced_imports(module: str, source: str) -> list[str]:
    """Return the imports of one library file that run against the arrows.

    Parameters
    ----------
    module : str
        Dotted name of the file, `mlp_lib.figures.__init__` for a package.
    source : str
        Its text.
    """
    tree = ast.parse(source)
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = {id(node) for function in functions for node in ast.walk(function)}
    found = []
    for node in ast.walk(tree):
        for target in targets(node, module.split(".")[:-1]):
            wrong = fault(layer(module), target, id(node) in inside)
            if wrong:
                found.append(f"line {node.lineno} imports {target}: {wrong}")
    return found


def imported(module: str, source: str) -> set[str]:
    """Return the dotted names that a library file may load as it runs, not for type checkers.

    Parameters
    ----------
    module : str
        Dotted name of the file, as for `misplaced_imports`.
    source : str
        Its text.
    """
    package = module.split(".")[:-1]
    waiting, found = [ast.parse(source)], set()
    while waiting:
        node = waiting.pop()
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            found |= {name for name in targets(node, package) if name != "mlp_lib"}
            waiting += ast.iter_child_nodes(node)
    return found


def misplaced_names(module: str, source: str) -> list[str]:
    """Return the texts in one library file that name a layer above it, as a path would.

    Docstrings may speak of it; imports are for `misplaced_imports`.
    """
    above = LAYERS[LAYERS.index(layer(module)) + 1 :]
    tree = ast.parse(source)
    spoken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        f"line {node.lineno} names {name}: {layer(module)} stands below it"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken
        for name in re.findall(r"\w+", node.value)
        if name in above
    ]
