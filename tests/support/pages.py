"""What README and the reference say of plug-ins, commands and names, from their declarations."""

from __future__ import annotations

import html
import inspect
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import click

import convanim
from convanim import cli
from convanim.config.keys import reference
from convanim.config.keys.names import THEMES
from convanim.errors import codes
from convanim.layers.operation import Operation
from convanim.layout.overlay import Overlay
from convanim.layout.view import View
from convanim.plugins import registry
from tests.support import menus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

WIDE = 5
"""Pictures in a row of a menu."""

THUMBNAIL = 150
"""The width of a picture in a menu, in pixels."""

LINE = 100
"""Characters in a line of help."""

BASES: dict[str, type[Any]] = {"operations": Operation, "views": View, "overlays": Overlay}

_COMMENT = re.compile(r"^# ?(.*)$", re.MULTILINE)


def blocks() -> Mapping[str, Callable[[], str]]:
    """Return what makes each generated part of README and of the reference, by its name."""
    made: dict[str, Callable[[], str]] = {"commands": _commands, "names": _names, "errors": _errors}
    for kind in menus.KINDS:
        made[f"menu_{kind}"] = partial(_menu, kind)
        made[f"all_{kind}"] = partial(_sections, kind)
    tables = reference.tables()
    return made | {name: partial(tables.__getitem__, name) for name in tables}


def _menu(kind: str) -> str:
    """Return a table of thumbnails, each with its name and the shortest YAML."""
    cells = [_entry(kind, name) for name in menus.names(kind)]
    cells += [""] * (-len(cells) % WIDE)
    rows = [cells[n : n + WIDE] for n in range(0, len(cells), WIDE)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [[""] * WIDE, ["---"] * WIDE, *rows])


def _entry(kind: str, name: str) -> str:
    example = menus.examples()[kind][name]
    image = f'<img src="gallery/{example.stem}.png" width="{THUMBNAIL}" alt="{_alt(example.alt)}">'
    link = f"[`{name}`](gallery/reference/{kind}.md#{name})"
    return f"{image}<br>{link}<br>`{example.line}`"


def _alt(text: str) -> str:
    return html.escape(text).replace("|", "&#124;")


def _sections(kind: str) -> str:
    """Return a section for each plug-in: a picture, a config, its names and its own keys."""
    return "\n\n".join("\n\n".join(_section(kind, name)) for name in menus.names(kind))


def _section(kind: str, name: str) -> Iterator[str]:
    example = menus.examples()[kind][name]
    yield f"## {name}"
    yield f"{_summary(kind, name)}."
    image = f"../{example.stem}"
    yield (
        '<picture><source media="(prefers-reduced-motion: reduce)" '
        f'srcset="{image}.png"><img src="{image}.{"svg" if example.moves else "png"}" '
        f'alt="{_alt(example.alt)}"></picture>'
    )
    yield f"```yaml\n{example.block}\n```"
    if kind == "themes":
        return
    plugin = registry.scan(BASES[kind])[name]
    others = (*getattr(plugin, "also", ()), *getattr(plugin, "frameworks", ()))
    if others:
        yield f"Other names: {', '.join(f'`{each}`' for each in others)}."
    keys = reference.own_keys(BASES[kind], name)
    if keys:
        yield keys


def _summary(kind: str, name: str) -> str:
    if kind != "themes":
        return reference.summary(registry.scan(BASES[kind])[name])
    comment = (THEMES / f"{name}.yaml").read_text(encoding="utf-8").partition("\nroot:")[0]
    return " ".join(_COMMENT.findall(comment)).partition(". ")[0].removesuffix(".")


def _commands() -> str:
    """Return the help of every command."""
    top = click.Context(cli.convanim, info_name="convanim")
    return "\n\n".join(
        f"## {name}\n\n```text\n{_help(top, name)}\n```" for name in cli.convanim.list_commands(top)
    )


def _help(top: click.Context, name: str) -> str:
    command = cli.convanim.get_command(top, name)
    assert command is not None
    wide = {"terminal_width": LINE, "max_content_width": LINE}
    return command.get_help(click.Context(command, parent=top, info_name=name, **wide))


def _errors() -> str:
    """Return a section for each kind of error, with a message of that kind."""
    return "\n\n".join(
        f"## {kind.code}\n\n**{kind.title}.** {kind.explanation}\n\n```text\n{kind.example}\n```"
        for kind in codes.kinds().values()
    )


def _names() -> str:
    """Return a table of the public names of the package."""
    rows = [(name, getattr(convanim, name)) for name in convanim.__all__ if name[0] != "_"]
    lines = (f"| `{name}` | {_first(value)} |" for name, value in rows)
    return "\n".join(("| name | what |", "| --- | --- |", *lines))


def _first(value: object) -> str:
    sentence = " ".join((inspect.getdoc(value) or "").partition("\n\n")[0].split())
    return re.sub(r":\w+:`~?([^`]*)`|``([^`]*)``", _plain, sentence).replace("|", r"\|")


def _plain(found: re.Match[str]) -> str:
    return f"`{(found[1] or found[2]).rpartition('.')[2] if found[1] else found[2]}`"
