"""Files come out of the cache as they went in, or not at all."""

from __future__ import annotations

import pytest

import convanim
from convanim.files.staging import MARK
from tests.support.runs import command, contents


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "configs/topic").mkdir(parents=True)
    (tmp_path / "configs/topic/one.yaml").write_text(
        "i: 4\nk: 3\nfilmstrip: 2\noutputs: [png/, png, txt]\n"
    )
    (tmp_path / "configs/two.yaml").write_text("i: 5\nk: 3\noutputs: [txt]\n")
    return tmp_path


def render(folder, out):
    return convanim.render_all([folder / "configs"], folder / out, cache=folder / "cache")


def files(folder):
    return {name: data for name, data in contents(folder).items() if name != "manifest.json"}


def test_an_empty_folder_is_filled_from_the_cache(folder, monkeypatch):
    first = render(folder, "a")
    assert len(first.written) == 4 + 2 + 1 + 1
    from convanim.batch import running

    monkeypatch.setattr(running, "draw", None)
    second = render(folder, "b")
    assert [path.name for path in second.written] == [path.name for path in first.written]
    assert second.errors == []
    assert files(folder / "a") == files(folder / "b")
    assert contents(folder / "a")["manifest.json"] == contents(folder / "b")["manifest.json"]
    assert render(folder, "b").written == []


def test_a_figure_in_another_folder_is_the_same_figure(folder, monkeypatch):
    render(folder, "a")
    from convanim.batch import running

    monkeypatch.setattr(running, "draw", None)
    (folder / "configs/topic").rename(folder / "configs/moved")
    assert render(folder, "a").errors == []
    assert (folder / "a/moved/one/one_03.png").is_file()


def test_what_is_damaged_in_the_cache_is_made_again(folder):
    render(folder, "a")
    sound = contents(folder / "cache")
    for path in sorted((folder / "cache").rglob("*")):
        if path.name == "0":
            path.write_bytes(b"damaged")
        elif path.name == "entry.json":
            path.write_text(path.read_text()[:-9])
    second = render(folder, "b")
    assert second.errors == []
    assert files(folder / "a") == files(folder / "b")
    assert contents(folder / "cache") == sound


def test_the_cache_is_not_touched_by_what_is_done_to_the_outputs(folder):
    render(folder, "a")
    sound = contents(folder / "cache")
    for path in (folder / "a").rglob("*.txt"):
        with path.open("ab") as file:
            file.write(b"mine")
    assert contents(folder / "cache") == sound
    assert len(render(folder, "a").written) == 2
    assert contents(folder / "cache") == sound


def test_force_draws_and_keeps(folder):
    command(folder, "render", "configs", "-o", "a", "--cache", "cache")
    done = command(folder, "render", "configs", "-o", "a", "--cache", "cache", "--force")
    assert len(done.stdout.split()) == 8


def test_a_cache_that_cannot_be_written_is_no_fault_of_the_figures(folder):
    (folder / "cache").write_text("a file where the folder should be")
    outcome = render(folder, "a")
    assert (len(outcome.written), outcome.errors) == (8, [])
    assert len(outcome.notes) == 1
    assert outcome.notes[0].startswith(f"the cache: {folder / 'cache'}")
    assert ": cannot be written: " in outcome.notes[0]


def test_what_a_killed_run_left_in_the_cache_is_cleared_and_completed(folder):
    render(folder, "a")
    sound = contents(folder / "cache")
    for entry in (folder / "cache").rglob("entry.json"):
        entry.rename(entry.with_name(f".entry{MARK}01234567.json"))
    assert len(render(folder, "b").written) == 8
    assert contents(folder / "cache") == sound
