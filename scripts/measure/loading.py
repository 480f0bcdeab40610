"""The load, measured as a whole: the loader's own command in a process group of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from archive.engines.embedded import EmbeddedEngine
from archive.library import Library
from archive.settings import Settings

_POLL_SECONDS = 0.05


def measured_load(files: Path, data: Path) -> dict[str, Any]:
    """Load a folder into a new archive: rates, sizes, and memory.

    `peak_mb` is the largest sum of resident memory over the loader and its workers at one moment
    (pages that they share count for each), `peak_process_mb` the largest of a single process.
    """
    characters = sum(
        len(path.read_text("utf-8", "replace")) for path in files.iterdir() if path.is_file()
    )
    environment = {**os.environ, "ARCHIVE_DATA": str(data), "ARCHIVE_ENGINE": "embedded"}
    start = time.perf_counter()
    loader = subprocess.Popen(
        [sys.executable, "-m", "indexer", "load", str(files)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    peak = peak_process = 0.0
    while loader.poll() is None:
        resident = _resident_mb(loader.pid)
        peak = max(peak, sum(resident))
        peak_process = max([peak_process, *resident])
        time.sleep(_POLL_SECONDS)
    seconds = time.perf_counter() - start
    summary = loader.stdout.read() if loader.stdout else ""
    settings = Settings(data=data)
    with EmbeddedEngine(settings) as engine, Library(settings.library) as library:
        held = engine.status()
        counts = {state.value: count for state, count in library.counts().items()}
    return {
        "files": counts,
        "summary": summary.strip().splitlines()[-1],
        "seconds": round(seconds, 1),
        "mchar_s": round(characters / seconds / 1e6, 3),
        "paragraphs_s": round(held.paragraphs / seconds),
        "peak_mb": round(peak),
        "peak_process_mb": round(peak_process),
        "index_mb": folder_mb(settings.embedded_index),
        "library_mb": folder_mb(settings.library),
    }


def folder_mb(folder: Path) -> float:
    """What the files of a folder take, in megabytes."""
    return round(sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6, 1)


def _resident_mb(session: int) -> list[float]:
    """The resident memory of each process of a session."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            # After the last ")": state, parent, group, session.
            after_name = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(after_name[3]) == session:
                status = (folder / "status").read_text()
                found += [int(kb) / 1e3 for kb in re.findall(r"VmRSS:\s+(\d+) kB", status)]
        except (OSError, ValueError):
            continue  # the process ended between the two looks
    return found
