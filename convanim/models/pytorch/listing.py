"""The layers of any module of torch, found by their paths."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from convanim.errors import ConvanimError, printed
from convanim.models.keys import RefusalError, short_keys
from convanim.models.listing import Listing, ModelLayer
from convanim.models.pytorch.layers import READERS
from convanim.models.pytorch.modules import base_class, class_fault
from convanim.models.pytorch.parameters import Parameters
from convanim.models.pytorch.tracing import Call, Trace, begin, end, following
from convanim.models.sizes import Maps
from convanim.models.weights import with_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator


def layers(module: Any, example: Any) -> Listing:
    """Return the layers of a module, and its others.

    They are in the order of their paths, or with an example in the order in which they run.

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
    parts = _parts(module)
    known = {path: each for path, each in parts.items() if _stem(each) in READERS}
    trace = Trace() if example is None else _traced(module, parts, example)
    numbers = Parameters()
    found = []
    for n, layer in enumerate(_called(trace, known)):
        call, norm = trace.calls[n].path, trace.norms.get(n)
        owners = [known[call], *([parts[norm]] if norm is not None else [])]
        found.append(replace(layer, parameters=numbers.take(owners)))
    called = {call.path for call in trace.calls}
    for path, each in known.items():
        if path not in called:
            layer = _uncalled(path, each, example)
            found.append(replace(layer, parameters=numbers.take([each])))
    listed = {*known, *trace.norms.values()}
    others, learned = Counter[str](), Counter[str]()
    for path, each in parts.items():
        if path not in listed:
            kind, own = type(each).__name__, numbers.take([each], is_deep=False)
            learned[kind] += own
            others[kind] += 1 if own or not list(each.children()) else 0
    return Listing.of(found, +others, learned)


def _parts(module: Any) -> dict[str, Any]:
    """Return the modules of a module by their paths, without those within a layer."""
    found: dict[str, Any] = {}
    within: tuple[str, ...] = ()
    for path, each in module.named_modules():
        if not path.startswith(within):
            found[path] = each
            if _stem(each) in READERS:
                within = (*within, f"{path}." if path else "")
    return found


def _stem(module: Any) -> str:
    return base_class(type(module))[1]


def _traced(module: Any, parts: dict[str, Any], example: Any) -> Trace:
    """Return the calls of the layers in one forward pass."""
    import torch

    trace = Trace()

    def hook(path: str) -> Any:
        def note(_: Any, inputs: Any, output: Any) -> None:
            if inputs and hasattr(inputs[0], "shape") and hasattr(output, "shape"):
                trace.note(path, inputs[0], output)

        return note

    def norm_hook(path: str) -> Any:
        def note(_: Any, inputs: Any) -> None:
            trace.note_norm(path, inputs[0])

        return note

    handles = []
    for path, each in parts.items():
        if _stem(each) in READERS:
            handles.append(each.register_forward_hook(hook(path)))
        elif _stem(each) == "BatchNorm":
            handles.append(each.register_forward_pre_hook(norm_hook(path)))
    begin(example)
    try:
        with _evaluation(module), torch.no_grad(), following():
            module(*example) if isinstance(example, tuple) else module(example)
    except Exception as error:  # a model raises whatever it likes
        reason = printed(str(error).partition("\n")[0])[:200]
        kind = type(error).__name__
        whole = f"{type(module).__name__} fails on the example: {kind}: {reason}"
        raise ConvanimError(whole) from None
    finally:
        end(example)
        for handle in handles:
            handle.remove()
    return trace


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


def _called(trace: Trace, known: dict[str, Any]) -> Iterator[ModelLayer]:
    """Yield the layer of each call."""
    axes: list[int] = []
    for call in trace.calls:
        module = known[call.path]
        before = max((axes[maker] for maker in call.origin.makers if maker >= 0), default=1)
        is_dense = _stem(module) == "Linear"
        rows = len(call.origin.map) - 2 if call.origin.map else before
        axes.append(rows if is_dense else len(call.taken) - 2)
        layer = _layer(_bare(call.path, module), module, call, max(1, axes[-1]))
        yield layer.following(call.origin.makers)


def _bare(path: str, module: Any) -> ModelLayer:
    kind = type(module).__name__
    return ModelLayer(path or kind, kind, (), (), {})


def _uncalled(path: str, module: Any, example: Any) -> ModelLayer:
    """Return a layer whose sizes are not known."""
    fault = class_fault(module, base_class(type(module))[0]).partition(";")[0]
    reason = "its input size is not known; give an example"
    unreached = "the example does not reach it"
    refusal = fault or (reason if example is None else unreached)
    return replace(_bare(path, module), refusal=refusal)


def _layer(bare: ModelLayer, module: Any, call: Call, axes: int) -> ModelLayer:
    """Return the layer of a call; ``axes`` are those of the maps that rows of features were."""
    taken, (base, stem, own_axes) = call.taken, base_class(type(module))
    layer = replace(bare, input_shape=taken[1:], output_shape=call.made[1:])
    if fault := class_fault(module, base):
        return replace(layer, refusal=fault.partition(";")[0])
    if stem == "Linear":
        if len(taken) != 2:
            return replace(layer, refusal="it is applied to each row of a map by itself")
        channels, *sizes = call.origin.map[1:] or (taken[1], *(1,) * axes)
        maps = Maps(channels, tuple(size for size in sizes if size is not None))
    elif stem == "Fold":
        return replace(layer, refusal="pass it by itself to from_torch")
    elif own_axes is not None and len(taken) != own_axes + 2:
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
