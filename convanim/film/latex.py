"""Snippets of LaTeX that show the PDF of a figure; all text in them is escaped."""

from __future__ import annotations

import re
from bisect import bisect_right
from codecs import BOM_UTF16_BE
from collections.abc import Callable
from typing import TYPE_CHECKING

from convanim.errors import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convanim.film.contents import Contents

WIDEST, HIGHEST = 300, 220
"""The page that is shown at its own size, in points: the text of a slide is a little larger."""

FITTED = r"width=\linewidth,height=0.8\textheight,keepaspectratio,"
"""The options that shrink a larger page; they make its letters smaller."""

WIDE = r"width=\linewidth,"

STEP = "Step {} of {}"
"""What stands below a step, in English."""

SIDE_BY_SIDE = 4
"""The most steps that are all shown as subfigures; of more the first, the middle and the last."""

Snippet = Callable[["Contents"], "Iterator[str]"]
"""Yields the lines of LaTeX that show a film."""

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "{}$&#%_"},
}


def escaped(text: str) -> str:
    """Return a text as LaTeX that prints it, whatever is in it."""
    return "".join(_SPECIAL.get(sign, sign) for sign in text)


def figure(film: Contents) -> Iterator[str]:
    """Yield the lines of a floating figure: the step that stands for the film."""
    yield r"% \usepackage{graphicx}"
    yield r"\begin{figure}"
    yield r"  \centering"
    yield f"  {_graphic(film, bisect_right(film.steps, film.poster), _fit(film))}"
    yield from _end(film)


def filmstrip(film: Contents) -> Iterator[str]:
    """Yield the lines of a floating figure with the filmstrip, whose page has several steps."""
    alt = escaped(film.about.alt)
    yield r"% \usepackage{graphicx}"
    yield r"\begin{figure}"
    yield r"  \centering"
    yield f"  \\includegraphics[alt={{{alt}}}]{{{film.about.strip}.pdf}}"
    yield from _end(film)


def subfigures(film: Contents) -> Iterator[str]:
    """Yield the lines of a floating figure with a subfigure for each of a few steps."""
    count = len(film.steps)
    pages: Iterable[int] = range(1, count + 1)
    if count > SIDE_BY_SIDE:
        pages = (1, count // 2 + 1, count)
    pages = list(pages)
    width = f"{int(98 / len(pages)) / 100:g}"
    yield r"% \usepackage{graphicx,subcaption}"
    yield r"\begin{figure}"
    yield r"  \centering"
    for n, page in enumerate(pages):
        yield f"  \\begin{{subfigure}}{{{width}\\linewidth}}"
        yield f"    {_graphic(film, page, WIDE)}"
        yield f"    \\caption{{{_step(film, page)}}}"
        yield r"  \end{subfigure}" + (r"\hfill" if n + 1 < len(pages) else "")
    yield from _end(film)


def beamer(film: Contents) -> Iterator[str]:
    """Yield the lines for a frame of Beamer: each of its slides shows the next step."""
    yield r"% \usepackage{graphicx}, and this within a frame"
    for page in range(1, len(film.steps) + 1):
        yield f"\\only<{page}>{{{_graphic(film, page, _fit(film))}}}%"


def animate(film: Contents) -> Iterator[str]:
    """Yield the lines of an animation, which some viewers of PDF play.

    The frames between two steps are in the folder of PDFs and not in the PDF. Durations that
    differ are in a file beside the document, which LaTeX writes from these lines.
    """
    name = film.about.title
    files = f"{{{name}}}{{}}{{}}"
    needed = f"{name}.pdf"
    if len(film.steps) < len(film.centiseconds):
        last = len(film.centiseconds) - 1
        digits = max(2, len(str(last)))
        files = f"{{{name}/{name}_}}{{{0:0{digits}}}}{{{last:0{digits}}}}"
        needed = f"the folder {name} that the format pdf/ makes"
    yield f"% \\usepackage{{graphicx,animate}}, and {needed}"
    # The package knows films that play once, and those that play without end.
    endless = "" if film.plays else "loop,"
    options = f"controls,{endless}alttext={{{_plain(film.about.alt)}}},"
    if len({*film.centiseconds}) > 1:
        yield f"\\begin{{filecontents*}}[overwrite,noheader]{{{name}.timeline}}"
        yield from (f":{_rate(each)}:{t}" for t, each in enumerate(film.centiseconds))
        yield r"\end{filecontents*}"
        options += f"timeline={name}.timeline,"
    options += _fit(film)
    rate = _rate(film.centiseconds[0])
    yield f"\\animategraphics[{options.rstrip(',')}]{{{rate}}}{files}"


def _end(film: Contents) -> Iterator[str]:
    yield f"  \\caption{{{escaped(film.about.alt)}}}"
    yield f"  \\label{{fig:{film.about.title}}}"
    yield r"\end{figure}"


def _graphic(film: Contents, page: int, size: str) -> str:
    where = f"{_step(film, page)}: " if len(film.steps) > 1 else ""
    alt = escaped(f"{where}{film.about.alt}")
    return f"\\includegraphics[page={page},{size}alt={{{alt}}}]{{{film.about.title}.pdf}}"


def _step(film: Contents, page: int) -> str:
    language = film.about.language
    words = language.entry(STEP) if language else STEP
    return words.format(page, len(film.steps))


def _fit(film: Contents) -> str:
    left, bottom, right, top = film.box
    return FITTED if right - left > WIDEST or top - bottom > HIGHEST else ""


def _rate(centiseconds: int) -> str:
    """Return the frames per second at which a frame lasts that long."""
    return f"{100 / centiseconds:.6g}"


def _plain(text: str) -> str:
    """Return a text for a string of PDF that LaTeX writes as it is.

    Letters beyond ASCII make it UTF-16 with each byte in octal digits, as PDF has it.
    """
    if text.isascii():
        return re.sub(r"[^ \w.,:;=+-]", "", text)
    return "".join(rf"\string\{byte:03o}" for byte in BOM_UTF16_BE + text.encode("utf-16-be"))


SNIPPETS: dict[str, Snippet] = {
    "figure": figure,
    "subfigures": subfigures,
    "beamer": beamer,
    "animate": animate,
}
"""Each snippet by its name."""


def _usual(film: Contents) -> Snippet:
    if film.about.strip:
        return filmstrip
    return figure if len(film.steps) == 1 else subfigures


def snippet(film: Contents, use: str | None) -> str:
    """Return the snippet of that name; otherwise the one that a paper needs."""
    count = len(film.steps)
    lines = SNIPPETS[use] if use else _usual(film)
    head = f"% {film.about.title}: {count} {plural(count, 'step')}; convanim writes this file."
    return "\n".join((head, *lines(film), ""))
