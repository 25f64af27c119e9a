"""Videos are read back by ffmpeg, their colours by the definition of BT.709."""

from __future__ import annotations

import base64
import gc
import re
import subprocess
import time
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest

import convanim
from convanim.errors import OutputError
from convanim.film.video import encoder
from convanim.writers import mp4
from convanim.writers.mp4 import Mp4, _repeats
from tests.support.films import INKS, ArrayFilm, walk
from tests.support.reading import about, bt709_frames

ROOT = Path(__file__).parents[2]


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


def times(path: Path) -> list[float]:
    """Return when each frame of a video begins, in seconds."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-i", str(path)]
    command += ["-vf", "showinfo", "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return [float(each) for each in re.findall(r"pts_time:([0-9.]+)", said)]


def test_every_frame_begins_when_it_should_and_is_repeated_each_half_second(tmp_path: Path) -> None:
    film = ArrayFilm(INKS, np.arange(5).repeat(256).reshape(5, 16, 16), (50, 3, 101, 20, 175))
    path = written(film, tmp_path)
    assert times(path) == [0, 0.5, 0.53, 0.86, 1.2, 1.54, 1.74, 2.17, 2.61, 3.05]
    assert "Duration: 00:00:03.49" in about(path)
    frames = bt709_frames(path, (16, 16))
    expected = np.array(INKS, float)[np.repeat(range(5), [1, 1, 3, 1, 4]), :3]
    assert np.abs(frames[:, 8, 8] - expected).max() <= 3


@pytest.mark.parametrize(
    ("duration", "parts"),
    [(1, (1,)), (50, (50,)), (51, (25, 26)), (100, (50, 50)), (101, (33, 34, 34))],
)
def test_a_duration_in_parts(duration: int, parts: tuple[int, ...]) -> None:
    assert mp4._ticks(duration, 50) == parts


def test_each_frame_is_shown_as_often_as_it_lasts_at_a_constant_rate(tmp_path: Path) -> None:
    film = ArrayFilm(INKS, np.arange(4).repeat(256).reshape(4, 16, 16), (10, 30, 20, 50))
    frames = bt709_frames(written(film, tmp_path, fps=10), (16, 16))
    expected = np.array(INKS, float)[np.repeat(range(4), [1, 3, 2, 5]), :3]
    assert np.abs(frames[:, 8, 8] - expected).max() <= 3


def test_seconds(tmp_path: Path) -> None:
    assert "Duration: 00:00:01.50" in about(written(walk(frames=6, centiseconds=25), tmp_path))


SEEK = """async seconds => {
    const video = document.querySelector("video");
    const shown = new Promise(resolve => video.requestVideoFrameCallback((_, it) => resolve(it)));
    video.currentTime = seconds;
    return (await shown).mediaTime;
}"""


@pytest.mark.xdist_group("player")
def test_a_browser_can_seek_to_every_frame(chromium, tmp_path: Path) -> None:
    film = walk(frames=6, width=96, height=96)
    film.centiseconds = (50, 20, 30, 70, 40, 120)
    starts = np.cumsum((0, *film.centiseconds)) / 100
    source = base64.b64encode(written(film, tmp_path).read_bytes()).decode()
    page = chromium.new_page()
    page.set_content(f'<video muted src="data:video/mp4;base64,{source}">')
    page.wait_for_function("v = document.querySelector('video'), v.readyState > 1 || v.error")
    if page.evaluate("document.querySelector('video').error?.code"):
        pytest.skip("this browser has no decoder for H.264")
    assert page.evaluate("document.querySelector('video').duration") == pytest.approx(starts[-1])
    for t in (4, 1, 5, 0, 3, 2):
        shown = page.evaluate(SEEK, float(starts[t + 1]) - 0.005)
        assert starts[t] - 0.005 < shown < starts[t + 1] - 0.005
        assert page.evaluate(SEEK, float(starts[t]) + 0.005) == pytest.approx(starts[t], abs=0.003)
    page.close()


@pytest.mark.parametrize(
    "name",
    # With few frames the first, which is stored whole, is most of the file, and with many letters
    # and thin lines most of a frame is edges.
    [
        *("guide/no_padding_strides", "guide/padding_strides_odd"),
        *("guide/numerical_padding_strides", "receptive_field/dilated_stack"),
        *("counting/no_padding_strides_counted", "counting/rows_and_columns"),
        *("shapes/fully_connected_shapes", "compare/kinds_of_convolution"),
    ],
)
def test_a_video_is_smaller_than_the_gif(name: str) -> None:
    figure = convanim.load(ROOT / f"configs/{name}.yaml")
    sizes = [len(figure.to_bytes(name)) for name in ("mp4", "gif")]
    assert sizes[0] < sizes[1]


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_edges_stay_sharp(tmp_path: Path) -> None:
    figure = convanim.load(ROOT / "configs/counting/no_padding_strides_counted.yaml")
    (path,) = figure.save(tmp_path / "film.mp4")
    *_, last = Mp4.pixels(path)
    drawn = figure.frame(len(figure) - 1)[..., :3]
    height, width, _ = drawn.shape
    luma = np.abs((last[:height, :width] - drawn.astype(float)) @ (0.2126, 0.7152, 0.0722))
    assert luma.mean() < 0.5
    assert np.percentile(luma, 99.9) < 16
    gc.collect()


def test_the_settings_of_the_encoder_take_no_room(tmp_path: Path) -> None:
    assert b"options: cabac" not in written(walk(), tmp_path).read_bytes()


def test_a_decoder_keeps_no_more_frames_than_its_level_allows() -> None:
    assert [mp4._kept(*size) for size in ((400, 400), (1920, 1080), (8000, 8000))] == [16, 4, 1]


def test_rounded_times_do_not_drift() -> None:
    repeats = _repeats((3,) * 100, 50)
    assert sum(repeats) == 150
    assert set(repeats) == {1, 2}


def test_a_constant_rate(tmp_path: Path) -> None:
    path = written(walk(), tmp_path, fps=30)
    assert " 30 fps" in about(path)
    np.testing.assert_allclose(times(path), np.arange(60) / 30, atol=1e-4)


# imageio-ffmpeg leaves its pipes to the garbage collector.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_reading_back_gives_each_frame_once(tmp_path: Path) -> None:
    film = walk(frames=5, width=32, height=32)
    film.centiseconds = (50, 3, 101, 20, 175)
    read = list(Mp4.pixels(written(film, tmp_path)))
    shown = np.repeat(range(5), [1, 1, 3, 1, 4])
    assert len(read) == len(shown)
    near = [[np.abs(frame - film.rgb(t).astype(int)).mean() for t in range(5)] for frame in read]
    assert np.argmin(near, axis=1).tolist() == shown.tolist()
    gc.collect()


def test_a_rate_that_would_lose_frames_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        written(walk(centiseconds=4), tmp_path, fps=5)
    path = tmp_path / "film.mp4"
    assert (
        str(caught.value)
        == f"{path}: fps 5 is too low, as a frame lasts only 0.04 s; use a higher fps"
    )


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
    assert str(caught.value) == f"{old}: only 0 of {frames} frames arrived; is the disk full?"
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
    assert str(caught.value) == f"{path}: only 3 of 4 frames arrived; is the disk full?"
    assert list(tmp_path.iterdir()) == []


def test_a_machine_without_ffmpeg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> str:
        raise RuntimeError("No ffmpeg exe could be found.")

    monkeypatch.setattr(imageio_ffmpeg, "get_ffmpeg_exe", missing)
    with pytest.raises(OutputError) as caught:
        written(walk(), tmp_path)
    assert str(caught.value) == f"{tmp_path / 'film.mp4'}: No ffmpeg exe could be found."
