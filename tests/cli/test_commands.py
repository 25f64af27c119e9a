"""The command line: streams, exit status, and errors that do not stop other figures."""

from __future__ import annotations

import functools
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.runs import command

ROOT = Path(__file__).parents[2]
GOOD = "i: 4\nk: 3\n"
BAD = "i: 4\nk: 9\nview: isometrc\n"
BAD_SAYS = [
    "bad.yaml:2:4: kernel does not fit: kernel 9 is wider than i + 2p = 4; "
    "the output would be -4 x -4 [E301]",
    "bad.yaml:3:7: no view 'isometrc'; did you mean 'isometric'? [E205]",
]


@pytest.fixture
def convanim(tmp_path):
    (tmp_path / "good.yaml").write_text(GOOD)
    (tmp_path / "bad.yaml").write_text(BAD)
    return functools.partial(command, tmp_path)


def files(folder):
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))
    return [name for name in found if name != "manifest.json"]


def test_render_prints_the_paths_it_has_written_and_nothing_else(convanim, tmp_path):
    done = convanim("render", "good.yaml", "-o", "out", "-f", "gif", "-f", "txt")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["out/good.gif", "out/good.txt"]
    assert files(tmp_path / "out") == ["good.gif", "good.txt"]


def test_every_format_in_one_run(convanim, tmp_path):
    formats = ["gif", "mp4", "png", "png/", "pdf", "pdf/", "svg", "svg/", "asvg", "txt", "html"]
    wanted = [word for name in formats for word in ("-f", name)]
    done = convanim("render", "good.yaml", "-o", "out", *wanted, "-s", "filmstrip=[2, 2]")
    assert (done.returncode, done.stderr) == (0, "")
    written = files(tmp_path / "out")
    assert done.stdout.split() and sorted(p[4:] for p in done.stdout.split()) == written
    singles = [f"good.{kind}" for kind in ("gif", "html", "mp4", "pdf", "png", "svg", "txt")]
    singles.append("good_still.svg")
    strips = [f"good_filmstrip.{kind}" for kind in ("pdf", "png", "svg")]
    frames = [f"good/good_0{n}.{kind}" for n in range(4) for kind in ("pdf", "png", "svg")]
    assert written == sorted(singles + strips + frames)


def test_a_suffix_picks_the_format(convanim, tmp_path):
    done = convanim("render", "good.yaml", "-o", "deep/x.svg")
    assert done.stdout == "deep/x.svg\n"
    assert (tmp_path / "deep/x.svg").read_text().startswith("<?xml")


def test_a_config_on_stdin(convanim, tmp_path):
    done = convanim("render", "-", "-o", "x.gif", input=GOOD)
    assert (done.returncode, done.stdout) == (0, "x.gif\n")
    done = convanim("render", "-", "-o", "x.gif", input=BAD)
    assert done.returncode == 1
    assert done.stderr.startswith("-:2:4: kernel does not fit")


def test_one_bad_config_is_told_and_the_others_are_drawn(convanim, tmp_path):
    done = convanim("render", "bad.yaml", "good.yaml", "-o", "out")
    assert done.returncode == 1
    assert done.stdout == "out/good.gif\n"
    assert [line for line in done.stderr.splitlines() if line.startswith("bad")] == BAD_SAYS
    assert files(tmp_path / "out") == ["good.gif"]


def test_fail_fast_stops_at_the_first_fault(convanim, tmp_path):
    done = convanim("render", "bad.yaml", "good.yaml", "-o", "out", "--fail-fast")
    assert (done.returncode, done.stdout) == (1, "")
    assert not (tmp_path / "out").exists()


def test_validate_draws_nothing_and_tells_every_fault(convanim, tmp_path):
    before = files(tmp_path)
    done = convanim("validate", ".")
    assert (done.returncode, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    assert [line for line in lines if line.startswith("bad.yaml")] == BAD_SAYS
    assert lines[1:3] == ["  k: 9", "     ^"]
    assert lines[-1] == "1 of 2 configs are valid"
    assert files(tmp_path) == before
    assert convanim("validate", "good.yaml", "-q").stderr == ""


def test_two_configs_that_would_write_one_file(convanim, tmp_path):
    (tmp_path / "other.yaml").write_text(GOOD + "name: GOOD\n")
    done = convanim("render", "good.yaml", "other.yaml", "-o", "out")
    assert done.returncode == 1
    assert (
        done.stderr == "other.yaml: would write out/GOOD.gif, which good.yaml also writes [E221]\n"
    )
    assert files(tmp_path / "out") == ["good.gif"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["render", "none.yaml"], "Path 'none.yaml' does not exist"),
        (["render"], "name a config, or give keys: -s i=5 -s k=3"),
        (["render", "good.yaml", "-f", "gf"], "no format 'gf'; did you mean 'gif'?"),
        (["render", "good.yaml", "-t", "gide"], "no theme 'gide'; did you mean 'guide'?"),
        (["render", "good.yaml", "-o", "x.mpg"], "no format has the suffix '.mpg'"),
        (
            ["render", "good.yaml", "bad.yaml", "-o", "x.gif"],
            "-o x.gif is one file, but there are several figures",
        ),
        (["render", "good.yaml", "-o", "notes"], "-o notes is a file, not a folder"),
        (["gallery", "good.yaml", "-o", "good.yaml"], "-o good.yaml is a file, not a folder"),
        (["render", "empty"], "empty: no config (*.yaml) in this folder"),
        (["explain"], "name a config, or give keys: -s i=5 -s k=3"),
        (["gallery"], "there is no folder 'configs' here"),
        (["list", "shapes"], "'shapes' is not one of"),
        (["rendr"], "No such command 'rendr'; did you mean 'render'?"),
        (["bake"], "No such command 'bake'"),
        (
            ["render", "good.yaml", "-f", "gif", "-o", "x.mp4"],
            "-o x.mp4 gives the format mp4, but -f gives another; remove -f",
        ),
    ],
)
def test_wrong_usage(convanim, tmp_path, arguments, says):
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes").touch()
    done = convanim(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_setting_is_checked_like_a_key(convanim):
    done = convanim("validate", "good.yaml", "-s", "k=5", "-s", "vew=flat")
    assert done.returncode == 1
    told = [line for line in done.stderr.splitlines() if line.startswith("--set")]
    assert told[0].startswith("--set:1:3: kernel does not fit: kernel 5 is wider")
    assert told[1] == "--set:1:1: unknown key 'vew'; did you mean 'view'? [E201]"


def test_what_is_too_large_to_draw_is_explained(convanim, tmp_path):
    (tmp_path / "large.yaml").write_text("i: 1000\nk: 3\nexcerpt: false\n")
    done = convanim("explain", "large.yaml", "--json")
    assert (done.returncode, json.loads(done.stdout)["o"]) == (0, [998, 998])
    done = convanim("render", "large.yaml", "good.yaml", "-f", "txt")
    assert (done.returncode, done.stdout) == (1, "good.txt\n")
    assert done.stderr.startswith("large.yaml:1:4: 996004 steps, 998 x 998, are too many")


def test_explain_for_people_and_for_programs(convanim):
    done = convanim("explain", "-s", "i=5", "-s", "k=3", "-s", "s=2", "-s", "p=1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "relationship           6 (any i, k, s and p)" in done.stdout
    assert "o = floor((5 + 2*1 - 3) / 2) + 1 = 3" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    told = json.loads(convanim("explain", "good.yaml", "--json").stdout)
    assert told["o"] == [2, 2]
    assert told["axes"][0]["relationship"]["number"] == 1


def test_list(convanim):
    views = {path.stem for path in (ROOT / "convanim" / "views").glob("[a-z]*")}
    assert convanim("list", "views").stdout.split() == sorted(views)
    assert "transposed_conv" in convanim("list").stdout


def test_schema(convanim):
    stored = (ROOT / "configs/schema.json").read_text(encoding="utf-8")
    assert convanim("schema").stdout == stored


def test_version_and_help(convanim):
    import convanim as package

    assert convanim("--version").stdout == f"convanim {package.__version__}\n"
    listed = convanim("-h").stdout
    for name in ("gallery", "render", "validate", "explain", "new", "list"):
        assert name in listed
        assert convanim(name, "--help").returncode == 0


def test_the_list_of_commands_says_what_each_does_in_a_whole_sentence(convanim):
    _, _, listed = convanim("-h").stdout.partition("Commands:\n")
    lines = listed.splitlines()
    assert len(lines) >= 12
    assert [line for line in lines if line.endswith("...") or not line.endswith(".")] == []


def test_colour_on_request_only(convanim):
    red = "\x1b[31m"
    assert red in convanim("validate", "bad.yaml", "--color", "always").stderr
    assert red not in convanim("validate", "bad.yaml", "--color", "never").stderr
    assert red not in convanim("validate", "bad.yaml").stderr


def on_a_terminal(arguments, folder, env):
    """Run with a terminal for stderr; return status, stdout and the terminal's content."""
    import pty

    ours, theirs = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "convanim", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", **env},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(ours)
    with done.stdout:
        return done.wait(), done.stdout.read(), shown.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_progress_on_a_terminal_unless_quiet(convanim, tmp_path):
    (tmp_path / "good.yaml").write_text(GOOD)
    status, out, shown = on_a_terminal(["render", "good.yaml", "-o", "out"], tmp_path, {})
    assert (status, out) == (0, b"out/good.gif\n")
    assert "good" in shown
    status, _, shown = on_a_terminal(["render", "good.yaml", "-o", "out", "-q"], tmp_path, {})
    assert (status, shown) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_no_color_is_honoured_on_a_terminal(convanim, tmp_path):
    for env, expected in (({}, True), ({"NO_COLOR": "1"}, False)):
        _, _, shown = on_a_terminal(["validate", "bad.yaml"], tmp_path, env)
        assert ("\x1b[31m" in shown) is expected


def test_an_interrupt_leaves_nothing_half_written(convanim, tmp_path):
    (tmp_path / "big.yaml").write_text("i: 90\nk: 3\nframes: all\n")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/big.gif").write_bytes(b"old")
    running = subprocess.Popen(
        [sys.executable, "-m", "convanim", "render", "big.yaml", "-o", "out", "--force"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    deadline = time.monotonic() + 60
    while len(list((tmp_path / "out").iterdir())) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert (out, err.strip()) == (b"", b"convanim: interrupted")
    assert files(tmp_path / "out") == ["big.gif"]
    assert (tmp_path / "out/big.gif").read_bytes() == b"old"


def test_an_interrupt_with_processes_leaves_whole_files_only(tmp_path):
    for name in ("one", "two", "three", "four"):
        (tmp_path / f"{name}.yaml").write_text(
            "i: 40\nk: 3\nframes: all\noutputs: [{format: gif, width: 200}]\n"
        )
    running = subprocess.Popen(
        [sys.executable, "-m", "convanim", "render", ".", "-o", "out", "-j", "2"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    deadline = time.monotonic() + 60
    out = tmp_path / "out"
    while not (out.is_dir() and list(out.iterdir())) and time.monotonic() < deadline:
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert (running.returncode, err.strip()) == (130, b"convanim: interrupted")
    for path in (tmp_path / "out").iterdir():
        assert not path.name.startswith(".")
        assert path.read_bytes().endswith(b"}\n" if path.name == "manifest.json" else b";")


SITE = [
    "site/books.js",
    "site/figures.js",
    "site/letters.js",
    "site/site.css",
    "site/site.js",
]


def test_gallery(convanim, tmp_path):
    configs = tmp_path / "configs"
    (configs / "topic").mkdir(parents=True)
    (configs / "topic/one.yaml").write_text(GOOD + "filmstrip: 2\n# <script>alert(1)</script>\n")
    (configs / "two.yaml").write_text("op: max_pool\ni: 4\nk: 2\nvalues: {seed: 1}\n")
    done = convanim("gallery")
    assert (done.returncode, done.stderr) == (0, "")
    expected = ["README.md", "index.html", "topic/one.png", "topic/one.svg"]
    expected += ["topic/one_filmstrip.png", "two.png", "two.svg", *SITE]
    expected += ["pages/topic/one.html", "pages/two.html", "site/books/topic.js"]
    expected.sort()
    assert files(tmp_path / "gallery") == expected
    assert sorted(done.stdout.split()) == sorted(f"gallery/{name}" for name in expected)
    for page in (tmp_path / "gallery").rglob("*.html"):
        assert "alert" not in page.read_text()
    table = (tmp_path / "gallery/README.md").read_text()
    assert "| one | conv | i=4 k=3 |  | 2 x 2 | 1 | 4 |" in table
    first = {name: (tmp_path / "gallery" / name).read_bytes() for name in expected}
    convanim("gallery")
    assert first == {name: (tmp_path / "gallery" / name).read_bytes() for name in expected}


def test_a_gallery_takes_no_config_on_stdin(convanim, tmp_path):
    """The pages show the text of each config, and stdin can be read only once."""
    done = convanim("gallery", "-", input=GOOD)
    assert done.returncode == 2
    assert "Path '-' does not exist" in done.stderr
    assert not (tmp_path / "gallery").exists()


def test_a_gallery_shows_configs_without_their_byte_order_mark(convanim, tmp_path):
    (tmp_path / "bom.yaml").write_text(GOOD, encoding="utf-8-sig")
    assert convanim("gallery", "bom.yaml").returncode == 0
    assert "\ufeff" not in (tmp_path / "gallery/index.html").read_text(encoding="utf-8")


def test_a_gallery_with_a_fault_shows_the_other_figures(convanim, tmp_path):
    done = convanim("gallery", ".", "-o", "pages")
    assert done.returncode == 1
    assert files(tmp_path / "pages") == [
        "README.md",
        "good.png",
        "good.svg",
        "index.html",
        "pages/good.html",
        *SITE,
    ]
    assert "\n1 figure, drawn" in (tmp_path / "pages/README.md").read_text()


def test_a_folder_that_cannot_be_written(convanim, tmp_path):
    (tmp_path / "blocked").write_text("a file where a folder should be")
    done = convanim("render", "good.yaml", "-o", "blocked/sub")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "cannot be written" in done.stderr


@pytest.mark.parametrize(
    ("config", "output"),
    [
        ("c.svg", ["-o", "c.svg"]),
        ("b.gif", []),
        ("b.gif", ["-n"]),
        ("b.gif", ["-o", "."]),
        ("b.gif", ["--force"]),
    ],
)
def test_a_config_is_not_overwritten_by_its_own_figure(convanim, tmp_path, config, output):
    (tmp_path / config).write_text(GOOD)
    done = convanim("render", config, *output)
    says = (
        f"{config}: would overwrite the config {config}; write to another folder or file [E502]\n"
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", says)
    assert (tmp_path / config).read_text() == GOOD


def test_a_layer_in_one_line_needs_no_config(convanim, tmp_path):
    done = convanim("conv i=4 k=3", "-o", "x.txt")
    assert (done.returncode, done.stdout, done.stderr) == (0, "x.txt\n", "")
    done = convanim("render", "conv i=4 k=3", "Conv2d(1, 1, 2), i = 3", "-f", "txt")
    assert done.stdout.splitlines() == ["conv_i4_k3.txt", "Conv2d_1_1_2_i3.txt"]
    assert (tmp_path / "x.txt").read_bytes() == (tmp_path / "conv_i4_k3.txt").read_bytes()
    done = convanim("render", "-s", "i=4", "-s", "k=3", "-o", "y.txt")
    assert (done.returncode, done.stdout) == (0, "y.txt\n")
    done = convanim("explain", "i = 5, k = 3 and s = 2")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "i5_k3_s2: conv, output 2 x 2")


def test_a_fault_in_a_line_is_marked_with_a_caret(convanim):
    done = convanim("conv i=4 k=x", "-o", "x.gif")
    assert (done.returncode, done.stdout) == (1, "")
    message, *marked = done.stderr.splitlines()
    assert message == "line:1:12: k must be a whole number from 1 to 1000000, not 'x' [E207]"
    assert marked == ["  conv i=4 k=x", "             ^"]


def test_two_lines_that_mean_one_file(convanim):
    done = convanim("render", "conv i=4 k=3", "conv  i=4 k=3", "-f", "txt")
    assert done.returncode == 1
    assert done.stderr == (
        "conv  i=4 k=3: would write conv_i4_k3.txt, which conv i=4 k=3 also writes [E221]\n"
    )


MATRIX = "i: 7\nk: 3\nmatrix: {s: [1, 2]}\n"


def test_a_file_with_several_figures_is_validated_and_explained_figure_by_figure(
    convanim, tmp_path
):
    (tmp_path / "many.yaml").write_text(MATRIX)
    done = convanim("validate", "many.yaml", "good.yaml")
    assert (done.returncode, done.stderr) == (0, "2 of 2 configs are valid, with 3 figures\n")
    told = convanim("explain", "many.yaml").stdout
    assert [line for line in told.splitlines() if line.startswith("many")] == [
        "many_s1: conv, output 5 x 5",
        "many_s2: conv, output 3 x 3",
    ]
    found = json.loads(convanim("explain", "many.yaml", "--json").stdout)
    assert [each["figure"] for each in found] == ["many_s1", "many_s2"]
    (tmp_path / "many.yaml").write_text(MATRIX + "zzz: 3\n")
    done = convanim("explain", "many.yaml", "--json")
    assert (done.returncode, done.stdout) == (1, "[]\n")
    assert done.stderr.count("zzz: 3") == 1


def test_a_file_is_for_one_figure(convanim, tmp_path):
    (tmp_path / "many.yaml").write_text(MATRIX)
    done = convanim("render", "many.yaml", "-o", "x.gif")
    assert done.returncode == 2
    assert "-o x.gif is one file, but there are several figures; name a folder" in done.stderr
    assert not (tmp_path / "x.gif").exists()
    assert convanim("render", "many.yaml", "-s", "s=1", "-o", "x.txt").stdout == "x.txt\n"


def test_a_file_has_the_options_of_its_format_and_sizes_can_be_given(tmp_path):
    (tmp_path / "x.yaml").write_text("i: 4\nk: 3\noutputs: [gif, {format: png, width: 300px}]\n")
    assert command(tmp_path, "render", "x.yaml", "-o", "y.png").returncode == 0
    (tmp_path / "z.yaml").write_text("i: 4\nk: 3\n")
    sizes = ("--width", "50.8mm", "--dpi", "100")
    assert command(tmp_path, "render", "z.yaml", "-o", "z.png", *sizes).returncode == 0
    widths = [int.from_bytes((tmp_path / name).read_bytes()[16:20]) for name in ("y.png", "z.png")]
    assert widths == [300, 200]
