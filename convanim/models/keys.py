"""Config keys of a layer as a person would write them: short, and without what is default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Keys = dict[str, Any]
"""Config keys and their values, plain data."""


class RefusalError(Exception):
    """A layer that a framework allows and no operation shows; the text follows its name."""


DEFAULTS = {
    "s": 1,
    "p": 0,
    "d": 1,
    "a": 0,
    "in_channels": 1,
    "groups": 1,
    "bias": False,
    "padding_mode": "zeros",
    "ceil_mode": False,
    "count_include_pad": True,
    "mode": "nearest",
    "align_corners": False,
    "relu": False,
}
"""What goes without saying; a key that is None, too."""


def shortened(given: Mapping[str, Any]) -> Keys:
    """Return keys without those that are default; one number where all axes have the same.

    Parameters
    ----------
    given : mapping
        An axis has its entry in ``i k s p d a``, and those of ``p`` are pairs or one word.
    """
    short = {**given}
    for letter in ("k", "s", "d", "a", "scale"):
        if letter in short:
            short[letter] = _one(short[letter])
    short["i"] = _size(short.get("i"), short.get("values"))
    short["p"] = _padding(short.get("p", 0))
    usual = {**DEFAULTS}
    if "out_channels" in short:
        usual |= dict.fromkeys(("in_channels", "out_channels"), short.get("groups", 1))
    if not _has_padding(short["p"]):
        short.pop("count_include_pad", None)
        short.pop("padding_mode", None)
    if "bias" in (short.get("values") or {}):
        short.pop("bias", None)
    return {key: value for key, value in short.items() if value not in (None, usual.get(key))}


def _one(entries: Sequence[Any]) -> Any:
    """Return the one entry where all axes have the same, else a list."""
    return entries[0] if len(set(entries)) == 1 else list(entries)


def _size(i: Sequence[int] | None, values: Mapping[str, Any] | None) -> Any:
    """Return one number for a square; lists say how many axes there are, and numbers need it."""
    if i is None:
        return None
    is_square = len(i) == 2 and len(set(i)) == 1
    return i[0] if is_square and not values else list(i)


def _padding(p: Any) -> Any:
    if isinstance(p, int | str):
        return 0 if p == "valid" else p
    sides = [before if before == after else [before, after] for before, after in p]
    return sides[0] if _is_one_number(sides) else sides


def _is_one_number(sides: Iterable[Any]) -> bool:
    first, *rest = sides
    return isinstance(first, int) and all(side == first for side in rest)


def _has_padding(p: Any) -> bool:
    return p not in (0, "valid")
