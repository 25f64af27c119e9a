"""WebP, animated and without loss, from the colours of a GIF's palette."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, ClassVar

from convanim.errors import OutputError
from convanim.files.staging import staged
from convanim.film.page_setup import PAGE
from convanim.film.raster.raster_writer import RasterWriter
from convanim.film.rates import Rate, Rates
from convanim.scene.workload import Ink

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convanim.film.film import RasterFilm

LARGEST = 16383
"""The largest width or height: each has 14 bits."""

METHOD = 4
"""How hard the encoder tries; the next methods save nothing, and take far longer."""

DESCRIPTION = """<x:xmpmeta xmlns:x="adobe:ns:meta/">\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/">\
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>\
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{alt}</rdf:li></rdf:Alt></dc:description>\
</rdf:Description></rdf:RDF></x:xmpmeta>"""
"""What a file says about its figure, in XMP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webp(RasterWriter):
    """An animated WebP without loss, a quarter smaller than a GIF."""

    name: ClassVar[str] = "webp"
    suffix: ClassVar[str] = ".webp"
    signature: ClassVar[bytes] = rb"RIFF.{4}WEBP"
    libraries: ClassVar[tuple[str, ...]] = ("pillow",)
    is_transparent: ClassVar[bool] = True
    still: ClassVar[bool] = False
    rates: ClassVar[Rates] = Rates(
        Rate(
            frame=1100,
            still=Ink(straight=0.62, slanted=3.2, letters=7.1),
            moving=Ink(straight=0.092, slanted=0.17),
        ),
        Rate(shown=4.6e-8, still=Ink(letters=3.2e-5), moving=Ink(corners=2.6e-5)),
    )
    setup: ClassVar[frozenset[str]] = PAGE | {"dpi", "loop"}

    def write(self, film: RasterFilm, path: Path, tick: Callable[[], None]) -> tuple[Path, ...]:
        """Write the film to one file; frames that are alike become one that lasts as long.

        Raises
        ------
        OutputError
            The file could not be written, or a frame is too large for a WebP.
        """
        from convanim.film.raster.pillow_frames import pictures, save

        width, height = film.size
        if max(film.size) > LARGEST:
            raise OutputError(f"{path}: {width} x {height} pixels; a WebP has at most {LARGEST}")
        texts = {"title": escape(film.about.title), "alt": escape(film.about.alt)}
        frames = pictures(film, tick)
        with staged(path) as temporary, temporary.open("wb") as file:
            xmp = DESCRIPTION.format(**texts).encode()
            encoding = {"lossless": True, "method": METHOD, "xmp": xmp}
            save(film, file, "WEBP", (next(frames), frames), **encoding)
        return (path,)
