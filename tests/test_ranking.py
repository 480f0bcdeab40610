"""scripts/benchmark --ranking: the measures by hand, the file of judgements, the table."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from elasticsearch import Elasticsearch

from archive.engine import open_engine
from archive.model import Metadata, Paragraph, Query, Report, Role
from archive.settings import Settings
from tests.engines.test_elastic import client
from tests.engines.test_elastic import settings as elastic_settings

__all__ = ["client", "elastic_settings"]

ROOT = Path(__file__).parent.parent
MEASURE = ROOT / "scripts" / "measure"


@pytest.fixture
def ranking(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(MEASURE)
    return importlib.import_module("ranking")


RANKED = ["a", "x", "b", "y", "z", "c"]


@pytest.mark.parametrize(
    ("gains", "value"),
    [
        # 1/log2(2) + 1/log2(4) of 1/log2(2) + 1/log2(3)
        ({"a": 1, "b": 1}, (1 + 1 / 2) / (1 + 0.6309297535714575)),
        # 1/log2(2) + 3/log2(4) of 3/log2(2) + 1/log2(3)
        ({"a": 1, "b": 3}, (1 + 3 / 2) / (3 + 0.6309297535714575)),
        # 1/log2(7), the best being 1
        ({"c": 1}, 0.3562071871080222),
        ({"a": 2}, 1.0),
        ({"missing": 1}, 0.0),
    ],
)
def test_ndcg_is_the_gain_by_rank_over_that_of_the_best_order(
    ranking: ModuleType, gains: dict[str, float], value: float
) -> None:
    assert ranking.ndcg(RANKED, gains) == pytest.approx(value, abs=1e-12)


def test_ndcg_looks_at_ten_hits_and_at_the_ten_best_gains(ranking: ModuleType) -> None:
    assert ranking.ndcg([*map(str, range(10)), "a"], {"a": 1}) == 0
    assert ranking.ndcg(list(map(str, range(10))), {str(n): 1 for n in range(20)}) == 1


@pytest.mark.parametrize(
    ("gains", "value"), [({"a": 1, "b": 1}, 1), ({"b": 1, "c": 2}, 1 / 3), ({"missing": 1}, 0)]
)
def test_mrr_is_one_over_the_rank_of_the_first_relevant_hit(
    ranking: ModuleType, gains: dict[str, float], value: float
) -> None:
    assert ranking.mrr(RANKED, gains) == value
    assert ranking.mrr(["x"] * 10 + ["a"], {"a": 1}) == 0


def test_recall_is_the_share_of_the_relevant_that_stand_among_the_first_hundred(
    ranking: ModuleType,
) -> None:
    assert ranking.recall(RANKED, {"a": 1, "b": 2, "missing": 1, "other": 1}) == 0.5
    assert ranking.recall(["x"] * 100 + ["a"], {"a": 1}) == 0


BAD_LINES = (
    ("not json", "Expecting value"),
    ('["出庭"]', 'not an object of "query" and "relevant"'),
    ('{"query": "出庭"}', 'not an object of "query" and "relevant"'),
    ('{"query": 5, "relevant": []}', "query is not a text"),
    ('{"query": "  ", "relevant": ["0123456789abcdef-1"]}', "检索词是空的"),
    ('{"query": "出庭", "relevant": "0123456789abcdef-1"}', "neither a list of ids nor"),
    ('{"query": "出庭", "relevant": ["0123456789abcdef"]}', "is not the id of a paragraph"),
    ('{"query": "出庭", "relevant": {"0123456789abcdef-1": -1}}', "is not a number from 0"),
    ('{"query": "出庭", "relevant": {"0123456789abcdef-1": "2"}}', "is not a number from 0"),
    ('{"query": "出庭", "relevant": {"0123456789abcdef-1": NaN}}', "is not a number from 0"),
    ('{"query": "出庭", "relevant": {"0123456789abcdef-1": 0}}', "no paragraph is relevant"),
    ('{"query": "出庭", "relevant": []}', "no paragraph is relevant"),
)
GOOD_LINE = '{"query": "出庭", "relevant": ["0123456789abcdef-1"]}'


def test_every_line_that_cannot_be_used_is_named_with_its_number_and_the_reason(
    ranking: ModuleType, tmp_path: Path
) -> None:
    file = tmp_path / "judged.jsonl"
    file.write_text("\n".join([GOOD_LINE, "", *(line for line, _ in BAD_LINES)]), "utf-8")
    with pytest.raises(ranking.BadJudgements) as raised:
        ranking.read_judgements(file)
    assert len(raised.value.args) == len(BAD_LINES)
    for number, (told, (_, reason)) in enumerate(zip(raised.value.args, BAD_LINES, strict=True), 3):
        assert told.startswith(f"judged.jsonl, line {number}: ")
        assert reason in told


def test_a_file_without_a_query_is_refused(ranking: ModuleType, tmp_path: Path) -> None:
    file = tmp_path / "judged.jsonl"
    file.write_text("\n")
    with pytest.raises(ranking.BadJudgements, match="there is no query in it"):
        ranking.read_judgements(file)


def test_gains_are_read_as_they_are_given_and_those_of_0_are_not_relevant(
    ranking: ModuleType, tmp_path: Path
) -> None:
    relevant = {"0123456789abcdef-1": 2, "0123456789abcdef-2": 0.5, "0123456789abcdef-3": 0}
    file = tmp_path / "judged.jsonl"
    graded = json.dumps({"query": "复议", "relevant": relevant})
    file.write_text(f"\ufeff{GOOD_LINE}\r\n{graded}\r\n", "utf-8")
    assert ranking.read_judgements(file) == [
        ranking.Judged("出庭", {"0123456789abcdef-1": 1.0}),
        ranking.Judged("复议", {"0123456789abcdef-1": 2.0, "0123456789abcdef-2": 0.5}),
    ]


DOC_ID = "0123456789abcdef"
TEXTS = ("青岚县法治报告", "负责人出庭应诉", "负责人到场", "各单位落实责任", "群众满意")
REPORT = Report(
    DOC_ID,
    "one.txt",
    Metadata(title=TEXTS[0]),
    tuple(
        Paragraph(ordinal, Role.BODY if ordinal else Role.TITLE, text)
        for ordinal, text in enumerate(TEXTS)
    ),
)
JUDGED = (
    # The first hit is the paragraph with both words, the second the one with 负责人 alone.
    {"query": "负责人 出庭应诉", "relevant": [f"{DOC_ID}-2", f"{DOC_ID}-99"]},
    {"query": "满意", "relevant": {f"{DOC_ID}-4": 3}},
)
ROW = ["0.6934", "0.7500", "0.7500", "1"]
"""nDCG (1/log2(3) of 1 + 1/log2(3), and 1), MRR (1/2 and 1), recall (1/2 and 1), not held."""


def printed(settings: Settings, file: Path, *options: str) -> tuple[int, str, list[list[str]]]:
    """How the benchmark ends, what it says, and the cells of its table without the times."""
    done = subprocess.run(
        [sys.executable, str(MEASURE), "--ranking", str(file), *options],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "ARCHIVE_DATA": str(settings.data),
            "ARCHIVE_ENGINE": settings.engine,
            "ELASTICSEARCH_URL": settings.elasticsearch_url,
            "ELASTICSEARCH_INDEX": settings.index,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    rows = [line.split("│")[1:-1] for line in done.stdout.splitlines() if "│" in line]
    cells = [[cell.strip() for cell in row] for row in rows]
    return done.returncode, done.stderr, [[*row[:4], row[5]] for row in cells]


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    file = tmp_path / "judged.jsonl"
    file.write_text("\n".join(map(json.dumps, JUDGED)), "utf-8")
    return file


def test_the_scores_of_the_archive_of_the_settings_are_printed(
    tmp_path: Path, judged: Path
) -> None:
    settings = Settings(tmp_path)
    with open_engine(settings) as engine:
        engine.replace([REPORT])
        assert len(list(engine.scan(Query()))) == len(TEXTS)
    assert printed(settings, judged) == (0, "", [["embedded", *ROW]])


def test_both_engines_score_the_same(
    client: Elasticsearch, elastic_settings: Settings, judged: Path
) -> None:
    embedded = Settings(elastic_settings.data)
    for settings in (embedded, elastic_settings):
        with open_engine(settings) as engine:
            engine.replace([REPORT])
    ended = printed(elastic_settings, judged, "--engine", "both")
    assert ended == (0, "", [["embedded", *ROW], ["elasticsearch", *ROW]])


def test_a_bad_file_ends_the_command_with_its_lines(tmp_path: Path) -> None:
    file = tmp_path / "judged.jsonl"
    file.write_text(f"{GOOD_LINE}\n{{}}\n", "utf-8")
    status, told, rows = printed(Settings(tmp_path), file)
    assert (status, rows) == (1, [])
    assert told == 'judged.jsonl, line 2: not an object of "query" and "relevant"\n'
