"""Videos are read back by ffmpeg, their colours by the definition of BT.709."""

from __future__ import annotations

import subprocess
import time
from fractions import Fraction
from typing import TYPE_CHECKING

import imageio_ffmpeg
import numpy as np
import pytest

from convanim.errors import OutputError
from convanim.film import encoder
from convanim.writers import mp4
from convanim.writers.mp4 import Mp4, _fitting, _repeats
from tests.support.films import INKS, ArrayFilm, walk
from tests.support.reading import about, bt709_frames

if TYPE_CHECKING:
    from pathlib import Path


def written(film: ArrayFilm, folder: Path, **options: int) -> Path:
    (path,) = Mp4(**options).write(film, folder / "film.mp4", lambda: None)
    return path


def patches(width: int, height: int, side: int = 16) -> ArrayFilm:
    """Flat squares on the page, one of each ink."""
    numbers = np.zeros((1, height, width), int)
    for ink in range(len(INKS)):
        numbers[:, :side, ink * side : ink * side + side] = ink
    return ArrayFilm(INKS, numbers, (50,))


def test_flat_colours_come_back(tmp_path: Path) -> None:
    frames = bt709_frames(written(patches(80, 16), tmp_path), (80, 16))
    for ink, colour in enumerate(INKS):
        seen = frames[:, 8, ink * 16 + 8]
        assert np.abs(seen - colour[:3]).max() <= 3, (colour, seen)


def test_what_is_said_of_the_colours(tmp_path: Path) -> None:
    assert "h264 (High) (avc1 / 0x31637661), yuv420p(tv, bt709, progressive), 80x16" in about(
        written(patches(80, 16), tmp_path)
    )


@pytest.mark.parametrize("size", [(1, 1), (33, 17), (34, 17), (33, 18)])
def test_an_odd_side_is_made_even_with_the_page_and_nothing_is_resampled(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    width, height = size
    page = (231, 76, 60, 255)
    film = ArrayFilm((page, *INKS), np.zeros((2, height, width), int), (50, 50))
    even = width + width % 2, height + height % 2
    frames = bt709_frames(written(film, tmp_path), even)
    assert np.abs(frames - page[:3]).max() <= 3


def test_each_frame_is_shown_as_often_as_it_lasts(tmp_path: Path) -> None:
    film = ArrayFilm(INKS, np.arange(4).repeat(256).reshape(4, 16, 16), (10, 30, 20, 50))
    frames = bt709_frames(written(film, tmp_path), (16, 16))
    expected = np.array(INKS, float)[np.repeat(range(4), [1, 3, 2, 5]), :3]
    assert np.abs(frames[:, 8, 8] - expected).max() <= 3


def test_seconds_and_rate(tmp_path: Path) -> None:
    said = about(written(walk(frames=6, centiseconds=25), tmp_path))
    assert "Duration: 00:00:01.50" in said
    assert " 12 fps" in said


def test_a_rate_that_is_no_decimal_does_not_drift(tmp_path: Path) -> None:
    said = about(written(walk(frames=300, width=16, height=320, centiseconds=3), tmp_path))
    assert "Duration: 00:00:09.00" in said
    assert "33.33 fps" in said


@pytest.mark.parametrize(
    ("centiseconds", "rate"),
    [
        ((100,), 10),
        ((50, 100), 10),
        ((40, 80), 10),
        ((16,), Fraction(25, 2)),
        ((10, 20, 200), 10),
        ((4,), 25),
        ((3, 6), Fraction(100, 3)),
        ((2,), 50),
        ((50, 51), 50),
        ((700,), 10),
    ],
)
def test_the_rate_keeps_durations_exact_and_is_10_at_least(
    centiseconds: tuple[int, ...], rate: Fraction
) -> None:
    assert _fitting(centiseconds) == rate


def test_rounded_times_do_not_drift() -> None:
    repeats = _repeats((3,) * 100, Fraction(50))
    assert sum(repeats) == 150
    assert set(repeats) == {1, 2}


def test_a_rate_of_ones_own(tmp_path: Path) -> None:
    assert " 30 fps" in about(written(walk(), tmp_path, fps=30))


def test_a_rate_that_would_lose_frames_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        written(walk(centiseconds=4), tmp_path, fps=5)
    path = tmp_path / "film.mp4"
    assert str(caught.value) == f"{path}: fps 5 is too low: a frame lasts only 0.04 s"


def test_bytes_are_the_same_every_time(tmp_path: Path) -> None:
    first = written(walk(), tmp_path).read_bytes()
    assert written(walk(), tmp_path).read_bytes() == first


def test_it_can_start_before_it_is_loaded(tmp_path: Path) -> None:
    content = written(walk(), tmp_path).read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_a_tick_for_every_frame(tmp_path: Path, tick) -> None:
    Mp4().write(walk(frames=5), tmp_path / "film.mp4", tick)
    assert tick.count == 5


def test_a_relative_path_with_a_colon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    monkeypatch.chdir(tmp_path)
    written(walk(), Path("a:b"))
    assert (tmp_path / "a:b" / "film.mp4").is_file()


@pytest.mark.parametrize("script", ["exit 1", "exit 0", 'for a; do :; done; head -c 99 > "$a"'])
@pytest.mark.parametrize("frames", [2, 40])
def test_a_file_that_ffmpeg_did_not_finish_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    script: str,
    frames: int,
) -> None:
    monkeypatch.chdir(tmp_path)  # the script takes the "-" of the reading back for a file
    program(tmp_path, monkeypatch, script)
    old = tmp_path / "out" / "film.mp4"
    old.parent.mkdir()
    old.write_bytes(b"old")
    with pytest.raises(OutputError) as caught:
        written(walk(frames=frames, width=128, height=96), old.parent)
    count = 5 * frames
    assert str(caught.value) == f"{old}: only 0 of {count} frames arrived; is the disk full?"
    assert [path.read_bytes() for path in old.parent.iterdir()] == [b"old"]
    assert capfd.readouterr() == ("", "")


LAST = 'for last; do :; done; case "$last" in'
"""Encoding ends with the name of the file, and reading back with a dash."""


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("cat > /dev/null; sleep 100", "did nothing for 1 s and was stopped"),
        ("sleep 100", "did nothing for 1 s and was stopped"),
        (
            f'{LAST} -) sleep 100;; *) cat > "$last";; esac',
            "did not read the video back within 1 s and was stopped",
        ),
    ],
)
def test_an_ffmpeg_that_never_ends_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, says: str
) -> None:
    monkeypatch.setattr(encoder, "SILENCE", 1.0)
    monkeypatch.setattr(encoder, "FRAMES_A_SECOND", 1000.0)
    stuck = program(tmp_path, monkeypatch, f"echo $$ > {tmp_path}/pid; {script}")
    started = time.monotonic()
    with pytest.raises(OutputError) as caught:
        written(walk(frames=40, width=128, height=96), tmp_path / "out")
    assert time.monotonic() - started < 20
    assert str(caught.value) == f"{tmp_path / 'out/film.mp4'}: {stuck} {says}"
    assert list((tmp_path / "out").iterdir()) == []
    assert not running_in_group((tmp_path / "pid").read_text().strip())


def running_in_group(group: str) -> list[str]:
    """Return the processes of a group that still run; dead ones may wait to be collected."""
    listed = subprocess.run(
        ["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    return [line for line in listed if line.split()[0] == group and line.split()[1][0] != "Z"]


def test_an_ffmpeg_that_is_slow_but_takes_frames_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "SILENCE", 1.0)
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    slow = f'{LAST} -) ;; *) sleep 0.6;; esac; exec {ffmpeg} "$@"'
    program(tmp_path, monkeypatch, slow)
    assert written(walk(), tmp_path / "out").is_file()


def test_large_frames_are_given_more_time() -> None:
    assert encoder.patience(1000, 1000) == 70
    assert encoder.patience(8000, 8000) == 700


def program(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    """Put a shell script in the place of ffmpeg."""
    path = folder / "ffmpeg"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(path))
    return path


def test_too_few_frames_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mp4, "frames_in", lambda *_: 3)
    with pytest.raises(OutputError) as caught:
        written(walk(), tmp_path)
    path = tmp_path / "film.mp4"
    assert str(caught.value) == f"{path}: only 3 of 20 frames arrived; is the disk full?"
    assert list(tmp_path.iterdir()) == []


def test_a_machine_without_ffmpeg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> str:
        raise RuntimeError("No ffmpeg exe could be found.")

    monkeypatch.setattr(imageio_ffmpeg, "get_ffmpeg_exe", missing)
    with pytest.raises(OutputError) as caught:
        written(walk(), tmp_path)
    assert str(caught.value) == f"{tmp_path / 'film.mp4'}: No ffmpeg exe could be found."
