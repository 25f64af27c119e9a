"""Figures in a browser while their configs are edited: a server for this machine alone.

``knobs`` finds the sizes that a config gives as numbers, ``desk`` draws a config with other numbers
in their place, and ``server`` answers a page, which draws what it is told.
"""

from convanim.serving.desk import Desk
from convanim.serving.server import Server

__all__ = ["Desk", "Server"]
