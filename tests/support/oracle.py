"""Brute-force computations in numpy that figures are compared with."""

from __future__ import annotations

import itertools

import numpy as np


def padded(x, pads, fill):
    """The input with its padding."""
    return np.pad(x, pads, constant_values=fill)


def windows(x, k, s, d):
    """Yield every position a kernel fits, with the corner of its window."""
    spans = [(k_ - 1) * d_ + 1 for k_, d_ in zip(k, d, strict=True)]
    starts = [
        range(0, size - span + 1, s_) for size, span, s_ in zip(x.shape, spans, s, strict=True)
    ]
    for position in itertools.product(*(range(len(along)) for along in starts)):
        yield position, tuple(along[n] for along, n in zip(starts, position, strict=True))


def taps(corner, k, d):
    """Every cell a kernel at that corner reads, in the order of the kernel's cells."""
    for offset in itertools.product(*(range(k_) for k_ in k)):
        yield tuple(c + n * d_ for c, n, d_ in zip(corner, offset, d, strict=True))


def slide(x, k, s, p, d, reduce, fill=0.0):
    """Apply a function to every window."""
    wide = padded(x, p, fill)
    results = {
        position: reduce([wide[cell] for cell in taps(corner, k, d)])
        for position, corner in windows(wide, k, s, d)
    }
    shape = tuple(n + 1 for n in max(results))
    out = np.empty(shape)
    for position, value in results.items():
        out[position] = value
    return out


def conv(x, w, s, p, d):
    """Cross-correlation."""
    weights = w.ravel()
    return slide(x, w.shape, s, p, d, lambda read: float(np.dot(weights, read)))


def transposed_conv(x, w, s, p, d, a):
    """Each input unit adds the kernel, times its value; then the padding is cropped."""
    spans = [(k_ - 1) * d_ + 1 for k_, d_ in zip(w.shape, d, strict=True)]
    full = [
        (size - 1) * s_ + span + a_ for size, s_, span, a_ in zip(x.shape, s, spans, a, strict=True)
    ]
    out = np.zeros(full)
    for unit in np.ndindex(*x.shape):
        for offset in np.ndindex(*w.shape):
            cell = tuple(u * s_ + n * d_ for u, s_, n, d_ in zip(unit, s, offset, d, strict=True))
            out[cell] += x[unit] * w[offset]
    cut = tuple(slice(before, size - after) for size, (before, after) in zip(full, p, strict=True))
    return out[cut]


def grouped_conv(x, w, bias, groups, s, p, d):
    """Cross-correlation of x (in, *i) with w (out, in / groups, *k), as torch numbers them."""
    maps = []
    for output in range(len(w)):
        first = output // (len(w) // groups) * w.shape[1]
        parts = [conv(x[first + n], w[output, n], s, p, d) for n in range(w.shape[1])]
        maps.append(sum(parts) + bias[output])
    return np.stack(maps)


def grouped_transposed_conv(x, w, bias, groups, s, p, d, a):
    """Every unit of x (in, *i) stamps its kernels of w (in, out / groups, *k)."""
    each, fed = w.shape[1], len(x) // groups
    maps = []
    for output in range(each * groups):
        group, n = divmod(output, each)
        inputs = range(group * fed, (group + 1) * fed)
        parts = [transposed_conv(x[c], w[c, n], s, p, d, a) for c in inputs]
        maps.append(sum(parts) + bias[output])
    return np.stack(maps)
