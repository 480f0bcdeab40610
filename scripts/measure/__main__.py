"""Measures the archive: its speed beside other engines, and with an option something else.

Without one: every engine gets the same paragraphs and answers the same questions in the same run,
at three sizes: how many paragraphs hold a phrase (exactly), the ten best of them, and in the second
timing also the counts of every facet. Times are milliseconds a query, one process, warm, the first
search of a fresh process apart; sizes megabytes of 10^6 bytes. See speed.py.

With --ranking it measures instead how well the search by words ranks, against judged queries, in
the archive that ARCHIVE_DATA and ARCHIVE_ENGINE name, and prints a table: see ranking.py.
With --near it measures how well near-duplicates are told: see near.py. With --bulk it loads
made-up reports, and prints tables of the rate and the memory: see bulk.py. With --profile it tells
where the time of a load and of a page goes: see profiling.py.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import date
from pathlib import Path

import bulk
import formats
import near
import profiling
import ranking
import speed
import table

from archive.errors import ArchiveError


def main() -> None:
    """Run the benchmark as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__)
    named = os.environ.get("ARCHIVE_CORPORA")
    corpora = Path(named) if named else None
    parser.add_argument(
        "corpus",
        type=Path,
        nargs="?",
        default=corpora and corpora / "laws.tar.xz",
        help="a folder, or a .tar.* of one; laws.tar.xz in ARCHIVE_CORPORA unless given",
    )
    parser.add_argument(
        "--sizes",
        type=sizes,
        default=list(speed.SIZES),
        metavar="1,4,8",
        help="how many copies of the corpus are measured, one after the other",
    )
    parser.add_argument("--phrases", type=int, default=speed.PHRASES, help="random phrases")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there, too")
    parser.add_argument(
        "--profile",
        action="store_true",
        help="print where the time of a load and of a search page goes",
    )
    parser.add_argument(
        "--ranking",
        type=Path,
        metavar="FILE",
        help="measure the ranking: JSON Lines of judged queries",
    )
    parser.add_argument(
        "--engine",
        choices=[*ranking.ENGINES, "both"],
        default="",
        help="for --ranking; ARCHIVE_ENGINE unless given",
    )
    parser.add_argument(
        "--formats",
        type=Path,
        nargs="+",
        metavar="FOLDER",
        help="measure how fast each format in these folders is read, and their load beside recoll",
    )
    parser.add_argument(
        "--near",
        action="store_true",
        help="measure how well near-duplicates are told, on what is in ARCHIVE_CORPORA",
    )
    parser.add_argument(
        "--bulk",
        type=int,
        nargs="?",
        const=bulk.FILES,
        metavar="FILES",
        help=f"measure a load of so many made-up files, {bulk.FILES:,} unless given",
    )
    options = parser.parse_args()
    if options.bulk:
        bulk.measure_bulk(options.bulk)
        return
    if options.near:
        if corpora is None:
            parser.error("ARCHIVE_CORPORA has to name the folder of the reports")
        near.measure_near(corpora)
        return
    if options.formats:
        found = {"date": date.today().isoformat(), **formats.measured_formats(options.formats)}
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    if options.ranking:
        try:
            ranking.measure_ranking(options.ranking, options.engine)
        except ranking.BadJudgements as error:
            sys.exit("\n".join(error.args))
        except (OSError, ArchiveError) as error:
            sys.exit(str(error))
        return
    if options.corpus is None:
        parser.error("name a folder of txt or md files, or a .tar of one")
    if not options.corpus.exists():
        parser.error(f"there is no {options.corpus}; name a folder of txt or md files")
    if options.profile:
        profiling.print_profiles(options.corpus)
        return
    measure_speed(options)


def sizes(text: str) -> list[int]:
    """Numbers of copies from smallest to largest, parted by commas."""
    found = sorted({int(part) for part in text.split(",")})
    if found[0] < 1:
        raise ValueError(text)
    return found


def measure_speed(options: argparse.Namespace) -> None:
    """Measure every engine at every size; print the table, and write the results to --json."""

    def save(results: speed.Measured) -> None:
        if options.json:
            text = json.dumps(results, ensure_ascii=False, indent=1)
            options.json.write_text(f"{text}\n", "utf-8")

    run = speed.Run(options.phrases, save)
    run.measure(options.corpus, options.sizes)
    print(table.table(run.results))
    print("\nTargets, the embedded engine at each size:\n")
    print(*table.targets(run.results), sep="\n")


if __name__ == "__main__":
    main()
