"""One line of code in each framework that makes a layer, or why there is none.

Text alone: no framework is imported. In the lines ``x`` is the input and ``w`` the kernel,
channels first (NCHW, OIHW) but for Keras.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.frameworks import jax, keras, onnx, pytorch

if TYPE_CHECKING:
    from convanim.arithmetic.layer import Layer
    from convanim.frameworks.snippet import Told

FRAMEWORKS = {
    "torch": (pytorch.told, "nn.ReLU()"),
    "keras": (keras.told, "layers.ReLU()"),
    "jax": (jax.told, "jax.nn.relu"),
    "onnx": (onnx.told, "a Relu node"),
}
"""How each tells of a layer, and what it calls a rectifier."""


def translations(layer: Layer) -> dict[str, Told]:
    """Return what each framework says for a layer."""
    return {
        name: told(layer).then(rectifier if layer.relu else "")
        for name, (told, rectifier) in FRAMEWORKS.items()
    }
