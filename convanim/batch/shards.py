"""Splits a run into shares for machines that know nothing of each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.errors import ConvanimError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.batch.jobs import Job

MOST = 1000


@dataclass(frozen=True, slots=True)
class Shard:
    """One share of several, counted from 1."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Return the share that ``"2/8"`` means.

        Raises
        ------
        ConvanimError
            It means none.
        """
        match = re.fullmatch(r"([0-9]{1,4})/([0-9]{1,4})", text, re.ASCII)
        number, count = (int(each) for each in match.groups()) if match else (0, 0)
        if not 1 <= number <= count <= MOST:
            raise ConvanimError(
                f"a shard is its number and how many there are, at most {MOST}, such as 2/8, "
                f"not '{text}'"
            )
        return cls(number, count)

    def __str__(self) -> str:
        return f"{self.number}-of-{self.count}"

    def share(self, jobs: Sequence[Job]) -> list[Job]:
        """Return its jobs: the same on every machine, and about as many frames as the others.

        Each job, the longest first, goes to the share that has least so far. What is up to date
        does not matter, as that may differ between machines.
        """
        loads = [0] * self.count
        mine = set()
        for job in sorted(jobs, key=lambda job: (-job.ticks, job.name)):
            least = loads.index(min(loads))
            loads[least] += job.ticks
            if least == self.number - 1:
                mine.add(job)
        return [job for job in jobs if job in mine]
