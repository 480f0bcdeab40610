"""Measures the ranking of the search by words against judged queries, on either engine.

A file of judgements is JSON Lines, one query a line, with the ids of its relevant paragraphs:

    {"query": "负责人出庭应诉", "relevant": ["0123456789abcdef-12", "0123456789abcdef-13"]}
    {"query": "行政复议", "relevant": {"0123456789abcdef-12": 2, "0123456789abcdef-40": 1}}

With gains, a paragraph of gain 0 is judged not relevant. Measures are means over the queries, as
trec_eval defines them: nDCG with the gain itself and a logarithm of base 2 as discount.
"""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from rich.console import Console
from rich.table import Table
from timing import percentiles

from archive.engine import SearchEngine, open_engine
from archive.errors import QueryError
from archive.model import Page
from archive.query import parse_words
from archive.settings import EngineName, from_environment

ENGINES: tuple[EngineName, ...] = get_args(EngineName)
DEPTH, RECALL_DEPTH = 10, 100
"""How many of the best hits nDCG and MRR look at, and how many recall."""

_ID = re.compile("[0-9a-f]{16}-[0-9]+")


@dataclass(frozen=True, slots=True)
class Judged:
    """A query, and the gain (above 0) of each relevant paragraph by its id."""

    query: str
    gains: Mapping[str, float]


class BadJudgements(Exception):
    """Lines that cannot be used: its arguments say which, and why."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The means over the queries, the 95th percentile of their times in milliseconds, and how
    many of the relevant paragraphs the archive does not hold.
    """

    ndcg: float
    mrr: float
    recall: float
    p95: float
    not_held: int


def measure_ranking(path: Path, engine: str) -> None:
    """Print a table of the scores on an engine, or on "both"; "" is that of the settings.

    Raises `BadJudgements`, and `ArchiveError` where an engine does not answer.
    """
    judged = read_judgements(path)
    settings = from_environment()
    names = ENGINES if engine == "both" else [name for name in ENGINES if name == engine]
    scores: dict[str, Scores] = {}
    for name in names or [settings.engine]:
        with open_engine(replace(settings, engine=name)) as opened:
            scores[name] = scored(opened, judged)
    console = Console(width=None if Console().is_terminal else 120)
    console.print(table(f"{path.name}: {len(judged)} queries, search by words", scores))


def read_judgements(path: Path) -> list[Judged]:
    """The judged queries of a file. Raises `BadJudgements` that names every bad line."""
    judged, bad = [], []
    for number, line in enumerate(path.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        if not line.strip():
            continue
        try:
            judged.append(_judged(json.loads(line)))
        except (ValueError, QueryError) as error:
            bad.append(f"{path.name}, line {number}: {str(error).splitlines()[0]}")
    if not judged and not bad:
        bad.append(f"{path.name}: there is no query in it")
    if bad:
        raise BadJudgements(*bad)
    return judged


def _judged(record: Any) -> Judged:
    """The judged query of a JSON object. Raises `ValueError` or `QueryError`."""
    if not isinstance(record, dict) or set(record) != {"query", "relevant"}:
        raise ValueError('not an object of "query" and "relevant"')
    query, relevant = record["query"], record["relevant"]
    if not isinstance(query, str):
        raise ValueError("query is not a text")
    parse_words(query)
    if isinstance(relevant, list):
        relevant = {str(one): 1 for one in relevant}
    if not isinstance(relevant, dict):
        raise ValueError("relevant is neither a list of ids nor an object of gains")
    for one, gain in relevant.items():
        if not _ID.fullmatch(one):
            raise ValueError(f"{one!r} is not the id of a paragraph")
        if isinstance(gain, bool) or not isinstance(gain, int | float) or not 0 <= gain < math.inf:
            raise ValueError(f"the gain of {one} is not a number from 0")
    gains = {one: float(gain) for one, gain in relevant.items() if gain > 0}
    if not gains:
        raise ValueError("no paragraph is relevant")
    return Judged(query, gains)


def scored(engine: SearchEngine, judged: Sequence[Judged]) -> Scores:
    """The scores of an engine's search by words over the judged queries."""
    values, times = [], []
    for one in judged:
        query = parse_words(one.query)
        start = time.perf_counter()
        hits = engine.search(query, Page(size=RECALL_DEPTH)).hits
        times.append((time.perf_counter() - start) * 1000)
        ranked = [hit.id for hit in hits]
        values.append((ndcg(ranked, one.gains), mrr(ranked, one.gains), recall(ranked, one.gains)))
    mean_ndcg, mean_mrr, mean_recall = (
        sum(column) / len(column) for column in zip(*values, strict=True)
    )
    p95 = percentiles(times)["p95"] if len(times) > 1 else times[0]
    missing = sum(1 for _ in not_held(engine, judged))
    return Scores(mean_ndcg, mean_mrr, mean_recall, p95, missing)


def not_held(engine: SearchEngine, judged: Sequence[Judged]) -> Iterator[str]:
    """The relevant paragraphs that the archive does not hold: no ranking can find them."""
    ids = sorted({one for each in judged for one in each.gains})
    lengths: dict[str, int] = {}
    for one in ids:
        doc_id, ordinal = one.split("-")
        if doc_id not in lengths:
            report = engine.report(doc_id)
            lengths[doc_id] = len(report.paragraphs) if report else 0
        if int(ordinal) >= lengths[doc_id]:
            yield one


def ndcg(ranked: Sequence[str], gains: Mapping[str, float], depth: int = DEPTH) -> float:
    """Normalised discounted cumulative gain: 1 for the best order of the relevant paragraphs."""
    best = sorted(gains.values(), reverse=True)
    return _dcg([gains.get(one, 0) for one in ranked[:depth]]) / _dcg(best[:depth])


def mrr(ranked: Sequence[str], gains: Mapping[str, float], depth: int = DEPTH) -> float:
    """The reciprocal of the rank of the first relevant paragraph; 0 where there is none."""
    ranks = (rank for rank, one in enumerate(ranked[:depth], 1) if one in gains)
    return 1 / next(ranks, math.inf)


def recall(ranked: Sequence[str], gains: Mapping[str, float], depth: int = RECALL_DEPTH) -> float:
    """The share of the relevant paragraphs that are found."""
    return len(gains.keys() & set(ranked[:depth])) / len(gains)


def _dcg(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def table(title: str, scores: Mapping[str, Scores]) -> Table:
    """The scores by engine."""
    made = Table(
        *("engine", f"nDCG@{DEPTH}", f"MRR@{DEPTH}", f"recall@{RECALL_DEPTH}", "p95 ms"),
        "relevant, not held",
        title=title,
    )
    for name, one in scores.items():
        means = (f"{value:.4f}" for value in (one.ndcg, one.mrr, one.recall))
        made.add_row(name, *means, f"{one.p95:.1f}", str(one.not_held))
    return made
