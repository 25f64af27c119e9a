"""The description of a film: its drawings by what moves them, and what can be asked about them.

Lengths are hundredths of a point, x to the right and y down from the corner of the page; steps of
a motion are thousandths of a point. All numbers are whole, and everything fits into JSON.

============== =====================================================================================
key            says
============== =====================================================================================
``version``    1; a page refuses another
``name``       of the figure
``alt``        its alternative text
``language``   the code of its language
``texts``      the translation of each text of a player; empty for English
``roles``      names of roles; a track gives one by number, whose class in style sheets is ``r3``
``areas``      the roles of closed outlines
``letters``    outlines of letters in thousandths of an em
``shapes``     outlines, as SVG path data from a first point at the origin; or a text as a list:
               its scale, then a letter, x and y for each letter, from the one before it
``themes``     for each theme ``name``, ``page``, ``dark``, ``rules`` (declarations of each role)
               and hatch ``patterns``
``follows``    whether the page begins with the second theme for readers who prefer dark pages
``plays``      how often the film plays; 0 for without end
``films``      the films; one unless there are sliders
``sliders``    for each slider its ``letter``, ``words``, first and last value and ``start``; none
               unless there are several films
``keys``       for the values of all sliders, such as ``"5 3 2"``, the number of their film, or the
               message why there is none
``limit``      the most kB of a page, if there are fewer sliders for it
============== =====================================================================================

A film has ``size``, ``columns`` (frames in a row of positions), ``times`` and ``moves``
(hundredths of a second of each frame, and of the motion at its end), ``tracks`` in painting order,
``formulas``, ``notes`` about them, ``code`` by language and what :mod:`.touch` describes. Where a
drawing fades into the next one, ``fades`` has ``tracks`` and ``columns`` of its own: so many
``frames`` for each of the drawings ``after`` which there is a fade, one fade after the other. A
track has a role ``r`` and one of:

- ``s`` a shape and ``x`` its place, in all frames; with ``m``, steps down (x, y) and across (x, y),
  it moves by them from row to row and from column to column;
- ``f`` the number of points of each line, ``p`` these points, ``d`` and ``a`` the steps of each
  coordinate down and across;
- ``l`` several shapes, and ``x`` the place of all of them, or two lists of x and y, each from the
  one before it; and ``n`` which of them each frame shows, -1 for none: one after the other by
  default.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from convanim.backends._book.inks import style
from convanim.backends._book.shelf import Shelf
from convanim.backends._book.touch import touch
from convanim.backends._svg.clock import HUNDREDTHS
from convanim.backends._svg.tracks import Track, tracks
from convanim.errors import OutputError
from convanim.scene.clearance import cleared
from convanim.scene.language import ENGLISH
from convanim.scene.motion import drawing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from convanim.film.inspection import Inspection
    from convanim.film.shot import Shot, Slider, Variations
    from convanim.scene.language import Language
    from convanim.scene.timeline import Timeline

VERSION = 1

LARGEST = 60_000
"""The most bytes of a page with sliders; those that would make it larger are left out."""

Describe = Callable[[Iterable[Track], Shelf], tuple[list[dict[str, Any]], int]]
"""Returns the description of each track, and the number of frames in a row of positions."""


def described_book(
    shot: Shot, most: int, shelf: Shelf, describe: Describe, tick: Callable[[], None]
) -> dict[str, Any]:
    """Return the description of a film.

    Parameters
    ----------
    shot : Shot
        What is drawn.
    most : int
        The most sets of sizes that sliders offer; 0 for no sliders.
    shelf : Shelf
        Describes what layers share.
    describe : callable
        Describes tracks.
    tick : callable
        Called once for each frame.

    Raises
    ------
    OutputError
        Sliders are asked for, and no size of the figure can vary, or the page would be too large.
    """
    inspection = shot.ask.inspection()
    language, dark = inspection.language, shot.setup.dark
    films = [_film(shot, inspection, shelf, describe)]

    def book(choice: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "version": VERSION,
            "name": shot.about.title,
            "alt": shot.about.alt,
            "language": language.name if language else ENGLISH,
            "texts": _texts(language) if language else {},
            "roles": [role for _, role in shelf.roles],
            "areas": [number for (kind, _), number in shelf.roles.items() if kind == "a"],
            "letters": shelf.outlines(),
            "shapes": list(shelf.shapes),
            "themes": [
                style(each, shelf.roles) for each in (shot.theme, dark or inspection.contrast)
            ],
            "follows": dark is not None,
            "plays": shot.setup.loop or 0,
            "films": list(films),
            **choice,
        }

    alone = book({})
    choices = _choices(shot.ask.variations(most), films, shelf, describe) if most else ()
    found = _largest(alone, map(book, choices)) if most else alone
    for _ in shot.timeline.moments:
        tick()
    return found


def _largest(alone: dict[str, Any], wider: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return the last book whose page is not too large.

    Raises
    ------
    OutputError
        Not even the first one has such a page.
    """
    from convanim.film.player import page

    found = alone
    for book in wider:
        if len(page(book).encode()) > LARGEST:
            if found is alone:
                raise OutputError(
                    f"{alone['name']}: a page with sliders would be larger than {LARGEST // 1000} "
                    "kB; remove sliders"
                )
            return {**found, "limit": LARGEST // 1000}
        found = book
    return found


def _texts(language: Language) -> dict[str, str]:
    from convanim.film.player.texts import texts

    return {text: language.entry(text) for text in texts()}


def _choices(
    growing: Iterable[Variations], films: list[dict[str, Any]], shelf: Shelf, describe: Describe
) -> Iterator[dict[str, Any]]:
    """Yield the sliders and what their values show, and add the films of all variations."""
    found: dict[tuple[int, ...], int | str] = {}
    for variations in growing:
        start = tuple(slider.start for slider in variations.sliders)
        for values, shot in variations.shots.items():
            if isinstance(shot, str):
                found[values] = shot
            elif values == start:
                found[values] = 0
            else:
                found[values] = len(films)
                of_its_page = replace(shelf, box=shot.layout.box)
                films.append(_film(shot, shot.ask.inspection(), of_its_page, describe))
        yield _choice(variations.sliders, found)


def _choice(
    sliders: Sequence[Slider], found: Mapping[tuple[int, ...], int | str]
) -> dict[str, Any]:
    moving = [
        {
            "letter": each.letter,
            "words": each.words,
            "first": each.values[0],
            "last": each.values[-1],
            "start": each.start,
        }
        for each in sliders
        if each.moves
    ]
    moves = [each.moves for each in sliders]
    keys = {" ".join(map(str, itertools.compress(n, moves))): at for n, at in found.items()}
    return {"sliders": moving, "keys": keys}


def _film(shot: Shot, inspection: Inspection, shelf: Shelf, describe: Describe) -> dict[str, Any]:
    frames = [cleared(shot.layout.scene(n)).layers for n in shot.timeline.drawings]
    described, columns = describe(tracks(frames), shelf)
    left, bottom, right, top = shot.layout.box
    return {
        "size": [round((right - left) * HUNDREDTHS), round((top - bottom) * HUNDREDTHS)],
        "columns": columns,
        "times": _short(shot.timeline.without_motion().centiseconds),
        "moves": _short(_moves(shot.timeline)),
        "tracks": described,
        **_fades(shot, shelf, describe),
        "formulas": list(inspection.formulas),
        "notes": list(inspection.notes),
        "code": dict(inspection.code),
        **touch(inspection, shot.layout.box),
    }


def _fades(shot: Shot, shelf: Shelf, describe: Describe) -> dict[str, Any]:
    """Return the frames between drawings that fade into the next one; nothing if there are none."""
    numbers = itertools.accumulate(not each.part for each in shot.timeline.moments)
    fading = [
        (number - 1, each)
        for number, each in zip(numbers, shot.timeline.moments, strict=True)
        if each.fades
    ]
    if not fading:
        return {}
    after = list(dict.fromkeys(number for number, _ in fading))
    frames = [drawing(shot.layout, each).layers for _, each in fading]
    described, columns = describe(tracks(frames), shelf)
    fades = {"after": after, "frames": len(fading) // len(after)}
    return {"fades": {**fades, "columns": columns, "tracks": described}}


def _moves(timeline: Timeline) -> list[int]:
    """Return how long the motion after each drawing lasts."""
    found: list[int] = []
    for moment, centiseconds in zip(timeline.moments, timeline.centiseconds, strict=True):
        if moment.part:
            found[-1] += centiseconds
        else:
            found.append(0)
    return found


def _short(numbers: Sequence[int]) -> int | list[int]:
    """Return a single number if all are equal."""
    return numbers[0] if len({*numbers}) == 1 else list(numbers)
