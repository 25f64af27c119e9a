"""The codes of errors: stable, of one kind each, and explained."""

from __future__ import annotations

import json
import tomllib

import pytest

from convanim.errors import ConfigError, ConvanimError, Mark, Report, StaleError
from convanim.errors.codes import code_of, coded, codes_of, kind_of, kinds
from tests.support.messages import RECORD, codes_by_module, said
from tests.support.runs import command

PUBLISHED = tomllib.loads(RECORD.read_text(encoding="utf-8"))
"""Every code that has been published, with its title and the modules whose messages have it."""

PASSED_ON = {"3: 3", "warning: 3", "3 3: use 3"}
"""What the sources spell out of messages that come from elsewhere; 3 stands for a value."""


def test_no_code_vanishes_or_gets_another_meaning():
    assert {code: kind.title for code, kind in kinds().items()} == {
        code: each["title"] for code, each in PUBLISHED.items()
    }


def test_every_message_of_the_sources_is_of_one_kind():
    texts = {each.text for each in said()} - PASSED_ON
    odd = {text: codes for text in texts if len(codes := list(codes_of(text))) != 1}
    assert len(texts) > 300 and not odd, "see the patterns in convanim/errors/catalogue.toml"


def test_a_message_keeps_its_code_when_its_wording_changes():
    found = codes_by_module()
    lost = {code: {*each["modules"]} - found[code] for code, each in PUBLISHED.items()}
    assert not any(lost.values()), (
        "a message has lost its code; if it was moved or removed: python -m tests.support.messages"
    )


@pytest.mark.parametrize("code", PUBLISHED)
def test_a_kind_has_its_own_message_and_an_explanation(code):
    kind = kind_of(code)
    assert list(codes_of(kind.example)) == [code]
    assert kind.title[0].isupper() and not kind.title.endswith(".")
    assert kind.explanation.endswith(".")


def test_quoted_words_of_the_user_do_not_decide():
    assert code_of("unknown key 'kernel does not fit'; choose one of k") == "E201"
    assert code_of("no view 'contradicts itself'; choose one of flat") == "E205"
    assert code_of("something else") == ""


def test_codes_end_the_first_line_of_each_message():
    mark = Mark("x.yaml", 2, 4, "k: 9")
    error = ConfigError([Report("kernel does not fit", mark), Report("leans too far")])
    assert coded(error) == "x.yaml:2:4: kernel does not fit [E301]\n  k: 9\n     ^\nleans too far"
    assert error.reports[0].code == "E301"
    assert coded(ConvanimError("--diff needs --check")) == "--diff needs --check [E701]"
    assert coded(StaleError("x.gif: config changed: s")) == "x.gif: config changed: s [E505]"


def test_explain_prints_what_a_code_means(tmp_path):
    done = command(tmp_path, "explain", "E301")
    assert done.stdout.startswith(
        "E301: The kernel does not fit\n\nThe effective kernel, d(k - 1) + 1"
    )
    assert max(map(len, done.stdout.splitlines())) <= 80
    found = json.loads(command(tmp_path, "explain", "E301", "--json").stdout)
    assert found["title"] == "The kernel does not fit"
    done = command(tmp_path, "explain", "E999")
    assert (done.returncode, done.stderr) == (
        1,
        "convanim: no error has the code E999; the reference lists all codes [E708]\n",
    )


def test_messages_on_the_terminal_have_codes(tmp_path):
    (tmp_path / "x.yaml").write_text("i: 5\nk: 9\n")
    done = command(tmp_path, "validate", "x.yaml")
    assert "the output would be -3 x -3 [E301]\n  k: 9\n" in done.stderr
    done = command(tmp_path, "validate", "--log-format", "github", "x.yaml")
    assert "the output would be -3 x -3 [E301]\n" in done.stderr
    assert command(tmp_path, "gallery", "--diff").stderr.endswith("--diff needs --check [E701]\n")
