"""The interval of a mean by what a reader would pick instead of the crate: arch and SciPy, over as many numbers.

    python3 -m venv target/peers/venv
    target/peers/venv/bin/pip install -r benches/peers/requirements.txt
    target/peers/venv/bin/python benches/peers/intervals.py

The crate's bench `certainty` measures its own interval (BCa) in turns with the peers. These resample only, by their percentile
method: their BCa leaves out each of the numbers once, which takes as many steps as the square of their count. SciPy has the best of
several batches. Times are the least of three rounds; a cell is a number in a replicate.
"""

import re
import subprocess
import time
from pathlib import Path

import numpy as np
from arch.bootstrap import IIDBootstrap
from scipy.stats import bootstrap

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 3
BATCHES = [1, 4, 16, 64]


def crate():
    """The nanoseconds of a cell by the crate's bench. What is printed is `certainty/mean/100k NUMBER ns a row; ..`."""
    command = ["cargo", "bench", "--quiet", "-p", "covalue-benches", "--bench", "certainty", "--", "--ratios", "certainty/mean"]
    printed = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    return float(re.search(r"certainty/mean\S*\s+([0-9.]+) ns a row", printed).group(1))


def by_arch(numbers, replicates):
    resampled = IIDBootstrap(numbers, seed=1)
    return resampled.conf_int(np.mean, reps=replicates, method="percentile", size=0.95).ravel()


def by_scipy(batch):
    def interval(numbers, replicates):
        found = bootstrap(
            (numbers,), np.mean, n_resamples=replicates, batch=batch, method="percentile", rng=np.random.default_rng(1)
        )
        return found.confidence_interval

    return interval


def main():
    people, replicates = 100_000, 1_000  # as in the bench
    numbers = np.random.default_rng(1).integers(-100_000, 100_001, people) / 100
    peers = {"arch": by_arch} | {f"SciPy, batch {batch}": by_scipy(batch) for batch in BATCHES}
    least, limits, own = dict.fromkeys(peers, float("inf")), {}, float("inf")
    for _ in range(ROUNDS):
        own = min(own, crate())
        for name, interval in peers.items():
            start = time.perf_counter()
            limits[name] = interval(numbers, replicates)
            least[name] = min(least[name], time.perf_counter() - start)
    print(f"covalue, BCa: {own:.2f} ns a cell (100,000 people, 1,000 replicates)")
    for name, seconds in least.items():
        cell = seconds * 1e9 / people / replicates
        low, high = limits[name]
        print(f"{name}, percentile: {cell:.2f} ns a cell, {cell / own:.1f} times the crate; {low:.2f} to {high:.2f}")


if __name__ == "__main__":
    main()
