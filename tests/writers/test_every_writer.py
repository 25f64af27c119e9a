"""What holds for all formats, those included that are added later."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from convanim.errors import OutputError
from convanim.film.backend import Backend
from convanim.film.page_setup import PageSetup
from convanim.film.writer import Writer
from convanim.plugins import registry
from tests.support.films import (
    ArrayFilm,
    LineFilm,
    MovingFilm,
    PaperFilm,
    TalkingFilm,
    sheet,
    walk,
)

if TYPE_CHECKING:
    from pathlib import Path

WRITERS = registry.scan(Writer)


def film_for(writer: type[Any], frames: int = 3, stops_at: int | None = None) -> Any:
    if writer.takes == "raster":
        film = walk(frames=frames)
        film.stops_at = stops_at
        return film
    if writer.takes == "pages":
        return PaperFilm((50,) * frames, stops_at)
    if writer.takes == "animation":
        return MovingFilm((50,) * frames, stops_at)
    if writer.takes == "book":
        return TalkingFilm((50,) * frames, stops_at)
    if writer.takes == "contents":
        return sheet((50,) * frames, stops_at)
    return LineFilm(tuple("abcdefghijkl"[:frames]), stops_at)


def target(writer: type[Any], folder: Path) -> Path:
    return folder / ("film" if writer.name.endswith("/") else f"film{writer.suffix}")


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.fixture(params=list(WRITERS.values()), ids=list(WRITERS))
def writer(request: pytest.FixtureRequest) -> type[Any]:
    return request.param


def test_it_says_what_it_is(writer: type[Any]) -> None:
    assert writer.name.rstrip("/").endswith(writer.suffix.removeprefix("."))
    assert writer.takes in registry.scan(Backend)
    assert isinstance(writer.still, bool)
    assert hash(writer()) == hash(writer())


def test_it_returns_the_files_it_wrote(writer: type[Any], tmp_path: Path) -> None:
    paths = writer().write(film_for(writer), target(writer, tmp_path), lambda: None)
    assert sorted(files(tmp_path)) == sorted(str(path.relative_to(tmp_path)) for path in paths)


def test_it_makes_the_folder(writer: type[Any], tmp_path: Path) -> None:
    path = target(writer, tmp_path / "new" / "folder")
    assert all(p.is_file() for p in writer().write(film_for(writer), path, lambda: None))


def test_an_interrupt_leaves_the_old_files_and_no_debris(writer: type[Any], tmp_path: Path) -> None:
    path = target(writer, tmp_path)
    writer().write(film_for(writer), path, lambda: None)
    before = files(tmp_path)
    single = writer().frame_count(3) == 1
    film = film_for(writer, stops_at=0 if single else 1)
    with pytest.raises(KeyboardInterrupt):
        writer().write(film, path, lambda: None)
    assert files(tmp_path) == before


def test_a_first_run_that_is_interrupted_leaves_no_debris(
    writer: type[Any], tmp_path: Path
) -> None:
    film = film_for(writer, stops_at=0)
    with pytest.raises(KeyboardInterrupt):
        writer().write(film, target(writer, tmp_path), lambda: None)
    assert files(tmp_path) == {}


def test_a_folder_that_cannot_be_made_is_one_line(writer: type[Any], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError) as caught:
        writer().write(film_for(writer), target(writer, tmp_path / "file"), lambda: None)
    assert re.fullmatch(r".*: cannot be written: (File exists|Not a directory)", str(caught.value))


def test_a_folder_in_the_place_of_a_file_is_one_line(writer: type[Any], tmp_path: Path) -> None:
    if writer.name.endswith("/"):
        pytest.skip("writes a folder")
    path = target(writer, tmp_path)
    path.mkdir()
    with pytest.raises(OutputError) as caught:
        writer().write(film_for(writer), path, lambda: None)
    assert str(caught.value) == f"{path}: cannot be written: Is a directory"
    assert list(tmp_path.iterdir()) == [path]


def test_it_counts_the_frames_it_writes(writer: type[Any], tmp_path: Path) -> None:
    ticks: list[None] = []
    writer().write(film_for(writer), target(writer, tmp_path), lambda: ticks.append(None))
    assert writer().frame_count(3) == len(ticks)


def test_of_first_frame_shows_the_first_frame(writer: type[Any], tmp_path: Path) -> None:
    names = {field.name for field in fields(writer)}
    last, first = ({"frame": word} if "frame" in names else {} for word in ("last", "first"))
    assert writer(**last).of_first_frame() == writer(**first)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_only_formats_in_pixels_read_pixels_back_and_have_a_largest_size(
    writer: type[Any], tmp_path: Path
) -> None:
    in_pixels = writer.takes == "raster"
    paths = writer().write(film_for(writer), target(writer, tmp_path), lambda: None)
    read = writer().pixels(paths[0])
    assert (read is not None) == in_pixels
    if read is not None:
        assert {frame.shape[2] for frame in read} == {3}
    assert (writer().oversize((0, 0, 1e6, 1e6), PageSetup()) is not None) == in_pixels
    assert writer().oversize((0, 0, 100, 100), PageSetup()) is None


def test_a_film_of_one_pixel_and_one_frame(writer: type[Any], tmp_path: Path) -> None:
    film = film_for(writer, frames=1)
    if isinstance(film, ArrayFilm):
        film.numbers = np.zeros((1, 1, 1), int)
    assert writer().write(film, target(writer, tmp_path), lambda: None)


def test_finding_the_writers_imports_no_library() -> None:
    heavy = "{'numpy', 'PIL', 'imageio', 'imageio_ffmpeg', 'matplotlib', 'zlib'}"
    writer = "from convanim.film.writer import Writer"
    scan = f"import sys; {writer}; from convanim.plugins import registry; registry.scan(Writer)"
    code = f"{scan}; print({heavy} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
