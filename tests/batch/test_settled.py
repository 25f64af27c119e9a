"""A run of many figures with nothing to do reads none of them, until anything that counts changes.

Here a run of a single figure is one of many.
"""

from __future__ import annotations

import json
import os
from collections import Counter

import pytest

from convanim.__main__ import main
from convanim.batch import idle_run as settled
from convanim.batch.idle_run import FOLDER, NOTE
from convanim.batch.records.manifest_file import NAME

RENDER = ("render", "configs", "-o", "out")
CONFIGS = {
    "configs/one.yaml": "extends: base.yaml\nk: 3\ntheme: ../mine.yaml\noutputs: [txt]\n",
    "configs/two.yaml": "i: 3\nk: 2\nmatrix: {s: [1, 2]}\ntheme: named\noutputs: [txt]\n",
    "configs/base.yaml": "i: 4\nk: 2\noutputs: [txt]\n",
    "mine.yaml": "extends: parent.yaml\ninput: '#aa0000'\n",
    "parent.yaml": "extends: clear\noutput: '#00aa00'\n",
    "themes/named.yaml": "extends: clear\ninput: '#0000aa'\n",
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name, text in CONFIGS.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONVANIM_THEMES", str(tmp_path / "themes"))
    monkeypatch.setattr(settled, "FEWEST", 1)
    return tmp_path


@pytest.fixture
def reads(monkeypatch):
    """How many figures are read."""
    from convanim.api import Figure

    calls, original = Counter(), Figure.of.__func__

    def of(cls, draft):
        calls["figures"] += 1
        return original(cls, draft)

    monkeypatch.setattr(Figure, "of", classmethod(of))
    return calls


def run(*arguments):
    with pytest.raises(SystemExit) as stop:
        main([*arguments])
    return stop.value.code or 0


@pytest.fixture
def after(folder, reads, capsys):
    """Run once more, and return how many figures were read and what was said."""
    assert run(*RENDER) == 0
    capsys.readouterr()

    def again(*more, command=RENDER):
        reads.clear()
        status = run(*command, *more)
        said = capsys.readouterr()
        return reads["figures"], status, said.out + said.err

    assert again() == (0, 0, "4 figures up to date\n")
    return again


def test_a_run_that_is_noted_reads_no_figure(after, folder):
    assert after("-n") == (0, 0, "")
    assert after("--check") == (0, 0, "")
    assert after("--prune") == (0, 0, "4 figures up to date\n")
    assert after("-q") == (0, 0, "")
    assert (folder / "out" / FOLDER / ".gitignore").read_text() == "*\n"


def test_runs_that_ask_for_something_else_are_noted_each_by_itself(after):
    png = ("-f", "txt", "-s", "title=a")
    assert after(*png)[0] == 4
    assert after(*png) == (0, 0, "4 figures up to date\n")


def write(name, text):
    return lambda folder, _: (folder / name).write_text(text)


def remove(name):
    return lambda folder, _: (folder / name).unlink()


def link_to_another_folder(folder, _):
    (folder / "out").rename(folder / "other")
    (folder / "out").mkdir()
    for path in (folder / "other").iterdir():
        (folder / "out" / path.name).symlink_to(path)


def edit_manifest(folder, _):
    path = folder / "out" / NAME
    data = json.loads(path.read_text())
    data["outputs"]["one.txt"]["figure"]["layers[0].k"] = "[9, 9]"
    path.write_text(json.dumps(data, indent=1))


def another_library(_, monkeypatch):
    monkeypatch.setattr(settled, "installed", lambda: {"numpy": "0"})


def other_fonts(_, monkeypatch):
    monkeypatch.setattr(settled, "fonts_of", lambda _: "others")


def other_code(_, monkeypatch):
    monkeypatch.setattr(settled, "_code", lambda _: "other")


def pipe(folder, _):
    path = folder / "out" / FOLDER / NOTE
    path.unlink()
    os.mkfifo(path)


CHANGES = {
    "a config": write("configs/one.yaml", CONFIGS["configs/one.yaml"] + "s: 2\n"),
    "a new config": write("configs/three.yaml", "i: 3\nk: 2\noutputs: [txt]\n"),
    "a config less": remove("configs/one.yaml"),
    "what a config extends": write("configs/base.yaml", "i: 5\nk: 2\noutputs: [txt]\n"),
    "what a config extends is gone": remove("configs/base.yaml"),
    "defaults beside configs": write("configs/defaults.yaml", "title: new\n"),
    "the file of a theme": write("mine.yaml", "extends: parent.yaml\ninput: '#bb0000'\n"),
    "the theme that it extends": write("parent.yaml", "extends: clear\noutput: '#00bb00'\n"),
    "a theme in a folder of themes": write("themes/named.yaml", "extends: clear\n"),
    "another theme of that name": lambda folder, monkeypatch: (
        (folder / "first").mkdir(),
        (folder / "first/named.yaml").write_text("extends: clear\n"),
        monkeypatch.setenv("CONVANIM_THEMES", f"{folder / 'first'}{os.pathsep}{folder / 'themes'}"),
    ),
    "no folder of themes": lambda _, monkeypatch: monkeypatch.delenv("CONVANIM_THEMES"),
    "an altered file": write("out/one.txt", "altered"),
    "a missing file": remove("out/two_s2.txt"),
    "a link in place of a file": link_to_another_folder,
    "the manifest": edit_manifest,
    "no manifest": remove(f"out/{NAME}"),
    "a part of a shard": write("out/manifest.1-of-2.json", "{}"),
    "a library": another_library,
    "fonts": other_fonts,
    "the code": other_code,
    "a damaged note": write(f"out/{FOLDER}/{NOTE}", '{"a": [1'),
    "a note of another kind": write(f"out/{FOLDER}/{NOTE}", '{"a": 1}'),
    "a pipe in its place": pipe,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_figures_are_read_again(after, folder, change, monkeypatch):
    change(folder, monkeypatch)
    assert after()[0] > 0


@pytest.mark.parametrize(
    "more",
    [("-s", "title=a"), ("-f", "svg"), ("-t", "dark"), ("--force",), ("--shard", "1/2")],
    ids=" ".join,
)
def test_a_run_that_asks_for_something_else_reads_its_figures(after, more):
    assert after(*more)[0] == 4


def test_the_file_of_a_theme_on_the_command_line_counts(after, folder):
    asked = ("-t", "mine.yaml")
    assert [after(*asked)[0] for _ in range(2)] == [4, 0]
    write("parent.yaml", "extends: clear\noutput: '#00cc00'\n")(folder, None)
    assert after(*asked)[0] == 4


def test_a_setting_with_a_theme_counts(after, folder):
    asked = ("-s", "theme=mine.yaml")
    assert [after(*asked)[0] for _ in range(2)] == [4, 0]
    write("parent.yaml", "extends: clear\noutput: '#00cc00'\n")(folder, None)
    assert after(*asked)[0] == 4


def test_files_that_another_run_has_made_anew_are_made_again(after, folder):
    assert after("-s", "title=other")[0] == 4
    read, _, said = after()
    assert read == 4 and said.count("out/") == 4


def test_a_config_outside_of_the_run_that_is_gone_leaves_orphans(after, folder):
    (folder / "other.yaml").write_text("i: 3\nk: 2\noutputs: [txt]\n")
    assert after(command=("render", "other.yaml", "-o", "out"))[0] == 1
    assert [after()[0] for _ in range(2)] == [4, 0]
    (folder / "other.yaml").unlink()
    read, _, said = after()
    assert read == 4 and "out/other.txt: no config produces it any more" in said


def test_a_run_with_an_error_or_with_orphans_is_not_noted(after, folder):
    write("configs/three.yaml", "i: 3\nk: 9\noutputs: [txt]\n")(folder, None)
    assert [after()[:2] for _ in range(2)] == [(5, 1), (5, 1)]
    (folder / "configs/three.yaml").unlink()
    write("configs/one.yaml", CONFIGS["configs/one.yaml"] + "name: new\n")(folder, None)
    assert [after()[0] for _ in range(2)] == [4, 4]


def test_what_changes_while_it_is_read_is_not_noted(after, folder, monkeypatch):
    from convanim import batch

    original = batch.drafts_of

    def drafts_of(source, settings):
        read = original(source, settings)
        source.path.write_text(source.path.read_text() + "# changed\n")
        return read

    write("configs/base.yaml", "i: 5\nk: 2\noutputs: [txt]\n")(folder, None)
    monkeypatch.setattr(batch, "drafts_of", drafts_of)
    after()
    monkeypatch.setattr(batch, "drafts_of", original)
    assert [after()[0] for _ in range(2)] == [4, 0]


def test_figures_that_need_the_fonts_of_a_machine_are_not_noted(after, folder, monkeypatch):
    from convanim.batch.idle_run import needs_installed_fonts

    assert after("-s", "title=a")[0] == 4
    monkeypatch.setattr(settled, "needs_installed_fonts", lambda _: True)
    assert [after("-s", "title=b")[0] for _ in range(2)] == [4, 4]
    assert needs_installed_fonts.__module__ == "convanim.api.typeface"


def test_few_figures_are_not_noted(folder, reads, monkeypatch):
    monkeypatch.setattr(settled, "FEWEST", 5)
    run(*RENDER)
    assert not (folder / "out" / FOLDER).exists()
