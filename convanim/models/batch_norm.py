"""A batch normalisation that a convolution before it takes over: its kernel and bias together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from convanim.models.weights import multiply

if TYPE_CHECKING:
    from convanim.models.keys import Keys


@dataclass(frozen=True, slots=True)
class Norm:
    """The numbers of a normalisation, one for each channel, in evaluation mode.

    Attributes
    ----------
    gains, shifts, means, variances : list of float
        ``(x - mean) / sqrt(variance + epsilon) * gain + shift``.
    epsilon : float
        Added to the variances.
    """

    gains: list[float]
    shifts: list[float]
    means: list[float]
    variances: list[float]
    epsilon: float

    def weights(self, layer: Keys) -> Keys:
        """Return the kernel and bias of a convolution followed by the normalisation.

        Parameters
        ----------
        layer : dict
            Its keys, with ``weights``; a kernel of None, which has too many numbers, stays None.
        """
        kernel, bias = layer["weights"]["kernel"], layer["weights"]["bias"]
        if kernel is None:
            return {"kernel": None, "bias": None}
        spreads = [math.sqrt(each + self.epsilon) for each in self.variances]
        factors = [gain / spread for gain, spread in zip(self.gains, spreads, strict=True)]
        owns = bias or [0] * len(factors)
        entries = zip(owns, self.means, factors, self.shifts, strict=True)
        return {
            "kernel": scale_kernels(kernel, factors, layer),
            "bias": [(own - mean) * factor + shift for own, mean, factor, shift in entries],
        }


def scale_kernels(kernel: list[Any], factors: list[float], layer: Keys) -> list[Any]:
    """Return kernels with each output channel's multiplied by its factor.

    A transposed convolution lists its kernels by input channel.
    """
    if layer["operation"] == "conv":
        return [multiply(row, factor) for row, factor in zip(kernel, factors, strict=True)]
    groups = layer["groups"]
    inputs, outputs = len(kernel) // groups, len(factors) // groups
    return [
        [multiply(each, factors[n // inputs * outputs + m]) for m, each in enumerate(row)]
        for n, row in enumerate(kernel)
    ]
