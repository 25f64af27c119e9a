"""Config keys of a layer as a person would write them: short, without default values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Keys = dict[str, Any]
"""Config keys and their values, as plain data."""


class RefusalError(Exception):
    """A layer that a framework allows but no operation shows; the text gives the reason."""


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
    "channel_order": "CRD",
    "norm": 2,
    "align_corners": False,
    "relu": False,
}
"""Values that need not be written."""


def short_keys(given: Mapping[str, Any]) -> Keys:
    """Return keys without default values, and with one number where all axes have the same.

    Parameters
    ----------
    given : mapping
        Each of ``i k s p d a`` has one entry per axis; an entry of ``p`` is a pair, or ``p`` is a
        word. Keys that are None are left out.
    """
    short = {**given}
    for letter in ("k", "s", "d", "a", "scale"):
        if letter in short:
            short[letter] = _one_number(short[letter])
    needs_list = "output_size" in short or bool(short.get("values"))
    short["i"] = _size(short.get("i"), needs_list)
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


def _one_number(entries: Sequence[Any]) -> Any:
    """Return the entry that all axes share, else a list."""
    return entries[0] if len(set(entries)) == 1 else list(entries)


def _size(i: Sequence[int] | None, needs_list: bool) -> Any:
    """Return one number for a square, unless a list is needed to tell how many axes there are."""
    if i is None:
        return None
    is_square = len(i) == 2 and len(set(i)) == 1
    return i[0] if is_square and not needs_list else list(i)


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
