"""Only files that are out of date are made, and the reason is reported."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

import convanim
from convanim.batch import tools
from convanim.batch.records import manifest_file
from convanim.batch.records.manifest_file import Store
from convanim.film.writer import Writer
from tests.support.runs import ROOT, Heard, command, contents

GOOD = "i: 4\nk: 3\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "configs/topic").mkdir(parents=True)
    (tmp_path / "configs/topic/one.yaml").write_text(GOOD + "filmstrip: 2\n")
    (tmp_path / "configs/two.yaml").write_text("op: max_pool\ni: 4\nk: 2\nvalues: {seed: 1}\n")
    return tmp_path


def reasons(folder, *arguments):
    before = contents(folder)
    done = command(folder, *arguments, "-n")
    assert done.returncode == 0, done.stderr
    assert contents(folder) == before
    return dict(line.split(": ", 1) for line in done.stdout.splitlines())


def test_a_second_run_makes_nothing(folder):
    first = command(folder, "gallery")
    assert (first.returncode, first.stderr) == (0, "")
    before = contents(folder / "gallery")
    times = {path: path.stat().st_mtime_ns for path in (folder / "gallery").rglob("*")}
    second = command(folder, "gallery")
    assert (second.returncode, second.stdout) == (0, "")
    assert second.stderr == "2 figures up to date\n"
    assert contents(folder / "gallery") == before
    assert times == {path: path.stat().st_mtime_ns for path in (folder / "gallery").rglob("*")}
    assert command(folder, "gallery", "-q").stderr == ""


def test_render_remembers_too_and_a_named_file_is_always_drawn(folder):
    out = ["render", "configs", "-o", "out"]
    assert command(folder, *out).stdout.split() == ["out/topic/one.gif", "out/two.gif"]
    assert command(folder, *out).stdout == ""
    assert (folder / "out/manifest.json").is_file()
    for _ in range(2):
        done = command(folder, "render", "configs/two.yaml", "-o", "x/two.mp4")
        assert done.stdout.split() == ["x/two.mp4"]
    assert [path.name for path in (folder / "x").iterdir()] == ["two.mp4"]


def test_formats_are_remembered_each_by_itself(folder):
    for name in ("gif", "txt"):
        done = command(folder, "render", "configs/two.yaml", "-o", "out", "-f", name)
        assert done.stdout.split() == [f"out/two.{name}"]
    both = ["render", "configs/two.yaml", "-o", "out", "-f", "gif", "-f", "txt"]
    assert command(folder, *both).stdout == ""
    assert command(folder, *both, "-f", "png").stdout.split() == ["out/two.png"]


def test_frames_of_two_formats_stand_in_one_folder(folder):
    both = ["render", "configs/two.yaml", "configs/topic", "-o", "out", "-f", "png/", "-f", "svg/"]
    assert len(command(folder, *both).stdout.split()) == 2 * (9 + 4)
    assert command(folder, *both).stdout == ""


def test_a_run_with_nothing_to_do_imports_nothing_that_draws(folder):
    command(folder, "gallery")
    script = (
        "import sys\nfrom convanim.__main__ import main\n"
        "try: main(['gallery'])\nexcept SystemExit as stop: assert not stop.code\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == "2 figures up to date\n"
    imported = set(done.stdout.split())
    assert "convanim.batch.updating" in imported
    for absent in ("matplotlib", "numpy", "PIL", "imageio", "imageio_ffmpeg", "jinja2", "rich"):
        assert absent not in imported, absent


def test_a_run_with_nothing_to_do_is_fast_with_60_configs(tmp_path):
    for n in range(60):
        (tmp_path / f"f{n}.yaml").write_text(f"i: {4 + n % 5}\nk: 3\noutputs: [txt]\n")
    convanim.render_all([tmp_path], tmp_path / "out")
    seconds = []
    for _ in range(3):
        start = time.process_time()
        done = convanim.render_all([tmp_path], tmp_path / "out")
        seconds.append(time.process_time() - start)
    assert (done.written, done.errors) == ([], [])
    assert min(seconds) < 1


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        ("k: 2", "config changed: k [3, 3] -> [2, 2]"),
        ("theme: grey", 'theme changed: theme.inks, theme.name "clear" -> "grey"'),
        ("view: flat", "config changed: view Isometric -> Flat"),
        ("timing: {last: 3}", "config changed: timing.last not given -> 300"),
        (
            "filmstrip: 2",
            "config changed: filmstrip null -> Strip, filmstrip.columns not given -> 2",
        ),
        (
            "outputs: [{format: gif, dpi: 90}]",
            "config changed: setup not given -> PageSetup, setup.dpi not given -> 90",
        ),
    ],
)
def test_a_changed_config_is_made_again_and_the_key_is_named(tmp_path, edit, told):
    text = GOOD.replace("k: 3\n", "") if edit.startswith("k") else GOOD
    (tmp_path / "x.yaml").write_text(GOOD)
    command(tmp_path, "render", "x.yaml", "-o", "out")
    (tmp_path / "x.yaml").write_text(text + "# a comment alone would change nothing\n" + edit)
    found = reasons(tmp_path, "render", "x.yaml", "-o", "out")
    assert list(found) == ["out/x.gif"]
    assert found["out/x.gif"].startswith(told)
    assert command(tmp_path, "render", "x.yaml", "-o", "out").stdout.split() == ["out/x.gif"]
    assert reasons(tmp_path, "render", "x.yaml", "-o", "out") == {}


def test_a_comment_or_another_spelling_changes_nothing(tmp_path):
    (tmp_path / "x.yaml").write_text(GOOD)
    command(tmp_path, "render", "x.yaml", "-o", "out")
    (tmp_path / "x.yaml").write_text("# four\ninput_size: [4, 4]\nkernel_size: 3\n")
    assert reasons(tmp_path, "render", "x.yaml", "-o", "out") == {}


def test_new_missing_and_altered_files_are_told(folder):
    everything = {f"out/{name}": "new" for name in ("topic/one.gif", "two.gif")}
    out = ["render", "configs", "-o", "out"]
    assert reasons(folder, *out) == everything
    command(folder, *out)
    (folder / "out/topic/one.gif").unlink()
    with (folder / "out/two.gif").open("ab") as file:
        file.write(b"x")
    assert reasons(folder, *out) == {
        "out/topic/one.gif": "file missing",
        "out/two.gif": "file altered",
    }
    command(folder, *out)
    assert reasons(folder, *out) == {}
    assert reasons(folder, *out, "--force") == dict.fromkeys(everything, "forced")
    assert len(command(folder, *out, "--force").stdout.split()) == 2


def test_one_file_of_several_is_named(folder):
    out = ["render", "configs/topic", "-o", "out", "-f", "png"]
    command(folder, *out)
    (folder / "out/one_filmstrip.png").write_bytes(b"")
    assert reasons(folder, *out) == {"out/one.png": "file altered: one_filmstrip.png"}


@pytest.mark.parametrize(
    ("tool", "told"),
    [
        ("convanim", "version changed: convanim 0.0.1 abc -> "),
        ("matplotlib", "version changed: matplotlib 3.10.0 -> "),
        ("fonts", "version changed: fonts 123 -> "),
    ],
)
def test_a_changed_version_is_told(tmp_path, tool, told):
    (tmp_path / "x.yaml").write_text(GOOD)
    convanim.render_all([tmp_path / "x.yaml"], tmp_path / "out")
    path = tmp_path / "out/manifest.json"
    data = json.loads(path.read_text())
    for versions in data["tools"].values():
        versions[tool] = {"convanim": "0.0.1 abc", "matplotlib": "3.10.0", "fonts": "123"}[tool]
    path.write_text(json.dumps(data))
    found = reasons(tmp_path, "render", "x.yaml", "-o", "out")
    assert found["out/x.gif"].startswith(told)
    assert convanim.render_all([tmp_path / "x.yaml"], tmp_path / "out").written


def test_versions_are_those_the_libraries_tell():
    import imageio
    import matplotlib
    import numpy
    import PIL

    assert tools.version("matplotlib") == matplotlib.__version__
    assert tools.version("numpy") == numpy.__version__
    assert tools.version("Pillow") == PIL.__version__
    assert tools.version("imageio") == imageio.__version__
    assert tools.version("no-such-thing") == "unknown"


def test_a_version_that_no_folder_name_tells_is_asked_of_its_metadata(monkeypatch):
    import matplotlib

    monkeypatch.setattr(tools, "installed", dict)
    assert tools.version("matplotlib") == matplotlib.__version__


def test_only_the_tools_that_make_a_format_count():
    import convanim
    from convanim.plugins import registry

    spec = convanim.figure(operation="conv", i=4, k=3).spec
    names = {name: set(tools.tools(spec, w())) for name, w in registry.scan(Writer).items()}
    assert names["txt"] == {"convanim"}
    assert names["gif"] == {"convanim", "fonts", "matplotlib", "numpy", "pillow"}
    assert names["mp4"] >= {"imageio", "imageio-ffmpeg", "matplotlib"}
    assert "imageio-ffmpeg" not in names["gif"] | names["pdf"]


def test_seconds_stay_the_same_unless_they_are_far_off():
    from convanim.batch.updating import _steady

    assert [_steady(0, s) for s in (0.004, 1.4, 1.6, 26, 147)] == [1.0, 1.0, 2.0, 30.0, 100.0]
    assert [_steady(2.0, s) for s in (1.1, 3.9, 0.2, 4.1)] == [2.0, 2.0, 2.0, 4.0]
    assert _steady(9.0, 4.0) == 4.0


def test_a_forced_run_writes_the_same_manifest(folder):
    command(folder, "gallery")
    before = contents(folder / "gallery")
    command(folder, "gallery", "--force", "-j", "2")
    assert contents(folder / "gallery") == before


def test_the_manifest_says_what_is_where(folder):
    command(folder, "gallery")
    data = json.loads((folder / "gallery/manifest.json").read_text())
    entry = data["outputs"]["topic/one.png"]
    assert entry["config"] == "../configs/topic/one.yaml"
    assert entry["frames"] == 4
    assert entry["seconds"] >= 1
    assert set(entry["files"]) == {"topic/one.png", "topic/one_filmstrip.png"}
    file = folder / "gallery/topic/one.png"
    assert entry["files"]["topic/one.png"]["size"] == file.stat().st_size
    assert data["states"][entry["states"]][0] == "input 4 x 4"
    assert set(data["pages"]) == {
        "README.md",
        "index.html",
        *(f"pages/{name}.html" for name in ("topic/one", "two")),
        *(f"site/{name}" for name in ("site.css", "site.js", "figures.js", "letters.js")),
        *(f"site/{name}.js" for name in ("books", "books/topic")),
    }


def test_somebody_elses_manifest_is_left_alone(tmp_path):
    (tmp_path / "x.yaml").write_text(GOOD)
    theirs = '{"name": "a web application", "icons": []}'
    (tmp_path / "manifest.json").write_text(theirs)
    for _ in range(2):
        done = command(tmp_path, "render", "x.yaml")
        assert (done.returncode, done.stdout) == (0, "x.gif\n")
        assert done.stderr == (
            "manifest.json: was not written by convanim and is left unchanged; name another folder "
            "with -o\n"
        )
    assert (tmp_path / "manifest.json").read_text() == theirs


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"outputs"', "<<<<<<< HEAD\n", 1),
        lambda text: text.replace('"convanim manifest": 1', '"convanim manifest": 99'),
        lambda text: text.replace('"files": {', '"files": 7, "x": {'),
        lambda text: text.replace('"files": {', '"files": {}, "x": {'),
        lambda text: text.replace('"frames": ', '"frames": 1e999, "x": '),
        lambda text: text.replace('"pages": {', '"pages": {"../x": {"key": ""}'),
        lambda text: text.replace('"k": "[3, 3]"', '"k": [3, 3]').replace('"[3, 3]"', "3"),
    ],
)
def test_a_damaged_manifest_is_made_anew(tmp_path, damage):
    (tmp_path / "x.yaml").write_text(GOOD)
    command(tmp_path, "render", "x.yaml", "-o", "out")
    path = tmp_path / "out/manifest.json"
    sound = path.read_text()
    path.write_text(damage(sound))
    done = command(tmp_path, "render", "x.yaml", "-o", "out")
    assert (done.returncode, done.stdout) == (0, "out/x.gif\n")
    assert path.read_text() == sound


def test_a_manifest_cannot_name_files_outside_its_folder(tmp_path):
    for path in ("../x.gif", "/etc/passwd", "a/../../x", "", "..\\x", "a\0b", "\ud800", "a\nb"):
        entry = {"outputs": {}, "tools": {}, "states": {}, "pages": {}, "convanim manifest": 1}
        entry["left"] = {path: {"sha256": "0", "size": 1}}
        assert manifest_file.parse_manifest(json.dumps(entry)).left == {}


def test_an_interrupted_run_keeps_what_it_has_made(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(GOOD)

    class Stopping(Heard):
        def on_frames(self, name, count):
            if name == "b":
                raise KeyboardInterrupt

    from convanim import batch
    from convanim.batch.updating import Record, update

    heard = Stopping()
    sources = batch.sources([tmp_path])
    figures = batch.read(sources, (), heard.on_error)
    planned = batch.plan(figures, sources, tmp_path / "out", (), None, heard.on_error)
    store = Store(tmp_path / "out")
    from contextlib import nullcontext

    with pytest.raises(KeyboardInterrupt):
        update(planned, Record(store, store.load(), heard), lambda _: nullcontext())
    assert list(store.load().entries) == ["a.gif"]
    assert reasons(tmp_path, "render", "a.yaml", "b.yaml", "-o", "out") == {"out/b.gif": "new"}


def test_two_runs_at_once_lose_nothing(tmp_path):
    names = [f"f{n}" for n in range(12)]
    for name in names:
        (tmp_path / f"{name}.yaml").write_text(GOOD + "outputs: [txt]\n")
    command_line = [sys.executable, "-m", "convanim", "render", "-o", "out"]
    running = [
        subprocess.Popen(
            [*command_line, *(f"{name}.yaml" for name in names[n::4])],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT)},
        )
        for n in range(4)
    ]
    assert [each.wait(60) for each in running] == [0, 0, 0, 0]
    assert set(Store(tmp_path / "out").load().entries) == {f"{name}.txt" for name in names}
    left = {path.name for path in (tmp_path / "out").iterdir()}
    assert left == {"manifest.json", *(f"{name}.txt" for name in names)}
    done = command(tmp_path, "render", ".", "-o", "out")
    assert (done.stdout, done.stderr) == ("", "12 figures up to date\n")


def test_a_failed_figure_keeps_its_old_files_and_its_card(folder):
    command(folder, "gallery")
    old = contents(folder / "gallery")
    (folder / "configs/two.yaml").write_text("op: max_pool\ni: 5\nk: 2\nvalues: {seed: 1}\n")
    blocked = folder / "gallery/two.png"
    blocked.unlink()
    blocked.mkdir()
    (folder / "configs/topic/one.yaml").write_text("i: 5\nk: 3\n")
    done = command(folder, "gallery")
    assert done.returncode == 1
    assert "two.png: cannot be written" in done.stderr
    table = (folder / "gallery/README.md").read_text()
    assert "| two |" in table
    assert "i=5 k=3" in table
    assert (folder / "gallery/topic/one.svg").read_bytes() != old["topic/one.svg"]
    (folder / "configs/two.yaml").write_text("op: max_pool\nk: 9\n")
    done = command(folder, "gallery")
    assert done.returncode == 1
    assert "| two |" not in (folder / "gallery/README.md").read_text()
    assert (folder / "gallery/two.svg").exists()
