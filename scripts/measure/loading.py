"""What a whole load takes: the loader's own command on a folder of files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from watching import watched

EMBEDDED = {"ARCHIVE_ENGINE": "embedded"}


@dataclass(frozen=True, slots=True)
class Load:
    """How long a load took, and the most memory of the loader and its workers together (PSS)."""

    seconds: float
    peak_mb: float


def measured_load(files: Path, data: Path) -> Load:
    """Load a folder into a new archive with the default settings."""
    done = watched(files, data, EMBEDDED, frozenset(os.sched_getaffinity(0)))
    if done.status:
        raise RuntimeError(f"the load ended with status {done.status}")
    return Load(done.seconds, max((one.all_mb for one in done.samples), default=0.0))


def folder_mb(folder: Path) -> float:
    """What the files of a folder take, in megabytes."""
    return round(sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6, 1)
