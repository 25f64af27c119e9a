"""Times a change against its base, in turn: ``python -m tests.benchmarks.guard BASE CHANGE``.

Both are folders with a checkout. A command fails that takes more than 1.15 times as long in each of
three rounds; one slow round is the machine's.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMIT = 1.15
ROUNDS = 3
PAIRS = 5

KEYS = ["-s", "i=12", "-s", "k=3"]
COMMANDS = {
    "explain a layer": ["explain", *KEYS],
    "one GIF": ["render", *KEYS, "-o", "out/x.gif"],
    "one SVG": ["render", *KEYS, "-o", "out/x.svg"],
    "the guide's GIFs": ["render", "{tree}/configs/guide", "-o", "out", "--force", "-q", "-j", "1"],
    "all configs validated": ["validate", "-q", "{tree}/configs"],
}


def seconds(tree, command, folder):
    """Return how long the convanim of a checkout takes for a command."""
    words = [word.format(tree=tree) for word in command]
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "convanim", *words],
        cwd=folder,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


def ratio(base, change, command, folder, pairs=PAIRS):
    """Return the median of the ratios of runs in turn; every other pair starts with the change."""
    ratios = []
    for number in range(pairs):
        trees = (base, change) if number % 2 else (change, base)
        spent = {tree: seconds(tree, command, folder) for tree in trees}
        ratios.append(spent[change] / spent[base])
    return statistics.median(ratios)


def verdict(rounds, limit=LIMIT):
    """Return whether a command has become slower: in every round."""
    return min(rounds) > limit


def main(base, change):
    trees = [Path(each).resolve() for each in (base, change)]
    failed = []
    print("| command | " + " | ".join(f"round {n + 1}" for n in range(ROUNDS)) + " | |")
    print("|---|" + "---|" * (ROUNDS + 1))
    with tempfile.TemporaryDirectory() as folder:
        for name, command in COMMANDS.items():
            for tree in trees:
                seconds(tree, command, folder)  # compiles modules
            rounds = [ratio(*trees, command, folder) for _ in range(ROUNDS)]
            is_slower = verdict(rounds)
            failed += [name] if is_slower else []
            numbers = " | ".join(f"{each:.2f}" for each in rounds)
            print(f"| {name} | {numbers} | {'slower' if is_slower else ''} |", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
