"""The face that a figure's texts are set in, and the room that they need."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

from convanim.errors import Fault
from convanim.scene.faces import Face, measured
from convanim.scene.theme import FONTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.config import FigureSpec

MOST_NAMED = 12
"""The most characters that one message lists."""

WAY = "install one that does, such as Noto, or use other characters"
LANGUAGE_WAY = "install one that does, such as Noto Sans CJK (fonts-noto-cjk), or remove lang"

LETTERS = string.ascii_letters + string.digits + string.punctuation + " "


def face_of(spec: FigureSpec) -> Face | None:
    """Return the widths of the letters of a figure; None for those of Computer Modern.

    A family that is not installed has those of Computer Modern; it is a fault of the figure.
    """
    font = font_of(spec)
    if font in FONTS:
        return measured().get(font)
    from convanim.backends._mpl import fonts

    path = fonts.family(font)
    return Face.of(fonts.widths(path, LETTERS)) if path else None


def font_of(spec: FigureSpec) -> str:
    """Return the font of a figure: what its config says, or its theme."""
    return spec.font or spec.theme.font


def needs_installed_fonts(spec: FigureSpec) -> bool:
    """Return whether a figure can only be set with fonts that a machine may not have."""
    font = font_of(spec)
    return font not in FONTS or not all(_has_letters(text, font) for _, text in _texts(spec))


def font_faults(spec: FigureSpec) -> Iterator[Fault]:
    """Yield what the fonts of this machine cannot set: a family, or letters of a text."""
    if not needs_installed_fonts(spec):
        return
    font = font_of(spec)
    texts = [(where, text) for where, text in _texts(spec) if not _has_letters(text, font)]
    from convanim.backends._mpl import faces, fonts

    if font not in FONTS and fonts.family(font) is None:
        yield Fault(("font",), fonts.no_family(font))
        return
    for where, text in texts:
        if lacking := faces.lacking(text, font):
            named = lacking[:MOST_NAMED] + " ..." * (len(lacking) > MOST_NAMED)
            yield Fault(where, f"no installed font has the characters {named}: {_way(where)}")


def _has_letters(text: str, font: str) -> bool:
    """Return whether convanim brings all letters of a text, so that no font is looked for."""
    from convanim.backends._letters import outlines

    others = "".join(letter for letter in text if not letter.isascii())
    return outlines.has_letters(others, font if font in FONTS else "")


def _way(where: tuple[str | int, ...]) -> str:
    return LANGUAGE_WAY if where == ("lang",) else WAY


def _texts(spec: FigureSpec) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the texts that a config gives, and the keys that lead to them."""
    for key, text in (("title", spec.page.title), ("caption", spec.page.caption)):
        if text:
            yield (key,), text
    if spec.language:
        yield ("lang",), "".join(text for _, text in spec.language.words)
    several = len(spec.panels) > 1
    for n, panel in enumerate(spec.panels):
        for key, text in (("title", panel.title), ("caption", panel.caption)):
            if text:
                yield (("panels", n, key) if several else (key,)), text
