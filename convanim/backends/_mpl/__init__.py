"""Draws scenes with matplotlib: pixels through Agg alone, pages through a ``Figure``.

Both send the same paths of the same scene to a renderer; see :mod:`.artists`. matplotlib is
imported here first: what it says of a cache it cannot write or of a user's matplotlibrc is no
concern of figures that depend on neither.
"""

import logging

from convanim.errors import OutputError

_log = logging.getLogger("matplotlib")
_level = _log.level
_log.setLevel(logging.ERROR)
try:
    import matplotlib.font_manager  # noqa: F401
except (OSError, ValueError) as error:
    message = f"matplotlib cannot start: {error}; see MPLCONFIGDIR, MPLBACKEND and matplotlibrc"
    raise OutputError(message) from error
finally:
    _log.setLevel(_level)
