"""Shards: each figure is in one, all take about as long, and they are merged afterwards."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import convanim
from convanim.batch import Job, Source
from convanim.batch.shards import Shard
from convanim.errors import ConvanimError
from tests.support.runs import command, contents


def jobs():
    sizes = [4, 9, 5, 6, 12, 4, 7, 5, 8, 10, 4]
    figures = [convanim.figure(i=i, k=3, name=f"f{n}") for n, i in enumerate(sizes)]
    return [Job(Source(Path("x.yaml")), f, Path(), f.outputs) for f in figures]


@pytest.mark.parametrize("count", [1, 2, 3, 8, 20])
def test_every_figure_is_in_one_share_and_shares_are_balanced(count):
    every = jobs()
    shares = [Shard(n + 1, count).share(every) for n in range(count)]
    names = [job.name for share in shares for job in share]
    assert sorted(names) == sorted(job.name for job in every)
    loads = [sum(job.ticks for job in share) for share in shares]
    longest = max(job.ticks for job in every)
    assert max(loads) <= max(longest, sum(loads) / count + longest)
    if count == 2:
        assert max(loads) < 1.1 * min(loads)


def test_shares_are_the_same_whatever_the_order():
    def names(every):
        return [sorted(job.name for job in Shard(n, 3).share(every)) for n in (1, 2, 3)]

    assert names(jobs()) == names(jobs()[::-1])


@pytest.mark.parametrize("text", ["0/2", "3/2", "2", "a/b", "-1/2", "1/0", "1/1001", "1/2/3", ""])
def test_what_is_no_share(text):
    with pytest.raises(ConvanimError, match=f"'{text}' is not a shard: write number/count"):
        Shard.parse(text)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "configs/topic").mkdir(parents=True)
    for n in range(5):
        (tmp_path / f"configs/topic/f{n}.yaml").write_text(f"i: {4 + n % 2}\nk: 3\n")
    return tmp_path


def test_shards_on_machines_of_their_own_make_the_gallery_of_one_run(folder):
    for n in (1, 2):
        done = command(folder, "gallery", "-o", f"machine{n}", "--shard", f"{n}/2")
        assert (done.returncode, done.stderr) == (0, "")
        names = {path.name for path in (folder / f"machine{n}").glob("*.*")}
        assert names == {f"manifest.{n}-of-2.json"}
        shutil.copytree(folder / f"machine{n}", folder / "gallery", dirs_exist_ok=True)
    done = command(folder, "gallery")
    assert {"gallery/README.md", "gallery/index.html"} < set(done.stdout.split())
    assert not any(path.endswith((".svg", ".png")) for path in done.stdout.split())
    assert done.stderr == "5 figures up to date\n"
    command(folder, "gallery", "-o", "whole")
    assert contents(folder / "gallery") == contents(folder / "whole")


def test_shards_in_one_folder(folder):
    for n in (1, 2):
        command(folder, "render", "configs", "-o", "out", "--shard", f"{n}/2")
    again = command(folder, "render", "configs", "-o", "out", "--shard", "1/2")
    assert again.stdout == ""
    assert command(folder, "render", "configs", "-o", "out", "--check").returncode == 0
    done = command(folder, "render", "configs", "-o", "out", "-n")
    assert done.stdout == ""
    (folder / "configs/topic/f0.yaml").write_text("i: 6\nk: 3\n")
    assert len(command(folder, "render", "configs", "-o", "out").stdout.split()) == 1
    assert {path.name for path in (folder / "out").glob("*.*")} == {"manifest.json"}
    data = json.loads((folder / "out/manifest.json").read_text())
    assert sorted(data["outputs"]) == [f"topic/f{n}.gif" for n in range(5)]


def test_parts_of_shards_are_taken_in_even_when_nothing_is_drawn(folder):
    for n in (1, 2):
        command(folder, "render", "configs", "-o", "out", "--shard", f"{n}/2")
    command(folder, "render", "configs", "-o", "out")
    assert {path.name for path in (folder / "out").glob("*.*")} == {"manifest.json"}


def test_a_shard_is_checked_alone(folder):
    command(folder, "gallery", "--shard", "1/2")
    assert command(folder, "gallery", "--shard", "1/2", "--check").returncode == 0
    assert command(folder, "gallery", "--shard", "2/2", "--check").returncode == 1
