"""What a plug-in says of the config keys it takes: an annotation on each field of its class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "per_axis", "padding", "count", "number", "flag", "word", "values", "convolution", "path"
]


"""The shapes a key's value can have; the config reader knows how to read each."""


@dataclass(frozen=True, slots=True)
class Key:
    """One config key.

    Attributes
    ----------
    kind : str
        How its value is written; ``per_axis`` is a number or a list with one number per axis.
    help : str
        One line for the schema and the documentation.
    also : tuple of str
        Other spellings that mean the same.
    minimum : int
        Least value, where the kind is a number.
    words : tuple of str
        The values allowed, where the kind is ``word``; those beside a number, where it is
        ``count``.
    """

    kind: Kind
    help: str
    also: tuple[str, ...] = ()
    minimum: int = 1
    words: tuple[str, ...] = ()
