r"""Widths of texts and line breaks, precise enough to reserve space on a page.

Texts are set in Computer Modern, or the face of :func:`convanim.scene.faces.measured_in`; ``$...$``
is mathematics. Widths are in ems.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from typing import TYPE_CHECKING

from convanim.scene.faces import breadth, current

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SIZE = 7.97
"""Size of a text at scale 1, in points: the guide's eight TeX points."""

COLUMN = 238.0
"""Width of a column in a paper, 84 mm, in points; captions of narrower drawings may be as wide."""

LEADING = 1.5 * SIZE
"""Distance between lines, in points."""

FRACTIONS = {r"\frac": 1.85 * SIZE, r"\dfrac": 2.75 * SIZE}
"""Distance between lines with small fractions and with those of full size, in points."""

# Computer Modern Roman at ten points: advance widths in thousandths of an em.
_WIDTHS = {
    277: " !',.:;Iil[]/|()",
    392: "rstfj-`",
    444: "cez",
    500: '0123456789agov*$"?<>',
    555: "bdhknpquxy",
    680: "ABCDEFJLPRSTZw#",
    777: "GHKNOQUVXYm=+&@%~^_{}\\",
    1020: "MW",
}
_ROMAN = {letter: width / 1000 for width, letters in _WIDTHS.items() for letter in letters}
_USUAL = 0.6
"""Width of any other letter or mathematical symbol."""

_SPACED = {"+": 0.45, "-": 0.9, "=": 0.56, "<": 0.8, ">": 0.8, ",": 0.17, "*": 0.45}
"""Space around a symbol in mathematics; for a minus also its extra width over a hyphen."""

_RELATIONS = {"<": 0.8, ">": 0.8, "~": 0.8}
"""Space around symbols that are set as mathematics even in plain text."""

_COMMANDS = {
    "lfloor": 0.45,
    "rfloor": 0.45,
    "lceil": 0.45,
    "rceil": 0.45,
    "cdot": 0.72,
    "times": 1.22,
    "infty": 1.0,
    "approx": 1.337,
    "sum": 1.06,
    "cdots": 1.5,
    "ldots": 1.3,
    "quad": 1.0,
    "to": 1.56,
    "rightarrow": 1.56,
    "left": 0.0,
    "right": 0.0,
    "mathrm": 0.0,
    "mathbf": 0.0,
    "hat": 0.0,
    "tilde": 0.0,
    ",": 0.17,
    ";": 0.28,
    " ": 0.33,
    "$": 0.5,
}
_MINUS = 0.78
"""Width of a minus before a number, which has no space around it."""

_SMALL = 0.72
"""Size of subscripts and superscripts relative to their base."""

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[_^]|[{}]|.", re.DOTALL)
_MATHEMATICS = re.compile(r"(?<!\\)\$(.+?)(?<!\\)\$", re.DOTALL)
_ESCAPED = str.maketrans(
    {"$": r"\$", "<": "$<$", ">": "$>$", "|": "$|$", "{": r"$\{$", "}": r"$\}$", "_": r"$\_$"}
    | {"\\": r"$\backslash$", '"': "''", "~": r"$\sim$"}
)


def width(text: str) -> float:
    """Return the width of a text in ems; estimates are rather too large than too small."""
    rest, total = 0, 0.0
    for found in _MATHEMATICS.finditer(text):
        total += _plain(text[rest : found.start()]) + _formula(found[1])
        rest = found.end()
    return total + _plain(text[rest:])


def has_index(text: str) -> bool:
    """Return whether a text has a subscript or a superscript."""
    return any(sign in found[1] for found in _MATHEMATICS.finditer(text) for sign in "_^")


def leading(lines: Iterable[str]) -> float:
    """Return the distance between the lines of one text, in points."""
    found = [most for sign, most in FRACTIONS.items() if any(sign in line for line in lines)]
    return max(found, default=LEADING)


def drops(lines: Iterable[str]) -> Iterator[float]:
    """Yield how far below the first line each line is, in points: fractions have more room."""
    down, above = 0.0, None
    for room in (leading((line,)) for line in lines):
        down += 0.0 if above is None else (above + room) / 2
        yield down
        above = room


def wrap(text: str, most: float) -> tuple[str, ...]:
    """Break a text into lines that are at most ``most`` ems wide.

    Line breaks in the text are kept. A word or formula that is wider gets a line of its own.
    """
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in _words(paragraph):
            longer = f"{line} {word}" if line else word
            if line and width(longer) > most:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return tuple(lines)


def escape(text: str) -> str:
    """Return a text that displays exactly these characters, none of which is mathematics."""
    return text.translate(_ESCAPED)


def escape_words(text: str) -> str:
    r"""Return a text with everything except its formulas escaped; ``\$`` displays ``$``."""
    made, rest = "", 0
    for found in _MATHEMATICS.finditer(text):
        made += escape(text[rest : found.start()].replace(r"\$", "$")) + found[0]
        rest = found.end()
    return made + escape(text[rest:].replace(r"\$", "$"))


def pieces(text: str) -> tuple[str, ...]:
    """Split a text into formulas, including their dollar signs, and the texts between them."""
    found, rest = [], 0
    for each in _MATHEMATICS.finditer(text):
        found += [text[rest : each.start()], each[0]]
        rest = each.end()
    return tuple(part for part in (*found, text[rest:]) if part)


def by_script(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text in turn, and whether each has wide letters such as Chinese ones.

    Formulas have none.
    """
    if text.isascii() or not any(map(is_wide, text)):
        yield text, False
        return
    found: list[tuple[str, bool]] = []
    for piece in pieces(text):
        letters = [piece] if _MATHEMATICS.fullmatch(piece) else list(piece)
        found += ((each, len(each) == 1 and is_wide(each)) for each in letters)
    for has_wide_letters, group in itertools.groupby(found, lambda each: each[1]):
        yield "".join(letter for letter, _ in group), has_wide_letters


def needs_mathematics(text: str) -> bool:
    """Return whether a text has a formula or a character that only mathematics can display."""
    return escape(text) != text


def _words(text: str) -> list[str]:
    """Split a text at spaces outside formulas."""
    kept = _MATHEMATICS.sub(lambda found: found[0].replace(" ", "\0"), text)
    return [word.replace("\0", " ") for word in kept.split()]


def _plain(text: str) -> float:
    face = current()
    if face is None:
        return sum(map(_spaced, text))
    return sum(face.widths.get(each) or _spaced(each) for each in text)


@functools.lru_cache(maxsize=1024)
def _spaced(each: str) -> float:
    return _letter(each) + _RELATIONS.get(each, 0.0)


def _letter(each: str) -> float:
    return _ROMAN.get(each, 1.0 if is_wide(each) else _USUAL)


def is_wide(letter: str) -> bool:
    """Return whether a letter is as wide as it is high, as Chinese ones are."""
    return unicodedata.east_asian_width(letter) in "WF"


def _formula(text: str) -> float:
    return breadth() * _roman_formula(text)


def _roman_formula(text: str) -> float:
    """Return the width of a formula in Computer Modern."""
    tokens = _TOKEN.findall(text.removeprefix("-"))
    total = _MINUS if text.startswith("-") else 0.0
    try:
        while tokens:
            total += _piece(tokens)
    except RecursionError:  # nested too deeply; it is then drawn as plain text
        return _plain(text)
    return total


def _piece(tokens: list[str]) -> float:
    """Remove the next element of a formula from its tokens, and return its width."""
    if not tokens:
        return 0.0
    token = tokens.pop(0)
    if token == "{":
        total = 0.0
        while tokens and tokens[0] != "}":
            total += _piece(tokens)
        del tokens[:1]
        return total
    if token in "_^":
        return _SMALL * _piece(tokens)
    if token in FRACTIONS:
        size = _SMALL if token == r"\frac" else 1.0
        return 0.24 + size * max(_piece(tokens), _piece(tokens))
    if token.startswith("\\"):
        return _COMMANDS.get(token[1:], _USUAL)
    return 0.0 if token == " " else _letter(token) + _SPACED.get(token, 0.0)
