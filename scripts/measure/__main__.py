"""Measures load and search on a corpus, ours and two peers on the same work, and prints JSON.

Every engine answers the same questions in the same run: how many paragraphs hold the phrase
(exactly), the ten best of them, and in the second timing also the counts of every facet and the
highlights. Times are milliseconds a query, one process, warm; sizes megabytes of 10^6 bytes.

With --ranking it measures instead how well the search by words ranks, against judged queries, in
the archive that ARCHIVE_DATA and ARCHIVE_ENGINE name, and prints a table: see ranking.py.
With --near it measures how well near-duplicates are told: see near.py. With --bulk it loads
made-up reports, and prints tables of the rate and the memory: see bulk.py.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import random
import shutil
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import bulk
import formats
import near
import ranking
from loading import measured_load
from pages import measured_pages
from peers import Archive, Fts5, Peer, Ripgrep, Row
from timing import percentiles, timed

from archive.engines.embedded import EmbeddedEngine
from archive.errors import ArchiveError
from archive.library import Library
from archive.model import Level, Report, SectionKind
from archive.settings import Settings
from archive.text import fold, shingles

RANDOM_PHRASES = 300
FREQUENT_PHRASES = 20
SEED = 20221


def main() -> None:
    """Run the benchmark as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__)
    corpora = Path(os.environ.get("ARCHIVE_CORPORA") or "../shared/corpora")
    parser.add_argument(
        "corpus",
        type=Path,
        nargs="?",
        default=corpora / "laws.tar.xz",
        help="a folder, or a .tar.* of one; laws.tar.xz in ARCHIVE_CORPORA unless given",
    )
    parser.add_argument("--phrases", type=int, default=RANDOM_PHRASES, help="random phrases")
    parser.add_argument("--only-ours", action="store_true", help="leave the peers out")
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
    if not options.corpus.exists():
        parser.error(f"there is no {options.corpus}; name a folder of txt or md files")
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        print(json.dumps(run(options, Path(scratch)), ensure_ascii=False, indent=2))


def run(options: argparse.Namespace, scratch: Path) -> dict[str, Any]:
    """The whole benchmark; everything it writes is below `scratch`."""
    say("unpacking")
    files = unpacked(options.corpus, scratch / "corpus")
    say("loading")
    load = measured_load(files, scratch / "load")
    say("indexing with drawn metadata")
    settings = Settings(data=scratch / "search")
    with Library(Settings(data=scratch / "load").library) as library:
        with EmbeddedEngine(settings) as engine:
            engine.rebuild(with_drawn_metadata(library.reports()))
        rows = list(rows_of(with_drawn_metadata(library.reports())))
    phrases = drawn_phrases(rows, options.phrases)
    oracle = {phrase: sum(phrase in row.folded for row in rows) for phrase in phrases}
    peers: list[Peer] = [Archive(settings)]
    if not options.only_ours:
        peers += [Fts5(rows, scratch / "fts5.sqlite"), *ripgrep(rows, scratch / "rows.txt")]
    characters = sum(len(row.folded) for row in rows)
    return {
        "machine": f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}",
        "date": date.today().isoformat(),
        "paragraphs": len(rows),
        "characters": characters,
        "load": load,
        "phrases": len(phrases),
        "pages_ms": measured_pages(settings, phrases),
        "search": {peer.name: measured(peer, phrases, oracle, characters) for peer in peers},
    }


def rate(characters: int, seconds: float | None) -> float | None:
    """Millions of characters a second, None for what was not loaded here."""
    return round(characters / seconds / 1e6, 3) if seconds else None


def measured(
    peer: Peer, phrases: list[str], oracle: dict[str, int], characters: int
) -> dict[str, Any]:
    """A peer's times over the phrases, and on how many of them its count is not grep's."""
    say(f"searching with {peer.name}")
    for phrase in phrases[:5]:
        peer.search(phrase)
    searches = [timed(peer.search, phrase) for phrase in phrases]
    pages = [timed(peer.page, phrase) for phrase in phrases]
    return {
        "index_mb": peer.size_mb,
        "load_mchar_s": rate(characters, peer.build_seconds),
        "search_ms": percentiles([time for time, _ in searches]),
        "page_ms": percentiles([time for time, _ in pages]),
        "page_ms_3_and_more": percentiles(
            [time for phrase, (time, _) in zip(phrases, pages, strict=True) if len(phrase) > 2]
        ),
        "wrong_counts": sum(
            total != oracle[phrase] for phrase, (_, total) in zip(phrases, searches, strict=True)
        ),
    }


def unpacked(corpus: Path, target: Path) -> Path:
    """A folder of the corpus's txt and md files, and nothing else."""
    target.mkdir()
    with contextlib.ExitStack() as opened:
        source = corpus
        if corpus.is_file():
            source = Path(opened.enter_context(tempfile.TemporaryDirectory()))
            with tarfile.open(corpus) as archive:
                archive.extractall(source, filter="data")
        for number, path in enumerate(sorted(source.rglob("*"))):
            if path.suffix in (".md", ".txt") and path.is_file():
                shutil.copyfile(path, target / f"{number:06}-{path.name}")
    return target


def with_drawn_metadata(reports: Iterator[Report]) -> Iterator[Report]:
    """The reports with seeded years, levels, units and section kinds, so that facets are at work.

    Laws name no year of report, no level and no unit; a real archive has some hundreds of units.
    """
    draw = random.Random(SEED)
    kinds = list(SectionKind)
    for number, report in enumerate(reports):
        metadata = replace(
            report.metadata,
            year=draw.randint(2004, 2024),
            level=draw.choice(list(Level)),
            unit=f"单位{number // 3}",
        )
        paragraphs = tuple(
            replace(one, section_kind=kinds[(number + one.ordinal // 10) % len(kinds)])
            for one in report.paragraphs
        )
        yield replace(report, metadata=metadata, paragraphs=paragraphs)


def rows_of(reports: Iterator[Report]) -> Iterator[Row]:
    """The paragraphs as the peers get them: folded already, so that none is held up by it."""
    for report in reports:
        known = report.metadata
        for one in report.paragraphs:
            yield Row(
                fold(one.text).strip(),
                report.doc_id,
                known.year or 0,
                known.level or "",
                known.unit or "",
                one.section_kind,
            )


def drawn_phrases(rows: list[Row], count: int) -> list[str]:
    """Seeded random phrases of 2 to 8 characters, and the most frequent of two Han characters."""
    draw = random.Random(SEED)
    drawn: dict[str, None] = {}
    while len(drawn) < count:
        text = draw.choice(rows).folded
        start = draw.randrange(max(len(text), 1))
        phrase = text[start : start + draw.randint(2, 8)]
        if len(phrase) >= 2 and phrase == phrase.strip():
            drawn[phrase] = None
    frequent = Counter(two for row in rows for two in shingles(row.folded))
    han = [two for two, _ in frequent.most_common(500) if all("一" <= c <= "鿿" for c in two)]
    return [*drawn, *(two for two in han[:FREQUENT_PHRASES] if two not in drawn)]


def ripgrep(rows: list[Row], path: Path) -> list[Peer]:
    """ripgrep, where it is installed."""
    if shutil.which("rg") is None:
        say("ripgrep is not installed (apt-get install ripgrep): left out")
        return []
    return [Ripgrep(rows, path)]


def say(text: str) -> None:
    """Tell the person who waits what is going on."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
