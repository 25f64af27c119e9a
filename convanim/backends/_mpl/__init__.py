"""Draws scenes with matplotlib: pixels with the Agg renderer, pages with a ``Figure``.

Both send the same paths to a renderer; see :mod:`.artists`. This module is the first to import
matplotlib, so that it can silence warnings about an unwritable cache or the user's matplotlibrc,
on which figures do not depend.
"""

import logging

from convanim.errors import OutputError

_log = logging.getLogger("matplotlib")
_level = _log.level
_log.setLevel(logging.ERROR)
try:
    import matplotlib.font_manager  # noqa: F401
except (OSError, ValueError) as error:
    message = f"matplotlib cannot start: {error}; check MPLCONFIGDIR, MPLBACKEND and matplotlibrc"
    raise OutputError(message) from error
finally:
    _log.setLevel(_level)
