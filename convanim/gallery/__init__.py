"""The gallery: animations, posters, and the pages that show them.

``topics`` orders the figures, ``card`` has what is said about each, ``library`` the books that
scripts draw, and ``site`` all files of the pages.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from convanim.batch.records.manifest import File, Page
from convanim.errors import ConvanimError
from convanim.files.staging import staged
from convanim.gallery.card import Card
from convanim.gallery.cover import NO_COVER, Cover
from convanim.gallery.library import LETTERS_FILE, MARK, Library
from convanim.gallery.site import STYLE_MARK, Site
from convanim.gallery.topics import in_topics

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from convanim.batch import Job
    from convanim.batch.records.manifest import Manifest

OUTPUTS: tuple[tuple[str, Mapping[str, bool | str]], ...] = (
    ("asvg", {}),
    ("png", {"small": True}),
)
"""The formats of every figure with their options: an animation and its poster."""

MARKS = {
    ".md": "# Gallery\n",
    ".html": "convanim gallery</title>",
    ".js": MARK,
    ".css": STYLE_MARK,
}
"""For each kind of page a text that identifies earlier versions of it."""


@dataclass(frozen=True)
class Pages:
    """The pages: README.md with tables for a code host, index.html, and a page for each figure.

    Attributes
    ----------
    folder : Path
        The folder of the gallery.
    figures : tuple of (Card, Job)
        The figures on the pages.
    known : mapping of str to Page
        The pages that were written before.
    force : bool
        Whether all are made again.
    has_lab : bool
        Whether they lead to the lab.
    cover : Cover
        What stands above the figures.
    """

    folder: Path
    figures: tuple[tuple[Card, Job], ...]
    known: Mapping[str, Page]
    force: bool = False
    has_lab: bool = False
    cover: Cover = NO_COVER

    @classmethod
    def of(
        cls,
        jobs: Sequence[Job],
        folder: Path,
        known: Mapping[str, Page],
        force: bool = False,
        has_lab: bool = False,
        cover: Cover = NO_COVER,
    ) -> Pages:
        """Return the pages that show the figures of these jobs."""
        figures = tuple((Card.of(job, folder), job) for job in jobs)
        return cls(folder, figures, known, force, has_lab, cover)

    @cached_property
    def site(self) -> Site:
        """The files of the pages."""
        topics = in_topics(self.figures)
        site = Site(topics, Library(topics, self.folder), self.has_lab, self.cover)
        if not self.force:
            site.library.current |= self._current(site)
        return site

    def _current(self, site: Site) -> set[str]:
        """Return the scripts whose books need not be made again; letters can be of any age."""
        intact = {name for name in site.sheets if not self._fault(name)}
        return {name for name in intact if name == LETTERS_FILE or self._is_current(name, site)}

    def _is_current(self, name: str, site: Site) -> bool:
        return self.known[name].key == site.sheets[name].key

    def _fault(self, name: str) -> str:
        page = self.known.get(name)
        return page.file.fault(self.folder) if page else "new"

    @cached_property
    def reasons(self) -> dict[str, str]:
        """The names of the pages that must be written, each with the reason."""
        found = {}
        for name in self.site.sheets:
            fault = self._fault(name)
            if fault == "new":
                found[name] = fault
            elif not self._is_current(name, self.site):
                found[name] = "figures changed"
            elif fault:
                found[name] = f"file {fault}"
            elif self.force:
                found[name] = "forced"
        return found

    def left(self, manifest: Manifest) -> list[File]:
        """Return the files of pages whose figures the gallery no longer has.

        Parameters
        ----------
        manifest : Manifest
            What is recorded about the folder; it has the figures of other runs, too.
        """
        shown = set()
        for target in map(PurePosixPath, manifest.entries):
            shown.add(f"pages/{target.with_suffix('')}.html")
            shown |= {f"site/books/{folder}.js" for folder in target.parents}
        gone = self.known.keys() - self.site.sheets.keys() - shown
        return [self.known[name].file for name in sorted(gone)]

    def write(self) -> dict[str, Page]:
        """Write the pages that are not up to date, and return their entries for the manifest.

        Raises
        ------
        OutputError
            If a page cannot be written.
        """
        written = {}
        for name in self.reasons:
            path, sheet = self.folder / name, self.site.sheets[name]
            with staged(path) as temporary:
                temporary.write_text(sheet.text(), encoding="utf-8", newline="\n")
            written[name] = Page(sheet.key, File.of(path, self.folder))
        return written

    def differ(self) -> list[str]:
        """Return the names of the pages whose files differ from what would be written."""
        sheets = self.site.sheets
        return [name for name in self.reasons if _read(self.folder / name) != sheets[name].text()]

    def refuse_foreign(self) -> None:
        """Refuse to overwrite files that have the names of pages but are not convanim's.

        Raises
        ------
        ConvanimError
            If there is such a file.
        """
        for name in self.site.sheets:
            path = self.folder / name
            if name in self.known or not path.exists():
                continue
            if MARKS[path.suffix] not in (_read(path) or ""):
                raise ConvanimError(
                    f"{path}: was not written by convanim and is left unchanged;"
                    " choose another folder with -o, or overwrite it with --force"
                )


def in_formats(jobs: Iterable[Job]) -> Iterator[Job]:
    """Yield the jobs, each also in the formats that its config names.

    Figures that are one picture have no animation.
    """
    for job in jobs:
        wanted = [each for each in job.outputs if each.writer.still or not job.figure.is_still]
        made = {each.writer.name for each in wanted}
        own = (each for each in job.figure.spec.outputs if each.writer.name not in made)
        yield replace(job, outputs=(*wanted, *own))


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
