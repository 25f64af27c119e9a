"""Files that convanim has not made are not overwritten; its own always are, recorded or not."""

from __future__ import annotations

import os

import pytest

import convanim
from tests.support.runs import command, contents

WAY_OUT = (
    "exists and was not made by convanim; rename it, choose another folder with -o, "
    "or overwrite it with --force"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "mine.yaml").write_text("i: 4\nk: 3\noutputs: [txt, png/]\n")
    return tmp_path


def render(folder, **options):
    return convanim.render_all([folder / "mine.yaml"], folder / "out", **options)


def refusals(outcome):
    return [str(error) for error in outcome.errors]


@pytest.mark.parametrize("name", ["mine.txt", "mine/mine_00.png", "mine/mine_07.png"])
def test_a_file_of_the_user_stays_unless_it_is_forced(folder, name):
    file = folder / "out" / name
    file.parent.mkdir(parents=True)
    file.write_text("a diary")
    for _ in range(2):
        assert refusals(render(folder)) == [f"{file}: {WAY_OUT}"]
        assert file.read_text() == "a diary"
    assert not list((folder / "out").rglob(".*"))
    assert render(folder, force=True).errors == []
    assert not file.exists() or file.read_bytes() != b"a diary"


@pytest.mark.skipif(os.name != "posix", reason="needs named pipes")
def test_a_pipe_and_a_link_to_nowhere_are_no_files_of_ours(folder):
    (folder / "out").mkdir()
    file = folder / "out/mine.txt"
    os.mkfifo(file)
    assert refusals(render(folder, formats="txt")) == [f"{file}: {WAY_OUT}"]
    file.unlink()
    file.symlink_to("nowhere")
    assert refusals(render(folder, formats="txt")) == [f"{file}: {WAY_OUT}"]
    assert file.is_symlink()


def test_figures_of_ones_own_are_drawn_again_without_a_word(folder):
    render(folder)
    (folder / "out/mine.txt").write_text("changed by hand, but recorded as ours")
    (folder / "mine.yaml").write_text("i: 5\nk: 3\noutputs: [txt, png/]\n")
    assert refusals(render(folder)) == []
    assert len(list((folder / "out/mine").iterdir())) == 9


def test_what_a_killed_run_has_not_recorded_is_ours_if_it_is_the_same(folder):
    render(folder)
    made = contents(folder)
    (folder / "out/manifest.json").unlink()
    (folder / "out/mine/mine_02.png").unlink()  # it had not come further
    before = (folder / "out/mine.txt").stat().st_mtime_ns
    assert refusals(render(folder)) == []
    assert contents(folder) == made
    assert (folder / "out/mine.txt").stat().st_mtime_ns == before
    assert render(folder).written == []


def test_the_cache_overwrites_nothing_either(folder):
    render(folder, cache=folder / "cache")
    (folder / "out/manifest.json").unlink()
    (folder / "out/mine.txt").write_text("a diary")
    refused = refusals(render(folder, cache=folder / "cache"))
    assert refused == [f"{folder / 'out/mine.txt'}: {WAY_OUT}"]


def test_errors_of_such_an_output_name_its_own_folder(folder):
    (folder / "out").mkdir()
    (folder / "out/mine.mp4").write_text("a film")
    (folder / "mine.yaml").write_text("i: 4\nk: 3\noutputs: [{format: mp4, fps: 1}]\n")
    timing = "timing: {step: 0.2}\n"
    (folder / "mine.yaml").write_text((folder / "mine.yaml").read_text() + timing)
    (refusal,) = refusals(render(folder))
    assert refusal.startswith(f"{folder / 'out/mine.mp4'}: fps 1 is too low")


def test_a_named_file_is_overwritten_if_it_is_of_the_format(folder):
    """It is most often an earlier version of the figure."""
    line = ["render", "mine.yaml", "-o", "x.png"]
    (folder / "x.png").write_text("a diary")
    done = command(folder, *line)
    assert done.returncode == 2
    assert (
        "Error: -o x.png exists and was not made by convanim; name another file, or overwrite it "
        "with --force [E502]\n"
    ) in done.stderr
    assert (folder / "x.png").read_text() == "a diary"
    assert command(folder, *line, "--force").returncode == 0
    assert command(folder, *line, "-s", "i=5").returncode == 0
    (folder / "x.png").write_bytes(b"")  # as mktemp leaves it
    assert command(folder, *line).returncode == 0
