"""The layers of any module of torch, found by their paths."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from convanim.errors import ConvanimError, printed
from convanim.models.keys import RefusalError, short_keys
from convanim.models.listing import ModelLayer, numbered
from convanim.models.pytorch.layers import READERS
from convanim.models.pytorch.modules import base_class, class_fault
from convanim.models.sizes import Maps
from convanim.models.weights import with_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Call = tuple[tuple[int, ...], tuple[int, ...]]
"""The shapes of a module's input and output when it ran once, with the batch."""


def layers(module: Any, example: Any) -> tuple[tuple[ModelLayer, ...], dict[str, int]]:
    """Return the layers of a module in the order of their paths, and how many others it has.

    Parameters
    ----------
    module : torch.nn.Module
        Any module; its parameters and its mode are left as they are.
    example : torch.Tensor, tuple of torch.Tensor, or None
        The input of one forward pass, which gives the sizes; None for no pass.

    Raises
    ------
    ConvanimError
        The module fails on the example.
    """
    leaves = [(path, each) for path, each in module.named_modules() if not list(each.children())]
    known = [(path, each) for path, each in leaves if base_class(type(each))[1] in READERS]
    calls = {} if example is None else _calls(module, dict(known), example)
    found = [
        layer
        for path, each in known
        for layer in _layers(path or type(each).__name__, each, calls.get(path), example)
    ]
    count = Counter(type(each).__name__ for _, each in leaves) - Counter(
        type(each).__name__ for _, each in known
    )
    return tuple(numbered(found)), dict(sorted(count.items()))


def _calls(module: Any, known: dict[str, Any], example: Any) -> dict[str, list[Call]]:
    """Return the shapes of each call of the layers in one forward pass."""
    import torch

    calls: dict[str, list[Call]] = {}

    def hook(path: str) -> Any:
        def note(_: Any, inputs: Any, output: Any) -> None:
            if inputs and hasattr(inputs[0], "shape") and hasattr(output, "shape"):
                call = tuple(inputs[0].shape), tuple(output.shape)
                calls.setdefault(path, []).append(call)

        return note

    handles = [each.register_forward_hook(hook(path)) for path, each in known.items()]
    try:
        with _evaluation(module), torch.no_grad():
            module(*example) if isinstance(example, tuple) else module(example)
    except Exception as error:  # a model raises whatever it likes
        reason = printed(str(error).partition("\n")[0])[:200]
        kind = type(error).__name__
        whole = f"{type(module).__name__} fails on the example: {kind}: {reason}"
        raise ConvanimError(whole) from None
    finally:
        for handle in handles:
            handle.remove()
    return calls


@contextmanager
def _evaluation(module: Any) -> Iterator[None]:
    """Put a module in evaluation mode, so that a pass changes no statistics, and back."""
    modes = [(each, each.training) for each in module.modules()]
    module.eval()
    try:
        yield
    finally:
        for each, mode in modes:
            each.training = mode


def _layers(
    path: str, module: Any, calls: Sequence[Call] | None, example: Any
) -> Iterator[ModelLayer]:
    """Yield a layer for each different input size of a module."""
    bare = ModelLayer(path, type(module).__name__, (), (), {})
    fault = class_fault(module, base_class(type(module))[0])
    if fault:
        yield replace(bare, refusal=fault.partition(";")[0])
    elif not calls:
        reason = "its input size is not known; give an example"
        unreached = "the example does not reach it"
        yield replace(bare, refusal=reason if example is None else unreached)
    else:
        for call in dict.fromkeys(calls):
            yield _layer(bare, module, *call)


def _layer(bare: ModelLayer, module: Any, taken: Sequence[int], made: Sequence[int]) -> ModelLayer:
    stem, axes = base_class(type(module))[1:]
    layer = replace(bare, input_shape=tuple(taken[1:]), output_shape=tuple(made[1:]))
    if stem == "Linear":
        if len(taken) != 2:
            return replace(layer, refusal="it is applied to each row of a map by itself")
        maps = Maps(taken[1], (1,))
    elif stem == "Fold":
        return replace(layer, refusal="hand it over alone to from_torch")
    elif axes is not None and len(taken) != axes + 2:
        return replace(layer, refusal="its input has no batch; give an example with one")
    else:
        maps = Maps(taken[1], tuple(taken[2:]))
    try:
        keys = READERS[stem](module, maps)
    except RefusalError as refused:
        return replace(layer, refusal=str(refused))
    whole = {"i": maps.sizes, "in_channels": maps.channels, **keys}
    shape = (maps.channels or 1, *whole["i"])
    return replace(layer, keys=short_keys(with_numbers([whole], shape)[0]))
