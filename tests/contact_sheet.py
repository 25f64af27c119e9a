"""Contact sheets of shipped figures, to be looked at: ``python -m tests.contact_sheet [TOPIC]``.

Each row shows the first, the telling and the last frame of one figure: in colour, in grey, and as
it is printed in a column of 84 mm at 300 dpi. A sheet holds a dozen figures at most.
"""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path

from PIL import Image, ImageDraw

import convanim

CONFIGS = Path(__file__).parents[1] / "configs"
PRINT_DPI = 300
SCREEN_DPI = 100
COLUMN_INCHES = 84 / 25.4
ROWS = 12
GAP = 16


def pictures(figure):
    """Return three frames in colour, three in grey, and three as printed in a column."""
    steps = (0, figure.poster, len(figure) - 1)
    screen = [in_column(Image.fromarray(figure.frame(t, SCREEN_DPI)), SCREEN_DPI) for t in steps]
    printed = [in_column(Image.fromarray(figure.frame(t, PRINT_DPI)), PRINT_DPI) for t in steps]
    return [*screen, *(each.convert("L") for each in screen), *printed]


def in_column(picture, dpi):
    """Return a picture scaled down to the width of a column; a narrower one as it is."""
    width = round(COLUMN_INCHES * dpi)
    if picture.width <= width:
        return picture
    height = round(picture.height * width / picture.width)
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def sheet(figures):
    """Return one picture with a row for each figure, its name above it."""
    rows = [(figure.name, pictures(figure)) for figure in figures]
    columns = zip(*(row for _, row in rows), strict=True)
    widths = [max(picture.width for picture in column) + GAP for column in columns]
    heights = [max(picture.height for picture in row) + 3 * GAP for _, row in rows]
    page = Image.new("RGB", (sum(widths) + GAP, sum(heights)), "white")
    pen = ImageDraw.Draw(page)
    for top, (name, row) in zip(itertools.accumulate([0, *heights]), rows, strict=False):
        pen.text((GAP, top + GAP // 2), name, "black")
        for left, picture in zip(itertools.accumulate([GAP, *widths]), row, strict=False):
            page.paste(picture, (left, top + 2 * GAP))
    return page


def write(topic, folder):
    """Write the sheets of one topic into a folder and return their paths."""
    configs = sorted((CONFIGS / topic).glob("*.yaml"))
    batches = [configs[n : n + ROWS] for n in range(0, len(configs), ROWS)]
    written = []
    for number, batch in enumerate(batches, 1):
        path = folder / (f"{topic}_{number}.png" if len(batches) > 1 else f"{topic}.png")
        sheet([convanim.load(config) for config in batch]).save(path)
        written.append(path)
    return written


def main(arguments=None):
    topics = sorted(path.name for path in CONFIGS.iterdir() if path.is_dir())
    parser = argparse.ArgumentParser(prog="python -m tests.contact_sheet", description=__doc__)
    parser.add_argument("topic", nargs="*", help=f"any of {', '.join(topics)}; all by default")
    parser.add_argument("-o", "--out", type=Path, default=Path("contact_sheets"), metavar="DIR")
    options = parser.parse_args(arguments)
    if unknown := set(options.topic) - set(topics):
        parser.error(f"there is no topic {', '.join(sorted(unknown))}")
    options.out.mkdir(parents=True, exist_ok=True)
    for topic in options.topic or topics:
        for path in write(topic, options.out):
            print(path, flush=True)


if __name__ == "__main__":
    main()
