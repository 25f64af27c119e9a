"""Feeds what atheris makes up to the cache, as the entry of a figure.

``python -m tests.fuzz.cache -max_total_time=60``. Whatever the entry says, the figure is drawn or
its own file comes out of the cache, and no other file is written.
"""

from __future__ import annotations

import functools
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import convanim
from tests.fuzz.fuzzing import fuzz

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "cache"
MINE = b"of the user"


@functools.cache
def _drawn() -> tuple[Path, bytes]:
    """Return a folder with a config and a sound cache, and the file that is drawn."""
    folder = Path(tempfile.mkdtemp())
    (folder / "x.yaml").write_text("i: 2\nk: 1\noutputs: [txt]\n", encoding="utf-8")
    _render(folder, "first")
    return folder, (folder / "first/x.txt").read_bytes()


def _render(folder: Path, out: str) -> convanim.Outcome:
    return convanim.render_all([folder / "x.yaml"], folder / out, cache=folder / "cache")


def read_bytes(data: bytes) -> None:
    """Render with an entry of the cache replaced; raise unless the figure is as if drawn."""
    sound, drawn = _drawn()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "work")
        shutil.copytree(sound, folder)
        (entry,) = (folder / "cache").glob("*/*/entry.json")
        entry.write_bytes(data)
        (folder / "notes.txt").write_bytes(MINE)
        done = _render(folder, "out")
        assert not done.errors, done.errors
        assert (folder / "out/x.txt").read_bytes() == drawn
        assert sorted(path.name for path in (folder / "out").iterdir()) == [
            "manifest.json",
            "x.txt",
        ]
        assert (folder / "notes.txt").read_bytes() == MINE
        assert [path.name for path in Path(place).iterdir()] == ["work"]


def seeds() -> Iterator[bytes]:
    """Yield the entry that a run has written, and others with a name that leads elsewhere."""
    folder, _ = _drawn()
    (entry,) = (folder / "cache").glob("*/*/entry.json")
    data = entry.read_bytes()
    yield data
    for name in (b"../notes.txt", b"/etc/passwd", b"..", b""):
        yield data.replace(b'"0"', b'"%b"' % name)


if __name__ == "__main__":
    fuzz(sys.modules[__name__])
