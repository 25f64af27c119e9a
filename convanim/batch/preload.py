"""Imports what drawing takes long to import, for processes that are copies of one that has."""

import contextlib

from convanim.errors import OutputError

with contextlib.suppress(OutputError):  # whoever draws says why it cannot
    import convanim.backends._mpl.raster
    import convanim.film.palette  # noqa: F401
