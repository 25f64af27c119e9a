"""A listener that records its events, and the command line in a folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.support.launcher import PATIENCE, can_launch, launch

ROOT = Path(__file__).parents[2]


class Heard:
    """A listener that records its events."""

    def __init__(self):
        self.paths, self.errors, self.notes, self.frames, self.done = [], [], [], [], []
        self.on_file, self.on_error = self.paths.append, self.errors.append
        self.on_note, self.on_finish = self.notes.append, self.done.append

    def on_frames(self, name, count):
        self.frames.append((name, count))


def command(folder, *arguments, env=None, **options):
    """Run convanim in a folder, in a process of its own."""
    words = [*map(str, arguments)]
    if not (env or options) and can_launch():
        return launch(folder, words)
    return subprocess.run(
        [sys.executable, "-m", "convanim", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        **options,
    )


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
