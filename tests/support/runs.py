"""A listener that records its events, and the command line in a folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Heard:
    """A listener that records its events."""

    def __init__(self):
        self.paths, self.errors, self.notes, self.frames, self.done = [], [], [], [], []
        self.on_file, self.on_error = self.paths.append, self.errors.append
        self.on_note, self.on_finish = self.notes.append, self.done.append

    def on_frames(self, name, count):
        self.frames.append((name, count))


def command(folder, *arguments, **options):
    """Run convanim in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "convanim", *map(str, arguments)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        **options,
    )


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
