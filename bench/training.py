"""How fast the library trains: paired rounds against its peers, one thread, CPU time.

``python -m bench.training`` runs everything; ``--quick`` runs fewer rounds. Compare the ratios, not
the milliseconds: each is the median over rounds in which all rivals ran one after the other.
"""

import argparse
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from statistics import median

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
for variable in THREADS:  # before NumPy is imported
    os.environ[variable] = "1"

import numpy as np  # noqa: E402

from mlp_lib.data import digits, moons  # noqa: E402


@dataclass(frozen=True)
class Case:
    """One comparison: a data set, a network, an optimizer."""

    data: str
    sizes: tuple[int, ...]
    hidden: str
    optimizer: str
    rate: float
    batch: int
    epochs: int
    rounds: int

    def __str__(self):
        return f"{self.data} {'-'.join(map(str, self.sizes))} {self.optimizer}, batch {self.batch}"


CASES = [
    Case("moons", (2, 16, 2), "tanh", "adam", 0.01, 32, 15, 7),
    Case("digits", (64, 64, 10), "relu", "adam", 1e-3, 32, 20, 9),
    Case("digits", (64, 64, 10), "relu", "sgd", 0.1, 32, 20, 9),
    Case("60000x784", (784, 128, 64, 10), "relu", "adam", 1e-3, 128, 1, 5),
    Case("60000x784", (784, 128, 64, 10), "relu", "sgd", 0.05, 128, 1, 5),
]


def load(name):
    """Return training inputs and labels, then test inputs and labels; inputs in float32."""
    rng = np.random.default_rng(0)
    if name == "moons":
        (X, y), test = moons(1200, rng, noise=0.2), 200
    elif name == "digits":
        (X, y), test = digits(), 360
    else:  # clouds around ten random images, as large as MNIST
        y, test = rng.integers(0, 10, 61_000), 1000
        X = 0.5 * rng.random((10, 784), dtype=np.float32)[y]
        X += 1.5 * rng.standard_normal(X.shape, dtype=np.float32)
    order = rng.permutation(len(X))
    X, y = X[order].astype(np.float32), y[order].astype(np.int64)
    return X[:-test], y[:-test], X[-test:], y[-test:]


def compare(case, rounds):
    """Print one table: milliseconds an epoch, ratio to ours, and test accuracy of each rival."""
    import torch

    from bench.rivals import RIVALS

    torch.set_num_threads(1)
    X, y, X_test, y_test = load(case.data)
    times = {name: [] for name in RIVALS}
    accuracy = {}
    for turn in range(rounds + 1):
        for name, train in RIVALS.items():
            spent, predict = train(case, X, y)
            if turn:  # the first round warms up
                times[name].append(1000 * spent / case.epochs)
            if predict is not None:
                accuracy[name] = (predict(X_test) == y_test).mean()
    print(f"\n{case}; {rounds} rounds")
    print(f"  {'':<16} {'ms an epoch':>12} {'time over ours':>15} {'accuracy':>9}")
    for name, spent in times.items():
        ratio = median(t / o for t, o in zip(spent, times["mlp_lib"], strict=True))
        right = f"{accuracy[name]:.3f}" if name in accuracy else ""
        print(f"  {name:<16} {median(spent):>12.2f} {ratio:>15.2f} {right:>9}")
    floor = zip(times["mlp_lib"], times["matrix products"], strict=True)
    print(f"  ours over its matrix products: {median(o / p for o, p in floor):.2f}", flush=True)


def growth():
    """Print how the time of a step grows with width, depth and batch, against the products."""
    from bench.rivals import ours, products

    rng = np.random.default_rng(0)
    X = rng.standard_normal((2048, 64), dtype=np.float32)
    y = rng.integers(0, 10, 2048)
    print("\nGrowth, Adam, 2048 examples of 64 numbers: us a step, and over the products alone")
    changes = [("width", [(64, w, 10) for w in (16, 64, 256, 1024)], [32])]
    changes += [("depth", [(64, *[64] * d, 10) for d in (1, 2, 4, 8)], [32])]
    changes += [("batch", [(64, 64, 10)], [8, 32, 128, 512])]
    for what, shapes, batches in changes:
        for sizes in shapes:
            for batch in batches:
                case = Case("random", sizes, "relu", "adam", 1e-3, batch, 2, 5)
                pairs = [(ours(case, X, y)[0], products(case, X, y)[0]) for _ in range(5)]
                steps = case.epochs * -(-len(X) // batch)
                spent = median(o for o, _ in pairs) / steps * 1e6
                ratio = median(o / p for o, p in pairs)
                shape = (
                    "-".join(map(str, sizes)) if len(sizes) < 5 else f"64-{len(sizes) - 2}x64-10"
                )
                print(f"  {what}: {shape:<14} batch {batch:<4} {spent:>9.1f} {ratio:>7.2f}")
    sys.stdout.flush()


def child(program):
    """Run a program in a new process; return its CPU milliseconds and its output."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return 1000 * spent, done.stdout


def imports(rounds=11):
    """Print what `import mlp_lib` costs on top of `import numpy`."""
    pairs = [(child("import numpy")[0], child("import mlp_lib")[0]) for _ in range(rounds)]
    extra = median(ours - numpy for numpy, ours in pairs)
    print(f"\nImport, CPU: numpy {median(n for n, _ in pairs):.0f} ms, mlp_lib {extra:+.1f} ms")


def memory():
    """Print the memory that fitting the large set needs beyond the data themselves."""
    program = """
import resource, sys, numpy as np
from mlp_lib import MLP
unit = 2**20 if sys.platform == "darwin" else 2**10
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
X = np.random.default_rng(0).random((60_000, 784), dtype=np.float32); y = np.arange(60_000) % 10
net = MLP([784, 128, 64, 10], rng=np.random.default_rng(0), dtype=np.float32)
before = peak(); net.fit(X, y, epochs=1, batch_size=128); print(X.nbytes / 2**20, peak() - before)
"""
    data, extra = child(program)[1].split()
    print(
        f"Memory: fitting {float(data):.0f} MB of data took {float(extra):.0f} MB more at its peak"
    )


def main(arguments=None):
    """Run the benchmarks that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three rounds of each comparison")
    parser.add_argument("--only", help="run only cases whose name contains this")
    options = parser.parse_args(arguments)
    print(f"Training, one thread, CPU time, NumPy {np.__version__}, float32")
    for case in CASES:
        if options.only is None or options.only in str(case):
            compare(case, 3 if options.quick else case.rounds)
    if options.only is None:
        growth()
        imports()
        memory()


if __name__ == "__main__":
    main()
