"""Animated figures of convolution arithmetic from a few lines of YAML.

>>> import convanim
>>> fig = convanim.figure(operation="conv", i=5, k=3, s=2, p=1)
>>> fig.explain().o
(3, 3)

``convanim.load("x.yaml")`` reads a config, ``convanim.figure(...)`` takes the same keys, and both
give a :class:`~convanim.api.Figure`: ``len(fig)``, ``fig.frame(t)``, ``fig.step(t)``,
``fig.explain()``, ``fig.save("x.mp4")``. ``convanim.from_torch(module, 5)`` makes one of a layer of
torch, ``convanim.from_onnx("x.onnx")`` one of any layer of a model;
``convanim.render_all(paths, folder)`` writes many.

The package, in the direction the data flows:

================================  =================================================================
``spec``                          YAML to a checked :class:`~convanim.config.FigureSpec`
``operations``                    what a layer does, as a ``Sweep`` of steps over feature maps
``timeline``                      which step is seen when
``views``                         a layer laid out on a page: a ``Scene`` of shapes for each step
``overlays``                      what is written around it or marked upon it
``arrangement``                   the panels of a figure on one page
``backends``                      a scene drawn: pixels or printed pages
``writers``                       a film of frames to a file
================================  =================================================================

Each knows only the values on its two sides; ``api`` joins them, ``batch`` runs many figures,
``gallery`` and ``cli`` stand on top. An operation, a view, a format or a theme is one file in its
folder. ``arithmetic``, ``padding``, ``channels`` and ``relationships`` hold the theory: one axis,
what padding words mean, which channels make which, and the guide's fifteen relationships.
``explanation`` puts it in words, ``translation`` in the code of each framework, and ``models``
reads the layers of a model as keys. ``working`` says how the value of a cell comes about, and
``self_check`` holds a figure against itself before it is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from convanim.api import Figure, figure, load
    from convanim.api.models import Model, from_onnx, from_torch
    from convanim.batch.render_all import Outcome, render_all
    from convanim.errors import ConfigError, ConvanimError, OutputError

__version__ = "0.1.0"

__all__ = [
    "ConfigError",
    "ConvanimError",
    "Figure",
    "Model",
    "Outcome",
    "OutputError",
    "__version__",
    "figure",
    "from_onnx",
    "from_torch",
    "load",
    "render_all",
]

_HOMES = {
    "Figure": "api",
    "Model": "api.models",
    "figure": "api",
    "from_onnx": "api.models",
    "from_torch": "api.models",
    "load": "api",
    "Outcome": "batch.render_all",
    "render_all": "batch.render_all",
    "ConfigError": "errors",
    "ConvanimError": "errors",
    "OutputError": "errors",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that the command line starts fast."""
    if name not in _HOMES:
        raise AttributeError(f"module 'convanim' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"convanim.{_HOMES[name]}"), name)
