"""Measures how much of the metadata of real reports is read rightly, against labels of a person.

Prints for each set of reports a table by field, then every miss: what is labelled, what is read,
where it was read and by which rule.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.labels import FIELDS, Labelled, Score, openings, score, seeds, work_reports


def main() -> None:
    """Evaluate the labelled files that the command line names, else those in ARCHIVE_CORPORA."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "labels",
        type=Path,
        nargs="*",
        help="JSON Lines with excerpt, year, title_year, level, is_department, unit; "
        "without one heads-dev.jsonl, gwr31 and seeds in ARCHIVE_CORPORA",
    )
    options = parser.parse_args()
    named = os.environ.get("ARCHIVE_CORPORA")
    corpora = Path(named) if named else None
    if options.labels:
        sets = {path.name: list(openings(path)) for path in options.labels}
    elif corpora and corpora.is_dir():
        sets = {
            "heads-dev.jsonl": list(openings(corpora / "heads-dev.jsonl")),
            "gwr31": list(work_reports(corpora / "gwr31")),
            "seeds": list(seeds(corpora / "seeds")),
        }
    else:
        parser.error("name a labelled file, or a folder of them in ARCHIVE_CORPORA")
    console = Console(width=None if Console().is_terminal else 160)
    for name, reports in sets.items():
        scores = {field: score(reports, field) for field in FIELDS}
        console.print(table(f"{name}: {len(reports)} reports", scores))
        for field, made in scores.items():
            for report in made.misses:
                console.print(miss(field, report), highlight=False, markup=False)


def table(title: str, scores: dict[str, Score]) -> Table:
    """The scores by field."""
    made = Table("field", "labelled", "right", "share", "left open", "invented", title=title)
    for field, one in scores.items():
        counts: Sequence[int] = (one.labelled, one.right)
        left: Sequence[int] = (one.left_open, one.invented)
        made.add_row(field, *map(str, counts), f"{one.accuracy:.1%}", *map(str, left))
    return made


def miss(field: str, report: Labelled) -> str:
    """One value that is read otherwise than labelled, with the rule that read it."""
    at = report.known.evidence.get(field)
    where = f"paragraph {at.ordinal} “{at.text}”, rule {at.rule}" if at else "no rule fired"
    read = getattr(report.known, field)
    return f"{report.name} {field}: labelled {report.label[field]!s}, read {read!s} ({where})"


if __name__ == "__main__":
    main()
