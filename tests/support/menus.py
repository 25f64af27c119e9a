"""A picture and the shortest YAML of each operation, view, overlay and theme, from ``configs/``.

The picture of a plug-in is that of the shipped figure that shows it with the fewest keys.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import convanim
from convanim.config import themes
from convanim.config.keys.plugins import keys_of
from convanim.layers.operation import Operation
from convanim.layout.overlay import Overlay
from convanim.layout.view import View
from convanim.plugins import registry
from tests.support.runs import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

CONFIGS = ROOT / "configs"

PRESENTATION = {
    *("title", "caption", "alt", "name", "outputs", "timing", "frames", "filmstrip", "poster"),
    *("panels", "columns", "advance", "fill", "theme", "show", "expect"),
}
"""Keys without which a figure shows the same thing."""

KINDS = ("operations", "views", "overlays", "themes")


@dataclass(frozen=True, order=True)
class Example:
    """A shipped figure that shows a plug-in.

    Attributes
    ----------
    rank : tuple of int
        Smaller for a better example: named after what it shows, one panel, few characters.
    stem : str
        Its path below ``configs/`` and ``gallery/``, without suffix.
    keys : dict
        A config that shows the same.
    alt : str
        Its alternative text.
    moves : bool
        Whether it has more than one frame.
    """

    rank: tuple[int, ...]
    stem: str
    keys: dict[str, Any] = field(compare=False)
    alt: str
    moves: bool

    @property
    def line(self) -> str:
        """The config in one line."""
        return flow(self.keys)

    @property
    def block(self) -> str:
        """The config with a line for each key."""
        return "\n".join(f"{key}: {flow(value)}" for key, value in self.keys.items())


def flow(value: Any) -> str:
    """Return a value as YAML in one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {flow(each)}' for key, each in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(flow, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


@functools.cache
def examples() -> dict[str, dict[str, Example]]:
    """Return the best example of each name, by kind."""
    found: dict[str, dict[str, list[Example]]] = {kind: {} for kind in KINDS}
    for path in sorted(CONFIGS.rglob("*.yaml")):
        for figure in convanim.load_all(path):
            stem = path.relative_to(CONFIGS).with_name(figure.name).as_posix()
            for kind, name, keys in _shown(figure):
                rank = (*_strangeness(kind, name, stem, figure), len(flow(keys)))
                each = Example(rank, stem, keys, figure.alt, not figure.is_still)
                found[kind].setdefault(name, []).append(each)
    best = {kind: {name: min(each) for name, each in found[kind].items()} for kind in KINDS}
    for name in set(names("overlays")) - set(best["overlays"]):
        best["overlays"][name] = _shown_by_a_view(name, best["themes"].values())
    return {kind: dict(sorted(best[kind].items())) for kind in KINDS}


def _shown_by_a_view(overlay: str, known: Iterable[Example]) -> Example:
    """Return the figure whose view shows an overlay by itself, as ``flat`` shows values."""
    for example in known:
        panel = convanim.load(CONFIGS / f"{example.stem}.yaml").spec.panels[0]
        if any(overlay in layout.shows for _, layout in panel.drawings):
            keys = {key: value for key, value in example.keys.items() if key != "theme"}
            return replace(example, keys={**keys, "show": [overlay]})
    raise LookupError(f"configs/ has no figure with show: {overlay}")


def names(kind: str) -> list[str]:
    """Return all names of a kind."""
    bases = {"operations": Operation, "views": View, "overlays": Overlay}
    return list(themes()) if kind == "themes" else list(registry.scan(bases[kind]))


def _shown(figure: convanim.Figure) -> list[tuple[str, str, dict[str, Any]]]:
    """Return what a figure shows: a kind, a name, and the keys that show it."""
    keys = _first_panel(figure.spec.keys.plain())
    panel = figure.spec.panels[0]
    rest = {key: value for key, value in keys.items() if key not in PRESENTATION}
    if "values" in rest:
        rest["values"] = {"seed": 1}
        if "layers" not in rest:
            rest = _sized(rest, figure)
    shown = []
    for layer in panel.layers:
        own = {"operation": layer.name} if len(panel.layers) == 1 else {}
        shown.append(("operations", layer.name, {**own, **rest}))
    if rest.get("operation") == "conv":
        del rest["operation"]
    shown.append(("themes", figure.spec.theme.name, {**rest, "theme": figure.spec.theme.name}))
    view = panel.view.name
    shown.append(("views", view, {**rest, "view": view}))
    for overlay in panel.overlays:
        shown.append(("overlays", overlay.name, {**rest, "show": [overlay.name]}))
    return shown


def _strangeness(kind: str, name: str, stem: str, figure: convanim.Figure) -> tuple[int, ...]:
    """Return 0 for each reason to show this figure before others, and 1 for each against it."""
    is_flat = len(figure.spec.panels[0].layers[0].axes) == 2
    topic, _, own = stem.rpartition("/")
    is_typical = {
        "operations": topic == kind and own.startswith(name),
        "views": topic == name,
        "overlays": own.startswith(name),
        "themes": topic == kind,
    }
    return (
        figure.spec.language is not None,
        kind == "operations" and not is_flat,
        kind == "operations" and len(figure.spec.layers) > 1,
        not is_typical[kind],
        len(figure.spec.panels) > 1,
    )


def _first_panel(keys: dict[str, Any]) -> dict[str, Any]:
    panels = keys.get("panels")
    return {**keys, **panels[0]} if panels else keys


def _sized(keys: dict[str, Any], figure: convanim.Figure) -> dict[str, Any]:
    """Return keys with the sizes that literal numbers gave."""
    operation = figure.spec.panels[0].layers[0]
    own = keys_of(type(operation), operation.name).rules
    more: dict[str, Any] = {}
    for name in ("i", "k"):
        if name in keys or name not in own or operation.is_matrix:
            continue
        sizes = [getattr(axis, name) for axis in operation.axes]
        more[name] = sizes[0] if len(set(sizes)) == 1 and len(sizes) == 2 else sizes
    return {**({"operation": keys["operation"]} if "operation" in keys else {}), **more, **keys}
