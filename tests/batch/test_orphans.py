"""Files that no config makes any more are reported, and removed only with --prune."""

from __future__ import annotations

import json

import pytest

from tests.support.runs import command

GOOD = "i: 4\nk: 3\noutputs: [txt]\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "configs/topic").mkdir(parents=True)
    for name in ("configs/a", "configs/topic/b"):
        (tmp_path / f"{name}.yaml").write_text(GOOD)
    render(tmp_path)
    return tmp_path


def render(folder, *more):
    return command(folder, "render", "configs", "-o", "out", *more)


def made(folder):
    return sorted(
        path.relative_to(folder / "out").as_posix()
        for path in (folder / "out").rglob("*")
        if path.name != "manifest.json"
    )


SAYS = "no config produces it any more; --prune deletes it"


def test_a_config_that_is_gone_leaves_orphans(folder):
    (folder / "configs/topic/b.yaml").unlink()
    for more in ((), ("-n",), ("--check",)):
        done = render(folder, *more)
        assert done.returncode == 0
        assert done.stderr.splitlines()[-1] == f"out/topic/b.txt: {SAYS}"
        assert made(folder) == ["a.txt", "topic", "topic/b.txt"]
    done = render(folder, "--prune")
    assert done.stderr.splitlines()[-1] == "out/topic/b.txt: removed"
    assert done.stdout == ""
    assert made(folder) == ["a.txt"]
    assert render(folder).stderr == "1 figure up to date\n"


def test_a_strict_check_fails_on_orphans(folder):
    (folder / "configs/topic/b.yaml").unlink()
    done = render(folder, "--check", "--strict")
    assert (done.returncode, done.stdout) == (1, "")
    run = "convanim render configs -o out --prune"
    assert done.stderr == f"out/topic/b.txt: {SAYS} [E508]\nrun: {run} && git add out\n"
    assert command(folder, *run.split()[1:]).returncode == 0
    assert render(folder, "--check", "--strict").returncode == 0


def test_a_strict_check_fails_on_orphans_that_only_the_user_can_delete(folder):
    (folder / "configs/a.yaml").unlink()
    (folder / "out/a.txt").write_text("mine")
    done = render(folder, "--check", "--strict")
    says = "out/a.txt: no config produces it any more; it was altered since and is kept [E508]\n"
    assert (done.returncode, done.stderr) == (1, says)
    (folder / "out/a.txt").unlink()
    assert render(folder, "--check", "--strict").returncode == 0


def test_a_dry_run_previews_what_prune_deletes(folder):
    (folder / "configs/topic/b.yaml").unlink()
    done = render(folder, "-n", "--prune")
    assert (done.returncode, done.stdout) == (0, "out/topic/b.txt: would be deleted\n")
    assert made(folder) == ["a.txt", "topic", "topic/b.txt"]


def test_an_orphan_that_was_altered_is_reported_to_stay(folder):
    (folder / "configs/a.yaml").unlink()
    (folder / "out/a.txt").write_text("mine")
    told = render(folder).stderr.splitlines()[-1]
    assert told == "out/a.txt: no config produces it any more; it was altered since and is kept"


def test_a_config_renamed_where_case_makes_no_other_name(folder):
    """On such file systems both names are one file, as the names of a hard link are."""
    (folder / "configs/a.yaml").rename(folder / "configs/A.yaml")
    render(folder)
    (folder / "out/a.txt").unlink()
    (folder / "out/a.txt").hardlink_to(folder / "out/A.txt")
    assert render(folder, "--prune").stderr == "2 figures up to date\n"
    assert made(folder) == ["A.txt", "a.txt", "topic", "topic/b.txt"]


def test_an_output_that_a_config_no_longer_makes(folder):
    (folder / "configs/a.yaml").write_text("i: 4\nk: 3\noutputs: [svg]\n")
    assert render(folder).stderr == f"out/a.txt: {SAYS}\n"
    render(folder, "--prune")
    assert made(folder) == ["a_still.svg", "topic", "topic/b.txt"]


def test_files_that_an_output_is_now_made_without(folder):
    (folder / "configs/a.yaml").write_text("i: 4\nk: 3\noutputs: [png]\nfilmstrip: 2\n")
    render(folder, "--prune")
    (folder / "configs/a.yaml").write_text("i: 4\nk: 3\noutputs: [png]\n")
    done = render(folder)
    assert done.stdout == "out/a.png\n"
    assert done.stderr == f"out/a_filmstrip.png: {SAYS}\n"
    render(folder, "--prune")
    assert made(folder) == ["a.png", "topic", "topic/b.txt"]


def test_frames_of_a_longer_film_are_no_orphans_when_the_writer_has_removed_them(folder):
    (folder / "configs/a.yaml").write_text("i: 4\nk: 3\noutputs: [svg/]\n")
    render(folder, "--prune")
    (folder / "configs/a.yaml").write_text("i: 4\nk: 3\noutputs: [svg/]\nframes: '0,1'\n")
    assert render(folder).stderr == ""
    data = json.loads((folder / "out/manifest.json").read_text())
    assert data["left"] == {}


def test_a_config_that_cannot_be_read_keeps_its_files(folder):
    (folder / "configs/a.yaml").write_text("i: 4\nk: 9\n")
    done = render(folder, "--prune")
    assert done.returncode == 1
    assert "a.txt" in made(folder)


def test_a_run_of_some_configs_does_not_make_orphans_of_the_others(folder):
    done = command(folder, "render", "configs/a.yaml", "-o", "out", "--prune")
    assert done.stderr == "1 figure up to date\n"
    assert "topic/b.txt" in made(folder)


def test_formats_on_the_command_line_do_not_make_orphans_of_those_of_the_config(folder):
    done = render(folder, "-f", "svg", "--prune")
    assert done.stderr == ""
    assert made(folder) == ["a.txt", "a_still.svg", "topic", "topic/b.txt", "topic/b_still.svg"]


def test_a_config_on_stdin_has_no_orphans(folder):
    command(folder, "render", "-", "-o", "out", input=GOOD)
    assert SAYS not in render(folder, "--prune").stderr
    assert "figure.txt" in made(folder)


def test_a_file_altered_since_is_not_removed(folder):
    (folder / "configs/a.yaml").unlink()
    (folder / "out/a.txt").write_text("my own notes")
    done = render(folder, "--prune")
    says = "out/a.txt: altered since convanim wrote it, so it is kept"
    assert done.stderr.splitlines()[-1] == says
    assert (folder / "out/a.txt").read_text() == "my own notes"


def test_files_that_convanim_has_not_made_are_no_orphans(folder):
    (folder / "out/mine.gif").write_bytes(b"mine")
    assert render(folder, "--prune").stderr == "2 figures up to date\n"
    assert "mine.gif" in made(folder)


def test_a_link_out_of_the_folder_is_not_followed(folder):
    (folder / "outside").mkdir()
    (folder / "out/topic/b.txt").rename(folder / "outside/b.txt")
    (folder / "out/topic").rmdir()
    (folder / "out/topic").symlink_to(folder / "outside")
    (folder / "configs/topic/b.yaml").unlink()
    render(folder, "--prune")
    assert (folder / "outside/b.txt").exists()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--check", "--prune"], "--check and --prune cannot be combined"),
        (["--check", "-n"], "--check and --dry-run cannot be combined"),
        (["--check", "--cache", "c"], "--check and --cache cannot be combined"),
        (["--check", "--scheduler", "x"], "--check and --scheduler cannot be combined"),
        (["--shard", "1/2", "--prune"], "--shard and --prune cannot be combined"),
        (["--check", "--shard", "1/2", "--strict"], "--shard and --strict cannot be combined"),
        (["--diff"], "--diff needs --check"),
        (["--strict"], "--strict needs --check"),
        (["--shard", "3/2"], "'3/2' is not a shard: write number/count, such as 2/8"),
        (["--shard", "x"], "'x' is not a shard"),
    ],
)
def test_options_that_contradict_each_other(folder, options, says):
    done = render(folder, *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "asked",
    [
        ("-f", "svg", "-f", "txt"),
        ("-s", "i=5", "-s", "name=x"),
        ("-s", "name=x", "-f", "svg"),
    ],
)
def test_files_that_were_asked_for_belong_to_their_config(folder, asked):
    def run(*more):
        return command(folder, "render", "configs/a.yaml", "-o", "out", *more, "--prune")

    run(*asked)
    before = made(folder)
    assert len(before) > 3
    for more in ((), ("-f", "pdf"), ("-s", "name=y"), asked):
        said = run(*more).stderr
        assert "no config makes it" not in said
        assert "removed" not in said
    assert {*before} <= {*made(folder)}


def test_files_that_were_asked_for_are_orphans_of_a_config_that_is_gone(folder):
    command(folder, "render", "configs/a.yaml", "-o", "out", "-s", "name=x")
    (folder / "configs/a.yaml").unlink()
    told = render(folder).stderr.splitlines()
    assert told[-2:] == [f"out/a.txt: {SAYS}", f"out/x.txt: {SAYS}"]


def test_the_same_request_shows_what_a_config_no_longer_makes(folder):
    render(folder, "-f", "svg")
    (folder / "configs/a.yaml").write_text(f"{GOOD}name: other\n")
    told = render(folder, "-f", "svg").stderr.splitlines()
    assert told == [f"out/a.txt: {SAYS}", f"out/a_still.svg: {SAYS}"]


def test_a_request_is_remembered_from_the_cache_too(folder):
    for out in ("one", "two"):
        more = ("-o", out, "--cache", "cache")
        command(folder, "render", "configs/a.yaml", *more, "-s", "name=x")
    told = command(folder, "render", "configs/a.yaml", "-o", "two").stderr
    assert "no config makes it" not in told
