"""Layers of ``keras.layers``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.arithmetic.padding import ZEROS, pad, pad_transposed
from convanim.frameworks.snippet import (
    MOST_AXES,
    NUMPY_MODES,
    Snippet,
    called,
    every,
    overhangs,
    pads,
    reach,
    unless,
    windows,
)

if TYPE_CHECKING:
    from convanim.arithmetic.layer import Layer

Pairs = tuple[tuple[int, int], ...]
SAME, CAUSAL = '"same"', '"causal"'


def translate(layer: Layer) -> Snippet:
    """Return the layer, or a model of two."""
    if len(layer.axes) > MOST_AXES:
        return Snippet(note=f"no layer has {len(layer.axes)} axes")
    return {
        "conv": _conv,
        "transposed_conv": _transposed_conv,
        "max_pool": _max_pool,
        "avg_pool": _avg_pool,
        "lp_pool": _lp_pool,
        "global_max_pool": _global_pool,
        "global_avg_pool": _global_pool,
    }[layer.kind](layer)


def _name(layer: Layer, stem: str, end: str = "") -> str:
    return f"layers.{stem}{len(layer.axes)}D{end}"


def _global_pool(layer: Layer) -> Snippet:
    stem = "GlobalMaxPooling" if layer.kind == "global_max_pool" else "GlobalAveragePooling"
    return Snippet(called(_name(layer, stem), keepdims=True))


def _sized(layer: Layer, stem: str, pairs: Pairs) -> str:
    """Return a layer that pads or crops."""
    return called(_name(layer, stem), pairs[0] if len(pairs) == 1 else pairs)


def _after_one_another(*parts: str) -> str:
    return f"keras.Sequential([{', '.join(parts)}])"


def _is_nothing(pairs: Pairs) -> bool:
    return not any(side for pair in pairs for side in pair)


def _is_word(layer: Layer, word: str, pairs: Pairs) -> bool:
    meant = (pad(axis, word) for axis in layer.own)
    return pairs == tuple((axis.p_before, axis.p_after) for axis in meant)


def _word(layer: Layer, pairs: Pairs) -> str | None:
    """Return the word for a padding; None if there is none or none is needed."""
    if _is_nothing(pairs):
        return None
    if _is_word(layer, "same", pairs):
        return SAME
    is_causal = len(pairs) == 1 and layer.kind == "conv" and _is_word(layer, "causal", pairs)
    return CAUSAL if is_causal else None


def _is_refused(layer: Layer) -> bool:
    _, s, d = windows(layer)
    return max(s) > 1 and max(d) > 1


_REFUSAL = Snippet(note="strides > 1 and dilation_rate > 1 cannot be combined")


def _conv(layer: Layer) -> Snippet:
    k, s, d = windows(layer)
    if _is_refused(layer):
        return _REFUSAL
    pairs, is_zeros = pads(layer), layer.padding_mode == ZEROS
    word = _word(layer, pairs) if is_zeros else None
    conv = called(
        _name(layer, "Conv"),
        layer.channels.outputs,
        every(k),
        strides=unless(1, every(s)),
        padding=word,
        dilation_rate=unless(1, every(d)),
        groups=unless(1, layer.channels.groups),
        use_bias=unless(True, layer.bias),
    )
    if word or _is_nothing(pairs):
        return Snippet(conv)
    if not is_zeros:
        around = ((0, 0), *pairs, (0, 0))
        mode = NUMPY_MODES[layer.padding_mode]
        return Snippet(conv, f'without padding_mode, on keras.ops.pad(x, {around}, "{mode}")')
    return Snippet(_after_one_another(_sized(layer, "ZeroPadding", pairs), conv))


def _transposed_conv(layer: Layer) -> Snippet:
    k, s, d = windows(layer)
    if _is_refused(layer):
        return _REFUSAL
    if layer.channels.groups > 1:
        return Snippet(note="transposed convolutions have no groups")
    # Without padding Keras gives (i - 1)s + max(k^, s), some of a included; or k^ + output_padding.
    both = tuple(zip(layer.own, layer.axes, strict=True))
    crop = tuple(
        (own.p_before, own.p_after - axis.a + max(own.s - own.k_hat, 0)) for own, axis in both
    )
    extra = None
    if any(side < 0 for pair in crop for side in pair):
        extra = tuple(max(axis.a - own.p_after, 0) for own, axis in both)
        crop = tuple((own.p_before, max(own.p_after - axis.a, 0)) for own, axis in both)
        if any(n >= own.s for n, own in zip(extra, layer.own, strict=True)):
            return Snippet(note="output_padding must be less than strides here")
    meant = (pad_transposed(axis, "same") for axis in layer.own)
    is_same = extra is None and crop == tuple((axis.p_before, axis.p_after) for axis in meant)
    conv = called(
        _name(layer, "Conv", "Transpose"),
        layer.channels.outputs,
        every(k),
        strides=unless(1, every(s)),
        padding=SAME if is_same and not _is_nothing(crop) else None,
        output_padding=None if extra is None else every(extra),
        dilation_rate=unless(1, every(d)),
        use_bias=unless(True, layer.bias),
    )
    if is_same or _is_nothing(crop):
        return Snippet(conv)
    return Snippet(_after_one_another(conv, _sized(layer, "Cropping", crop)))


def _pool(layer: Layer, stem: str, word: str | None) -> str:
    k, s, _ = windows(layer)
    return called(_name(layer, stem), every(k), strides=every(s), padding=word)


def _max_pool(layer: Layer) -> Snippet:
    if every(windows(layer)[2]) != 1:
        return Snippet(note="pooling has no dilation")
    word = _word(layer, reach(layer))
    if word or _is_nothing(reach(layer)):
        return Snippet(_pool(layer, "MaxPooling", word))
    around = ((0, 0), *reach(layer), (0, 0))
    padded = called("keras.ops.pad", "x", around, constant_values='-float("inf")')
    return Snippet(_pool(layer, "MaxPooling", None), f"on {padded}")


def _avg_pool(layer: Layer) -> Snippet:
    if layer.divisor:
        return Snippet(note="pooling always divides by the number of cells")
    if every(windows(layer)[2]) != 1:
        return Snippet(note="pooling has no dilation")
    counts = layer.count_include_pad and not _is_nothing(pads(layer))
    word = None if counts else _word(layer, reach(layer))
    if word or _is_nothing(reach(layer)):
        return Snippet(_pool(layer, "AveragePooling", word))
    if counts and not overhangs(layer):
        pad = _sized(layer, "ZeroPadding", pads(layer))
        return Snippet(_after_one_another(pad, _pool(layer, "AveragePooling", None)))
    if overhangs(layer):
        return Snippet(note="pooling has no ceil_mode")
    return Snippet(note="pooling leaves padding out only where it is same")


def _lp_pool(layer: Layer) -> Snippet:
    return Snippet(note=f"no layer pools by a norm of order {layer.norm}")
