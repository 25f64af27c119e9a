"""Files come out of the cache as they were stored, or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket

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
    from convanim.batch.executors import running

    monkeypatch.setattr(running, "draw", None)
    second = render(folder, "b")
    assert [path.name for path in second.written] == [path.name for path in first.written]
    assert second.errors == []
    assert files(folder / "a") == files(folder / "b")
    assert contents(folder / "a")["manifest.json"] == contents(folder / "b")["manifest.json"]
    assert render(folder, "b").written == []


def test_a_figure_in_another_folder_is_the_same_figure(folder, monkeypatch):
    render(folder, "a")
    from convanim.batch.executors import running

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


def entries(folder):
    return sorted((folder / "cache").rglob("entry.json"))


def test_names_come_from_the_job_and_not_from_the_entry(folder):
    render(folder, "a")
    (folder / "b").mkdir()
    (folder / "b/notes.txt").write_text("mine")
    for entry in entries(folder):
        data = json.loads(entry.read_text())
        for output in data["outputs"].values():
            (_, first), *others = output["files"].items()
            output["files"] = {"notes.txt": first, **dict(others)}
        entry.write_text(json.dumps(data))
    assert render(folder, "b").errors == []
    found = files(folder / "b")
    assert found.pop("notes.txt") == b"mine"
    assert found == files(folder / "a")


def attacks():
    def link(file, secret):
        file.unlink()
        file.symlink_to(secret)

    def pipe(file, secret):
        file.unlink()
        os.mkfifo(file)

    def device(file, secret):
        file.unlink()
        file.symlink_to("/dev/zero")

    def folder(file, secret):
        file.unlink()
        file.mkdir()

    def bound(file, secret):
        file.unlink()
        os.chdir(file.parent)  # the path of a socket must be short
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(file.name)

    return [link, pipe, device, folder, bound]


@pytest.mark.skipif(os.name == "nt", reason="no such files on Windows")
@pytest.mark.parametrize("place", ["0", "entry.json"])
@pytest.mark.parametrize("attack", attacks(), ids=lambda attack: attack.__name__)
def test_anything_but_a_regular_file_in_the_cache_is_drawn_anew(
    folder, place, attack, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    render(folder, "a")
    secret = folder / "secret"
    secret.write_text("secret")
    for entry in entries(folder):
        attack(entry.with_name(place), secret)
    outcome = render(folder, "b")
    assert (len(outcome.written), outcome.errors) == (8, [])
    assert files(folder / "a") == files(folder / "b")
    assert secret.read_text() == "secret"


def forged(folder, content):
    """Replace the content of each cached file, and its hash in the entry."""
    for entry in entries(folder):
        text = entry.read_text()
        for file in entry.parent.iterdir():
            if file.name != "entry.json":
                old = hashlib.sha256(file.read_bytes()).hexdigest()
                text = text.replace(
                    f'"sha256": "{old}", "size": {file.stat().st_size}',
                    f'"sha256": "{hashlib.sha256(content).hexdigest()}", "size": {len(content)}',
                )
                file.write_bytes(content)
        entry.write_text(text)


def test_contents_of_another_format_are_drawn_anew(folder):
    config = folder / "configs/topic/one.yaml"
    config.write_text("i: 4\nk: 3\noutputs: [gif, mp4, png, svg, pdf, png/]\n")
    (folder / "configs/two.yaml").unlink()
    render(folder, "a")
    forged(folder, b"#!/bin/sh\nmalice\n")
    outcome = render(folder, "b")
    assert (len(outcome.written), outcome.errors) == (9, [])
    assert files(folder / "a") == files(folder / "b")


def test_an_empty_file_in_the_cache_is_drawn_anew(folder):
    render(folder, "a")
    forged(folder, b"")
    assert render(folder, "b").errors == []
    assert files(folder / "a") == files(folder / "b")


def test_a_folder_of_the_cache_that_is_a_link_is_neither_read_nor_written(folder):
    render(folder, "a")
    place = entries(folder)[0].parent
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "0").write_text("mine")
    shutil.rmtree(place)
    place.symlink_to(elsewhere)
    assert render(folder, "b").errors == []
    assert files(folder / "a") == files(folder / "b")
    assert contents(elsewhere) == {"0": b"mine"}


def test_an_entry_with_fewer_frames_than_the_figure_is_drawn_anew(folder):
    render(folder, "a")
    for entry in entries(folder):
        data = json.loads(entry.read_text())
        for output in data["outputs"].values():
            names = list(output["files"])
            if len(names) > 2:  # the folder of frames
                del output["files"][names[-1]]
                output["frames"] -= 1
        entry.write_text(json.dumps(data))
    assert render(folder, "b").errors == []
    assert files(folder / "a") == files(folder / "b")


def test_an_entry_with_too_few_or_too_many_files_is_drawn_anew(folder):
    render(folder, "a")
    for entry in entries(folder):
        data = json.loads(entry.read_text())
        for output in data["outputs"].values():
            output["files"]["1"] = output["files"]["0"]
        entry.write_text(json.dumps(data))
        shutil.copyfile(entry.with_name("0"), entry.with_name("1"))
    assert render(folder, "b").errors == []
    assert files(folder / "a").keys() == files(folder / "b").keys()
