"""Writes outputs where files are that convanim has not made, as far as it knows.

Such files are never overwritten. But a run that was killed may have made them without recording
them: they are then the same as what is drawn now, and are kept as if it had written them.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from convanim.batch.records.manifest import sha256
from convanim.errors import OutputError
from convanim.files.scratch import scratch
from convanim.files.staging import frames_in, staged

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from convanim.api import Figure
    from convanim.batch.jobs import Job
    from convanim.batch.records.manifest import Manifest
    from convanim.config import Output


def protecting(job: Job, known: Manifest) -> Job:
    """Return a job that overwrites only files which are in the manifest."""
    unknown = (wanted.output for wanted in job.wanted if wanted.target not in known.entries)
    protected = tuple(output for output in unknown if not _has_made_all(job, output, known))
    return replace(job, protected=protected) if protected else job


def _has_made_all(job: Job, output: Output, known: Manifest) -> bool:
    found = existing(job.figure, job.folder, output)
    return all(known.has_made(path.relative_to(job.root).as_posix()) for path in found)


def existing(figure: Figure, folder: Path, output: Output) -> list[Path]:
    """Return the files that are in the place of an output; a folder is none of them."""
    found: list[Path] = []
    for target in figure.targets(folder, (output,)):
        if output.is_folder:
            found += frames_in(target, output.writer.suffix)
        elif os.path.lexists(target) and not target.is_dir():
            found.append(target)
    return found


def write_missing(
    figure: Figure, folder: Path, outputs: Sequence[Output], tick: Callable[[], None]
) -> list[Path]:
    """Write the files of outputs that do not exist, and return all of them.

    Raises
    ------
    OutputError
        A file exists that is not the same as what is drawn now.
    """
    written: list[Path] = []
    with scratch() as beside:
        for output in outputs:
            try:
                drawn = figure.render(beside, (output,), tick)
            except OutputError as error:
                raise OutputError(str(error).replace(str(beside), str(folder))) from error
            places = {folder / path.relative_to(beside): path for path in drawn}
            for place in existing(figure, folder, output):
                if place not in places or not _are_equal(place, places[place]):
                    raise OutputError(
                        f"{place}: exists and was not made by convanim; rename it, choose another "
                        "folder with -o, or overwrite it with --force"
                    )
            for place, path in places.items():
                if not place.exists():
                    with staged(place) as temporary:
                        shutil.copyfile(path, temporary)
            written += places
    return written


def _are_equal(place: Path, path: Path) -> bool:
    try:
        return sha256(place) == sha256(path)
    except OSError:
        return False
