"""Run all benchmarks: ``python -m bench``, or one of them: ``python -m bench.training``."""

from importlib import import_module
from importlib.util import find_spec

for name in ("bench.training", "bench.page", "bench.page_python"):
    if find_spec(name):
        import_module(name).main([])
