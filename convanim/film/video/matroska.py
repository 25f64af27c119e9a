"""Frames and how long they last as a stream of Matroska, which a program reads from a pipe.

Bare frames in a pipe could only have a constant rate. The elements are those of RFC 9559.
"""

from __future__ import annotations

SECOND = 1_000_000_000
"""The unit of time, of which a stream can count multiples: a nanosecond."""


def header(size: tuple[int, int], rate: int) -> bytes:
    """Return the beginning of a stream.

    Parameters
    ----------
    size : tuple of int
        Width and height of frames in pixels, each of red, green, blue and opacity.
    rate : int
        The number of ticks in a second; times are whole ticks.
    """
    width, height = size
    video = (
        _element("B0", _whole(width)) + _element("BA", _whole(height)) + _element("2EB524", b"RGBA")
    )
    numbers = _element("D7", _whole(1)) + _element("73C5", _whole(1)) + _element("83", _whole(1))
    track = numbers + _element("86", b"V_UNCOMPRESSED") + _element("E0", video)
    endless_segment = bytes.fromhex("18538067") + b"\xff"
    return (
        _element("1A45DFA3", _element("4282", b"matroska"))
        + endless_segment
        + _element("1549A966", _element("2AD7B1", _whole(round(SECOND / rate))))
        + _element("1654AE6B", _element("AE", track))
    )


def before_frame(start: int, duration: int, count: int) -> bytes:
    """Return what stands in a stream before the pixels of a frame.

    Parameters
    ----------
    start, duration : int
        When the frame is shown, and for how long, in ticks.
    count : int
        The number of bytes of its pixels.
    """
    track, place = b"\x81", b"\0\0\0"
    block = _element("9B", _whole(duration)) + _beginning("A1", 4 + count) + track + place
    group = _beginning("A0", len(block) + count) + block
    cluster = _element("E7", _whole(start)) + group
    return _beginning("1F43B675", len(cluster) + count) + cluster


def _element(name: str, content: bytes) -> bytes:
    return _beginning(name, len(content)) + content


def _beginning(name: str, size: int) -> bytes:
    """Return the name of an element, in hexadecimal digits, and its size."""
    eight_bytes = b"\x01"
    return bytes.fromhex(name) + eight_bytes + size.to_bytes(7, "big")


def _whole(number: int) -> bytes:
    return number.to_bytes(8, "big")
