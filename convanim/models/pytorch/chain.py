"""Modules that run one after the other, joined to layers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from convanim.models.keys import Keys, RefusalError
from convanim.models.pytorch.layers import READERS
from convanim.models.pytorch.parts import (
    DROPOUTS,
    PADS,
    PARTS,
    check_dropout,
    check_flatten,
    is_crop,
    padding_layer,
    with_batch_norm,
    with_crop,
    with_padding,
    with_relu,
)
from convanim.models.sizes import Maps


@dataclass(frozen=True, slots=True)
class Module:
    """A module of a chain.

    Attributes
    ----------
    module : torch.nn.Module
        The module itself.
    label : str
        Its class and its place, for messages.
    stem : str
        The name of its class in torch.nn, without the number of axes.
    axes : int or None
        The number of axes that its class implies.
    """

    module: Any
    label: str
    stem: str
    axes: int | None


@dataclass(slots=True)
class Faults:
    """What is wrong with the modules of a chain, each fault once with all its places."""

    labels: dict[str, list[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.labels)

    def add(self, label: str, fault: str) -> None:
        """Note a fault of a module; an empty label for one of the whole chain."""
        self.labels.setdefault(fault, []).append(label)

    def messages(self) -> list[str]:
        """Return one message for each fault."""
        return [_message(labels, fault) for fault, labels in self.labels.items()]


MOST_LABELS = 5
"""Places that a message lists."""


def _message(labels: list[str], fault: str) -> str:
    some = [label for label in dict.fromkeys(labels) if label]
    more = f" and {len(some) - MOST_LABELS} more" if len(some) > MOST_LABELS else ""
    where = ", ".join(some[:MOST_LABELS]) + more
    return f"{where}: {fault}" if where else fault


@dataclass(slots=True)
class Chain:
    """Joins modules to layers, and continues after a fault.

    Attributes
    ----------
    maps : Maps
        The feature maps after the modules added so far.
    faults : Faults
        Collects what cannot be shown.
    layers : list of dict
        The keys of the layers so far, each with one entry per axis.
    uncomputed : list of str
        Labels of the modules whose values convanim does not compute.
    """

    maps: Maps
    faults: Faults
    layers: list[Keys] = field(default_factory=list)
    uncomputed: list[str] = field(default_factory=list)
    _pad: Module | None = None
    _is_flat: bool = False
    _takes_parts: bool = False
    _before: Maps = field(init=False)

    def add(self, each: Module) -> None:
        """Add a module: as a layer, or as a part of the layer before or after it."""
        try:
            if each.stem in PADS:
                self._add_padding(each)
            elif each.stem in PARTS:
                self._add_part(each)
            else:
                self._add_layer(each)
        except RefusalError as refused:
            self.faults.add(each.label, str(refused))

    def close(self) -> None:
        """Make a layer of padding that no layer has taken."""
        if self._pad is not None:
            self._flush(self._pad)

    def _add_padding(self, each: Module) -> None:
        before = self.layers[-1] if self._takes_parts else None
        if before and is_crop(each.module) and before["operation"] == "transposed_conv":
            before = self.layers.pop()
            self.maps = self._before
            self._append(with_crop(each.module, before))
            return
        self.close()
        self._pad = each

    def _add_part(self, each: Module) -> None:
        stem, module = each.stem, each.module
        if stem in DROPOUTS:
            check_dropout(module)
        elif stem == "Flatten":
            self.close()
            check_flatten(module, self.maps)
            self._is_flat = True
        elif stem != "Identity":
            self.close()
            self._change(each)

    def _change(self, each: Module) -> None:
        """Join an activation or a normalisation to the layer before it, or note it."""
        before = self.layers[-1] if self._takes_parts else None
        changed = None
        if each.stem == "ReLU":
            changed = with_relu(before)
        elif each.stem == "BatchNorm":
            changed = with_batch_norm(each.module, before, self.maps)
        if changed is None:
            self.uncomputed.append(each.label)
            self._takes_parts = False
        else:
            self.layers[-1] = changed

    def _add_layer(self, each: Module) -> None:
        self._check_order(each)
        pad, before = self._pad, self.maps
        layer = READERS[each.stem](each.module, before)
        if pad is not None:
            # Padding keeps the channels, which are all that its layer needs of what follows.
            self.maps = Maps(layer.get("in_channels") or before.channels, before.sizes)
            whole = with_padding(pad.module, PADS[pad.stem], layer)
            if whole is None:
                self._flush(pad)
                layer = READERS[each.stem](each.module, self.maps)
            self._pad, layer = None, whole or layer
        self._append(layer)

    def _check_order(self, each: Module) -> None:
        if each.stem == "Linear" and not self._is_flat and self.layers:
            raise RefusalError("it takes rows of the map before it; put nn.Flatten() between")
        if each.stem != "Linear" and self._is_flat:
            raise RefusalError("only Linear layers can follow nn.Flatten")
        if each.stem == "MaxUnpool" and self.layers:
            raise RefusalError("it also takes indices; pass it by itself")
        if each.stem == "Fold" and self.layers and self.layers[-1]["operation"] != "im2col":
            raise RefusalError("it takes the matrix of nn.Unfold; pass it by itself")
        if each.stem == "Linear":
            self._is_flat = True

    def _flush(self, pad: Module) -> None:
        self._pad = None
        try:
            self._append(padding_layer(pad.module, PADS[pad.stem], self.maps))
        except RefusalError as refused:
            self.faults.add(pad.label, str(refused))

    def _append(self, layer: Keys) -> None:
        self._before = self.maps
        self.maps = self.maps.after(layer)
        self.layers.append(layer)
        self._takes_parts = True
