"""The gallery: figures with their posters, and the two pages that show them."""

from __future__ import annotations

import itertools
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from convanim.arithmetic.relationships import most_specific
from convanim.batch.facts import digest
from convanim.batch.manifest import File, Page
from convanim.errors import times
from convanim.files.staging import staged
from convanim.film.film import Pixels, pixel_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from convanim.batch import Job

OUTPUTS: tuple[tuple[str, Mapping[str, bool | str]], ...] = (
    ("gif", {}),
    ("png", {"small": True, "frame": "middle"}),
)
"""The animation and a poster, with the options of each: halfway, what adds up can be seen."""

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
        Its files' path below the gallery, without a suffix, as a URL.
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


@dataclass(frozen=True, slots=True)
class Pages:
    """README.md, a table for a code host, and index.html, a page that plays figures on demand.

    Attributes
    ----------
    folder : Path
        The gallery's.
    cards : tuple of Card
        The figures they show.
    """

    folder: Path
    cards: tuple[Card, ...]

    @classmethod
    def of(cls, jobs: Sequence[Job], folder: Path) -> Pages:
        """Return the pages that show the figures of these jobs."""
        return cls(folder, tuple(_card(job, folder) for job in jobs))

    def reasons(self, known: Mapping[str, Page], force: bool = False) -> dict[str, str]:
        """Return why which pages must be written, by name; none when all are up to date."""
        found = {}
        for name in PAGES:
            page = known.get(name)
            fault = page.file.fault(self.folder) if page else ""
            if page is None:
                found[name] = "new"
            elif page.key != self._key(name):
                found[name] = "figures changed"
            elif fault:
                found[name] = f"file {fault}"
            elif force:
                found[name] = "forced"
        return found

    def write(self, names: Iterable[str]) -> dict[str, Page]:
        """Write pages and return their entries for the manifest.

        Raises
        ------
        OutputError
            One could not be written.
        """
        written = {}
        for name in names:
            path = self.folder / name
            with staged(path) as temporary:
                temporary.write_text(self._text(name), encoding="utf-8", newline="\n")
            written[name] = Page(self._key(name), File.of(path, self.folder))
        return written

    def differ(self, names: Iterable[str]) -> list[str]:
        """Return those of some pages whose text is not what would be written."""
        return [name for name in names if _read(self.folder / name) != self._text(name)]

    def _key(self, name: str) -> str:
        template = Path(__file__).with_name(f"{name}.jinja").read_text(encoding="utf-8")
        return digest([template, *map(astuple, self.cards)])

    def _text(self, name: str) -> str:
        import jinja2

        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(Path(__file__).parent),
            autoescape=name.endswith(".html"),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        topics = [
            (topic, list(group))
            for topic, group in itertools.groupby(self.cards, key=lambda card: card.topic)
        ]
        template = environment.get_template(f"{name}.jinja")
        return template.render(topics=topics, count=len(self.cards))


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _card(job: Job, folder: Path) -> Card:
    figure = job.figure
    width, height = pixel_size(figure.layout.box, Pixels().dpi)
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
        stem=quote((job.folder / figure.name).relative_to(folder).as_posix()),
        operation=told.operation,
        sizes=told.given,
        output=times(told.o),
        relationship=", ".join(str(n) for n in sorted(filter(None, numbers))) or "none",
        frames=len(figure),
        width=width,
        height=height,
        strip=figure.spec.filmstrip is not None,
        config=job.source.path.read_text(encoding="utf-8-sig"),
    )
