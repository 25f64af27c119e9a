"""One line of code in each framework that makes a layer, or why there is none.

Text alone: no framework is imported. In the lines ``x`` is the input and ``w`` the kernel,
channels first (NCHW, OIHW) but for Keras.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.frameworks import jax, keras, onnx, pytorch

if TYPE_CHECKING:
    from convanim.arithmetic.layer import Layer
    from convanim.frameworks.snippet import Snippet

FRAMEWORKS = {
    "torch": (pytorch.translate, "nn.ReLU()"),
    "keras": (keras.translate, "layers.ReLU()"),
    "jax": (jax.translate, "jax.nn.relu"),
    "onnx": (onnx.translate, "a Relu node"),
}
"""The translation of each framework, and its name for ReLU."""

REVERSED = "with the kernel reversed along each of its spatial axes"
"""What a layer that flips its kernel needs, since no framework does so."""


def translations(layer: Layer) -> dict[str, Snippet]:
    """Return the line of code of each framework for a layer."""
    return {
        name: translate(layer)
        .given(REVERSED if layer.flip else "")
        .then(rectifier if layer.relu else "")
        for name, (translate, rectifier) in FRAMEWORKS.items()
    }
