"""Runs with configs that make several figures: each figure stands for itself."""

from __future__ import annotations

import gc
import json
import weakref
from pathlib import Path

import pytest

import convanim
from convanim import batch, config
from convanim.batch import jobs
from convanim.batch.shared_errors import MOST
from tests.support.runs import command

TEXT = "i: 7\nk: 3\noutputs: [txt]\nmatrix: {s: [1, 2], p: [0, 1]}\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs/x.yaml").write_text(TEXT)
    return tmp_path


def render(folder, *more):
    return command(folder, "render", "configs", "-o", "out", *more)


def change(folder, old, new):
    path = folder / "configs/x.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def made(folder):
    return sorted(path.name for path in (folder / "out").glob("*.txt"))


NAMES = ["x_s1_p0.txt", "x_s1_p1.txt", "x_s2_p0.txt", "x_s2_p1.txt"]


def test_only_the_figures_that_changed_are_drawn(folder):
    assert render(folder).stdout.split() == [f"out/{name}" for name in NAMES]
    assert render(folder).stderr == "4 figures up to date\n"
    change(folder, "p: [0, 1]", "p: [0, 2]")
    done = render(folder)
    assert done.stdout.split() == ["out/x_s1_p2.txt", "out/x_s2_p2.txt"]
    assert "out/x_s1_p1.txt: no config produces it any more; --prune deletes it" in done.stderr
    assert render(folder, "--prune").stderr.splitlines() == [
        "4 figures up to date",
        "out/x_s1_p1.txt: removed",
        "out/x_s2_p1.txt: removed",
    ]
    assert made(folder) == ["x_s1_p0.txt", "x_s1_p2.txt", "x_s2_p0.txt", "x_s2_p2.txt"]


def test_a_change_of_what_is_inherited_draws_again(folder):
    (folder / "base").write_text("")
    (folder / "configs/defaults.yaml").write_text("theme: grey\n")
    change(folder, "outputs: [txt]", "outputs: [gif]")
    assert len(render(folder).stdout.split()) == 4
    (folder / "configs/defaults.yaml").write_text("theme: paper\n")
    done = render(folder, "-n")
    assert done.stdout.splitlines()[0].startswith("out/x_s1_p0.gif: theme changed")
    assert len(done.stdout.splitlines()) == 4


def test_every_config_with_a_fault_of_the_folder_s_defaults_is_not_valid(folder):
    (folder / "configs/defaults.yaml").write_text("dpi: 0\n")
    (folder / "configs/y.yaml").write_text("i: 5\nk: 3\n")
    (folder / "configs/z.yaml").write_text("i: 5\nk: 3\ndpi: 90\n")
    done = command(folder, "validate", "configs")
    first, *_, last = done.stderr.splitlines()
    assert done.stderr.count("dpi must be") == 1
    assert first.startswith("configs/defaults.yaml:1:6: dpi must be a whole number")
    assert last.startswith("1 of 3 configs are valid")


def test_a_figure_with_a_fault_stops_no_other_and_all_keep_their_files(folder):
    render(folder)
    change(folder, "p: [0, 1]", "p: [0, 1]\n  , k: [3, 12]")
    change(folder, "s: [1, 2]", "s: [1]")
    done = render(folder, "--prune")
    assert done.returncode == 1
    assert done.stdout.split() == ["out/x_s1_p0_k3.txt", "out/x_s1_p1_k3.txt"]
    assert [line for line in done.stderr.splitlines() if line.startswith("configs")] == [
        "configs/x.yaml:5:12: kernel does not fit: kernel 12 is wider than i + 2p = 7; "
        "the output would be -4 x -4 (figure x_s1_p0_k12) [E301]",
        "configs/x.yaml:5:12: kernel does not fit: kernel 12 is wider than i + 2p = 9; "
        "the output would be -2 x -2 (figure x_s1_p1_k12) [E301]",
    ]
    assert made(folder) == sorted([*NAMES, "x_s1_p0_k3.txt", "x_s1_p1_k3.txt"])


def test_a_check_names_the_figure(folder):
    render(folder)
    change(folder, "s: [1, 2]", "s: [1, 3]")
    done = render(folder, "--check", "--strict")
    assert done.stderr.splitlines() == [
        "out/x_s3_p0.txt: new [E505]",
        "out/x_s3_p1.txt: new [E505]",
        "out/x_s2_p0.txt: no config produces it any more; --prune deletes it [E508]",
        "out/x_s2_p1.txt: no config produces it any more; --prune deletes it [E508]",
        "run: convanim render configs -o out --prune && git add out",
    ]


def test_defaults_of_a_folder_and_a_base_make_no_figure(folder):
    (folder / "configs/defaults.yaml").write_text("theme: grey\n")
    (folder / "configs/base.yaml").write_text("defaults: {i: 3, k: 2}\n")
    (folder / "configs/y.yaml").write_text("extends: base.yaml\noutputs: [txt]\n")
    assert render(folder).stdout.split()[-1] == "out/y.txt"
    for name in ("base", "defaults"):
        path = f"configs/{name}.yaml"
        done = command(folder, "render", path, "-o", "out")
        says = "nothing to draw: the files named have only defaults\n"
        assert (done.returncode, done.stdout, done.stderr) == (0, "", says)
        done = command(folder, "validate", path)
        assert (done.returncode, done.stderr) == (0, "1 of 1 configs are valid\n")
        done = command(folder, "explain", path)
        says = f"{path}: has only defaults and makes no figure; extend it, or add keys [E220]\n"
        assert (done.returncode, done.stderr) == (1, says)


def test_two_figures_of_a_config_that_would_write_one_file(folder):
    change(folder, "outputs: [txt]", "outputs: [{format: txt, path: a.txt}]")
    done = render(folder)
    assert (done.returncode, done.stdout) == (1, "out/a.txt\n")
    assert (
        done.stderr.splitlines()
        == ["configs/x.yaml: would write out/a.txt, which x_s1_p0 also writes [E221]"] * 3
    )


def test_the_manifest_knows_the_config_of_each_figure(folder):
    render(folder)
    outputs = json.loads((folder / "out/manifest.json").read_text())["outputs"]
    assert sorted(outputs) == NAMES
    assert {each["config"] for each in outputs.values()} == {"../configs/x.yaml"}


def test_shards_share_the_figures_of_a_config(folder):
    drawn = [render(folder, "--shard", shard).stdout.split() for shard in ("1/2", "2/2")]
    assert all(drawn)
    assert made(folder) == NAMES


def test_from_python(folder, monkeypatch):
    monkeypatch.chdir(folder)
    figures = list(convanim.load_all("configs/x.yaml", "matrix.p=[2]"))
    assert [fig.name for fig in figures] == ["x_s1_p2", "x_s2_p2"]
    outcome = convanim.render_all(["configs", *figures], "out")
    assert not outcome.errors
    assert [path.name for path in outcome.written] == [*NAMES, "x_s1_p2.txt", "x_s2_p2.txt"]


def test_figures_are_read_and_forgotten_one_by_one(folder, monkeypatch):
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    alive = []

    class Counted(batch.Figure):
        pass

    def of(draft):
        figure = batch.Figure(convanim.Figure.of(draft).spec)
        alive.append(weakref.ref(figure))
        return figure

    monkeypatch.setattr(batch, "Figure", type("Figure", (Counted,), {"of": staticmethod(of)}))
    source = batch.Source(folder / "configs/x.yaml")
    most = 0
    planned = batch.plan(batch.read([source], (), print), [], folder, (), None, print)
    for chunk in jobs.in_chunks(planned):
        assert len(chunk) == 2
        gc.collect()
        most = max(most, sum(each() is not None for each in alive))
        del chunk[:]
    assert len(alive) == 4
    assert most <= 3


def test_of_very_many_errors_only_the_first_are_listed(folder):
    numbers = ", ".join(str(n) for n in range(MOST + 50))
    change(folder, "s: [1, 2], p: [0, 1]", f"s: [{numbers}], d: [0]")
    drafts = config.read(folder / "configs/x.yaml")
    assert len(drafts) == MOST + 50
    heard = []
    source = batch.Source(folder / "configs/x.yaml")
    assert not list(batch.read([source], (), heard.append))
    # The fault of d is shared by all and told once, so that the first hundred tell of both.
    assert len(heard) == 1
    numbers = ", ".join(str(n) for n in range(2_000_000, 2_000_000 + MOST + 50))
    (folder / "configs/x.yaml").write_text(f"i: 7\nk: 3\nmatrix: {{s: [{numbers}]}}\n")
    heard.clear()
    assert not list(batch.read([source], (), heard.append))
    assert [len(getattr(each, "reports", ())) for each in heard] == [MOST, 0]
    assert str(heard[-1]).endswith("x.yaml: and 50 more")
    assert Path(heard[-1].config) == source.path


def test_an_error_names_the_figures_that_have_it_unless_all_do(folder):
    (folder / "x.yaml").write_text(
        "k: 9\nthme: grey\nfigures:\n"
        "  - {name: a, i: 5}\n  - {name: b, i: 5, p: 1}\n  - {name: c, i: 5}\n  - {name: d, i: 9}\n"
    )
    said = command(folder, "validate", "x.yaml").stderr.splitlines()[::3]
    fits = "x.yaml:1:4: kernel does not fit: kernel 9 is wider than i + 2p"
    assert said[:3] == [
        f"{fits} = 5; the output would be -3 x -3 (figures a, c) [E301]",
        "x.yaml:2:1: unknown key 'thme'; did you mean 'theme'? [E201]",
        f"{fits} = 7; the output would be -1 x -1 (figure b) [E301]",
    ]


def test_an_error_that_many_figures_have_names_the_first(folder):
    (folder / "x.yaml").write_text("k: 3\nfigures:\n" + "  - i: 2\n" * 5 + "  - i: 5\n")
    for subcommand in ("validate", "explain"):
        error = command(folder, subcommand, "x.yaml").stderr.splitlines()[0]
        assert error.endswith("would be 0 x 0 (figures x_1, x_2, x_3 and 2 more) [E301]")


def test_what_does_not_fit_on_the_page_names_its_figure(folder):
    (folder / "x.yaml").write_text(
        "width: 60mm\nk: 3\nview: flat\nvalues: {seed: 1}\nmatrix: {i: [4, 14]}\n"
    )
    done = command(folder, "render", "x.yaml", "-f", "txt")
    assert done.stdout.split() == ["x_i4.txt"]
    assert done.stderr.splitlines()[0].endswith("(figure x_i14) [E406]")
