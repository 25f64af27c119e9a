"""PDF and SVG: what the writers ask of a film of pages, and where it ends up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convanim.errors import OutputError
from convanim.writers.pdf import Pdf
from convanim.writers.pdf_frames import PdfFrames
from convanim.writers.svg import Svg
from convanim.writers.svg_frames import SvgFrames
from tests.support.films import PaperFilm

if TYPE_CHECKING:
    from pathlib import Path


def test_a_pdf_has_a_page_for_every_frame(tmp_path: Path, tick) -> None:
    film = PaperFilm((50, 50, 50))
    assert Pdf().write(film, tmp_path / "film.pdf", tick) == (tmp_path / "film.pdf",)
    assert (tmp_path / "film.pdf").read_bytes() == b"<0><1><2>"
    assert film.printed == [(0, 1, 2)]
    assert tick.count == 3


@pytest.mark.parametrize(("writer", "suffix"), [(PdfFrames(), "pdf"), (SvgFrames(), "svg")])
def test_a_folder_has_a_file_for_every_frame(tmp_path: Path, tick, writer, suffix: str) -> None:
    film = PaperFilm((50,) * 3)
    paths = writer.write(film, tmp_path / "film", tick)
    assert paths == tuple(tmp_path / "film" / f"film_0{t}.{suffix}" for t in range(3))
    assert [path.read_bytes() for path in paths] == [b"<0>", b"<1>", b"<2>"]
    assert film.printed == [(0,), (1,), (2,)]
    assert tick.count == 3


def test_an_svg_has_the_chosen_frame(tmp_path: Path, tick) -> None:
    (path,) = Svg(frame=1).write(PaperFilm((50, 50)), tmp_path / "film.svg", tick)
    assert path.read_bytes() == b"<1>"
    assert tick.count == 1


def test_a_frame_the_film_does_not_have(tmp_path: Path) -> None:
    path = tmp_path / "film.svg"
    with pytest.raises(OutputError) as caught:
        Svg(frame=2).write(PaperFilm((50, 50)), path, lambda: None)
    assert str(caught.value) == f"{path}: no frame 2: the film has 2, counted from 0"
