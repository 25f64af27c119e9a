"""Whatever comes in, a config error is all that comes out; and a sound config goes through."""

from __future__ import annotations

import contextlib
import io
import itertools
import json

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from convanim import config
from convanim.api import Figure
from convanim.arithmetic.padding import MODES
from convanim.arithmetic.padding import WORDS as WORDS_FOR_PADDING
from convanim.config import from_keys
from convanim.config.keys.common import COMMON
from convanim.config.keys.plugins import union
from convanim.errors import ConfigError
from convanim.layers.operation import Operation
from tests.support.drafts import read, read_text

QUICK = settings(max_examples=60)

WORDS = [*COMMON.spellings, *union(Operation).spellings, "seed", "input", "format", "o", "a b"]
NAMES = ["conv", "Conv1d", "transposed_conv", "max_pool", "gif", "png/", "guide", "flat", "same"]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from([*NAMES, "0-3", "#fff", 1, 2, 3, 5])
)
KEYS = st.sampled_from(WORDS) | st.text(max_size=5)
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4)
)
CONFIGS = st.dictionaries(KEYS, TREES, max_size=8)
PADS = st.sampled_from([*WORDS_FOR_PADDING])
NEAR = st.fixed_dictionaries(
    {"operation": st.sampled_from([*NAMES[:4], "avg_pool", "global_avg_pool"])},
    optional={
        **{key: st.integers(-1, 9) | st.lists(st.integers(0, 9), max_size=3) for key in "ikspda"},
        "pads": st.lists(st.integers(0, 3), max_size=6),
        "padding": PADS | st.lists(PADS | st.integers(0, 3), min_size=1, max_size=2),
        "padding_mode": st.sampled_from(MODES),
        "ceil_mode": st.booleans(),
        "count_include_pad": st.booleans(),
        **{key: st.integers(0, 4) for key in ("in_channels", "filters", "groups")},
        **{key: st.booleans() for key in ("bias", "relu")},
        "layers": st.lists(
            st.fixed_dictionaries(
                {"operation": st.sampled_from(["conv", "max_pool", "global_max_pool"])},
                optional={key: st.integers(1, 3) for key in "ksp"},
            ),
            max_size=3,
        ),
        "values": st.just({"seed": 1}) | TREES,
        "transpose_of": st.dictionaries(st.sampled_from("ikspd"), st.integers(0, 6) | PADS),
        "expect": st.dictionaries(st.sampled_from(["o", "relationship"]), st.integers(1, 15)),
        "frames": st.text("0123456789,- ", max_size=8) | st.lists(st.integers(0, 30)),
        "outputs": st.lists(st.sampled_from(["gif", "png", "png/"]) | TREES, max_size=3),
    },
)
MARKUP = [*"{}[],:-?!&*|>%@#'\"\\\t\n", ": ", "- ", "\n  ", "---\n", "...\n", "<<: ", "&a ", "*a"]
WRITTEN = [
    "k",
    "1",
    "é",
    "\x85",
    "operation: conv\n",
    "%YAML 1.1\n",
    "!!str ",
    "!<x> ",
    "\\U00110000",
]
SNIPPETS = st.lists(st.sampled_from([*MARKUP, *WRITTEN]), max_size=30).map("".join)
ASSIGNED = st.sampled_from(WORDS).flatmap(lambda word: SNIPPETS.map(lambda text: f"{word}={text}"))


@QUICK
@given(st.text() | SNIPPETS)
def test_any_text_is_a_figure_or_a_config_error(text):
    with contextlib.suppress(ConfigError):
        Figure.of(read_text(text, "-"))


@QUICK
@given(st.binary(max_size=60) | SNIPPETS.map(lambda text: text.encode("utf-16")))
def test_any_bytes_are_a_figure_or_a_config_error(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(data)
    with contextlib.suppress(ConfigError):
        Figure.of(read(path))


@QUICK
@given(CONFIGS | NEAR)
def test_any_keys_are_a_figure_or_a_config_error(keys):
    with contextlib.suppress(ConfigError):
        Figure.of(from_keys(keys))


VALUES = st.lists(st.integers(0, 9) | TREES, max_size=3)
MATRIX = st.dictionaries(KEYS, VALUES, max_size=3) | TREES
ENTRY = st.dictionaries(KEYS, TREES, max_size=2) | TREES
WHOLE = st.fixed_dictionaries(
    {"i": st.integers(0, 9), "k": st.integers(0, 4)},
    optional={
        "extends": st.text(max_size=3) | st.just("x.yaml") | TREES,
        "defaults": ENTRY,
        "figures": st.lists(ENTRY, max_size=3) | TREES,
        "matrix": MATRIX,
        "exclude": st.lists(ENTRY, max_size=2) | TREES,
    },
)


@QUICK
@given(WHOLE)
def test_any_keys_of_a_file_make_figures_or_config_errors(keys):
    text = json.dumps(keys).encode()
    with contextlib.suppress(ConfigError):
        for draft in itertools.islice(config.read_stream(io.BytesIO(text), "-"), 20):
            with contextlib.suppress(ConfigError):
                Figure.of(draft)


@QUICK
@given(CONFIGS | NEAR)
def test_keys_and_their_text_have_the_same_faults(keys):
    """JSON is YAML, but for some numbers and for characters beyond 16 bits."""
    text = json.dumps(keys)
    assume(not any(part in text for part in ("NaN", "Infinity", "e+", "e-", "\\u")))
    results: list[object] = []
    for make in (lambda: from_keys(keys), lambda: read_text(text, "-")):
        try:
            results.append(Figure.of(make()))
        except ConfigError as error:
            results.append({report.message for report in error.reports})
    assert results[0] == results[1]


@QUICK
@given(st.text(max_size=20) | ASSIGNED)
def test_any_setting_is_a_figure_or_a_config_error(setting):
    with contextlib.suppress(ConfigError):
        Figure.of(read_text("operation: conv\ni: 5\nk: 3", "-", [setting]))


@QUICK
@given(
    st.integers(1, 6).flatmap(
        lambda k: st.fixed_dictionaries(
            {
                "k": st.just(k),
                "i": st.lists(st.integers(k, k + 6), min_size=2, max_size=2),
                "s": st.integers(1, 4),
                "p": st.lists(
                    st.lists(st.integers(0, 2), min_size=2, max_size=2), min_size=2, max_size=2
                ),
            }
        )
    )
)
def test_a_sound_config_comes_back_as_it_was(keys):
    made = from_keys({"operation": "conv", **keys}).figure.operation
    assert made.i == tuple(keys["i"])
    assert made.k == (keys["k"],) * 2
    assert made.s == (keys["s"],) * 2
    assert made.p == tuple(map(tuple, keys["p"]))
    text = "\n".join(["operation: conv", *(f"{key}: {value}" for key, value in keys.items())])
    assert read_text(text, "-").figure.operation == made
