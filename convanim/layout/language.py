"""The texts that convanim writes into figures, in the language of the reader."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from convanim.layout.layout import Wrapper
from convanim.scene.shapes import Labels, Scene

if TYPE_CHECKING:
    from convanim.layout.layout import Layout
    from convanim.scene.shapes import Layer

GIVEN = ("title", "caption")
"""The roles of texts that a config gives, in whatever language."""

ANYTHING = "{}"


@dataclass(frozen=True, slots=True)
class Language:
    """A language, and the translation of each text.

    Attributes
    ----------
    name : str
        Its code, such as ``"zh"``.
    words : tuple of (str, str)
        Each text in English, in which ``{}`` stands for anything, and its translation.
    """

    name: str
    words: tuple[tuple[str, str], ...]

    def translated(self, text: str) -> str:
        """Return the translation of a text; the text itself if there is none."""
        found = _table(self).translation(text)
        return text if found is None else found

    def knows(self, text: str) -> bool:
        """Return whether there is a translation of a text."""
        return _table(self).translation(text) is not None

    def sentence(self, text: str) -> str:
        """Return the translation of an alternative text, which has parts that are told apart."""
        layers = (part.split(", ") for part in text.replace("_", " ").split("; "))
        comma, semicolon = map(self.translated, (", ", "; "))
        return semicolon.join(comma.join(map(self.translated, parts)) for parts in layers)


class _Table:
    """Looks up texts: those without anything variable first, then the most specific pattern."""

    def __init__(self, language: Language) -> None:
        self.exact = {text: other for text, other in language.words if ANYTHING not in text}
        patterns = [pair for pair in language.words if ANYTHING in pair[0]]
        patterns.sort(key=lambda pair: -len(pair[0].replace(ANYTHING, "")))
        self.patterns = [(_pattern(text), other) for text, other in patterns]

    def translation(self, text: str) -> str | None:
        if text in self.exact:
            return self.exact[text]
        for pattern, other in self.patterns:
            if found := pattern.fullmatch(text):
                return other.format(*(self.translation(each) or each for each in found.groups()))
        return None


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(map(re.escape, text.split(ANYTHING))))


@functools.lru_cache(maxsize=8)
def _table(language: Language) -> _Table:
    return _Table(language)


@dataclass(frozen=True, eq=False)
class Translated(Wrapper):
    """A layout whose own texts are in another language.

    Attributes
    ----------
    layout : Layout
        What is drawn, with room for its texts in English.
    language : Language
        The language.
    """

    layout: Layout
    language: Language

    def scene(self, n: int) -> Scene:
        """Return the n-th drawing."""
        return self._translated(self.layout.scene(n))

    def at_rest(self) -> Scene:
        """Return the drawing without any step."""
        return self._translated(self.layout.at_rest())

    def at_end(self) -> Scene:
        """Return the drawing after all steps."""
        return self._translated(self.layout.at_end())

    def _translated(self, scene: Scene) -> Scene:
        return Scene(scene.box, tuple(map(self._layer, scene.layers)))

    def _layer(self, layer: Layer) -> Layer:
        if not isinstance(layer, Labels) or layer.role in GIVEN:
            return layer
        texts = tuple((self.language.translated(text), at) for text, at in layer.texts)
        return replace(layer, texts=texts)
