"""Milliseconds from a saved edit of a config until ``watch`` or ``serve`` has drawn it.

    python -m tests.benchmarks.editing

prints one JSON object of the least of several edits, since other processes only lengthen one:
until ``watch`` prints the path of a file of each format, and until ``serve`` has answered a page
that asks for the figure once it is told of the edit.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from tests.benchmarks.measuring import ENVIRONMENT

EDITS = 15
FORMATS = ("svg", "gif")


@contextlib.contextmanager
def running(folder, *words):
    """Run a command of convanim in a folder; what it prints can be read from the process."""
    command = [sys.executable, "-m", "convanim", *words]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate()


def edit(path, n):
    """Save the n-th edit as editors do: a new file takes the place of the old one."""
    new = path.with_suffix(".new")
    new.write_text(f"i: 5\nk: 3\ns: {1 + n % 2}\ntiming: {1 + n / 100}\n", encoding="utf-8")
    os.replace(new, path)


def least(path, wait):
    """Return the milliseconds of the fastest edit; ``wait`` returns once it is drawn."""
    spent = []
    for n in range(EDITS):
        time.sleep(0.3)
        start = time.perf_counter()
        edit(path, n)
        wait()
        spent.append(time.perf_counter() - start)
    return min(spent) * 1000


def watched(folder, kind):
    path = folder / "x.yaml"
    edit(path, 99)
    with running(folder, "watch", "x.yaml", "-f", kind, "-o", "out") as process:
        process.stdout.readline()
        return least(path, process.stdout.readline)


def served(folder):
    path = folder / "x.yaml"
    edit(path, 99)
    with running(folder, "serve", "x.yaml") as process:
        address = process.stdout.readline().strip()
        with urlopen(f"{address}news") as news:

            def answered():
                while not news.readline().startswith(b"data"):
                    pass
                with urlopen(f"{address}state") as answer:
                    answer.read()

            return least(path, answered)


def main():
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind in FORMATS:
            found[f"watch, {kind}"] = watched(Path(folder), kind)
        found["serve"] = served(Path(folder))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
