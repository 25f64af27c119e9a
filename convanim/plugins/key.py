"""A config key, declared by an annotation on the field of a class that holds its value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """One config key.

    Attributes
    ----------
    kind : str
        How its value is written: a name in ``convanim.config.keys.kinds``, such as ``count`` for
        a whole number, or ``per_axis`` for one number or a list with one number per axis.
    help : str
        One line for the schema, for messages and for README.
    also : tuple of str
        Other spellings with the same meaning.
    minimum : int
        Smallest value, where the kind is a number.
    words : tuple of str
        The values allowed, where the kind is ``word``; those allowed in place of a number, where
        it is ``count``.
    maximum : int or None
        Largest value, or most entries of a list; None for the limit of the kind.
    example : str
        A value for messages, where the kind is a mapping or a list.
    """

    kind: str
    help: str
    also: tuple[str, ...] = ()
    minimum: int = 1
    words: tuple[str, ...] = ()
    maximum: int | None = None
    example: str = ""
