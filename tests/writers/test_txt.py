from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.writers.txt import Txt
from tests.support.films import LineFilm

if TYPE_CHECKING:
    from pathlib import Path


def test_frames_stand_apart_by_a_blank_line(tmp_path: Path, tick) -> None:
    (path,) = Txt().write(LineFilm(("a\nb", "é", "卷积")), tmp_path / "film.txt", tick)
    assert path.read_bytes() == "a\nb\n\né\n\n卷积\n".encode()
    assert tick.count == 3
