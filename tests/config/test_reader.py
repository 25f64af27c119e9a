"""YAML itself: what is broken is said with its place, and what is read is YAML 1.2."""

from __future__ import annotations

import pytest

from convanim.api import Figure
from convanim.config.text.lines import printable
from convanim.config.text.reader import NODES, compose
from convanim.config.text.tree import DEPTH
from convanim.errors import ConfigError
from tests.support.drafts import read, read_text

BROKEN = [
    ("", "1:1: the config is empty; start with 'operation: conv'"),
    ("# only a comment\n", "1:1: the config is empty; start with 'operation: conv'"),
    ("- 1", "1:1: a config must be a mapping such as 'operation: conv', not [1]"),
    ("conv", "1:1: a config must be a mapping such as 'operation: conv', not 'conv'"),
    ("i: 1\n\tk: 2", "2:1: YAML cannot be indented with tabs; use spaces"),
    ("i:\n\t- 1", "2:1: YAML cannot be indented with tabs; use spaces"),
    (
        "i: [1, 2",
        "1:9: not valid YAML: the list that opens on line 1 is not closed; add ']', and commas "
        "between its entries",
    ),
    (
        "i: {a: 1\nk: 3",
        "2:2: not valid YAML: the mapping that opens on line 1 is not closed; add '}', and commas "
        "between its entries",
    ),
    (
        "i: [1,,2]",
        "1:7: not valid YAML: there is no value before ','; write it, or remove the "
        "bracket or comma",
    ),
    (
        "[",
        "1:2: not valid YAML: there is no value before the end of the file; write it, or remove "
        "the bracket or comma",
    ),
    *(
        (
            text,
            f"{place}: not valid YAML: a text with ': ' is read as another key; put it in "
            "quotes, as in title: 'a: b'",
        )
        for text, place in (("i: k: 3", "1:5"), ("title: It's 50%: x", "1:16"))
    ),
    (
        "k: 3\n s: 2",
        "2:3: not valid YAML: this line is indented further than the key above, which has a value; "
        "start both in one column",
    ),
    *(
        (
            text,
            f"{place}: not valid YAML: this does not line up with the lines above; start the "
            "keys of a mapping, or the entries of a list, in one column",
        )
        for text, place in (
            ("  k: 3\ni: 5", "2:1"),
            ("panels:\n  - i: 3\n k: 2", "3:2"),
            ("layers:\n  - i: 5\n- k: 2", "3:1"),
            ("- i: 3\nk: 2", "2:1"),
        )
    ),
    *(
        (
            text,
            "1:12: not valid YAML: text follows a closing quote; put the whole text in one pair "
            "of quotes, in which a quote is written twice",
        )
        for text in ("title: 'it's'", 'title: "a" b')
    ),
    (
        "k: 3\ns",
        "2:2: not valid YAML: a key has no value; write a colon and a space after it, as in k: 3",
    ),
    ("i: @x", "1:4: not valid YAML: a value cannot start with '@'; put it in quotes"),
    (
        'i: "\\q"',
        "1:6: not valid YAML: '\\q' means nothing in double quotes; write '\\\\q', or use single "
        "quotes",
    ),
    (
        'title: "abc\nk: 3\n',
        "3:1: not valid YAML: the text that opens on line 1 has no closing quote; add it",
    ),
    (
        'i: "\\U00110000"',
        "1:2: not valid YAML: an escape sequence after this point is not a character",
    ),
    ("%YAML 1.3\n---\ni: 1", "1:1: not valid YAML: unknown version; remove the %YAML line"),
    (
        "%TAG ! x\n",
        "2:1: not valid YAML: expected '<document start>', but found the end of the file",
    ),
    ("i: \x07", "1:4: the character U+0007 is not allowed in YAML; delete it"),
    ("i: 1\n---\nk: 2\n", "2:1: a second document starts here; keep one per file"),
    ("i: *x", "1:4: alias '*x' is not defined above"),
    ("i: &x [*x]", "1:8: alias '*x' is not defined above"),
    ("i: " + "[" * 60, f"1:{DEPTH + 3}: more than {DEPTH} levels; the limit is {DEPTH}"),
]


@pytest.mark.parametrize(("text", "expected"), BROKEN)
def test_what_stops_the_reading_is_one_fault(faults, text, expected):
    assert faults(text) == [expected]


SOUND = "operation: conv\ni: 5\n"

KEYS = [
    ("k: 3\nk: 4", "4:1: 'k' is given twice, on lines 3 and 4; keep one"),
    ("k: 3\n1: 4", "4:1: keys must be text, not 1"),
    ("k: 3\n? [1]\n: 4", "4:3: keys must be text, not [1]"),
    ("k: 3\nnull: 4", "4:1: keys must be text, not nothing"),
    ("k: !foo 3", "3:4: YAML tags are not supported; remove '!foo'"),
    ("k: !!python/int 3", "3:4: YAML tags are not supported; remove '!!python/int'"),
    ("k: 3\ntiming: {step: 1, step: 2}", "4:19: 'step' is given twice, on this line; keep one"),
]


@pytest.mark.parametrize(("text", "expected"), KEYS)
def test_a_key_that_is_wrong_leaves_the_rest_to_be_read(faults, text, expected):
    assert faults(SOUND + text) == [expected]
    assert faults(SOUND + text + "\np: x")[1:] == faults(SOUND + text + "\np: x")[-1:] != []


SCALARS = [
    ("010", 10),
    ("0o17", 15),
    ("0x1F", 31),
    ("-3", -3),
    ("1_000", "1_000"),
    ("on", "on"),
    ("yes", "yes"),
    ("True", True),
    ("~", None),
    ("", None),
    ("1e3", 1000.0),
    (".5", 0.5),
    ("-.inf", float("-inf")),
    ("2001-01-01", "2001-01-01"),
    ("'5'", "5"),
    ("!!str 5", "5"),
    ("<<", "<<"),
    ("9" * 50, float("9" * 50)),
]


@pytest.mark.parametrize(("text", "value"), SCALARS)
def test_scalars_are_those_of_yaml_1_2(text, value):
    node, reports = compose(f"- {text}", "x")
    assert node.plain() == [value]
    assert type(node.plain()[0]) is type(value)
    assert not reports


# The first and the last of each range that YAML 1.2 calls printable, in chapter 5.1, and the byte
# order mark, which has its place before the text.
PRINTABLE = "\t\n\r \x7e\x85\xa0\ud7ff\ue000\ufefe\uff00\ufffd\U00010000\U0010ffff"
UNPRINTABLE = "\0\x08\x0b\x0c\x0e\x1f\x7f\x84\x86\x9f\ud800\udfff\ufeff\ufffe\uffff"


def test_all_printable_characters_of_yaml_are_allowed():
    printable(PRINTABLE, "x.yaml")


@pytest.mark.parametrize("character", UNPRINTABLE)
def test_no_other_character_is_allowed(character):
    with pytest.raises(ConfigError, match=f"character U\\+{ord(character):04X} is not allowed"):
        printable(f"i: {character}", "x.yaml")


def test_an_alias_stands_for_its_anchor_and_faults_point_at_the_alias(faults):
    assert faults("operation: conv\ni: &n 5\nk: *n") == []
    assert faults("operation: conv\ni: &n 5\nk: 3\np: *n\ns: &t x\nd: *t") == [
        "5:4: s must be a whole number from 1 to 1000000, not 'x'",
        "6:4: d must be a whole number from 1 to 1000000, not 'x'",
    ]


def test_an_alias_bomb_is_counted_and_never_built(faults):
    rows = [f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 10)}]" for n in range(1, 9)]
    text = "\n".join(["k0: &k0 [1, 1]", *rows])
    assert faults(text) == [f"5:35: more than {NODES} values; the limit is {NODES}"]


def test_a_file_may_have_a_byte_order_mark_and_windows_line_ends(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfoperation: conv\r\ni: 5\r\nk: 3\r\n")
    assert read(path).figure.operation.i == (5, 5)
    path.write_bytes(b"\xef\xbb\xbfk: x\r\noperation: conv\r\ni: 5\r\n")
    with pytest.raises(ConfigError) as caught:
        Figure.of(read(path))
    assert str(caught.value) == (
        f"{path}:1:4: k must be a whole number from 1 to 1000000, not 'x'\n  k: x\n     ^"
    )


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_bytes_that_are_not_utf_8_are_named_with_their_place(tmp_path, start):
    path = tmp_path / "x.yaml"
    path.write_bytes(start + "i: 5\nk: é".encode() + b"\xff\n")
    with pytest.raises(ConfigError) as caught:
        read(path)
    message = "not UTF-8: byte 0xff; save the file as UTF-8"
    assert str(caught.value).splitlines()[0] == f"{path}:2:5: {message}"


def test_a_file_that_cannot_be_read_is_one_line(tmp_path):
    for path, reason in (
        (tmp_path / "none.yaml", "No such file or directory"),
        (tmp_path, "Is a directory"),
    ):
        with pytest.raises(ConfigError) as caught:
            read(path)
        assert str(caught.value) == f"{path}: cannot be read: {reason}"


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(b"#" * 500_001)
    with pytest.raises(ConfigError) as caught:
        read(path)
    assert str(caught.value) == f"{path}: more than 500000 bytes; the limit is 500000"


def test_a_message_shows_no_control_character(faults):
    with pytest.raises(ConfigError) as caught:
        Figure.of(read_text("i: 5 # \x1b[31m", "-"))
    assert "\x1b" not in str(caught.value)
    assert faults('operation: conv\ni: 5\nk: "\\e[31m"') == [
        "3:4: k must be a whole number from 1 to 1000000, not '\N{REPLACEMENT CHARACTER}[31m'"
    ]


def test_the_caret_stands_under_the_fault_even_in_a_long_line():
    with pytest.raises(ConfigError) as caught:
        Figure.of(read_text(f"{{operation: conv, i: 5, name: {'n' * 300}, k: x}}", "-"))
    shown, caret = str(caught.value.reports[-1]).splitlines()[1:]
    assert shown[len(caret) - 1] == "x"
    assert len(shown) < 170
