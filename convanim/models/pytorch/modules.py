"""Modules of ``torch.nn`` to config keys: attributes are read, torch is not imported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from convanim.errors import ConfigError, Report, times
from convanim.models.keys import Keys, RefusalError, shortened
from convanim.models.pytorch.layers import MODE_AXES, READERS
from convanim.models.pytorch.parts import PADS, PARTS, cropped, padded, pairs
from convanim.models.weights import with_numbers

KNOWN = {*READERS, *PARTS, *PADS}
_CLASS = re.compile(r"(?P<stem>\w+?)((?P<axes>[123])d)?")
_AXES = {"PixelShuffle": 2, "PixelUnshuffle": 2, "Unfold": 2}
"""Of classes whose name does not say them."""

_WAY_OUT = (
    "from_torch takes convolutions, pooling, upsampling, pixel shuffles, nn.Unfold and "
    "nn.Sequential of them; "
    "hand over one of the model's layers, or export it and use from_onnx"
)


@dataclass(frozen=True, slots=True)
class _Module:
    """A module of the list: its class, with its place, and the axes its class says."""

    module: Any
    label: str
    stem: str
    axes: int | None


def layer_keys(module: Any, input_size: Any) -> Keys:
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
    wrong: list[str] = []
    found = list(_listed(module, "", wrong))
    axes, sizes, channels = _input(found, input_size, wrong)
    chain = _Chain(axes, wrong)
    for each in found:
        chain.add(each)
    chain.close()
    layers = chain.layers
    if not layers and not wrong:
        wrong.append(f"{type(module).__name__} has no layer that an operation shows")
    if layers:
        own = layers[0].setdefault("in_channels", channels)
        if channels and own != channels:
            wrong.append(f"input_size has {channels} channels, but in_channels={own}")
    if wrong:
        raise ConfigError([Report(message) for message in wrong])
    layers[0] |= {"i": sizes}
    shape = (layers[0]["in_channels"] or 1, *sizes)
    made = [shortened(layer) for layer in with_numbers(layers, shape)]
    return made[0] if len(made) == 1 else {"layers": made}


def _listed(module: Any, place: str, wrong: list[str]) -> Iterator[_Module]:
    """Yield the modules that run one after the other; note those that cannot be told."""
    name = type(module).__name__
    base = _base(type(module))
    label = f"{name} at {place}" if place else name
    if base is None:
        wrong.append(f"{label}: no operation shows it; {_WAY_OUT}")
    elif type(module).forward is not base.forward:
        wrong.append(f"{label}: it changes what {base.__name__} computes; {_WAY_OUT}")
    elif hasattr(module, "cls_to_become"):
        wrong.append(f"{label}: its sizes are not known yet; run it once on an input")
    elif base.__name__ == "Sequential":
        for n, child in enumerate(module):
            yield from _listed(child, f"{place}[{n}]", wrong)
    else:
        told = _CLASS.fullmatch(base.__name__)
        stem, axes = (told["stem"], told["axes"]) if told else ("", None)
        said = int(axes) if axes else _AXES.get(stem, MODE_AXES.get(getattr(module, "mode", "")))
        yield _Module(module, label, stem, said)


def _base(kind: type) -> Any:
    """Return the class of torch.nn that a class is or comes from; None where there is none."""
    for base in kind.__mro__:
        told = _CLASS.fullmatch(base.__name__)
        is_known = base.__name__ == "Sequential" or (told is not None and told["stem"] in KNOWN)
        if is_known and base.__module__.startswith("torch.nn.modules"):
            return base
    return None


def _input(
    found: Sequence[_Module], given: Any, wrong: list[str]
) -> tuple[int, tuple[int, ...], int | None]:
    """Return the axes, their sizes and the channels that ``input_size`` says, if any."""
    sizes = tuple(given) if isinstance(given, Sequence) else (given,)
    if not sizes or not all(isinstance(size, int) for size in sizes):
        wrong.append(f"input_size is a number, or one per axis such as (5, 7), not {given!r:.40}")
        return 1, (1,), None
    said = sorted({each.axes for each in found if each.axes})
    if len(said) > 1:
        wrong.append(f"layers with {' and '.join(map(str, said))} axes cannot follow one another")
    axes = said[0] if said else _likely(len(sizes))
    if not isinstance(given, Sequence):
        return axes, sizes * axes, None
    before = len(sizes) - axes
    if before not in (0, 1, 2):
        wrong.append(
            f"input_size has {len(sizes)} entries, {times(sizes)}, for {axes} "
            f"{'axis' if axes == 1 else 'axes'}; channels and batch may stand before them"
        )
        return axes, sizes, None
    return axes, sizes[before:], sizes[before - 1] if before > 0 else None


def _likely(entries: int) -> int:
    """Return the axes where no class says them: two, or behind channels and batch all there are."""
    return max(2, entries - 2)


@dataclass(slots=True)
class _Chain:
    """Joins the modules to layers, one after the other, and goes on after a fault."""

    axes: int
    wrong: list[str]
    layers: list[Keys] = field(default_factory=list)
    pad: _Module | None = None

    def add(self, each: _Module) -> None:
        """Add a module to the layer before it, keep it for the one after it, or make one of it."""
        try:
            if each.stem in PADS:
                self._pad(each)
            elif each.stem in PARTS:
                self._join(each)
            else:
                layer = READERS[each.stem](each.module, self.axes)
                pad, self.pad = self.pad, None
                self.layers.append(layer)
                if pad:
                    self.layers[-1] = self._padded(pad, layer)
        except RefusalError as refused:
            self.wrong.append(f"{each.label}: {refused}")

    def close(self) -> None:
        """Note padding that no layer follows."""
        if self.pad:
            self.wrong.append(f"{self.pad.label}: no layer follows it that could take its padding")

    def _join(self, each: _Module) -> None:
        before = self.layers[-1] if self.layers and not self.pad else None
        joined = PARTS[each.stem](each.module, before)
        if joined is not None:
            self.layers[-1] = joined

    def _pad(self, each: _Module) -> None:
        before = self.layers[-1] if self.layers else None
        is_crop = all(side <= 0 for pair in pairs(each.module) for side in pair)
        if is_crop and before and before["operation"] == "transposed_conv":
            self.layers[-1] = cropped(each.module, before)
        elif self.pad:
            raise RefusalError(f"{self.pad.label} pads already; make one of the two")
        else:
            self.pad = each

    def _padded(self, pad: _Module, layer: Keys) -> Keys:
        try:
            return padded(pad.module, PADS[pad.stem], layer)
        except RefusalError as refused:
            self.wrong.append(f"{pad.label}: {refused}")
            return layer
