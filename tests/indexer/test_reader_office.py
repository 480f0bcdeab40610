"""LibreOffice as a reader: what it reads, and that it never outlives what wants it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from archive.messages import readers as messages
from indexer.blocks import Unreadable
from indexer.limits import DEFAULTS, Limits
from indexer.readers import office
from indexer.readers.ole import WORKS_2_SIGN
from tests.indexer.compound_files import ole_of, word_of

needs_office = pytest.mark.skipif(
    not shutil.which(office.PROGRAM), reason="LibreOffice is not on this machine"
)

WORKS = ole_of({"CONTENTS": b"CHNKWKS" + bytes(100)})

IN_A_WORKER = """
import resource, sys
from indexer.limits import DEFAULTS
from indexer.readers import office
resource.setrlimit(resource.RLIMIT_AS, (DEFAULTS.memory_mb * 1_000_000,) * 2)
print([block.text for block in office.read(sys.stdin.buffer.read(), DEFAULTS)])
"""


def refusal(data: bytes, limits: Limits = DEFAULTS) -> tuple[str, str]:
    with pytest.raises(Unreadable) as refused:
        office.read(data, limits)
    return refused.value.reason, refused.value.remedy


def started(folder: Path, command: str) -> str:
    """A program of LibreOffice's name that runs a shell command instead; the folder it is in."""
    program = folder / office.PROGRAM
    program.write_text(f"#!/bin/sh\n{command}\n", encoding="ascii")
    program.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    """Whether something comes true within so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return holds()


def running(marker: Path) -> list[int]:
    """The processes, their numbers written in a file, that are still alive."""
    numbers = [int(line) for line in marker.read_text().split()] if marker.exists() else []
    return [number for number in numbers if is_alive(number)]


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@needs_office
def test_a_document_is_read_within_the_memory_of_a_worker() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_A_WORKER],
        input=word_of("第一段。\r第二段。\r"),
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.decode() == "['第一段。', '第二段。']\n"


@needs_office
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (ole_of({"WordDocument": b"\xec\xa5\xc1\x00" + bytes(5000)}), messages.DOC_DAMAGED),
        (WORKS, messages.WORKS_DAMAGED),
        (WORKS_2_SIGN + "并非文档的文字。".encode() * 50, messages.WORKS_DAMAGED),
    ],
    ids=["word", "works", "works 2"],
)
def test_what_it_cannot_read_is_refused_and_not_taken_for_text(
    data: bytes, said: tuple[str, str]
) -> None:
    assert refusal(data) == said


def test_a_file_of_no_kind_that_it_is_asked_to_read_is_refused() -> None:
    assert refusal(ole_of({"Other": b""})) == messages.OLE_UNKNOWN


@pytest.mark.parametrize(
    ("data", "said"),
    [(word_of("正文。\r"), messages.DOC_DAMAGED), (WORKS, messages.WORKS_NO_OFFICE)],
    ids=["word", "works"],
)
def test_without_it_a_file_is_refused_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, data: bytes, said: tuple[str, str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal(data) == said


def test_a_program_that_hangs_is_ended_in_time_with_all_that_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    marker = tmp_path / "processes"
    hang = f"sleep 600 & echo $$ $! > {marker}; sleep 600"
    monkeypatch.setenv("PATH", started(tmp_path, hang))
    begun = time.monotonic()
    limits = Limits(seconds=office.SPARE_SECONDS + 4)  # in which it begins, on a busy machine, too
    assert refusal(word_of("正文。\r"), limits) == messages.DOC_DAMAGED
    assert 4 <= time.monotonic() - begun < limits.seconds
    assert within(30, lambda: running(marker) == [])
    assert marker.read_text().count(" ") == 1


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL])
def test_it_ends_with_the_worker_that_started_it_and_leaves_nothing_behind(
    tmp_path: Path, sign: signal.Signals
) -> None:
    marker, temporary = tmp_path / "processes", tmp_path / "temporary"
    temporary.mkdir()
    hang = f"sleep 600 & echo $$ $! > {marker}; sleep 600"
    worker = subprocess.Popen(
        [sys.executable, "-c", IN_A_WORKER],
        stdin=subprocess.PIPE,
        env={**os.environ, "PATH": started(tmp_path, hang), "TMPDIR": str(temporary)},
    )
    assert worker.stdin
    with worker.stdin:
        worker.stdin.write(word_of("正文。\r"))
    try:
        assert within(60, lambda: len(running(marker)) == 2)
    finally:
        worker.send_signal(sign)
        worker.wait()
    assert within(30, lambda: running(marker) == [])
    assert within(30, lambda: list(temporary.iterdir()) == [])


@needs_office
def test_a_picture_that_a_document_links_to_is_not_fetched(tmp_path: Path) -> None:
    asked: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(404)

        def log_request(self, *_: object) -> None:
            asked.append(self.path)

        def log_message(self, *_: object) -> None:
            """Nothing to the test's output."""

    with HTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = tmp_path / "page.html"
        page.write_text(
            f'<p>正文<img src="http://127.0.0.1:{server.server_port}/a.png"></p>', "utf-8"
        )
        subprocess.run(
            [
                *(office.PROGRAM, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"),
                *("--headless", "--infilter=HTML (StarWriter)", "--convert-to", "doc:MS Word 97"),
                *("--outdir", str(tmp_path), str(page)),
            ],
            check=True,
            capture_output=True,
            timeout=60,
        )
        assert "/a.png" in asked  # as any other profile does
        asked.clear()
        found = office.read(page.with_suffix(".doc").read_bytes(), DEFAULTS)
        server.shutdown()
    assert ([block.text for block in found], asked) == (["正文"], [])
