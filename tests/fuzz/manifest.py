"""Feeds what atheris makes up to the reader of ``manifest.json``.

``python -m tests.fuzz.manifest -max_total_time=60``. Whatever comes in, the file is foreign, or a
manifest whose files are all inside its folder and which is the same when it is written and read.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from convanim.batch.records.manifest import Entry, File, Manifest, Page, States
from convanim.batch.records.manifest_file import (
    NAME as FILE,
)
from convanim.batch.records.manifest_file import (
    ForeignManifestError,
    Store,
    format_manifest,
    parse_manifest,
)
from tests.fuzz.fuzzing import check_error, fuzz

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "manifest"


def read_bytes(data: bytes) -> None:
    """Read a manifest; raise unless it is one, or is left alone in a way that is fit to print."""
    started = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, FILE).write_bytes(data)
        try:
            manifest = Store(Path(folder)).load()
        except ForeignManifestError as error:
            check_error(error, started)
            return
        for path in _paths(manifest):
            inside = os.path.normpath(os.path.join(folder, path))
            assert inside.startswith(folder + os.sep), path
            assert path.isprintable(), path
        assert parse_manifest(format_manifest(manifest)) == manifest
        Store(Path(folder)).update(lambda known: known.merged(Manifest()).existing(Path(folder)))
        assert os.listdir(folder) == [FILE]


def _paths(manifest: Manifest) -> Iterator[str]:
    for entry in manifest.entries.values():
        yield from (file.path for file in entry.files)
    yield from (page.file.path for page in manifest.pages.values())
    yield from manifest.left


def seeds() -> Iterator[bytes]:
    """Yield a manifest, one without anything in it, and one with a merge conflict."""
    yield (whole := example()).encode()
    yield format_manifest(Manifest()).encode()
    ours, theirs = whole, whole.replace("2.0", "5.0")
    yield f"<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n".encode()


def example() -> str:
    file, frame = File("a/x.gif", "0" * 64, 12), File("a/x/x_00.png", "1" * 64, 3)
    tools = {"convanim": "1", "numpy": "2.4"}
    states = States.of(("input 2 x 2", "frame 0: 1 s"))
    entry = Entry("../x.yaml", {"k": "[3, 3]"}, tools, states, 4, 2.0, (file,), ("-f gif",))
    frames = Entry("../x.yaml", {"k": "[2, 2]"}, tools, states, 1, 1.0, (frame,))
    pages = {"index.html": Page("k", File("index.html", "2" * 64, 5))}
    left = {"old.gif": File("old.gif", "3" * 64, 5)}
    return format_manifest(Manifest({"a/x.gif": entry, "a/x/*.png": frames}, pages, left))


if __name__ == "__main__":
    fuzz(sys.modules[__name__])
