"""Themes of a user's own in a run: what makes a file stale, and which files are configs."""

from __future__ import annotations

from tests.support.command import run


def write(folder, colour):
    folder.joinpath("mine.theme.yaml").write_text(f"extends: clear\ninput: '{colour}'\n")
    text = "i: 3\nk: 2\ntheme: ./mine.theme.yaml\noutputs: png\n"
    folder.joinpath("figure.yaml").write_text(text)


def test_what_a_theme_says_decides_whether_a_file_is_up_to_date(tmp_path):
    write(tmp_path, "#010203")
    command = ("render", "figure.yaml", "-o", "out")
    assert run(tmp_path, *command)[:2] == (0, "out/figure.png\n")
    assert "1 figure up to date" in run(tmp_path, *command)[2]
    # The same colour in other words changes nothing.
    write(tmp_path, "#010203FF")
    assert "1 figure up to date" in run(tmp_path, *command)[2]
    write(tmp_path, "#010204")
    assert run(tmp_path, *command, "--dry-run")[1].startswith("out/figure.png: theme changed")


def test_a_theme_beside_configs_is_no_config(tmp_path):
    write(tmp_path, "#c3ddf8")
    status, _, told = run(tmp_path, "validate", ".")
    assert (status, told) == (0, "1 of 1 configs are valid\n")


def test_a_run_can_be_drawn_with_the_theme_of_a_file(tmp_path):
    write(tmp_path, "#010203")
    (tmp_path / "figure.yaml").write_text("i: 3\nk: 2\noutputs: txt\n")
    assert run(tmp_path, "render", "figure.yaml", "--theme", "mine.theme.yaml")[0] == 0
    status, _, told = run(tmp_path, "render", "figure.yaml", "--theme", "none.yaml")
    assert status == 2
    assert "none.yaml: cannot be read: No such file or directory" in told


def test_the_users_themes_are_listed(tmp_path):
    write(tmp_path, "#010203")
    status, names, _ = run(tmp_path, "list", "themes", env={"CONVANIM_THEMES": str(tmp_path)})
    assert status == 0
    assert {"clear", "mine.theme"} <= set(names.split())
