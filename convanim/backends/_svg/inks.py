"""Colours in the notation of SVG, and the patterns of hatched areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.backends._svg.clock import HUNDREDTHS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convanim.scene.paint import Colour, Paint

TILE = 72 * HUNDREDTHS
"""The side of the square that matplotlib fills with six lines for each character of a hatch."""

LINES = 6
"""The number of lines in that square for each character of a hatch."""
WIDTH = 0.4 * HUNDREDTHS
"""The width of the lines of a hatch, as in the formats that matplotlib draws."""


def hexadecimal(colour: Colour) -> str:
    """Return a colour in hexadecimal notation, without its opacity."""
    return "#{:02x}{:02x}{:02x}".format(*colour[:3])


def fill(colour: Colour) -> str:
    """Return the attribute of an area in one colour."""
    if not colour[3]:
        return 'fill="none"'
    part = "" if colour[3] == 255 else f' fill-opacity="{colour[3] / 255:.3g}"'
    return f'fill="{hexadecimal(colour)}"{part}'


def opacity(what: str, colour: Colour) -> str:
    """Return the declaration of the opacity of a colour; empty for an opaque one."""
    return "" if colour[3] == 255 else f";{what}-opacity:{colour[3] / 255:.3g}"


def changes(ink: str, other: str) -> str:
    """Return the declarations that turn one ink into another; empty for the same ink."""
    here, there = _declared(ink), _declared(other)
    # An opacity is declared only where it is not 1.
    wanted = {key: "1" for key in here if key.endswith("opacity")} | there
    return ";".join(f"{key}:{value}" for key, value in wanted.items() if here.get(key) != value)


def _declared(ink: str) -> dict[str, str]:
    return dict(each.split(":", 1) for each in ink.split(";"))


def lines(paint: Paint) -> str:
    """Return the declarations of the lines of a paint."""
    if not (paint.line[3] and paint.width):
        return "stroke:none"
    width = paint.width * HUNDREDTHS
    found = f"stroke:{hexadecimal(paint.line)}{opacity('stroke', paint.line)}"
    found += f";stroke-width:{width:g}"
    if paint.dash:
        found += f";stroke-dasharray:{' '.join(f'{d * HUNDREDTHS:g}' for d in paint.dash)}"
    return found


def inside(paint: Paint, hatch: Callable[[Paint], str]) -> str:
    """Return the declarations of the inside of an area; ``hatch`` names the pattern of a paint."""
    if not paint.fill[3]:
        return "fill:none"
    if paint.hatch:
        return f"fill:url(#{hatch(paint)})"
    return f"fill:{hexadecimal(paint.fill)}{opacity('fill', paint.fill)}"


def lettering(paint: Paint) -> str:
    """Return the declarations of the letters of a paint."""
    return f"fill:{hexadecimal(paint.text)}{opacity('fill', paint.text)}"


def pattern(name: str, paint: Paint) -> str:
    """Return the pattern of a hatched area: a fill with lines on it."""
    ground = f'fill="{hexadecimal(paint.fill)}"'
    line = f'fill="none" stroke="{hexadecimal(paint.line)}" stroke-width="{WIDTH:g}"'
    side = max(_sides(paint.hatch))
    outline = "".join(_lines(paint.hatch, side))
    return (
        f'<pattern id="{name}" width="{side:g}" height="{side:g}" patternUnits="userSpaceOnUse">'
        f'<rect width="{side:g}" height="{side:g}" {ground}/><path d="{outline}" {line}/></pattern>'
    )


def _count(hatch: str, signs: str) -> int:
    return LINES * sum(map(hatch.count, signs))


def _sides(hatch: str) -> Iterator[float]:
    """Yield the distance between the lines of a hatch, for each direction of lines."""
    for signs, apart in (("-+", 1), ("|+", 1), ("/x", 2), ("\\x", 2)):
        if count := _count(hatch, signs):
            yield TILE * apart / count


def _lines(hatch: str, side: float) -> Iterator[str]:
    """Yield the lines of one square of the pattern, a little longer than the square."""
    half, more = side / 2, side / 4
    if _count(hatch, "-+"):
        yield f"M0 {half:g}h{side:g}"
    if _count(hatch, "|+"):
        yield f"M{half:g} 0v{side:g}"
    for signs, up in (("/x", -1), ("\\x", 1)):
        if _count(hatch, signs):
            for start in (-side, 0.0, side):
                first = side + more if up < 0 else -more
                yield f"M{start - more:g} {first:g}l{side + 2 * more:g} {up * (side + 2 * more):g}"
