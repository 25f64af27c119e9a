"""Imports the modules that are slow to import, in the process that workers are forked from."""

import contextlib

from convanim.errors import OutputError

with contextlib.suppress(OutputError):  # a worker that draws reports the error
    import convanim.backends._mpl.raster
    import convanim.film.raster.palette  # noqa: F401
