"""Makes the outlines of letters that are drawn without matplotlib: ``python -m tests.letters``.

Each letter is the text of its width and its steps, in 64ths of a hundredth of an em: the precision
with which FreeType gives them to matplotlib.
"""

from __future__ import annotations

import itertools
import json
import string

from fontTools.ttLib import TTFont

from convanim.backends._letters.outlines import DATA, LENGTHS, PIXELS, SUBPIXELS, WIDE
from convanim.backends._mpl import lettering
from convanim.backends._mpl.faces import LABELS
from convanim.scene.typesetting import is_wide, needs_mathematics

FACES = ("cm", "cm-sans")
LETTERS = [letter for letter in map(chr, range(32, 127)) if not needs_mathematics(letter)]
SIGNS = ["=", "+", "-", "<", ">", r"\ast", r"\cdot", r"\times", r"\to"]
NUMBERS = [*(f"-{n}" for n in range(1, 13)), *(f"+{n}" for n in range(1, 10))]
FORMULAS = [f"${text}$" for text in (*SIGNS, *NUMBERS, *string.ascii_letters)]
CODES = {1: "m", 2: "l", 3: "q", 4: "c", 79: "z"}


def units(value):
    """Return a length in the units of the data; those of letters are whole numbers."""
    return f"{round(value * PIXELS * SUBPIXELS, 3):.10g}"


def shape(text, face):
    """Return the width and the steps of a text, as matplotlib typesets it."""
    vertices, codes, width = lettering.outline(text, face)
    words, left = units(width) + " ", 0
    for code, vertex in zip(codes.tolist(), vertices.tolist(), strict=True):
        words += " " if left else CODES[code]
        words += " ".join(map(units, vertex))
        left = (left or LENGTHS[CODES[code]]) - 1
    return words


def faces():
    return {
        face: {text: shape(text, face) for text in itertools.chain(LETTERS, FORMULAS)}
        for face in FACES
    }


def wide():
    """Return the shapes of the letters that only the font of Chinese labels has."""
    with TTFont(LABELS) as font:
        letters = filter(is_wide, map(chr, font.getBestCmap()))
        return {letter: shape(letter, FACES[0]) for letter in letters}


def main():
    for path, data in ((DATA, faces()), (WIDE, wide())):
        text = json.dumps(data, indent=0, ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
