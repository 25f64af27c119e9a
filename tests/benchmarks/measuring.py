"""Runs commands as whole processes, in turn, and keeps their times and their memory."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

ROOT = Path(__file__).parents[2]

# As when installed by pip, the warm-up compiles all modules, even if the shell forbids it.
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)


@dataclass(frozen=True)
class Run:
    """One process: wall seconds, seconds of a processor, and the peak of its memory in MB."""

    seconds: float
    worked: float
    megabytes: float


def run(arguments, processors=1):
    """Run this Python with arguments on so many processors, and wait."""
    command = [sys.executable, *map(str, arguments)]
    allowed = os.sched_getaffinity(0)
    # A process inherits the processors of the process that starts it.
    os.sched_setaffinity(0, sorted(allowed)[:processors])
    start = time.perf_counter()
    process = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    os.sched_setaffinity(0, allowed)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def ratio(ours, theirs, runs=5, outputs=(), processors=(1, 1), spent=attrgetter("worked")):
    """Return the median of the ratios of two commands run in turn, after a warm-up.

    Processor time is compared unless ``spent`` is another attribute of :class:`Run`, so that other
    processes hardly disturb the measurement. The folders named as outputs are emptied before each
    run, so that every run writes new files.
    """
    ratios = []
    for _ in range(runs + 1):
        pair = []
        for command, count in zip((ours, theirs), processors, strict=True):
            for folder in outputs:
                shutil.rmtree(folder, ignore_errors=True)
            pair.append(spent(run(command, count)))
        ratios.append(pair[0] / pair[1])
    return statistics.median(ratios[1:])


def said(arguments):
    """Return the output of a command."""
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout
