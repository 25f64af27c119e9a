"""Modules of ``torch.nn`` as config keys: their attributes are read, and torch is not imported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from convanim.errors import ConfigError, Report, times
from convanim.models.keys import Keys, short_keys
from convanim.models.pytorch.chain import Chain, Faults, Module
from convanim.models.pytorch.layers import MODE_AXES, READERS
from convanim.models.pytorch.parts import PARTS
from convanim.models.sizes import Maps
from convanim.models.weights import with_numbers

KNOWN = {*READERS, *PARTS}
_CLASS = re.compile(r"(?P<stem>\w+?)((?P<axes>[123])d)?")
_AXES = {"PixelShuffle": 2, "PixelUnshuffle": 2, "Unfold": 2}
"""Number of axes of classes whose name does not give it."""

_WAY_OUT = (
    "from_torch takes convolutions, pooling, upsampling, pixel shuffles, nn.Unfold, nn.Fold, "
    "nn.Linear after nn.Flatten and nn.Sequential of them, with activations; pass one of the "
    "model's layers, or list them with convanim.Model.from_torch(module, example)"
)


@dataclass(frozen=True, slots=True)
class TorchKeys:
    """The config keys of a module.

    Attributes
    ----------
    keys : dict
        Of one layer, or ``layers`` with those of several.
    uncomputed : str
        The modules whose values convanim does not compute, such as ``"GELU at [1]"``; else empty.
    """

    keys: Keys
    uncomputed: str


def layer_keys(module: Any, input_size: Any) -> TorchKeys:
    """Return the config keys of a module.

    Parameters
    ----------
    module : torch.nn.Module
        A layer, or an ``nn.Sequential`` of layers.
    input_size : int or sequence of int
        One size per axis; or with the channels, or the batch and the channels, before them.

    Raises
    ------
    ConfigError
        With every part that no operation shows.
    """
    faults = Faults()
    modules = list(_modules(module, "", faults))
    count = len(faults.labels)
    maps, sizes = _input(modules, input_size, faults)
    if len(faults.labels) > count:
        raise ConfigError([Report(message) for message in faults.messages()])
    chain = Chain(maps, faults)
    for each in modules:
        chain.add(each)
    chain.close()
    layers = chain.layers
    if not layers and not faults:
        faults.add("", f"{type(module).__name__} has no layer that an operation shows")
    if layers:
        own = layers[0].setdefault("in_channels", maps.channels)
        if maps.channels and own not in (None, maps.channels):
            faults.add("", f"input_size has {maps.channels} channels, but in_channels={own}")
    if faults:
        raise ConfigError([Report(message) for message in faults.messages()])
    first = layers[0] = {"i": sizes, **layers[0]}
    if chain.uncomputed:
        layers = [{**layer, "weights": {}} for layer in layers]
    shape = (first["in_channels"] or 1, *first["i"])
    short = [short_keys(layer) for layer in with_numbers(layers, shape)]
    keys = short[0] if len(short) == 1 else {"layers": short}
    return TorchKeys(keys, ", ".join(chain.uncomputed))


def base_class(kind: type) -> tuple[Any, str, int | None]:
    """Return the class of torch.nn that a class is or extends, its stem and its axes.

    The class is None where convanim knows none, and the axes are None where the name does not give
    them.
    """
    for base in kind.__mro__:
        name = _CLASS.fullmatch(base.__name__)
        stem = name["stem"] if name else ""
        is_known = base.__name__ == "Sequential" or stem in KNOWN
        if name and is_known and base.__module__.startswith("torch.nn.modules"):
            return base, stem, int(name["axes"]) if name["axes"] else None
    return None, "", None


def class_fault(module: Any, base: Any) -> str:
    """Return why the attributes of a module do not say what it computes; empty if they do."""
    if type(module).forward is not base.forward:
        return f"it changes what {base.__name__} computes; {_WAY_OUT}"
    if hasattr(module, "cls_to_become"):
        return "its sizes are not known yet; run it once on an input"
    return ""


def _modules(module: Any, place: str, faults: Faults) -> Iterator[Module]:
    """Yield the modules that run one after the other; note those that cannot be read."""
    name = type(module).__name__
    base, stem, axes = base_class(type(module))
    label = f"{name} at {place}" if place else name
    fault = class_fault(module, base) if base else f"no operation shows it; {_WAY_OUT}"
    if fault:
        faults.add(label, fault)
    elif base.__name__ == "Sequential":
        for n, child in enumerate(module):
            yield from _modules(child, f"{place}[{n}]", faults)
    else:
        axes = axes or _AXES.get(stem, MODE_AXES.get(getattr(module, "mode", "")))
        yield Module(module, label, stem, axes)


def _input(modules: Sequence[Module], given: Any, faults: Faults) -> tuple[Maps, tuple[int, ...]]:
    """Return the maps that the first layer takes, and what its config calls their size."""
    sizes = tuple(given) if isinstance(given, Sequence) else (given,)
    if not sizes or not all(isinstance(size, int) and size > 0 for size in sizes):
        fault = f"input_size is a number, or one per axis such as (5, 7), not {given!r:.40}"
        faults.add("", fault)
        return Maps(None, (1,)), (1,)
    first = next((each for each in modules if each.stem in READERS), None)
    if first is not None and first.stem == "Fold":
        return _matrix(first.module, sizes, faults)
    if first is not None and first.stem == "Linear":
        return Maps(sizes[-1], (1,)), (1,)
    axes = _axes(modules, sizes, faults)
    if not isinstance(given, Sequence):
        return Maps(None, sizes * axes), sizes * axes
    before = len(sizes) - axes
    if before not in (0, 1, 2):
        faults.add(
            "",
            f"input_size has {len(sizes)} entries, {times(sizes)}, for {axes} "
            f"{'axis' if axes == 1 else 'axes'}; only channels and batch may come before them",
        )
        return Maps(None, sizes[-axes:] if before > 0 else (1,) * axes), sizes
    return Maps(sizes[before - 1] if before else None, sizes[before:]), sizes[before:]


def _matrix(fold: Any, sizes: Sequence[int], faults: Faults) -> tuple[Maps, tuple[int, ...]]:
    """Return the maps that ``nn.Fold`` makes of a matrix, and the matrix's size."""
    k = fold.kernel_size
    rows = k**2 if isinstance(k, int) else k[0] * k[1]
    if len(sizes) not in (2, 3) or sizes[-2] % rows:
        faults.add(
            "",
            f"input_size of nn.Fold is rows and columns, the rows a multiple of {rows}, not "
            f"{times(sizes)}",
        )
        return Maps(None, (1, 1)), (1, 1)
    return Maps(sizes[-2] // rows, tuple(sizes[-2:])), tuple(sizes[-2:])


def _axes(modules: Sequence[Module], sizes: Sequence[int], faults: Faults) -> int:
    """Return the number of axes; where no class gives it, two or all behind batch and channels."""
    known = sorted({each.axes for each in modules if each.axes})
    if len(known) > 1:
        both = " and ".join(map(str, known))
        faults.add("", f"layers with {both} axes cannot follow one another")
    return known[0] if known else max(2, len(sizes) - 2)
