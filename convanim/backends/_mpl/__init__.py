"""Draws scenes with matplotlib: pixels with Agg alone, pages with a ``Figure``.

Both send the same paths of the same scene to a renderer; see :mod:`.artists`. matplotlib is
first imported here, to silence its warnings about an unwritable cache or a user's matplotlibrc,
which figures do not depend on.
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
