"""One page with what ``--check`` has found: pictures as committed, as drawn now, and compared.

In the third picture the pixels that differ are red, over a pale copy of the new frame.
"""

from __future__ import annotations

import contextlib
import itertools
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convanim.errors import ConvanimError
from convanim.files.staging import staged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from convanim.batch.jobs import Wanted
    from convanim.film.writer import Writer

NAME = "index.html"

PALE = 4
"""How many times as close to white the pixels that are equal are shown."""

RED = (214, 39, 40)


@dataclass(frozen=True, slots=True)
class Row:
    """One file: its path, and the pictures of it in the report, empty where there is none."""

    path: str
    old: str
    new: str
    difference: str
    said: str


def write(stale: Sequence[Wanted], folder: Path) -> Path:
    """Write the report into a folder, and return its page.

    Parameters
    ----------
    stale : sequence of Wanted
        The outputs that are not up to date.
    folder : Path
        Pictures are put into its folders ``old``, ``new`` and ``difference``.

    Raises
    ------
    OutputError
        A file could not be written.
    """
    import jinja2

    rows = [row for number, wanted in enumerate(stale) for row in _rows(wanted, number, folder)]
    template = Path(__file__).with_name("report.html.jinja").read_text(encoding="utf-8")
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    page = folder / NAME
    with staged(page) as temporary:
        text = environment.from_string(template).render(rows=rows)
        temporary.write_text(text, encoding="utf-8", newline="\n")
    return page


def _rows(wanted: Wanted, number: int, folder: Path) -> Iterator[Row]:
    """Yield a row for each file of an output that differs."""
    place = f"{number:03}"
    try:
        files = wanted.job.figure.render(folder / "new" / place, (wanted.output,))
    except ConvanimError as error:
        yield Row(str(wanted.path), "", "", "", str(error))
        return
    for new in files:
        inner = new.relative_to(folder / "new" / place)
        committed = wanted.job.folder / inner
        old = folder / "old" / place / inner
        if committed.is_file():
            if committed.read_bytes() == new.read_bytes():
                continue
            old.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(committed, old)
        differing = folder / "difference" / place / inner.with_suffix(".png")
        said = _draw_difference(wanted.output.writer, old, new, differing)
        before, now, apart = (_link(path, folder) for path in (old, new, differing))
        yield Row(committed.as_posix(), before, now, apart, said)


def _link(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_file() else ""


def _draw_difference(writer: Writer[Any], old: Path, new: Path, target: Path) -> str:
    """Draw the first frame that differs, and return which one it is, or why none is drawn."""
    if not old.is_file():
        return "new"
    try:
        before, now = writer.pixels(old), writer.pixels(new)
        if before is None or now is None:
            return "other bytes"
        with contextlib.closing(before), contextlib.closing(now):
            return _first_difference(before, now, target)
    except (OSError, ValueError, SyntaxError) as error:  # a file that was altered
        return f"cannot be read: {error}"


def _first_difference(
    before: Iterator[NDArray[Any]], now: Iterator[NDArray[Any]], target: Path
) -> str:
    for number, (old, new) in enumerate(itertools.zip_longest(before, now)):
        if old is None or new is None:
            return "the number of frames differs"
        if old.shape != new.shape:
            return f"frame {number}: its size differs"
        is_apart = (old != new).any(axis=-1)
        if is_apart.any():
            _save(new, is_apart, target)
            return f"frame {number}: {100 * is_apart.mean():.2g} % of its pixels differ"
    return "the same frames; other bytes"


def _save(frame: NDArray[Any], is_apart: NDArray[Any], target: Path) -> None:
    import numpy as np

    from convanim.film.raster.png import picture_bytes

    pixels = 255 - (255 - frame) // PALE
    pixels[is_apart] = RED
    with staged(target) as temporary:
        temporary.write_bytes(picture_bytes(pixels.astype(np.uint8)))
