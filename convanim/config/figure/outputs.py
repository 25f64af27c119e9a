"""The files a figure is written to: entries of ``outputs``, checked with their writer's keys."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from convanim.config.keys.checking import check, fold
from convanim.config.keys.common import output_section
from convanim.config.keys.names import unknown
from convanim.config.keys.paths import same_place
from convanim.config.keys.themes import chosen
from convanim.config.text.python_data import from_python, without_places
from convanim.config.text.scalars import shown
from convanim.config.text.tree import Item, Node
from convanim.errors import ConfigError, Report
from convanim.film.about import strip_name
from convanim.film.page_setup import OPTIONS, PageSetup
from convanim.film.writer import Writer
from convanim.plugins import registry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.errors import Mark
    from convanim.scene.theme import Theme


@dataclass(frozen=True, slots=True)
class Output:
    """One entry of ``outputs``.

    Attributes
    ----------
    writer : Writer
        The format, with its options.
    path : str or None
        Path relative to the output folder; None for the figure's name with the format's suffix.
    theme : Theme or None
        None for the figure's.
    setup : PageSetup
        Where it differs from the figure's.
    mark : Mark or None
        Its place in the config, for messages; ignored in comparisons.
    """

    writer: Writer[Any]
    path: str | None = None
    theme: Theme | None = None
    setup: PageSetup = field(default_factory=PageSetup)
    mark: Mark | None = field(default=None, compare=False, repr=False)

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of files, one a frame."""
        return str(self.writer.name).endswith("/")

    def of_first_frame(self) -> Output:
        """Return the output that shows the first frame, where it shows only one."""
        return replace(self, writer=self.writer.of_first_frame())

    def targets(self, name: str, has_strip: bool) -> Iterator[str]:
        """Yield the file or folder it writes, and the filmstrip beside it if the figure has one."""
        suffix = self.writer.suffix
        path = self.path or (name if self.is_folder else name + self.writer.ending + suffix)
        yield path
        if has_strip and self.writer.still:
            stem = str(PurePosixPath(path).with_suffix("")) if self.path else name
            yield f"{strip_name(stem)}{suffix}"


def output(format: str, **options: object) -> Output:
    """Return the output of an entry with this format and these keys.

    Raises
    ------
    ConfigError
        There is no such format, or an option is invalid.
    """
    with without_places():
        made, reports = entry(from_python({"format": format, **options}), "")
        if made is None:
            raise ConfigError(reports)
    return replace(made, mark=None)


def outputs(entries: Node, name: str, has_strip: bool) -> tuple[tuple[Output, ...], list[Report]]:
    """Return the outputs of a figure, and what is wrong with them.

    Parameters
    ----------
    entries : Node
        The list under ``outputs``, or a single entry.
    name : str
        The figure's name; no two outputs may write the same file.
    has_strip : bool
        Whether it has a filmstrip.
    """
    made: list[Output] = []
    taken: list[PurePosixPath] = []
    reports: list[Report] = []
    for n, node in enumerate(_entries(entries)):
        one, more = entry(node, f"outputs[{n}]")
        reports += more
        if one is None:
            continue
        made.append(one)
        for target in one.targets(name, has_strip):
            written = f"{target}/*{one.writer.suffix}" if one.is_folder else target
            place = PurePosixPath(same_place(written))
            if any(_meets(place, each) or _meets(each, place) for each in taken):
                message = f"two outputs would write {written}; give one of them another path"
                reports.append(Report(message, node.mark))
            taken.append(place)
    return tuple(made), reports


def _entries(node: Node) -> tuple[Node, ...]:
    """Return the entries of a list, or a single one that stands without a list."""
    if isinstance(node.value, tuple):
        return node.value
    return () if node.value is None else (node,)


def _meets(one: PurePosixPath, other: PurePosixPath) -> bool:
    """Return whether one path, or a file matching ``folder/*.png``, is the other or contains it."""
    places = (other, *other.parents)
    if one.stem == "*":
        return any(each.parent == one.parent and each.suffix == one.suffix for each in places)
    return one in places


def entry(node: Node, label: str) -> tuple[Output | None, list[Report]]:
    """Return the output of one entry, and what is wrong with it."""
    if isinstance(node.value, str):
        node = Node({"format": Item("format", node)}, node.mark)
    chosen = node.child("format")
    if chosen is None or not isinstance(chosen.value, str):
        wrong = chosen or node
        message = "a format such as gif, or a mapping such as {format: gif}"
        return None, [Report(f"{label} must be {message}, not {shown(wrong.plain())}", wrong.mark)]
    writers = registry.scan(Writer)
    if chosen.value not in writers:
        sentence = unknown("format", chosen.value, writers, writers)
        return None, [Report(sentence, chosen.mark)]
    return _of(writers[chosen.value], node, f"{label}." if label else "")


def _of(writer: type[Writer[Any]], node: Node, prefix: str) -> tuple[Output | None, list[Report]]:
    keys = output_section(writer)
    folded = fold(node, (keys,))
    values, reports = check(keys, folded.node, prefix)
    values.pop("format", None)
    path = values.pop("path", None)
    its_theme, others = chosen_theme(values.pop("theme", None), folded.node)
    dark, more = chosen_theme(values.pop("dark", None), folded.node, "dark")
    reports += [*folded.reports, *others, *more]
    if path and not writer.name.endswith("/") and not path.lower().endswith(writer.suffix):
        message = f"must end in {writer.suffix}, as the format is {writer.name}, not {shown(path)}"
        reports.append(Report(f"{prefix}path {message}", folded.node.mark_of(("path",))))
    if reports:
        return None, reports
    setup = PageSetup(**{key: values.pop(key) for key in OPTIONS & values.keys()}, dark=dark)
    if fault := setup.fault():
        key, message = fault
        return None, [Report(f"{prefix}{key} {message}", folded.node.mark_of((key,)))]
    return Output(writer(**values), path, its_theme, setup, node.mark), []


def chosen_theme(
    value: object, node: Node, key: str = "theme"
) -> tuple[Theme | None, list[Report]]:
    """Return the theme under a key of a mapping, and what is wrong with it.

    Parameters
    ----------
    value : object
        The checked value of the key; None if it has none, or a wrong one.
    node : Node
        The mapping.
    key : str
        The key.
    """
    given = None if value is None else node.child(key)
    return chosen(given) if given else (None, [])
