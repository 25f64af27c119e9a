"""Makes the font of Chinese labels from the system's: ``python -m tests.label_font``.

It has the wide letters of the tables in ``convanim/languages``, which any figure in one of these
languages can need, and those of the shipped configs. It is named differently from the original, as
its licence asks.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from fontTools.ttLib import TTFont

from convanim.backends._mpl import fonts
from convanim.backends._mpl.faces import LABELS
from convanim.backends._mpl.truetype import converted
from convanim.config.keys.languages import LANGUAGES
from convanim.scene.typesetting import is_wide
from tests.support.runs import ROOT

ORIGINAL = "Noto Sans CJK SC"
NAME = "Convanim Labels"
PUNCTUATION = "\u3001\u3002\u300a\u300b\u300c\u300d\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f"
NAMES = {
    1: NAME,
    2: "Regular",
    3: f"{NAME} Regular",
    4: NAME,
    6: NAME.replace(" ", "") + "-Regular",
    13: "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
    14: "https://openfontlicense.org",
}
COPYRIGHT = 0
VERTICAL = ("BASE", "GDEF", "GPOS", "GSUB", "vhea", "vmtx")


def letters():
    """Return the letters of the font, in order."""
    files = (*LANGUAGES.glob("*.yaml"), *(ROOT / "configs").rglob("*.yaml"))
    texts = (path.read_text(encoding="utf-8") for path in files)
    found = {letter for text in texts for letter in text if is_wide(letter)}
    return "".join(sorted(found | {*PUNCTUATION}))


def made(target):
    """Write the font, and return the text of its copyright."""
    with tempfile.TemporaryDirectory() as folder:
        path = converted(fonts.family(ORIGINAL), letters(), Path(folder))
        with TTFont(path, recalcTimestamp=False) as font:
            notice = font["name"].getDebugName(COPYRIGHT)
            font["name"].names = []
            for number, text in {COPYRIGHT: notice, **NAMES}.items():
                font["name"].setName(text, number, 3, 1, 0x409)
            for table in VERTICAL:
                if table in font:
                    del font[table]
            font.save(target)
    return notice


if __name__ == "__main__":
    print(made(LABELS))
