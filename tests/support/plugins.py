"""The kinds of plug-ins there are."""

from __future__ import annotations

from convanim.film.writer import Writer
from convanim.layers.operation import Operation
from convanim.layout.overlay import Overlay
from convanim.layout.view import View

KINDS = (Operation, Overlay, View, Writer)
