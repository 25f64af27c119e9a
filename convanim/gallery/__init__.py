"""The gallery: figures with their posters, and the two pages that show them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from convanim.errors import times
from convanim.relationships import most_specific
from convanim.staging import staged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.batch import Job

OUTPUTS = ("gif", "png")
"""The animation, and its first frame as a poster."""

PAGES = ("README.md", "index.html")


@dataclass(frozen=True, slots=True)
class Card:
    """What the pages show of a figure.

    Attributes
    ----------
    topic : str
        Its folder.
    name, title : str
        Its name, and that in words.
    stem : str
        Its files' path below the gallery, without a suffix.
    operation, sizes, output, relationship : str
        What it is, for the table.
    frames, width, height : int
        How many frames, and a frame's size in pixels.
    strip : bool
        Whether there is a filmstrip.
    config : str
        The text of its config.
    """

    topic: str
    name: str
    title: str
    stem: str
    operation: str
    sizes: str
    output: str
    relationship: str
    frames: int
    width: int
    height: int
    strip: bool
    config: str


def write_pages(jobs: Sequence[Job], folder: Path) -> list[Path]:
    """Write the pages that show what these jobs have drawn.

    Parameters
    ----------
    jobs : sequence of Job
        Already run, each with a GIF and a PNG.
    folder : Path
        The gallery's.

    Returns
    -------
    list of Path
        README.md, a table for a code host, and index.html, a page that plays figures on demand.
    """
    import jinja2

    cards = [_card(job, folder) for job in jobs]
    topics = [
        (topic, list(group)) for topic, group in itertools.groupby(cards, key=lambda c: c.topic)
    ]
    written = []
    for page in PAGES:
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(Path(__file__).parent),
            autoescape=page.endswith(".html"),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        text = environment.get_template(f"{page}.jinja").render(topics=topics, count=len(cards))
        with staged(folder / page) as temporary:
            temporary.write_text(text, encoding="utf-8", newline="\n")
        written.append(folder / page)
    return written


def _card(job: Job, folder: Path) -> Card:
    figure = job.figure
    told = figure.explain()
    numbers = {
        most_specific(layer.family, axis).number
        for layer in figure.spec.layers
        for axis in layer.axes
    }
    return Card(
        topic=job.source.folder.as_posix(),
        name=figure.name,
        title=figure.name.replace("_", " "),
        stem=(job.folder / figure.name).relative_to(folder).as_posix(),
        operation=told.operation,
        sizes=told.given,
        output=times(told.o),
        relationship=", ".join(str(n) for n in sorted(filter(None, numbers))) or "none",
        frames=len(figure),
        width=figure.frame(0).shape[1],
        height=figure.frame(0).shape[0],
        strip=figure.spec.filmstrip is not None,
        config=job.source.path.read_text(encoding="utf-8"),
    )
