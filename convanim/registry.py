"""Finds plug-ins: a class in each module of a folder, of the same name. Nobody lists them."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from convanim.errors import ConvanimError, did_you_mean, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

FRAMES = "_frames"
"""Ends the name of a module whose plug-in's name ends in a slash: ``png_frames`` holds ``png/``."""


class UnknownNameError(ConvanimError):
    """A name no plug-in of the folder has; the text lists those that exist."""


class Plugins(Mapping[str, type[Any]]):
    """The plug-ins of a folder by name; a module is imported when its plug-in is asked for.

    Parameters
    ----------
    folder : str
        Of the package.
    """

    def __init__(self, folder: str) -> None:
        package = importlib.import_module(f"convanim.{folder}")
        stems = (each.name for each in pkgutil.iter_modules(package.__path__))
        modules = {_name(stem): f"{package.__name__}.{stem}" for stem in stems}
        self._modules = dict(sorted(modules.items()))
        self._found: dict[str, type[Any]] = {}

    def __getitem__(self, name: str) -> type[Any]:
        """Return the class of that name.

        Raises
        ------
        KeyError
            No module has its name.
        ConvanimError
            The module does not hold it.
        """
        if name not in self._found:
            self._found[name] = _plugin(self._modules[name], name)
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)

    def __contains__(self, name: object) -> bool:
        return name in self._modules


def _name(stem: str) -> str:
    return stem.removesuffix(FRAMES) + "/" if stem.endswith(FRAMES) else stem


def _plugin(module: str, name: str) -> type[Any]:
    for value in vars(importlib.import_module(module)).values():
        if isinstance(value, type) and (value.__module__, _own_name(value)) == (module, name):
            return value
    raise ConvanimError(f"{module} has no class whose name is '{name}'")


def _own_name(plugin: type[Any]) -> object:
    return getattr(plugin, "name", None)


@functools.cache
def scan(folder: str) -> Plugins:
    """Return the plug-ins of a folder of the package by name, in alphabetical order.

    Parameters
    ----------
    folder : str
        ``"operations"``, ``"overlays"``, ``"views"`` or ``"writers"``.
    """
    return Plugins(folder)


def find(folder: str, name: str) -> type[Any]:
    """Return the plug-in of that name.

    Raises
    ------
    UnknownNameError
        There is none; the text names the nearest and all that exist.
    """
    plugins = scan(folder)
    if name not in plugins:
        kind = folder.removesuffix("s")
        hint = did_you_mean(name, plugins) or f"; choose one of {listed(plugins)}"
        raise UnknownNameError(f"no {kind} '{name}'{hint}")
    return plugins[name]
