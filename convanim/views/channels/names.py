"""The names of the maps of a layer, each above its map: words, or symbols with sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from convanim.layout.plane import NAME_GAP
from convanim.layout.tints import PICTURE
from convanim.plugins.key import Key
from convanim.scene.shapes import Labels
from convanim.scene.typesetting import LEADING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from convanim.arithmetic.layer import Layer as NetworkLayer
    from convanim.layout.cell_text import Sheet
    from convanim.layout.plane import Plane
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

Entry = tuple["Sheet", str, str]
"""A map, its name, and its size; empty where that of another map says it."""


def names(columns: Columns, layer: NetworkLayer, style: Style) -> tuple[Labels, ...]:
    """Return the names of all maps that are drawn."""
    entries = list(_symbols(columns, layer) if style == "symbols" else _words(columns, layer))
    entries += _between(columns, layer)
    texts = ((name, _over(sheet.plane, LIFT if size else 0.0)) for sheet, name, size in entries)
    sizes = [(f"${size}$", _over(sheet.plane)) for sheet, _, size in entries if size]
    found = (Labels("label", tuple(texts)),)
    return (*found, Labels("label", tuple(sizes))) if sizes else found


def _words(columns: Columns, layer: NetworkLayer) -> Iterator[Entry]:
    """Yield names with numbers from 1; without a number where there is one map of a kind."""
    if set(columns.tints.inputs) == set(PICTURE):
        for sheet, tint in zip(columns.inputs.values(), columns.tints.inputs, strict=True):
            yield sheet, tint.rpartition(".")[2], ""
    else:
        yield from _numbered("input", columns.inputs.values())
    filters = _filters(columns, layer)
    one = layer.kernel_name if len(columns.kernels) == 1 else "filter"
    yield from _numbered(one, filters)
    yield from _numbered("bias", columns.biases.values())
    yield from _numbered("output", columns.outputs.values())


def _numbered(name: str, sheets: Collection[Sheet]) -> Iterator[Entry]:
    for n, sheet in enumerate(sheets, 1):
        yield sheet, f"{name} {n}" if len(sheets) > 1 else name, ""


def _symbols(columns: Columns, layer: NetworkLayer) -> Iterator[Entry]:
    """Yield symbols with numbers from 0; the size of a volume is above its first map."""
    channels = layer.channels
    i, o = ([getattr(axis, key) for axis in layer.axes] for key in "io")
    kernel = [*(axis.k for axis in layer.axes), channels.group_inputs]
    for n, sheet in enumerate(columns.inputs.values()):
        yield sheet, f"input $x_{n}$", "" if n else _size([*i, channels.inputs])
    for n, sheet in enumerate(_filters(columns, layer)):
        yield sheet, f"$W_{n}$", _size(kernel)
    for n, sheet in enumerate(columns.biases.values()):
        yield sheet, f"$b_{n}$", ""
    for n, sheet in enumerate(columns.outputs.values()):
        yield sheet, f"output $o_{n}$", "" if n else _size([*o, channels.outputs])


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
