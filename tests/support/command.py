"""Runs the command line in a process of its own, as a user would."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.support.launcher import PATIENCE, can_launch, launch

ROOT = Path(__file__).parents[2]
GOOD = "i: 4\nk: 3\n"


def environment(**env):
    return {**os.environ, "PYTHONPATH": str(ROOT), **env}


class Process(subprocess.Popen):
    """A process that is ended when a test has waited for it too long."""

    def communicate(self, *given, **named):
        try:
            return super().communicate(*given, **named)
        except subprocess.TimeoutExpired:
            self.kill()
            raise


def start(folder, *arguments, env=None, **options):
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    command = [*options.pop("through", ()), sys.executable, "-m", "convanim"]
    return Process(
        [*command, *map(str, arguments)],
        cwd=folder,
        env=environment(**(env or {})),
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        **options,
    )


def run(folder, *arguments, **options):
    """Return the exit status, stdout and stderr."""
    if not options and can_launch():
        done = launch(folder, [*map(str, arguments)])
        status, out, err = done.returncode, done.stdout, done.stderr
    else:
        process = start(folder, *arguments, **options)
        out, err = process.communicate(timeout=PATIENCE)
        status = process.returncode
    assert "Traceback" not in (err or "")
    return status, out, err


def wait_for(condition, process):
    deadline = time.monotonic() + 60
    while not condition() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)


def names(folder):
    """Return all files below a folder but its manifest, hidden ones too, by their paths."""
    found = (str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in found if name != "manifest.json")


def hidden(folder):
    return [path for path in names(folder) if Path(path).name.startswith(".")]


def contents(folder):
    return {name: (folder / name).read_bytes() for name in names(folder)}
