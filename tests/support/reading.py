"""Reads films back with ffmpeg, which shares no code with the writers of GIF and PNG."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import numpy as np
from imageio_ffmpeg import get_ffmpeg_exe

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def decoded(path: Path, layout: str = "rgb24") -> bytes:
    """Return the frames of a file as they are stored, none repeated and none dropped."""
    command = [get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-fps_mode", "passthrough"]
    # The file's own time base is used: with another one two short frames could coincide.
    command += ["-enc_time_base", "demux", "-pix_fmt", layout, "-f", "rawvideo", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    return done.stdout


def rgb_frames(path: Path, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return the frames as an array of shape (frames, height, width, 3)."""
    width, height = size
    return np.frombuffer(decoded(path), np.uint8).reshape(-1, height, width, 3)


def bt709_frames(path: Path, size: tuple[int, int]) -> NDArray[np.float64]:
    """Return a video's frames as red, green, blue by the definition of BT.709, 0 to 255."""
    width, height = size
    stored = np.frombuffer(decoded(path, "yuv420p"), np.uint8).astype(float)
    planes = stored.reshape(-1, height * width * 3 // 2)
    luma = (planes[:, : height * width].reshape(-1, height, width) - 16) / 219
    half = (-1, 2, height // 2, width // 2)
    chroma = (planes[:, height * width :].reshape(half) - 128) / 224
    blue_apart, red_apart = chroma.repeat(2, axis=2).repeat(2, axis=3).swapaxes(0, 1)
    red, blue = luma + 1.5748 * red_apart, luma + 1.8556 * blue_apart
    green = (luma - 0.2126 * red - 0.0722 * blue) / 0.7152
    return 255 * np.stack([red, green, blue], axis=-1)


def about(path: Path) -> str:
    """Return the text that ffmpeg prints about a file."""
    command = [get_ffmpeg_exe(), "-hide_banner", "-i", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr
