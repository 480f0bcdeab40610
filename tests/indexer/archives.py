"""Reports to load, and all that an archive holds, to be compared with another one's."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.engine import open_engine
from archive.model import Facets, Page, Query, Report
from archive.query import parse
from archive.settings import Settings
from tests.indexer.documents import zip_of

TIMES = {"seen_at", "loaded_at", "set_on", "superseded_on", "removed_on"}
TABLES = ("reports", "files", "indexed", "corrections", "superseded", "removed", "near")
TYPED = ("出庭应诉", '"行政复议"', "年度:2022 监督", "标题:工作总结", "法治 OR 培训")

_SYLLABLES = (
    "全县负责人出庭应诉行政复议依法行政法治政府建设执法监督培训宣传信访化解文件审查公开听证"
)


@dataclass(frozen=True, slots=True)
class Held:
    """What an archive holds, but for the times at which it came to, and for former indexes."""

    ledger: dict[str, list[tuple[object, ...]]]
    reports: list[Report | None]
    found: dict[str, tuple[int, list[tuple[str, int, str]], Facets]]


def held(settings: Settings) -> Held:
    """What stands in an archive's ledger and what a reader finds in it."""
    with open_engine(settings) as engine:
        found = {}
        for typed in TYPED:
            query = parse(typed)
            hits = [
                (one.doc_id, one.paragraph.ordinal, one.paragraph.text)
                for one in engine.scan(query)
            ]
            found[typed] = (engine.search(query, Page()).total, sorted(hits), engine.facets(query))
        ids = sorted({hit.doc_id for hit in engine.scan(Query())})
        return Held(_ledger(settings), [engine.report(doc_id) for doc_id in ids], found)


def _ledger(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(settings.library / "ledger.sqlite")) as ledger:
        lines = {}
        for table in TABLES:
            rows = ledger.execute(f"SELECT * FROM {table}")
            kept = [i for i, column in enumerate(rows.description) if column[0] not in TIMES]
            lines[table] = sorted(
                (
                    tuple(row[i] for i in kept)
                    for row in rows
                    if not str(row[0]).endswith("(former)")
                ),
                key=repr,
            )
        return lines


def report_text(number: int, paragraphs: int) -> str:
    """A report of so many paragraphs of 200 characters, the same for the same number."""
    draw = random.Random(number)
    lines = [f"青石县第{number}司法所2022年工作总结", f"全年负责人出庭应诉{number}件。"]
    lines += ["".join(draw.choices(_SYLLABLES, k=200)) + "。" for _ in range(paragraphs)]
    return "\n".join(lines) + "\n"


def write_reports(folder: Path) -> Path:
    """Twenty small reports, then one of 300 KB, then an archive that unpacks to 600 KB."""
    folder.mkdir()
    for number in range(1, 21):
        (folder / f"{number:02}.txt").write_text(report_text(number, 20), "utf-8")
    (folder / "90.txt").write_text(report_text(90, 500), "utf-8")
    (folder / "95.zip").write_bytes(zip_of({"甲.txt": report_text(95, 1_000)}))
    return folder
