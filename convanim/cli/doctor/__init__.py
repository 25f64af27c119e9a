"""The command ``doctor``: checks whether this machine can draw every figure."""

from __future__ import annotations

from pathlib import Path

import click

from convanim.cli.terminal import colour_option, tell

COLOURS = {"ok": "green", "lacking": "yellow", "fault": "red"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--cache",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Also check this folder, which other commands use with --cache.",
)
@colour_option
def doctor(as_json: bool, cache: Path | None) -> int:
    """Check libraries, fonts and ffmpeg.

    The exit status is 1 if something necessary is missing. Items marked "lacking" are needed by
    some figures only.
    """
    from convanim.cli.doctor.checks import State, findings

    found = list(findings(cache))
    is_sound = all(each.state != State.FAULT for each in found)
    if as_json:
        import json
        from dataclasses import asdict

        report = {"ok": is_sound, "findings": [asdict(each) for each in found]}
        tell(json.dumps(report, indent=2))
    else:
        widest = max(len(each.name) for each in found)
        for each in found:
            state = click.style(f"{each.state:<8}", fg=COLOURS[each.state])
            tell(f"{state}{each.name:<{widest}}  {each.value}")
    return 0 if is_sound else 1


COMMANDS = (doctor,)
