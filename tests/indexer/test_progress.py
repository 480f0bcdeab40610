"""Progress: a bar on a terminal, lines now and then in a log."""

from __future__ import annotations

import os
import pty
import re
from pathlib import Path

import pytest

from archive.messages import indexer as messages
from indexer.progress import Lines
from tests.indexer.processes import command, environment, reports, started

CONTROL = re.compile(r"\x1b\[[?0-9;]*[a-zA-Z]")


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def on_a_terminal(data: Path, *words: str) -> str:
    """What a command writes to a terminal."""
    line = command(*words)
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(line[0], line, environment(data, TERM="xterm"))
    written = bytearray()
    try:
        while some := os.read(terminal, 65_536):
            written += some
    except OSError:  # how Linux tells that a terminal is closed at the other end
        pass
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    return written.decode()


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_terminal_shows_a_bar_with_rate_and_counts_which_is_gone_at_the_end(
    data: Path, tmp_path: Path
) -> None:
    written = on_a_terminal(data, "load", str(reports(tmp_path / "in", 200)))
    shown = CONTROL.sub("", written)
    assert re.search(r"装载 ━+ +\d+/200 每秒 [1-9]\d*\.\d 个 0:00:0\d\s+新装载 [1-9]\d*", shown)
    summary = "提交 200 个文件：新装载 200，已在库 0，内容重复 0，解包 0，隔离 0。"
    assert written.rindex("\x1b[?25h") < written.index(summary)  # the cursor is back before it
    assert written.endswith(f"\x1b[2K{summary}\r\n")


def test_a_log_of_a_short_load_stays_empty(data: Path, tmp_path: Path) -> None:
    with started(data, "load", str(reports(tmp_path / "in", 20)), FORCE_COLOR="") as process:
        printed, told = process.communicate()
    summary = "提交 20 个文件：新装载 20，已在库 0，内容重复 0，解包 0，隔离 0。\n"
    assert (process.returncode, printed, told) == (0, summary, "")


def test_a_log_gets_a_line_every_ten_seconds_and_one_at_the_end(
    capsys: pytest.CaptureFixture[str],
) -> None:
    clock = Clock()
    with Lines(clock) as lines:
        task = lines.add_task(messages.LOADING, total=60, counts="")
        for count in range(1, 61):
            clock.now += 0.5
            lines.update(task, advance=1, counts=f"新装载 {count}")
    assert capsys.readouterr().err.splitlines() == [
        "装载 20/60，每秒 2.0 个，还需 0:00:20，新装载 20",
        "装载 40/60，每秒 2.0 个，还需 0:00:10，新装载 40",
        "装载 60/60，每秒 2.0 个，新装载 60",
    ]


def test_a_log_of_what_is_counted_one_by_one_is_told_the_same(
    capsys: pytest.CaptureFixture[str],
) -> None:
    clock = Clock()
    with Lines(clock) as lines:
        for _ in lines.track(range(13), description=messages.REBUILDING):
            clock.now += 1
    assert capsys.readouterr().err.splitlines() == [
        "重建索引 10/13，每秒 1.0 个，还需 0:00:03",
        "重建索引 13/13，每秒 1.0 个",
    ]


def test_a_total_that_is_not_known_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    with Lines(clock) as lines:
        task = lines.add_task(messages.REBUILDING, total=None)
        for _ in range(2):
            clock.now += 10
            lines.advance(task)
    assert capsys.readouterr().err.splitlines() == [
        "重建索引 1，每秒 0.0 个",
        "重建索引 2，每秒 0.1 个",
    ]
