"""Reads raster files back, a frame at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageSequence

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from numpy.typing import NDArray


def frames(path: Path) -> Generator[NDArray[np.uint8]]:
    """Yield the frames of a picture, each of shape (height, width, 3).

    Raises
    ------
    OSError
        It is no picture.
    """
    with Image.open(path) as picture:
        for frame in ImageSequence.Iterator(picture):
            yield np.asarray(frame.convert("RGB"))
