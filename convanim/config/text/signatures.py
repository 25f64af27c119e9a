"""The parameters of the layers of torch and Keras: their order, and which config keys they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convanim.config.text.tree import Scalar

TORCH, KERAS = "torch", "Keras"

KEYS = {
    "use_bias": "bias",
    "upscale_factor": "r",
    "downscale_factor": "r",
    "interpolation": "mode",
    "size": "scale",
}
"""Parameters whose names are no spelling of the config key they stand for."""

IDLE = {
    TORCH: ("device", "dtype", "return_indices", "recompute_scale_factor"),
    KERAS: (
        *("name", "dtype", "trainable", "data_format", "kernel_initializer", "bias_initializer"),
        *("kernel_regularizer", "bias_regularizer", "activity_regularizer"),
        *("kernel_constraint", "bias_constraint"),
    ),
}
"""Parameters that no figure shows."""


@dataclass(frozen=True, slots=True)
class Signature:
    """The parameters of a layer's constructor.

    Attributes
    ----------
    framework : str
        Whose layer it is.
    required : tuple of str
        The parameters without a default, which come first.
    optional : tuple of str
        The others that have a place, in their order.
    named : tuple of str
        Parameters that are given by name.
    defaults : tuple of (str, scalar)
        Values that the framework takes where a call gives none, unless convanim takes the same.
    alike : tuple of (str, str)
        Parameters that take the value of another one where a call gives none.
    """

    framework: str
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    defaults: tuple[tuple[str, Scalar], ...] = ()
    alike: tuple[tuple[str, str], ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """The parameters that may be given without their names, in order."""
        return self.required + self.optional

    @property
    def parameters(self) -> tuple[str, ...]:
        """All parameters."""
        return self.places + self.named + IDLE[self.framework]


def _torch(
    required: str, optional: str = "", *alike: tuple[str, str], bias: bool = False
) -> Signature:
    defaults = (("bias", True),) if bias else ()
    return Signature(TORCH, tuple(required.split()), tuple(optional.split()), (), defaults, alike)


def _keras(
    required: str, optional: str, named: str = "", *alike: tuple[str, str], **defaults: Scalar
) -> Signature:
    return Signature(
        KERAS,
        tuple(required.split()),
        tuple(optional.split()),
        (*named.split(), "input_shape", "activation"),
        tuple(defaults.items()),
        alike,
    )


_LIKE_KERNEL = ("stride", "kernel_size")
_LIKE_POOL = ("strides", "pool_size")

_CONV = _torch(
    "in_channels out_channels kernel_size",
    "stride padding dilation groups bias padding_mode",
    bias=True,
)
_TRANSPOSE = _torch(
    "in_channels out_channels kernel_size",
    "stride padding output_padding groups bias dilation padding_mode",
    bias=True,
)
_MAX = _torch("kernel_size", "stride padding dilation return_indices ceil_mode", _LIKE_KERNEL)
_AVERAGE = _torch(
    "kernel_size", "stride padding ceil_mode count_include_pad divisor_override", _LIKE_KERNEL
)
_UNPOOL = _torch("kernel_size", "stride padding", _LIKE_KERNEL)
_KERAS_CONV = _keras(
    "filters kernel_size", "strides padding", "dilation_rate groups use_bias", use_bias=True
)
_KERAS_DEPTHWISE = _keras(
    "kernel_size", "strides padding depth_multiplier", "dilation_rate use_bias", use_bias=True
)
_KERAS_SEPARABLE = _keras(
    "filters kernel_size",
    "strides padding",
    "dilation_rate depth_multiplier use_bias",
    use_bias=True,
)
_KERAS_TRANSPOSE = _keras(
    "filters kernel_size", "strides padding", "output_padding dilation_rate use_bias", use_bias=True
)
_KERAS_MAX = _keras("", "pool_size strides padding", "", _LIKE_POOL, pool_size=2)
_KERAS_AVERAGE = _keras(
    "", "pool_size strides padding", "", _LIKE_POOL, pool_size=2, count_include_pad=False
)
_KERAS_GLOBAL = _keras("", "", "keepdims")


def _signatures() -> dict[str, Signature]:
    made = {
        "Upsample": _torch("", "size scale_factor mode align_corners"),
        "PixelShuffle": _torch("upscale_factor"),
        "PixelUnshuffle": _torch("downscale_factor"),
        "Unfold": _torch("kernel_size", "dilation padding stride"),
        "Fold": _torch("output_size kernel_size", "dilation padding stride"),
    }
    for n in "123":
        made |= {
            f"Conv{n}d": _CONV,
            f"ConvTranspose{n}d": _TRANSPOSE,
            f"MaxPool{n}d": _MAX,
            f"AvgPool{n}d": _AVERAGE,
            f"MaxUnpool{n}d": _UNPOOL,
            f"AdaptiveMaxPool{n}d": _torch("output_size", "return_indices"),
            f"AdaptiveAvgPool{n}d": _torch("output_size"),
            f"Conv{n}D": _KERAS_CONV,
            f"DepthwiseConv{n}D": _KERAS_DEPTHWISE,
            f"SeparableConv{n}D": _KERAS_SEPARABLE,
            f"Conv{n}DTranspose": _KERAS_TRANSPOSE,
            f"MaxPooling{n}D": _KERAS_MAX,
            f"MaxPool{n}D": _KERAS_MAX,
            f"AveragePooling{n}D": _KERAS_AVERAGE,
            f"AvgPool{n}D": _KERAS_AVERAGE,
            f"GlobalMaxPooling{n}D": _KERAS_GLOBAL,
            f"GlobalAveragePooling{n}D": _KERAS_GLOBAL,
            f"UpSampling{n}D": _keras("", "size interpolation", "", size=2),
        }
    return made


SIGNATURES = _signatures()
"""The signature of each layer, by its name."""
