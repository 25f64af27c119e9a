"""The names of the maps of a layer, each above its map: words, or symbols with sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from convanim.layers.subject import each_named
from convanim.layout.maps.plane import NAME_GAP
from convanim.layout.maps.tints import PICTURE
from convanim.plugins.key import Key
from convanim.scene.geometry import CELL
from convanim.scene.shapes import Labels
from convanim.scene.typesetting import LEADING, SIZE, width

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from convanim.arithmetic.channels import Index
    from convanim.arithmetic.layer import Layer as NetworkLayer
    from convanim.layout.maps.cell_text import Sheet
    from convanim.layout.maps.plane import Plane
    from convanim.scene.geometry import Point
    from convanim.views.channels.columns import Columns

Style = Literal["words", "symbols"]
STYLES: tuple[Style, ...] = ("words", "symbols")
"""``filter 1``, or ``W_0`` with its size, as in Stanford's CS231n."""

NamesKey = Annotated[
    Style,
    Key(
        "word",
        "names of the maps: words such as filter 1 (by default), or symbols with sizes",
        words=STYLES,
    ),
]

LIFT = 0.8 * LEADING
"""How much higher a name stands that has its size below it, in points."""

BESIDE = 3
"""How much wider than its map a name may be, in cells: the signs beside it have no names."""

Entry = tuple["Sheet", str, str]
"""A map, its name, and its size; empty where that of another map says it."""


def names(
    columns: Columns, layer: NetworkLayer, style: Style, ends: tuple[str, str]
) -> tuple[Labels, ...]:
    """Return the names of all maps that are drawn; ``ends`` are those of inputs and outputs."""
    make = _symbols if style == "symbols" else _words
    entries = list(make(columns, layer, ends))
    entries += _between(columns, layer)
    texts = ((name, _over(sheet.plane, LIFT if size else 0.0)) for sheet, name, size in entries)
    sizes = [(f"${size}$", _over(sheet.plane)) for sheet, _, size in entries if size]
    found = (Labels("label", tuple(texts)),)
    return (*found, Labels("label", tuple(sizes))) if sizes else found


def _words(columns: Columns, layer: NetworkLayer, ends: tuple[str, str]) -> Iterator[Entry]:
    """Yield names with numbers from 1; without a number where there is one map of a kind."""
    reads, writes = ends
    if set(columns.tints.inputs) == set(PICTURE):
        for sheet, tint in zip(columns.inputs.values(), columns.tints.inputs, strict=True):
            yield sheet, tint.rpartition(".")[2], ""
    else:
        yield from _numbered(_fitting(reads, "input", columns.inputs), columns.inputs.values())
    filters = _filters(columns, layer)
    one = layer.kernel_name if len(columns.kernels) == 1 else "filter"
    yield from _numbered(one, filters)
    yield from _numbered("bias", columns.biases.values())
    yield from _numbered(_fitting(writes, "output", columns.outputs), columns.outputs.values())


def _fitting(name: str, role: str, sheets: Mapping[Index, Sheet]) -> str:
    """Return a name with which no map's would reach its neighbour's; otherwise that of the role."""
    maps = list(sheets.values())
    room = min((sheet.plane.width + BESIDE) * CELL for sheet in maps)
    widest = max(each_named(name, len(maps)), key=width)
    return name if width(widest) * SIZE <= room else role


def _numbered(name: str, sheets: Collection[Sheet]) -> Iterator[Entry]:
    for sheet, text in zip(sheets, each_named(name, len(sheets)), strict=True):
        if text:
            yield sheet, text, ""


def _symbols(columns: Columns, layer: NetworkLayer, ends: tuple[str, str]) -> Iterator[Entry]:
    """Yield symbols with numbers from 0; the size of a volume is above its first map."""
    reads, writes = ends
    channels = layer.channels
    i, o = ([getattr(axis, key) for axis in layer.axes] for key in "io")
    kernel = [*(axis.k for axis in layer.axes), channels.group_inputs]
    for n, sheet in enumerate(columns.inputs.values()):
        yield sheet, f"{reads} $x_{n}$", "" if n else _size([*i, channels.inputs])
    for n, sheet in enumerate(_filters(columns, layer)):
        yield sheet, f"$W_{n}$", _size(kernel)
    for n, sheet in enumerate(columns.biases.values()):
        yield sheet, f"$b_{n}$", ""
    for n, sheet in enumerate(columns.outputs.values()):
        yield sheet, f"{writes} $o_{n}$", "" if n else _size([*o, channels.outputs])


def _between(columns: Columns, layer: NetworkLayer) -> Iterator[Entry]:
    """Yield the names of products and of the results that are not yet summed, above the first."""
    count = layer.channels.group_inputs
    for sheets, name in (
        (columns.products, "products"),
        (columns.sums, "per map" if count > 1 else "without bias"),
    ):
        for sheet in list(sheets.values())[:1]:
            yield sheet, name, ""


def _filters(columns: Columns, layer: NetworkLayer) -> list[Sheet]:
    """Return the first kernel of each filter."""
    return list(columns.kernels.values())[:: layer.channels.group_inputs]


def _size(sizes: Sequence[int]) -> str:
    return r" \times ".join(map(str, sizes))


def _over(plane: Plane, lift: float = 0.0) -> Point:
    x, y = plane.point(0, plane.width / 2)
    return x, y + NAME_GAP + lift
