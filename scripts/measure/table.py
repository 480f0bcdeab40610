"""The results of the proof of speed as Markdown, and what they had to reach."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Measured = dict[str, Any]

HEAD = (
    *("Paragraphs", "Engine", "Load, M characters/s", "Index, MB"),
    *("Search, ms", "With facets, ms", "3 characters and more, ms"),
    *("First search, ms", "Wrong counts"),
)
NAMES = {
    "embedded": "embedded engine",
    "elasticsearch": "Elasticsearch",
    "fts5": "SQLite FTS5 trigram",
    "whoosh": "Whoosh with jieba",
    "ripgrep": "ripgrep",
    "limit": "bare tantivy, rjieba",
}
NONE = "–"


def table(results: Measured) -> str:
    """What was measured, as it stands in the README."""
    rows = [HEAD, ("---",) * 2 + ("--:",) * (len(HEAD) - 2), *_rows(results)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    told = [
        f"{results['machine']}; {results['date']}; {results['phrases']} phrases, "
        "times as p50 / p95 / p99."
    ]
    if results["loader_peak_mb"] is not None:
        told.append(
            f"The largest load peaked at {results['loader_peak_mb']} MB (PSS), all processes,"
            " with the index's pages mapped from disk."
        )
    told += [
        f"The site, {one['clients']} at a time: {one['pages_s']} search pages/s,"
        f" p95 {one['p95_ms']} ms."
        for one in results["web"]
    ]
    if results["web_worker_mb"] is not None:
        told.append(
            f"The largest web worker: {results['web_worker_mb']} MB (PSS),"
            f" {results['web_worker_with_index_mb']} with the index's pages mapped from disk."
        )
    return "\n".join([*lines, "", *told])


def _rows(results: Measured) -> Iterator[tuple[str, ...]]:
    for size in results["sizes"]:
        for name, one in size["engines"].items():
            first = (f"{size['paragraphs']:,}", NAMES[name])
            if one is None:
                yield first + (NONE,) * (len(HEAD) - 2)
                continue
            yield (
                *first,
                *(_number(one[key]) for key in ("load_mchar_s", "index_mb")),
                *(
                    _times(one[key])
                    for key in ("search_ms", "facets_ms", "facets_ms_3_and_more", "cold_ms")
                ),
                str(one["wrong_counts"]),
            )


def _number(number: float | None) -> str:
    return NONE if number is None else f"{number:,.2f}" if number < 10 else f"{number:,.0f}"


def _times(times: Measured | None) -> str:
    return " / ".join(map(_number, times.values())) if times else NONE


@dataclass(frozen=True, slots=True)
class Target:
    """What figures, one a size, have to reach: `most`, or where that is None `least`."""

    text: str
    figures: Sequence[float]
    most: float | None = None
    least: float = 0.0

    def __str__(self) -> str:
        """The target as a line, with its figures and whether all of them reach it."""
        bound = f"at least {self.least:g}" if self.most is None else f"at most {self.most:g}"
        figures = ", ".join(f"{figure:.3g}" for figure in self.figures)
        if not self.figures:
            return f"- {self.text}, {bound}: not measured"
        fits = all(self.least <= one <= (self.most or math.inf) for one in self.figures)
        return f"- {self.text}, {bound}: {figures}: {'met' if fits else 'NOT met'}"


def targets(results: Measured) -> list[Target]:
    """What was to be reached."""
    sizes = [size for size in results["sizes"] if size["engines"]["embedded"]]
    by_size = [size["engines"] for size in sizes]

    def shares(key: str, other: str) -> list[float]:
        return [
            one["embedded"][key]["p95"] / one[other][key]["p95"] for one in by_size if one[other]
        ]

    more = "facets_ms_3_and_more"
    found = [
        Target("search p95, of FTS5's", shares("search_ms", "fts5"), 0.05),
        Target("with facets p95, of FTS5's", shares("facets_ms", "fts5"), 0.05),
        Target("the same, 3 characters and more", shares(more, "fts5"), 0.333),
        Target("search p95, of Elasticsearch's", shares("search_ms", "elasticsearch"), 1),
        Target("with facets p95, of Elasticsearch's", shares("facets_ms", "elasticsearch"), 1),
    ]
    for key, name in (("search_ms", "search"), ("facets_ms", "with facets")):
        p95 = [one["embedded"][key]["p95"] for one in by_size]
        paragraphs = [size["paragraphs"] for size in sizes]
        grown = [p95[-1] / p95[0]] if len(p95) > 1 else []
        growth = round(paragraphs[-1] / paragraphs[0], 1) if paragraphs else None
        found += [
            Target(f"{name} p95, times that at the first size", grown, growth),
            Target(f"{name} p95, ms", p95, 60),
        ]
    load = [
        one["embedded"]["load_mchar_s"] / one["limit"]["load_mchar_s"]
        for one in by_size
        if one["limit"]
    ]
    worker = [results["web_worker_mb"]] if results["web_worker_mb"] else []
    return [
        *found,
        Target("load, of the bare limit's rate", load, least=0.4),
        Target("largest web worker, MB", worker, 200),
    ]
