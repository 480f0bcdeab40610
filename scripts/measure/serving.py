"""The site behind gunicorn, as the README serves it, with clients that ask for search pages."""

from __future__ import annotations

import multiprocessing
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, wait
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from timing import percentiles

CLIENTS = (1, 8)
WARM_UP = 10
"""Pages that are asked for before the clock runs."""

_ROOT = Path(__file__).parents[2]
_POLL_SECONDS = 0.25
_LOOK_SECONDS = 2.0
"""Between two looks at the workers' memory: where a gigabyte is mapped, one takes 28 ms."""


def measured_site(data: Path, log: Path, phrases: Sequence[str]) -> dict[str, Any]:
    """Pages a second and their times by the number of clients, and the largest worker's memory.

    Memory is the most that was seen of a worker's proportional set size, in which what processes
    share is divided among them: without and with the pages of the archive that are mapped from
    disk. Those are the system's cache of files, as are the pages that another engine reads; the
    system lets go of them when it needs the room.
    """
    paths = ["/?" + urlencode({"q": f'"{phrase}"'}) for phrase in phrases]
    web = []
    memory = [(0.0, 0.0)]
    with _site(data, log) as (port, server):
        _asked(port, paths[:WARM_UP], 0)
        for clients in CLIENTS:
            spawned = multiprocessing.get_context("spawn")
            with ProcessPoolExecutor(clients, spawned) as pool:
                asking = [pool.submit(_asked, port, paths, client) for client in range(clients)]
                while wait(asking, _LOOK_SECONDS).not_done:
                    memory += [_memory(worker, data.resolve()) for worker in _workers(server)]
            asked = [client.result() for client in asking]
            memory += [_memory(worker, data.resolve()) for worker in _workers(server)]
            seconds = max(end for _, end, _ in asked) - min(start for start, _, _ in asked)
            times = [one for *_, each in asked for one in each]
            web.append(
                {
                    "clients": clients,
                    "pages_s": round(len(times) / seconds, 1),
                    "p95_ms": percentiles(times)["p95"],
                }
            )
    own, whole = (round(max(one)) for one in zip(*memory, strict=True))
    return {"web_worker_mb": own, "web_worker_with_index_mb": whole, "web": web}


@contextmanager
def _site(data: Path, log: Path) -> Iterator[tuple[int, int]]:
    """The port of a site over an archive, with gunicorn's default settings, and its process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    given = {name: text for name, text in os.environ.items() if not name.startswith("WEB_")}
    here = {"ARCHIVE_DATA": str(data), "ARCHIVE_ENGINE": "embedded", "PORT": str(port)}
    with (
        log.open("w", encoding="utf-8") as written,
        subprocess.Popen(
            [sys.executable, "-m", "gunicorn"],
            cwd=_ROOT,
            env={**given, **here, "HOST": "127.0.0.1"},
            stdout=written,
            stderr=written,
        ) as server,
    ):
        try:
            while not _is_ready(port):
                if server.poll() is not None:
                    raise RuntimeError(f"gunicorn did not start: {log.read_text('utf-8')}")
                time.sleep(_POLL_SECONDS)
            yield port, server.pid
        finally:
            server.terminate()


def _is_ready(port: int) -> bool:
    try:
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
    except OSError:
        return False


def _asked(port: int, paths: Sequence[str], client: int) -> tuple[float, float, list[float]]:
    """When a client began and ended, and each page's milliseconds, on one connection kept open."""
    order = list(paths)
    random.Random(client).shuffle(order)
    times = []
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.connect()
        begun = time.perf_counter()
        for path in order:
            start = time.perf_counter()
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{answer.status} for {path}")
            times.append((time.perf_counter() - start) * 1000)
        return begun, time.perf_counter(), times


def _memory(process: int, data: Path) -> tuple[float, float]:
    """The proportional set size of a process in MB: without the mapped files of a folder, and all.

    Raises nothing: of a process that has ended it is 0.
    """
    sizes = {True: 0, False: 0}
    is_data = False
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps").read_text("utf-8", "replace").splitlines():
            if not (name := line.split(maxsplit=1)[0]).endswith(":"):
                is_data = f" {data}/" in line  # a mapping, with the path of its file
            elif name == "Pss:":
                sizes[is_data] += int(line.split()[1]) * 1024
    return sizes[False] / 1e6, sum(sizes.values()) / 1e6


def _workers(server: int) -> list[int]:
    """The processes that a process has begun."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text("ascii")
    return [int(child) for child in children.split()]
