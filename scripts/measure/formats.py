"""What each format costs to read, and whole folders to load, beside recoll in the same run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from derived import derived

from archive.model import Report
from indexer.blocks import NeedsOcr, Unreadable
from indexer.content import Content
from indexer.formats import format_of
from indexer.limits import DEFAULTS
from indexer.opened import Rooms
from indexer.walking import walk
from indexer.workers import Task, Workers

WORKERS = 2
LEAST_FILES = 100
"""Fewer files of a format are read again until there are so many."""

SLOW = ("image", "works", "ole")
SLOW_FILES = 8
"""Formats that take seconds a file, and how many are enough for them."""

PAGE_CHARACTERS = 500
"""Characters of what counts as a page, in formats that have none of their own as in the others."""


def measured_formats(folders: Sequence[Path]) -> dict[str, Any]:
    """Files and pages a second of each format in the folders, and how long each takes to load."""
    files: dict[str, list[Path]] = defaultdict(list)
    for one in walk(folders):
        files[kind_of(one.path)].append(one.path)
    with tempfile.TemporaryDirectory() as scratch:
        for path in derived(files, Path(scratch)):
            files[kind_of(path)].append(path)
        rates = {kind: _rate(kind, files[kind]) for kind in sorted(files)}
    return {
        "formats": rates,
        "load_s": {str(folder): _loads(folder) for folder in folders},
    }


def kind_of(path: Path) -> str:
    """The kind of a file by the table of formats."""
    return format_of(Content(path.read_bytes(), path.name)).kind


def _rate(kind: str, paths: Sequence[Path]) -> dict[str, Any]:
    """Files and pages a second with two workers, and what comes of the files."""
    offered = [(path.read_bytes(), path.name) for path in paths]
    with tempfile.TemporaryDirectory() as scratch, Workers(DEFAULTS, WORKERS) as workers:
        rooms = Rooms(Path(scratch))

        def read(times: int) -> tuple[float, list[Report]]:
            began = time.perf_counter()
            tasks = [workers.open(*one, rooms.another(0)) for one in islice(cycle(offered), times)]
            reports = [report for task in tasks for report in _reports(workers, task)]
            return time.perf_counter() - began, reports

        read(len(offered))  # starts the workers
        times = max(SLOW_FILES if kind in SLOW else LEAST_FILES, len(offered))
        seconds, reports = read(times)
    characters = sum(len(one.text) for report in reports for one in report.paragraphs)
    return {
        "files": len(offered),
        "reports": f"{len(reports)} of {times} files",
        "files_s": round(times / seconds, 1),
        "pages_s": round(characters / PAGE_CHARACTERS / seconds, 1),
    }


def _reports(workers: Workers, task: Task) -> list[Report]:
    try:
        opened = workers.result(_scanned(workers, task))
    except Unreadable:
        return []
    return [opened.reading.report] if opened.reading else []


def _scanned(workers: Workers, task: Task) -> Task:
    """The task, or the one by which OCR reads the file, where it needs that."""
    try:
        workers.result(task)
    except NeedsOcr as scan:
        return workers.read_scan(task, scan)
    return task


def _loads(folder: Path) -> dict[str, float | None]:
    """Seconds to load a folder into an empty archive, and to index it with recoll."""
    with tempfile.TemporaryDirectory() as scratch:
        environment = {**os.environ, "ARCHIVE_DATA": f"{scratch}/data"}
        command = [sys.executable, "-m", "indexer", "load", str(folder)]
        ours = [_seconds(command, environment, f"{scratch}/data") for _ in range(3)]
        if shutil.which("recollindex") is None:
            print("recoll is not installed (apt-get install recollcmd): left out", file=sys.stderr)
            return {"archive": min(ours), "recoll": None}
        Path(scratch, "recoll").mkdir()
        Path(scratch, "recoll", "recoll.conf").write_text(f"topdirs = {folder.absolute()}\n")
        command = ["recollindex", "-c", f"{scratch}/recoll", "-z"]
        theirs = [
            _seconds(command, dict(os.environ), f"{scratch}/recoll/xapiandb") for _ in range(3)
        ]
    return {"archive": min(ours), "recoll": min(theirs)}


def _seconds(command: Sequence[str], environment: dict[str, str], made: str) -> float:
    """How long a command takes that makes a folder anew."""
    shutil.rmtree(made, ignore_errors=True)
    began = time.perf_counter()
    subprocess.run(command, env=environment, capture_output=True, check=False)
    return round(time.perf_counter() - began, 2)
