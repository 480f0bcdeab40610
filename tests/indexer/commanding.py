"""The indexer's commands, run within the tests on a real library and the embedded engine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from archive.engines.embedded import EmbeddedEngine
from archive.errors import ArchiveError
from archive.library import Library
from archive.model import Page
from archive.query import literal_query
from archive.settings import Settings
from indexer.commands import cli

TEXT = "青石县司法局2022年工作总结\n全年负责人出庭应诉{}件。\n"
TITLE = "青石县司法局2022年工作总结"
NOTHING = "提交 0 个文件：新装载 0，已在库 0，内容重复 0，解包 0，隔离 0。"

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended: its exit status, and what it printed with times as T."""

    status: int
    output: bytes

    @property
    def lines(self) -> list[str]:
        return _INSTANT.sub("T", self.output.decode()).splitlines()


def run(data: Path, *words: str, typed: bytes = b"") -> Ran:
    """Run a command; one that ends with an `ArchiveError` raises it."""
    ran = CliRunner(env={"ARCHIVE_DATA": str(data)}).invoke(cli, words, input=typed)
    if isinstance(ran.exception, ArchiveError):
        raise ran.exception
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return Ran(ran.exit_code, ran.stdout_bytes + ran.stderr_bytes)


def write(path: Path, count: int) -> Path:
    """A small report, which differs by its count; its folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT.format(count), "utf-8")
    return path


def doc_id_of(data: Path, path: Path | str) -> str:
    """The report that the ledger says a file holds."""
    with Library(data / "library") as library:
        file = library.file(str(path))
        assert file
        assert file.doc_id
        return file.doc_id


def found(data: Path) -> list[str]:
    """The paragraphs with 出庭应诉 that a reader finds."""
    with EmbeddedEngine(Settings(data=data)) as engine:
        hits = engine.search(literal_query("出庭应诉"), Page()).hits
        return sorted(hit.paragraph.text for hit in hits)


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file below a folder with the time of its last change and its bytes."""
    return {
        str(path): (path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }
