"""Finds plug-ins: each module of a folder holds a class with its name, so no list is kept."""

from __future__ import annotations

import importlib
import pkgutil
from abc import ABC
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from convanim.errors import ConvanimError, did_you_mean, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

FRAMES = "_frames"
"""Ending of a module whose plug-in's name ends in a slash: ``png_frames`` holds ``png/``."""


class Plugin(ABC):
    """The base class of all plug-ins; each kind of plug-in has its own base class.

    Attributes
    ----------
    folder : str
        The folder of the package that holds plug-ins of this kind, such as ``"views"``.
    name : str
        The name of the plug-in in configs, which is the name of its module.
    """

    __slots__ = ()

    folder: ClassVar[str]
    name: ClassVar[str]


P = TypeVar("P", bound=Plugin)


class UnknownNameError(ConvanimError):
    """A name that no plug-in of a kind has; the message lists those that exist."""


class Plugins(Mapping[str, type[P]], Generic[P]):
    """The plug-ins of one kind by name; a module is imported when its plug-in is requested.

    Parameters
    ----------
    base : type
        The base class of the kind.
    """

    def __init__(self, base: type[P]) -> None:
        package = importlib.import_module(f"convanim.{base.folder}")
        stems = (each.name for each in pkgutil.iter_modules(package.__path__))
        modules = {_name(stem): f"{package.__name__}.{stem}" for stem in stems}
        self._base = base
        self._modules = dict(sorted(modules.items()))
        self._found: dict[str, type[P]] = {}

    def __getitem__(self, name: str) -> type[P]:
        """Return the class of that name.

        Raises
        ------
        KeyError
            No module has that name.
        ConvanimError
            The module has no such class.
        """
        if name not in self._found:
            self._found[name] = self._load(self._modules[name], name)
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)

    def __contains__(self, name: object) -> bool:
        return name in self._modules

    def _load(self, module: str, name: str) -> type[P]:
        base = self._base
        for value in vars(importlib.import_module(module)).values():
            if not (isinstance(value, type) and issubclass(value, base)):
                continue
            if value.__module__ == module and vars(value).get("name") == name:
                return value
        raise ConvanimError(f"{module} has no {base.__name__} whose name is '{name}'")


def _name(stem: str) -> str:
    return stem.removesuffix(FRAMES) + "/" if stem.endswith(FRAMES) else stem


_SCANNED: dict[type[Plugin], Plugins[Plugin]] = {}


def scan(base: type[P]) -> Plugins[P]:
    """Return the plug-ins of one kind by name, in alphabetical order.

    Parameters
    ----------
    base : type
        The base class of the kind, such as :class:`~convanim.layout.view.View`.
    """
    if base not in _SCANNED:
        _SCANNED[base] = cast("Plugins[Plugin]", Plugins(base))
    return cast("Plugins[P]", _SCANNED[base])


def find(base: type[P], name: str) -> type[P]:
    """Return the plug-in of that name.

    Raises
    ------
    UnknownNameError
        There is none; the message suggests the nearest, or lists all.
    """
    plugins = scan(base)
    if name not in plugins:
        kind = base.folder.removesuffix("s")
        hint = did_you_mean(name, plugins) or f"; choose one of {listed(plugins)}"
        raise UnknownNameError(f"no {kind} '{name}'{hint}")
    return plugins[name]
