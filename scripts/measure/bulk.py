"""Measures a bulk load of made-up reports: rate and memory from its start to its end."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import madeup
from loading import folder_mb
from rich.console import Console
from rich.table import Table
from watching import Sample, Watched, watched

from archive.library import Library
from archive.settings import Settings

SEED = 20221
FILES = 20_000
"""How many files are loaded unless told."""

OF_DOCX = 10
"""One docx is loaded, to compare numbers of workers, for so many files of the bulk load."""

TRIALS = 3
"""Times that each load of docx is run; the fastest counts."""

EMBEDDED = {"ARCHIVE_ENGINE": "embedded"}


def measure_bulk(count: int) -> None:
    """Load so many made-up files twice, and a part as many docx with more and less; print tables.

    All of it is written below a temporary folder.
    """
    console = Console(width=None if Console().is_terminal else 120)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        console.print(_twice(count, Path(scratch)))
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        console.print(_with_workers(count // OF_DOCX, Path(scratch)))


def _twice(count: int, scratch: Path) -> Table:
    files, settings = scratch / "files", Settings(scratch / "data")
    madeup.write(files, count, SEED)
    everywhere = frozenset(os.sched_getaffinity(0))
    first = watched(files, settings.data, EMBEDDED, everywhere)
    with Library(settings.library) as library:
        counts = {state.value: number for state, number in library.counts().items() if number}
    ledger = sum(path.stat().st_size for path in settings.library.glob("ledger.sqlite*")) / 1e6
    index = folder_mb(settings.embedded_index)
    again = watched(files, settings.data, EMBEDDED, everywhere)
    made = Table(
        "", "first load", "the same again", title=f"{count:,} files, {folder_mb(files)} MB"
    )
    samples = first.samples
    rows = [
        ("came to", ", ".join(f"{number:,} {state}" for state, number in counts.items())),
        ("seconds", *(f"{one.seconds:.1f}" for one in (first, again))),
        ("of the processors", *(f"{one.samples[-1].cpu:.1f}" for one in (first, again))),
        ("files a second", *(f"{count / one.seconds:.0f}" for one in (first, again))),
        ("in each tenth", _listed(_rates(samples, count, "seconds"))),
        ("of the processors, in each tenth", _listed(_rates(samples, count, "cpu"))),
        ("peak MB, all processes (PSS)", *(_peak(one, "all_mb") for one in (first, again))),
        ("peak MB, loader alone (PSS)", *(_peak(one, "loader_mb") for one in (first, again))),
        ("in each tenth", _listed(_peaks(samples, count, "loader_mb"))),
        ("the same without mapped files", *(_peak(one, "own_mb") for one in (first, again))),
        ("in each tenth", _listed(_peaks(samples, count, "own_mb"))),
        ("index, ledger MB", f"{index:.0f}, {ledger:.0f}"),
    ]
    for row in rows:
        made.add_row(*row)
    return made


def _tenths(samples: Sequence[Sample], count: int) -> list[list[Sample]]:
    """What was seen while each tenth of the files was recorded, with the last look before it.

    The last one goes on until all is in the index.
    """
    tenths: list[list[Sample]] = []
    for number in range(10):
        low, high = count * number // 10, count * (number + 1) // 10
        start = max((i for i, one in enumerate(samples) if one.recorded <= low), default=0)
        end = next((i for i, one in enumerate(samples) if one.recorded >= high), -1)
        tenths.append(list(samples[start:] if number == 9 or end < 0 else samples[start : end + 1]))
    return tenths


def _rates(samples: Sequence[Sample], count: int, of: str) -> list[float]:
    """Files recorded in a second, or in a second of the processors, in each tenth."""
    return [
        (tenth[-1].recorded - tenth[0].recorded)
        / max(getattr(tenth[-1], of) - getattr(tenth[0], of), 1e-9)
        for tenth in _tenths(samples, count)
    ]


def _peaks(samples: Sequence[Sample], count: int, of: str) -> list[float]:
    """The loader's most memory in each tenth."""
    return [max(getattr(one, of) for one in tenth) for tenth in _tenths(samples, count)]


def _peak(load: Watched, name: str) -> str:
    return f"{max(getattr(one, name) for one in load.samples):.0f}"


def _listed(numbers: Sequence[float]) -> str:
    return " ".join(f"{number:.0f}" for number in numbers)


def _with_workers(count: int, scratch: Path) -> Table:
    """Loads of docx by one worker and by two, on two processors and on one."""
    files = scratch / "files"
    madeup.write(files, count, SEED, {madeup.docx: 1})
    processors = sorted(os.sched_getaffinity(0))
    made = Table(
        "workers", "processors", "files a second", title=f"{count:,} docx, best of {TRIALS}"
    )
    for workers, allowed in ((1, 2), (2, 2), (1, 1), (2, 1)):
        environment = {**EMBEDDED, "ARCHIVE_WORKERS": str(workers)}
        seconds = min(
            watched(
                files,
                scratch / f"{workers}-{allowed}-{trial}",
                environment,
                frozenset(processors[:allowed]),
            ).seconds
            for trial in range(TRIALS)
        )
        made.add_row(str(workers), str(allowed), f"{count / seconds:.0f}")
    return made
