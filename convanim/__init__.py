"""Animated figures of convolution arithmetic from a few lines of YAML.

>>> import convanim
>>> fig = convanim.figure(operation="conv", i=5, k=3, s=2, p=1)
>>> fig.explain().o
(3, 3)

``convanim.load("x.yaml")`` reads a config, ``convanim.load_all("x.yaml")`` one with several
figures, ``convanim.parse("conv i=5 k=3")`` a line; ``convanim.figure(...)`` takes the same keys.
All give a :class:`~convanim.api.Figure`: ``len(fig)``, ``fig.frame(t)``, ``fig.step(t)``,
``fig.explain()``, ``fig.save("x.mp4")``. ``convanim.from_torch(module, 5)`` makes one of a layer of
torch, ``convanim.from_onnx("x.onnx")`` one of any layer of a model;
``convanim.walk(model, example, folder)`` goes through a whole network, and
``convanim.render_all(paths, folder)`` writes many figures.

The rooms of the package, in the direction that the data flows. Each imports only rooms below it
in this table read from the bottom up, and the import contract in ``pyproject.toml`` checks that.

=====================  ============================================================================
``errors``             what users see when something is wrong: the place, the fault and the fix
``files``, ``plugins`` files written whole or not at all; how plug-ins are found and declare keys
``arithmetic``         the theory: one axis, padding, channels, the guide's fifteen relationships
``sweep``              what a layer does step by step: feature maps, and the cells read and written
``scene``              shapes, text, themes and timing of a drawing, without any colour yet
``frameworks``         the line of code that makes a layer in torch, Keras, JAX and ONNX
``layers``             what operations share: their base class, keys, faults and sizes
``layout``             what views and overlays share: planes, panels, captions, the page
``explain``            what follows from a layer's keys, in words and numbers
``film``               frames on their way to a file, and what the formats share
``operations``         plug-ins: what a layer computes
``views``              plug-ins: how a layer is drawn
``overlays``           plug-ins: what is written around a drawing or marked on it
``backends``           plug-ins: what turns a scene into pixels or pages
``writers``            plug-ins: the file formats
``themes``             plug-ins: colours, fonts and line widths, as YAML
``languages``          plug-ins: the words in figures in other languages, as YAML
``config``             YAML to a checked :class:`~convanim.config.FigureSpec`
``models``             the layers of a user's own models, as config keys
``api``                joins the stages: a figure with its numbers, frames and files
``batch``              many figures in one run, each drawn only when it is out of date
``gallery``            the pages that show a folder of figures
``serving``            figures in a browser, drawn again while their configs are edited
``documents``          figures in pages of MkDocs and on slides
``sphinx``             an extension of Sphinx
``cli``                the command line
=====================  ============================================================================

A value has one home: a YAML key is in ``config``, an axis in ``arithmetic``, a cell in ``sweep``,
a shape in ``scene``, a page position in ``layout``, a pixel in ``backends``, a file in
``writers``. A new operation, view, overlay, format or theme is one file or folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from convanim.api import Figure, figure, load, load_all, parse
    from convanim.api.models import Model, from_onnx, from_torch
    from convanim.api.overview import Overview
    from convanim.batch.render_all import Outcome, render_all
    from convanim.errors import ConfigError, ConvanimError, OutputError
    from convanim.gallery.network import walk

__version__ = "0.1.0"

__all__ = [
    "ConfigError",
    "ConvanimError",
    "Figure",
    "Model",
    "Outcome",
    "OutputError",
    "Overview",
    "__version__",
    "figure",
    "from_onnx",
    "from_torch",
    "load",
    "load_all",
    "parse",
    "render_all",
    "walk",
]

_HOMES = {
    "Figure": "api",
    "Model": "api.models",
    "Overview": "api.overview",
    "figure": "api",
    "from_onnx": "api.models",
    "from_torch": "api.models",
    "load": "api",
    "load_all": "api",
    "parse": "api",
    "Outcome": "batch.render_all",
    "render_all": "batch.render_all",
    "walk": "gallery.network",
    "ConfigError": "errors",
    "ConvanimError": "errors",
    "OutputError": "errors",
}


def __dir__() -> list[str]:
    """Return the public names, also those that have not been imported."""
    return sorted(__all__)


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that the command line starts fast."""
    if name not in _HOMES:
        raise AttributeError(f"module 'convanim' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"convanim.{_HOMES[name]}"), name)
