"""The shipped figures: all of them in a thorough run, and otherwise some that have every key."""

from __future__ import annotations

import os
import re
from pathlib import Path

CONFIGS = sorted((Path(__file__).parents[2] / "configs").glob("*/*.yaml"))

IS_THOROUGH = bool(os.environ.get("CONVANIM_THOROUGH"))
"""Whether every case is tested where some stand for the others, as every night."""

PROSE = re.compile(r"#.*|\b(?:title|caption|alt|name):.*")
CHOICE = re.compile(r"(?m)[a-z_]+: *[a-z_-]*|[\[ -] *[a-z_-]+ *(?:[\],]|$)")
"""A key with the word that is chosen for it, or a word of a list."""


def some(paths):
    """Return configs that have every key, and every word chosen for one, that any of them has."""
    if IS_THOROUGH:
        return [*paths]
    choices = {path: {*CHOICE.findall(PROSE.sub("", path.read_text("utf-8")))} for path in paths}
    chosen, left = [], set().union(*choices.values())
    while left:
        chosen.append(max(paths, key=lambda path: len(choices[path] & left)))
        left -= choices[chosen[-1]]
    return sorted(chosen)


FEW = some(CONFIGS)
