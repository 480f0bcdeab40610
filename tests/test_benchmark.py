"""scripts/benchmark: the file of results, the table, and the reports that it makes up."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.limits import DEFAULTS
from indexer.opened import Reading, Room
from indexer.reading import open_file
from indexer.sketching import agree, similarity
from tests.engines.test_elastic import URL

ROOT = Path(__file__).parent.parent
MEASURE = ROOT / "scripts" / "measure"

LAW = "\n".join(
    [
        "# 青岚县河道管理办法",
        *(
            f"第{number}条 沿河的单位和个人应当在每年{number % 12 + 1}月以前清理河道，"
            f"由水利局（河务站）检查；逾期{number}日的，处{number * 100}元以下罚款。"
            for number in range(1, 40)
        ),
    ]
)
NOTICE = "\n".join(f"通知第{number}项：各村逐户走访，登记{number}户。" for number in range(1, 30))

TIMES = {"p50": "float", "p95": "float", "p99": "float"}
ENGINE: dict[str, Any] = {
    **{"load_mchar_s": "float", "index_mb": "float"},
    **{"search_ms": TIMES, "facets_ms": TIMES, "facets_ms_3_and_more": TIMES, "cold_ms": TIMES},
    "wrong_counts": "int",
}
NOT_COLD = {**ENGINE, "cold_ms": "null"}
NO_INDEX = {**NOT_COLD, "load_mchar_s": "null", "index_mb": "null"}
ENGINES = {
    **{"embedded": ENGINE, "elasticsearch": NOT_COLD, "fts5": ENGINE, "whoosh": NOT_COLD},
    **{"ripgrep": NO_INDEX, "limit": ENGINE},
}
PAGES = {"clients": "int", "pages_s": "float", "p95_ms": "float"}


def form(value: Any) -> Any:
    """A JSON value with the name of its type in place of each text, number and null."""
    if isinstance(value, dict):
        return {name: form(one) for name, one in value.items()}
    if isinstance(value, list):
        return [form(one) for one in value]
    return "null" if value is None else type(value).__name__


def engines_here() -> dict[str, Any]:
    """The form of each engine's results, null for one that this machine has not."""
    with Elasticsearch(URL, api_key=os.environ.get("ELASTICSEARCH_API_KEY")) as client:
        there = {"elasticsearch": client.ping(), "ripgrep": shutil.which("rg") is not None}
    return {name: one if there.get(name, True) else "null" for name, one in ENGINES.items()}


@pytest.mark.slow
def test_one_run_measures_every_engine_at_every_size_and_writes_one_file(tmp_path: Path) -> None:
    corpus, results = tmp_path / "corpus", tmp_path / "results.json"
    (corpus / "laws").mkdir(parents=True)
    (corpus / "laws" / "one.md").write_text(LAW, "utf-8")
    (corpus / "two.txt").write_text(NOTICE, "utf-8")
    (corpus / "three.pdf").write_bytes(b"no text")
    options = ["--sizes", "1,2", "--phrases", "12", "--json", str(results)]
    done = subprocess.run(
        [sys.executable, str(MEASURE), str(corpus), *options],
        env={**os.environ, "PYTHONPATH": str(ROOT), "ELASTICSEARCH_URL": URL},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(results.read_text("utf-8"))
    size = {"paragraphs": "int", "characters": "int", "engines": engines_here()}
    assert form(found) == {
        **{"machine": "str", "date": "str", "phrases": "int", "sizes": [size, size]},
        **{"loader_peak_mb": "int", "web_worker_mb": "int", "web_worker_with_index_mb": "int"},
        "web": [PAGES, PAGES],
    }
    # A title and three headings are added to each text.
    assert [one["paragraphs"] for one in found["sizes"]] == [77, 154]
    assert [one["clients"] for one in found["web"]] == [1, 8]
    wrong = {name: one["wrong_counts"] for name, one in found["sizes"][1]["engines"].items() if one}
    assert wrong.pop("whoosh") > 0  # it finds words, and not every phrase
    assert set(wrong.values()) == {0}
    lines = done.stdout.splitlines()
    assert sum(line.startswith(("| 77 |", "| 154 |")) for line in lines) == 2 * len(ENGINES)
    assert all(
        line.endswith((": met", ": NOT met", ": not measured"))
        for line in lines
        if line.startswith("- ")
    )


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(MEASURE)
    return importlib.import_module


def read(path: Path) -> Reading:
    opened = open_file(path.read_bytes(), path.name, DEFAULTS, Room(path.parent))
    assert opened.reading
    return opened.reading


def test_the_table_in_the_readme_is_that_of_the_results_that_are_kept(module: Any) -> None:
    results = json.loads((ROOT / "docs" / "benchmark.json").read_text("utf-8"))
    assert module("table").table(results) in (ROOT / "README.md").read_text("utf-8")
    assert [round(one["paragraphs"], -4) for one in results["sizes"]] == [
        380_000,
        1_510_000,
        3_020_000,
    ]


def test_each_copy_is_a_report_whose_values_are_read_and_none_is_near_another(
    module: Any, tmp_path: Path
) -> None:
    copies: ModuleType = module("copies")
    source = tmp_path / "law.md"
    source.write_text(LAW, "utf-8")
    for copy in range(4):
        copies.write([source], tmp_path / str(copy), copy)
    readings = [read(tmp_path / str(copy) / "000000.md") for copy in range(4)]
    known = [one.report.metadata for one in readings]
    for one in known:
        assert f"{one.year}年{one.unit}" == one.title[: 5 + len(one.unit or "")]
        assert None not in (one.level, one.doc_type, one.is_department)
    assert len({one.year for one in known}) == 4
    first, *others = (one.sketch.minhash for one in readings)
    assert [similarity(first, other) > 0.9 for other in others] == [True] * 3
    assert [agree(first, other) for other in others] == [False] * 3
    assert len({one.report.doc_id for one in readings}) == 4
    kinds = {paragraph.section_kind.value for paragraph in readings[0].report.paragraphs}
    assert kinds >= {"成效", "问题", "计划"}


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ([0.04, 0.05], "- p95, at most 0.05: 0.04, 0.05: met"),
        ([0.04, 0.051], "- p95, at most 0.05: 0.04, 0.051: NOT met"),
        ([], "- p95, at most 0.05: not measured"),
    ],
)
def test_a_target_is_met_when_the_figure_of_every_size_is(
    module: Any, figures: list[float], told: str
) -> None:
    assert str(module("table").Target("p95", figures, 0.05)) == told


def test_a_rate_has_a_least(module: Any) -> None:
    target = module("table").Target
    assert str(target("load", [0.5], least=0.4)) == "- load, at least 0.4: 0.5: met"
    assert str(target("load", [0.5, 0.39], least=0.4)).endswith("0.5, 0.39: NOT met")
