"""The bytes of an ONNX file without the numbers of its large tensors, of which only shapes count.

A file is a protobuf message: fields, each a tag followed by a number or by a length and as many
bytes, which may be a message again. Parsing it whole would hold all weights twice.
"""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.models.weights import MOST_WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

WIDEST = 16
"""Bytes of a number, of which complex ones have the most."""

MOST_BYTES = 3 * 2**20
"""Bytes of a file besides the numbers of its tensors."""

MOST_FIELDS = 250_000
"""Texts and messages of a file, of which parsing makes objects of some hundred bytes each."""

MOST_NESTED = 100
"""Messages within one another, as in protobuf itself."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a message of protobuf holds.

    Attributes
    ----------
    parts : mapping
        The kinds of its fields that are messages.
    dropped : set
        Its fields that no figure needs: comments, and long ones with the numbers of a tensor.
    is_tensor : bool
        Whether only the long ones are left out.
    """

    parts: Mapping[int, _Kind]
    dropped: frozenset[int] = frozenset()
    is_tensor: bool = False

    def drops(self, field: int, size: int) -> bool:
        """Return whether a field of so many bytes is left out."""
        return field in self.dropped and (not self.is_tensor or size > WIDEST * MOST_WEIGHTS)


def _kinds() -> _Kind:
    """Return the kind of a model; the numbers of the fields are those of ``onnx.proto``."""
    graph: dict[int, _Kind] = {}
    tensor = _Kind({}, frozenset({4, 5, 6, 7, 9, 10, 11}), is_tensor=True)
    attribute = {**dict.fromkeys((5, 10), tensor), **dict.fromkeys((6, 11), _Kind(graph))}
    node = _Kind({5: _Kind(attribute)}, frozenset({6, 9}))
    types: dict[int, _Kind] = {}
    shape = _Kind({2: _Kind({1: _Kind({})})})
    types |= dict.fromkeys((1, 8), shape) | dict.fromkeys((4, 9), _Kind({1: _Kind(types)}))
    value = _Kind({2: _Kind(types)})
    graph |= {1: node, 5: tensor, **dict.fromkeys((11, 12, 13), value)}
    function = _Kind({7: node, 11: _Kind(attribute)})
    training = _Kind(dict.fromkeys((1, 2), _Kind(graph)))
    whole = _Kind(graph, frozenset({10, 16}))
    return _Kind({7: whole, 20: training, 25: function}, frozenset({6, 14}))


MODEL = _kinds()


class TooLargeError(Exception):
    """A file holds more besides the numbers of its tensors than is read; the text says what."""


def read(path: Path) -> bytes:
    """Return the bytes of a file without the numbers of large tensors.

    Raises
    ------
    OSError
        The file cannot be read.
    ValueError
        It is not a message of protobuf.
    TooLargeError
        More than :data:`MOST_BYTES` bytes or :data:`MOST_FIELDS` fields remain.
    """
    if path.is_file() and not path.stat().st_size:
        return b""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return _Reduction(data).of(0, len(data), MODEL, 0)


@dataclass(slots=True)
class _Reduction:
    """Copies a message and counts what is copied."""

    data: mmap.mmap | bytes
    fields: int = 0

    def of(self, start: int, end: int, kind: _Kind, depth: int) -> bytes:
        """Return the bytes of a message without those of the fields that it drops."""
        kept = bytearray()
        copied = start
        for field, begin, first, after in _fields(self.data, start, end):
            part = kind.parts.get(field) if depth < MOST_NESTED else None
            is_dropped = kind.drops(field, after - first)
            self._count(not is_dropped)
            if part is None and not is_dropped:
                continue
            self._keep(kept, copied, begin)
            copied = after
            if part is not None:
                inner = self.of(first, after, part, depth + 1)
                kept += _varint(field << 3 | 2) + _varint(len(inner)) + inner
        self._keep(kept, copied, end)
        return bytes(kept)

    def _count(self, more: int) -> None:
        self.fields += more
        if self.fields > MOST_FIELDS:
            raise TooLargeError(f"more than {MOST_FIELDS} fields")

    def _keep(self, kept: bytearray, start: int, end: int) -> None:
        if len(kept) + end - start > MOST_BYTES:
            raise TooLargeError(f"more than {MOST_BYTES} bytes")
        kept += self.data[start:end]


def _fields(data: mmap.mmap | bytes, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield each field that is a text or a message.

    It is given by its number, where it begins, where its own bytes begin, and where it ends.
    """
    while start < end:
        begin = start
        tag, start = _number(data, start, end)
        size = {0: 0, 1: 8, 2: 0, 5: 4}.get(tag & 7)
        if size is None:
            raise ValueError(f"byte {begin} begins no field")
        if tag & 7 in (0, 2):
            size, start = _number(data, start, end)
        start += size if tag & 7 else 0
        if start > end:
            raise ValueError(f"the field at byte {begin} is longer than what it is in")
        if tag & 7 == 2:
            yield tag >> 3, begin, start - size, start


def _number(data: mmap.mmap | bytes, start: int, end: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, lowest first, and where it ends."""
    number = shift = 0
    while start < end:
        byte = data[start]
        number |= (byte & 127) << shift
        start, shift = start + 1, shift + 7
        if byte < 128 or shift > 63:
            break
    return number, start


def _varint(number: int) -> bytes:
    """Return the bytes of a number."""
    made = bytearray()
    while number > 127:
        made.append(number & 127 | 128)
        number >>= 7
    made.append(number)
    return bytes(made)
