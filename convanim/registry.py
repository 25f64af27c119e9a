"""Finds plug-ins: every class with a ``name`` in the modules of a folder. Nobody lists them."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from typing import TYPE_CHECKING, Any

from convanim.errors import ConvanimError, did_you_mean, listed

if TYPE_CHECKING:
    from collections.abc import Mapping


class UnknownNameError(ConvanimError):
    """A name no plug-in of the folder has; the text lists those that exist."""


@functools.cache
def scan(folder: str) -> Mapping[str, type[Any]]:
    """Return the plug-ins of a folder of the package by name, in alphabetical order.

    Parameters
    ----------
    folder : str
        ``"operations"``, ``"views"`` or ``"writers"``.

    Returns
    -------
    mapping of str to class
        Each class that has a class attribute ``name`` and is defined in a module of the folder.

    Raises
    ------
    ConvanimError
        Two classes claim one name.
    """
    package = importlib.import_module(f"convanim.{folder}")
    found: dict[str, type[Any]] = {}
    for module_info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{module_info.name}")
        for plugin in vars(module).values():
            if not (isinstance(plugin, type) and plugin.__module__ == module.__name__):
                continue
            name = getattr(plugin, "name", None)
            if not isinstance(name, str):
                continue
            if name in found:
                other = found[name].__module__
                raise ConvanimError(f"both {other} and {module.__name__} define '{name}'")
            found[name] = plugin
    return dict(sorted(found.items()))


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
