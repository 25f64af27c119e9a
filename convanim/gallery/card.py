"""The information about one figure on the pages of a gallery."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from convanim.arithmetic.relationships import most_specific
from convanim.film.about import strip_name
from convanim.layers.description import Description
from convanim.scene.language import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from convanim.batch import Job
    from convanim.layers.operation import Operation
    from convanim.scene.language import Language

OF_EVERY_GALLERY = frozenset({"asvg", "png"})
"""The formats that have their own place on the pages."""

THUMBNAIL = 240, 120
"""The greatest width and height of a picture in the table, in pixels."""

_SENTENCE = re.compile(r".+?[.!?](?=\s|$)")
_EDITOR_LINE = "# yaml-language-server:"


@dataclass(frozen=True, slots=True)
class CardLayer(Description):
    """One layer of a figure; a figure with panels has at least one layer for each panel.

    Attributes
    ----------
    relationship : str
        The numbers of the relationships in the guide, or ``"none"``.
    """

    relationship: str = "none"

    @classmethod
    def of(cls, operation: Operation) -> CardLayer:
        """Return the layer of an operation."""
        numbers = {most_specific(operation.family, axis).number for axis in operation.axes}
        found = ", ".join(map(str, sorted(filter(None, numbers)))) or "none"
        it = Description.of(operation)
        return cls(it.operation, it.sizes, it.channels, it.output, found)

    @property
    def line(self) -> str:
        """What a page says of it."""
        given = ", ".join(filter(None, (self.sizes, self.channels)))
        return f"{self.operation}: {given}; output {self.output}, relationship {self.relationship}"


@dataclass(frozen=True, slots=True)
class Card:
    """The information about a figure.

    Attributes
    ----------
    topic : str
        The folder of its config.
    name, title : str
        The name of the figure, and the same with spaces.
    stem : str
        The path of its files relative to the gallery, without a suffix, as a URL.
    caption : str
        The first sentence of the comment at the top of its config; empty if there is none.
    layers : tuple of CardLayer
        The layers of its panels, in order.
    alt : str
        What it shows, for readers who cannot see it.
    frames, width, height : int
        The number of frames, and the size of a frame in pixels.
    strip : bool
        Whether there is a filmstrip.
    config : str
        The text of its config; its own keys alone where the config makes other figures, too.
    views : tuple of str
        The names of the views of its panels.
    more : tuple of (str, str)
        Its files in further formats: the name of each format, and its URL.
    language : Language or None
        The language of its texts; None for English.
    """

    topic: str
    name: str
    title: str
    stem: str
    caption: str
    layers: tuple[CardLayer, ...]
    alt: str
    frames: int
    width: int
    height: int
    strip: bool
    config: str
    views: tuple[str, ...]
    more: tuple[tuple[str, str], ...] = ()
    language: Language | None = None

    @classmethod
    def of(cls, job: Job, folder: Path) -> Card:
        """Return the card of a figure in the folder of a gallery."""
        figure = job.figure
        width, height = figure.spec.setup.pixels(figure.layout.box)
        text = job.source.path.read_text(encoding="utf-8-sig")
        return cls(
            topic=job.source.folder.as_posix(),
            name=figure.name,
            title=figure.name.replace("_", " "),
            stem=quote((job.folder / figure.name).relative_to(folder).as_posix()),
            caption=caption(text),
            layers=tuple(map(CardLayer.of, figure.spec.whole_layers)),
            alt=figure.alt,
            frames=len(figure),
            width=width,
            height=height,
            strip=figure.spec.filmstrip is not None,
            config=text if job.source.figures == 1 else figure.to_yaml(),
            views=tuple(dict.fromkeys(panel.view.name for panel in figure.spec.panels)),
            more=tuple(_more(job, folder)),
            language=figure.spec.language,
        )

    @property
    def code(self) -> str:
        """The code of its language."""
        return self.language.name if self.language else ENGLISH

    @property
    def lines(self) -> tuple[str, ...]:
        """What its page says of its layers, in its language."""
        found = tuple(each.line for each in self.layers)
        return tuple(map(self.language.sentence, found)) if self.language else found

    @property
    def page(self) -> str:
        """The URL of its page, relative to the gallery."""
        return f"pages/{self.stem}.html"

    @property
    def path(self) -> str:
        """The file of its page, relative to the gallery."""
        return unquote(self.page)

    @property
    def operations(self) -> tuple[str, ...]:
        """The names of its operations, each once."""
        return tuple(dict.fromkeys(each.operation for each in self.layers))

    @property
    def files(self) -> Iterator[tuple[str, str]]:
        """Its files: the name of each format, and its URL."""
        if self.frames > 1:
            yield "animated svg", f"{self.stem}.svg"
        yield "poster" if self.frames > 1 else "png", f"{self.stem}.png"
        if self.strip:
            yield "filmstrip", f"{strip_name(self.stem)}.png"
        for name, link in self.more:
            yield "play it" if name == "html" else name, link

    @property
    def animation(self) -> str:
        """The path of its animation, or of the picture of a still."""
        return self.stem + (".png" if self.frames == 1 else ".svg")

    @property
    def thumbnail(self) -> int:
        """The width of the picture in the table, in pixels."""
        width, height = THUMBNAIL
        return min(width, max(1, round(height * self.width / self.height)))


def _more(job: Job, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the formats that are no part of every gallery, each with the URL of its first file."""
    for output in job.outputs:
        if output.writer.name not in OF_EVERY_GALLERY:
            target = next(job.figure.targets(job.folder, (output,)))
            yield output.writer.name, quote(target.relative_to(folder).as_posix())


def caption(config: str) -> str:
    """Return the first sentence of the comment at the top of a config; empty if there is none."""
    lines = []
    for line in config.splitlines():
        if line.startswith(_EDITOR_LINE):
            continue
        if not line.startswith("#"):
            break
        lines.append(line.removeprefix("#").strip())
    text = " ".join(lines)
    sentence = _SENTENCE.match(text)
    return sentence[0] if sentence else text
