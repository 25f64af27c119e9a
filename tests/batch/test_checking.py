"""--check writes nothing, reports what is out of date, and ends with the command for it."""

from __future__ import annotations

import gc
import json
import shlex

import numpy as np
import pytest

import convanim
from convanim.batch.comparing import LIBRARIES, OURS, unlikeness
from convanim.writers.gif import Gif
from convanim.writers.mp4 import Mp4
from convanim.writers.png import Png
from tests.support.runs import command, contents

GOOD = "i: 4\nk: 3\nvalues: {seed: 1}\noutputs: gif\n"
RUN = "run: convanim render x.yaml -o out{} && git add out\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "x.yaml").write_text(GOOD)
    assert command(tmp_path, "render", "x.yaml", "-o", "out").returncode == 0
    return tmp_path


def check(folder, *more, formats=()):
    wanted = [word for name in formats for word in ("-f", name)]
    before = contents(folder)
    done = command(folder, "render", "x.yaml", "-o", "out", "--check", *wanted, *more)
    assert contents(folder) == before
    assert "Traceback" not in done.stderr
    return done


def manifest(folder, change):
    path = folder / "out/manifest.json"
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))


def older(tool):
    def change(data):
        for versions in data["tools"].values():
            if tool in versions:
                versions[tool] = "0.0.1"

    return change


def repainted(folder, change):
    """Replace a PNG by one with other pixels, and its hash in the manifest."""
    from PIL import Image

    from convanim.batch.records.manifest import File

    command(folder, "render", "x.yaml", "-o", "out", "-f", "png")
    path = folder / "out/x.png"
    figure = convanim.load(folder / "x.yaml")
    Image.fromarray(change(figure.frame(figure.poster))).save(path)
    now = File.of(path, folder / "out")
    file = {"sha256": now.sha256, "size": now.size}
    manifest(folder, lambda data: data["outputs"]["x.png"]["files"].update({"x.png": file}))


def test_what_is_up_to_date_passes(folder):
    done = check(folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert check(folder, "--force").returncode == 0


def test_a_changed_config_fails_and_its_frames_are_compared(folder):
    (folder / "x.yaml").write_text(GOOD + "s: 2\n")
    done = check(folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "out/x.gif: config changed: s not given -> [2, 2] [E505]\n" + RUN.format(
        ""
    )
    lines = check(folder, "--diff").stdout.splitlines()
    assert lines[:3] == ["--- x as made", "+++ x now", "@@ -7,10 +7,6 @@"]
    assert "-output 2 x 2" in lines
    assert "+output 1 x 1" in lines
    gone = "-frame 3: 2 s, step 3, slide, reads input[1:4, 1:4]"
    assert any(line.startswith(gone) for line in lines)


def test_the_difference_of_one_number(folder):
    cells = ", ".join(["[1, 2, 3, 4]"] * 4)
    text = "i: 4\nk: 1\nvalues: {{input: [{}], kernel: [[{}]]}}\n"
    (folder / "x.yaml").write_text(text.format(cells, 2))
    command(folder, "render", "x.yaml", "-o", "out")
    (folder / "x.yaml").write_text(text.format(cells, 3))
    lines = check(folder, "--diff").stdout.splitlines()
    assert [line for line in lines if line[0] in "+-" and line[1] not in "+-"] == [
        "- 2",
        "+ 3",
        *["- 2  4  6  8"] * 4,
        *["+  3   6   9  12"] * 4,
    ]


def test_new_missing_and_altered_files_fail(folder):
    assert check(folder, formats=["txt"]).stderr == "out/x.txt: new [E505]\n" + RUN.format(
        " -f txt"
    )
    (folder / "out/x.gif").write_bytes(b"x")
    assert check(folder).stderr == "out/x.gif: file altered [E505]\n" + RUN.format("")
    (folder / "out/x.gif").unlink()
    done = check(folder)
    assert (done.returncode, done.stderr) == (
        1,
        "out/x.gif: file missing [E505]\n" + RUN.format(""),
    )


def test_the_line_endings_of_a_checkout_are_no_difference(tmp_path):
    """As ``git`` with ``core.autocrlf`` leaves configs, figures, pages and manifest on Windows."""
    (tmp_path / "x.yaml").write_text("i: 4\nk: 3\noutputs: [gif, svg, txt, tex, html]\n")
    out = ["gallery", "x.yaml", "-o", "out"]
    assert command(tmp_path, *out).returncode == 0
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.suffix != ".png":
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    done = command(tmp_path, *out, "--check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert command(tmp_path, *out).stdout == ""
    page = tmp_path / "out/README.md"
    page.write_bytes(page.read_bytes().replace(b"x.gif", b"y.gif", 1) + b"\r\n")
    done = command(tmp_path, *out, "--check")
    assert (done.returncode, "README.md" in done.stderr) == (1, True)


@pytest.mark.parametrize("tool", ["convanim", "matplotlib", "fonts"])
def test_a_new_version_that_changes_nothing_is_a_note(folder, tool):
    manifest(folder, older(tool))
    done = check(folder)
    assert done.returncode == 0
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"1 figure looks the same; {tool} changed 0.0.1 -> ")
    assert check(folder, "-q").stderr == ""


def test_one_note_sums_up_all_figures(folder):
    for name in ("y", "z"):
        (folder / f"{name}.yaml").write_text(GOOD)
    words = ("render", ".", "-o", "out", "-f", "gif", "-f", "txt")
    command(folder, *words)
    for tool in ("convanim", "numpy"):
        manifest(folder, older(tool))
    (folder / "z.yaml").write_text(GOOD + "s: 2\n")
    done = command(folder, *words, "--check")
    assert done.returncode == 1
    (line,) = [line for line in done.stderr.splitlines() if "out/z." not in line][:-1]
    # The code that draws is not the same for both formats.
    assert line == (
        f"2 figures look the same; convanim changed, numpy changed 0.0.1 -> {np.__version__}"
    )


def test_the_command_that_corrects_it(folder):
    """It keeps all options that decide what is written, quoted for a shell, and it works."""
    (folder / "a b.yaml").write_text(GOOD)
    words = ["render", "a b.yaml", "-o", "o p", "-f", "txt", "-t", "grey"]
    words += ["-s", "title=it's", "-s", "name=x"]
    for more in ((), ("--fail-fast",), ("--diff", "--force", "-j", "1")):
        done = command(folder, *words, "--check", *more)
        assert done.returncode == 1
        *_, last = done.stderr.splitlines()
        line, add = last.removeprefix("run: convanim ").split(" && ")
        assert shlex.split(add) == ["git", "add", "o p"]
        assert set(words) <= set(shlex.split(line))
        assert ("--force" in line) is ("--force" in more)
        assert "--diff" not in line
    assert command(folder, *shlex.split(line)).returncode == 0
    assert command(folder, *words, "--check").stderr == ""
    assert command(folder, *words, "--check", "-q", "-s", "k=2").stderr.count("\n") == 1


def test_the_current_folder_is_not_staged_as_a_whole(folder):
    done = command(folder, "render", "./x.yaml", "--check")
    assert done.stderr == "x.gif: new [E505]\nrun: convanim render x.yaml\n"


def test_a_config_that_is_invalid_needs_more_than_a_command(folder):
    (folder / "x.yaml").write_text(GOOD + "s: 0\n")
    assert "run: " not in check(folder).stderr


def test_other_states_fail_whatever_the_pixels(folder):
    def change(data):
        older("convanim")(data)
        for states in data["states"].values():
            states[-1] = states[-1].replace("2 s", "9 s")

    manifest(folder, change)
    done = check(folder, "--diff")
    assert done.returncode == 1
    assert done.stderr.startswith("out/x.gif: the frames differ; version changed: convanim")
    assert "-frame 3: 9 s" in done.stdout
    assert "+frame 3: 2 s" in done.stdout


def test_pixels_within_the_tolerance_are_a_note_and_beyond_it_a_failure(folder):
    def few(frame):
        frame[0, :5] = 0
        return frame

    def many(frame):
        frame[:40] = 0
        return frame

    png = ["png"]
    repainted(folder, few)
    assert check(folder, formats=png).returncode == 0
    manifest(folder, older("matplotlib"))
    done = check(folder, formats=png)
    assert done.returncode == 0
    assert done.stderr.startswith("1 figure looks the same; matplotlib changed 0.0.1 -> ")
    manifest(folder, older("convanim"))
    assert check(folder, formats=png).returncode == 0
    command(folder, "render", "x.yaml", "-o", "out", "-f", "png", "--force")
    repainted(folder, many)
    manifest(folder, older("matplotlib"))
    done = check(folder, formats=png)
    assert done.returncode == 1
    assert done.stderr.startswith("out/x.png: frame 0: ")
    assert "% of its pixels differ; version changed: " in done.stderr


def test_without_new_libraries_no_pixel_may_differ(folder):
    def few(frame):
        frame[0, :5] = 0
        return frame

    repainted(folder, few)
    for change in (lambda data: None, older("convanim")):
        manifest(folder, change)
        done = check(folder, "--force", formats=["png"])
        assert done.returncode == 1
        assert "of its pixels differ" in done.stderr


def test_a_format_without_pixels_is_compared_byte_for_byte(folder):
    formats = ["svg", "txt"]
    command(folder, "render", "x.yaml", "-o", "out", "-f", "svg", "-f", "txt")
    manifest(folder, older("matplotlib"))
    done = check(folder, formats=formats)
    assert done.returncode == 0
    assert done.stderr.startswith("1 figure looks the same; matplotlib changed 0.0.1 -> ")

    def change(data):
        import hashlib

        altered = (folder / "out/x_still.svg").read_bytes() + b"<!-- another -->"
        (folder / "out/x_still.svg").write_bytes(altered)
        file = {"sha256": hashlib.sha256(altered).hexdigest(), "size": len(altered)}
        data["outputs"]["x_still.svg"]["files"]["x_still.svg"] = file

    manifest(folder, change)
    done = check(folder, formats=formats)
    assert done.returncode == 1
    assert done.stderr.startswith(
        "out/x_still.svg: bytes differ, and svg has no pixels to compare; version changed"
    )


def test_a_gallery_is_checked_with_its_pages(tmp_path):
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs/x.yaml").write_text(GOOD)
    command(tmp_path, "gallery")
    assert command(tmp_path, "gallery", "--check").returncode == 0
    (tmp_path / "configs/x.yaml").write_text(GOOD + "# the page shows this\n")
    done = command(tmp_path, "gallery", "--check")
    assert (done.returncode, done.stderr) == (
        1,
        "gallery/site/books.js: figures changed [E505]\nrun: convanim gallery && git add gallery\n",
    )
    command(tmp_path, "gallery")
    (tmp_path / "gallery/README.md").write_text("mine")
    done = command(tmp_path, "gallery", "--check")
    assert done.stderr.startswith("gallery/README.md: file altered [E505]\nrun: ")
    command(tmp_path, "gallery")
    assert command(tmp_path, "gallery", "--check").returncode == 0


def test_without_a_manifest_all_is_new(folder):
    (folder / "out/manifest.json").unlink()
    assert check(folder).stderr == "out/x.gif: new [E505]\n" + RUN.format("")


class TestLikeness:
    def pair(self, tmp_path, kind, change):
        paths = []
        for name, keys in (("a", {}), ("b", change)):
            figure = convanim.figure(**{"i": 4, "k": 3, **keys})
            paths += figure.save(tmp_path / f"{name}.{kind}")
        return paths

    # imageio-ffmpeg leaves its pipes to the garbage collector.
    @pytest.mark.filterwarnings("ignore::ResourceWarning")
    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    @pytest.mark.parametrize(("writer", "kind"), [(Gif, "gif"), (Png, "png"), (Mp4, "mp4")])
    def test_files_are_read_back(self, tmp_path, writer, kind):
        same = self.pair(tmp_path, kind, {})
        assert unlikeness(writer(), *same, OURS) == ""
        frames = list(writer.pixels(same[0]))
        assert all(frame.ndim == 3 and frame.shape[2] == 3 for frame in frames)
        drawn = convanim.figure(i=4, k=3).frame(0).astype(int)
        apart = abs(frames[0][: len(drawn)] - drawn)
        assert np.median(apart) <= 2
        other = self.pair(tmp_path, kind, {"theme": "grey"})
        assert "of its pixels differ" in unlikeness(writer(), *other, LIBRARIES)
        gc.collect()

    def test_numbers_and_sizes_of_frames(self, tmp_path):
        fewer = self.pair(tmp_path, "gif", {"frames": "0,1"})
        assert unlikeness(Gif(), *fewer, LIBRARIES) == "the number of frames differs"
        larger = self.pair(tmp_path, "gif", {"i": 5})
        assert unlikeness(Gif(), *larger, LIBRARIES) == "frame 0: its size differs"
