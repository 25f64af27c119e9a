"""The information about one figure on the pages of a gallery."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from convanim.api.explaining import explained
from convanim.errors import plural, times
from convanim.explain.panels import PanelsExplanation
from convanim.explain.stack import StackExplanation
from convanim.film.film import Pixels, pixel_size

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from convanim.api import Figure
    from convanim.batch import Job
    from convanim.explain.layer import Explanation

OF_EVERY_GALLERY = frozenset({"gif", "png"})
"""The formats that have their own place on the pages."""

THUMBNAIL = 240, 120
"""The greatest width and height of a picture in the table, in pixels."""

_SENTENCE = re.compile(r".+?[.!?](?=\s|$)")
_EDITOR_LINE = "# yaml-language-server:"


@dataclass(frozen=True, slots=True)
class CardLayer:
    """One layer of a figure; a figure with panels has at least one layer for each panel.

    Attributes
    ----------
    operation : str
        The name of its operation.
    sizes : str
        The sizes that its config gives, such as ``"i=5 k=3"``.
    channels : str
        Input and output channels, and groups where there are several; empty for one channel.
    output : str
        The output size, such as ``"3 x 3"``.
    relationship : str
        The numbers of the relationships in the guide, or ``"none"``.
    """

    operation: str
    sizes: str
    channels: str
    output: str
    relationship: str

    def __str__(self) -> str:
        parts = f"{self.operation} {self.sizes}", self.channels, f"output {self.output}"
        return ", ".join(filter(None, parts))


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
    frames, width, height : int
        The number of frames, and the size of a frame in pixels.
    strip : bool
        Whether there is a filmstrip.
    config : str
        The text of its config; its own keys alone where the config makes other figures, too.
    more : tuple of (str, str)
        Its files in further formats: the name of each format, and its URL.
    """

    topic: str
    name: str
    title: str
    stem: str
    caption: str
    layers: tuple[CardLayer, ...]
    frames: int
    width: int
    height: int
    strip: bool
    config: str
    more: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, job: Job, folder: Path) -> Card:
        """Return the card of a figure in the folder of a gallery."""
        figure = job.figure
        width, height = pixel_size(figure.layout.box, Pixels().dpi)
        text = job.source.path.read_text(encoding="utf-8-sig")
        return cls(
            topic=job.source.folder.as_posix(),
            name=figure.name,
            title=figure.name.replace("_", " "),
            stem=quote((job.folder / figure.name).relative_to(folder).as_posix()),
            caption=caption(text),
            layers=tuple(map(_layer, layer_explanations(figure))),
            frames=len(figure),
            width=width,
            height=height,
            strip=figure.spec.filmstrip is not None,
            config=text if job.source.figures == 1 else figure.to_yaml(),
            more=tuple(_more(job, folder)),
        )

    @property
    def page(self) -> str:
        """The URL of the page that plays it; empty if there is none."""
        return dict(self.more).get("html", "")

    @property
    def animation(self) -> str:
        """The path of its animation, or of the picture of a still."""
        return self.stem + (".png" if self.frames == 1 else ".gif")

    @property
    def alt(self) -> str:
        """A description of the picture for readers who cannot see it."""
        layers = "; ".join(map(str, self.layers))
        return f"{layers}; {self.frames} {plural(self.frames, 'step')}"

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


def layer_explanations(figure: Figure) -> list[Explanation]:
    """Return the explanation of each layer of each panel."""
    explanation = explained(figure.spec)
    panels = explanation.panels if isinstance(explanation, PanelsExplanation) else (explanation,)
    return [
        layer
        for panel in panels
        for layer in (panel.layers if isinstance(panel, StackExplanation) else (panel,))
    ]


def _layer(explanation: Explanation) -> CardLayer:
    facts = explanation.as_dict()
    return CardLayer(
        explanation.operation,
        explanation.given,
        _channels(facts.get("shapes", {})),
        times(explanation.o),
        _relationship(facts["axes"]),
    )


def _relationship(axes: Sequence[Mapping[str, Any]]) -> str:
    numbers = {axis["relationship"]["number"] for axis in axes if axis.get("relationship")}
    return ", ".join(map(str, sorted(filter(None, numbers)))) or "none"


def _channels(shapes: Mapping[str, Mapping[str, Sequence[int]]]) -> str:
    """Return the channels in words, given the shapes of a layer with channels first."""
    tensors = next(iter(shapes.values()), {})
    if not {"input", "output"} <= tensors.keys():  # a gradient has other tensors
        return ""
    before, after = tensors["input"][1], tensors["output"][1]
    groups = _groups(tensors, before, after)
    if before == after == 1:
        return ""
    words = f"{before} to {after} {plural(after, 'channel')}"
    return f"{words} in {groups} groups" if groups > 1 else words


def _groups(tensors: Mapping[str, Sequence[int]], before: int, after: int) -> int:
    """Return the number of groups; the second axis of a kernel is the channels of one group."""
    for name, shape in tensors.items():
        if name.startswith("kernel"):
            return (after if name.startswith("kernel IO") else before) // shape[1]
    return 1
