"""What the name of a layer says of its framework and its axes."""

from __future__ import annotations

import re

_AXES = re.compile(r"([123])([dD])(Transpose)?$")


def axes_named(name: str) -> int:
    """Return the number of axes in the name of a layer of torch or Keras; 0 without one."""
    found = _AXES.search(name)
    return int(found[1]) if found else 0


def is_of_keras(name: str) -> bool:
    """Return whether a name is spelt as Keras does: ``MaxPool2D``, where torch's is MaxPool2d."""
    found = _AXES.search(name)
    return found is not None and found[2] == "D"
