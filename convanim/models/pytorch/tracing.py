"""One forward pass of a module of torch: what each layer takes and makes, and what it follows."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from convanim.models.listing import INPUT, REPEATED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convanim.models.listing import Shape

NOTE = "_convanim_origin"
"""The attribute of a tensor that holds its :class:`Origin` during the pass."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a tensor comes from.

    Attributes
    ----------
    makers : tuple of int
        The numbers of the last calls on all ways to it, INPUT and REPEATED among them.
    map : tuple of int
        The shape of the map whose flattened rows it has; empty where it has none.
    is_output : bool
        Whether it is what a layer made, as it is.
    """

    makers: tuple[int, ...] = ()
    map: Shape = ()
    is_output: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A layer's call: its path, the shapes with the batch, and what its input comes from."""

    path: str
    taken: tuple[int, ...]
    made: tuple[int, ...]
    origin: Origin


@dataclass(slots=True)
class Trace:
    """The calls of one pass; those of a layer with the same sizes are one.

    Attributes
    ----------
    calls : list of Call
        In their order.
    norms : dict
        The paths of normalisations that take the output of a call as it is, by its number.
    """

    calls: list[Call] = field(default_factory=list)
    norms: dict[int, str] = field(default_factory=dict)
    _known: set[tuple[str, tuple[int, ...], tuple[int, ...]]] = field(default_factory=set)

    def note(self, path: str, taken: Any, made: Any) -> None:
        """Note a call of a layer."""
        key = path, tuple(taken.shape), tuple(made.shape)
        number = REPEATED
        if key not in self._known:
            self._known.add(key)
            number = len(self.calls)
            self.calls.append(Call(*key, origin_of(taken)))
        setattr(made, NOTE, Origin((number,), is_output=True))

    def note_norm(self, path: str, taken: Any) -> None:
        """Note a call of a normalisation."""
        origin = origin_of(taken)
        if origin.is_output and origin.makers[0] >= 0:
            self.norms.setdefault(origin.makers[0], path)


def origin_of(tensor: Any) -> Origin:
    """Return where a tensor comes from."""
    found: Origin = getattr(tensor, NOTE, Origin())
    return found


def begin(example: Any) -> None:
    """Note that tensors are the model's input."""
    for each in _tensors(example):
        setattr(each, NOTE, Origin((INPUT,)))


def end(example: Any) -> None:
    """Take back what :func:`begin` has noted."""
    for each in _tensors(example):
        if hasattr(each, NOTE):
            delattr(each, NOTE)


def following() -> Any:
    """Return the context in which every function of torch passes on where its results come from."""
    from torch.overrides import TorchFunctionMode

    class Following(TorchFunctionMode):  # type: ignore[misc, unused-ignore]
        """Passes on where results come from."""

        def __torch_function__(
            self, func: Callable[..., Any], types: Any, args: Any = (), kwargs: Any = None
        ) -> Any:
            made = func(*args, **(kwargs or {}))
            taken = [*_tensors(args), *_tensors(kwargs or {})]
            changed = taken[:1] if getattr(func, "__name__", "") == "__setitem__" else []
            for each in (*_tensors(made), *changed):
                setattr(each, NOTE, _passed(taken, each))
            return made

    return Following()


def _passed(taken: list[Any], made: Any) -> Origin:
    """Return where the result of a function comes from."""
    origins = [origin_of(each) for each in taken]
    makers = tuple(dict.fromkeys(n for each in origins for n in each.makers))
    first = next(((x, o) for x, o in zip(taken, origins, strict=True) if o.makers), None)
    if first is None:
        return Origin(makers)
    return replace(Origin(makers), map=_map(tuple(first[0].shape), first[1], tuple(made.shape)))


def _map(before: tuple[int, ...], origin: Origin, after: tuple[int, ...]) -> Shape:
    """Return the shape of the map whose rows a result has."""
    if len(after) != 2:
        return ()
    is_same = len(before) > 2 and before[0] == after[0] and math.prod(before) == math.prod(after)
    return before if is_same else origin.map if before == after else ()


def _tensors(value: Any) -> Iterator[Any]:
    """Yield the tensors in arguments or results."""
    if isinstance(value, list | tuple):
        for each in value:
            yield from _tensors(each)
    elif isinstance(value, dict):
        yield from _tensors(list(value.values()))
    elif hasattr(type(value), "shape") and hasattr(type(value), "is_complex"):
        # Of the class, since a parameter that torch makes in the first pass has no shape yet.
        yield value
