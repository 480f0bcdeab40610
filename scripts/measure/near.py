"""How well near-duplicates are told: generated edits of real texts, and every pair of real reports.

Prints what each kind of edit does to similarity and recall, what other thresholds would do, every
pair of real reports of different texts that is near, and what a sketch costs.
"""

from __future__ import annotations

import random
import statistics
import tarfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy
from edits import OTHER, SAME, Edit, edited
from rich.console import Console
from rich.table import Table

from archive.model import Report
from indexer.blocks import Unreadable
from indexer.limits import DEFAULTS
from indexer.opened import Room
from indexer.reading import open_file
from indexer.sketching import BANDS, ROWS, THRESHOLD, Sketch, agree, similarity, sketch

SEED = 20261121
LAWS = 120
"""Laws that are edited, drawn by seed, beside every report."""

THRESHOLDS = (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
LENGTHS: Mapping[str, tuple[int, int]] = {
    "short": (250, 800),
    "middle": (800, 6_000),
    "long": (6_000, 1_000_000),
}
EXCERPT = 300
"""Characters of the short texts that are made of the beginnings of longer ones."""


@dataclass(frozen=True, slots=True)
class Real:
    """A real report, by the path of its file, and its sketch."""

    name: str
    report: Report
    sketch: Sketch

    @property
    def is_law(self) -> bool:
        """Whether it comes from the laws: the others are reports."""
        return self.name.startswith("laws/")


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit did to which kind of text, and how near the result is to it."""

    kind: str
    length: str
    is_law: bool
    similarity: float
    agrees: bool
    shares_band: bool
    same_hash: bool

    def is_near(self, threshold: float) -> bool:
        """Whether a load would link the two."""
        return self.similarity >= threshold and self.agrees and self.shares_band


def measure_near(corpora: Path) -> None:
    """Print every table. Raises `OSError` where the corpora are not."""
    console = Console(width=None if Console().is_terminal else 180)
    reals = list(read_corpora(corpora))
    texts = list(texts_of(reals))
    same = list(_edited(texts, SAME))
    other = [one for one in _edited(texts, OTHER) if not one.same_hash]
    pairs = list(near_pairs(reals, min(THRESHOLDS)))
    console.print(_by_kind(same, f"{len(texts)} texts edited: the same report"))
    console.print(_by_kind(other, "the hardest others: linked ones are wrong"))
    console.print(_by_threshold(same, other, pairs))
    for one in sorted(pairs, key=lambda pair: -pair.similarity):
        if one.agrees and one.similarity >= THRESHOLD:
            console.print(str(one), highlight=False, markup=False, soft_wrap=True)
    console.print(_same_texts(reals))
    console.print(_cost([real.report for real in reals if not real.is_law]))


def read_corpora(corpora: Path) -> Iterator[Real]:
    """Every report in seeds, gwr31, formats and the laws."""
    for folder in ("seeds", "gwr31", "formats"):
        for path in sorted((corpora / folder).rglob("*.*")):
            yield from _real(str(path.relative_to(corpora)), path.read_bytes())
    with tarfile.open(corpora / "laws.tar.xz") as laws:
        for member in laws:
            file = laws.extractfile(member)
            if file and member.name.endswith(".md"):
                yield from _real(member.name, file.read())


def _real(name: str, data: bytes) -> Iterator[Real]:
    report = _read(data, Path(name).name)
    if report:
        yield Real(name, report, sketch(report))


def _read(data: bytes, name: str) -> Report | None:
    try:
        reading = open_file(data, name, DEFAULTS, Room(Path("not used"))).reading
    except Unreadable:
        return None
    return reading.report if reading else None


@dataclass(frozen=True, slots=True)
class Text:
    """A real text to edit, as paragraphs, the title first."""

    lines: list[str]
    is_law: bool

    @property
    def size(self) -> int:
        """Its characters."""
        return sum(map(len, self.lines))

    @property
    def length(self) -> str:
        """The class of its length."""
        return next(name for name, (_, end) in LENGTHS.items() if self.size < end)

    def beginning(self, characters: int) -> Text:
        """About so much of it, and the whole title."""
        taken = self.lines[:1]
        for line in self.lines[1:]:
            if (left := characters - sum(map(len, taken))) > 0:
                taken.append(line[:left])
        return Text(taken, self.is_law)


def texts_of(reals: Sequence[Real]) -> Iterator[Text]:
    """The texts to edit: every report, some laws, and of each longer one also the beginning."""
    laws = [real for real in reals if real.is_law]
    reports = [real for real in reals if real.name.startswith(("seeds/", "gwr31/"))]
    least, most = LENGTHS["short"]
    for real in [*reports, *random.Random(SEED).sample(laws, LAWS)]:
        lines = [one.text.replace("\n", " ") for one in real.report.paragraphs]
        text = Text(lines, real.is_law)
        found = [text, text.beginning(EXCERPT)] if text.size >= most else [text]
        yield from (one for one in found if one.size >= least and len(one.lines) > 2)


def _edited(texts: Sequence[Text], edits: Mapping[str, Edit]) -> Iterator[Edited]:
    for number, text in enumerate(texts):
        report = _read("\n".join(text.lines).encode(), "text.txt")
        assert report
        before = sketch(report)
        other = texts[(number + 7) % len(texts)]
        for kind, edit in edits.items():
            data = edited(edit, f"{SEED} {number} {kind}", text.lines, other.lines)
            if kind in OTHER and data.splitlines()[0].decode() == text.lines[0]:
                continue  # a title without year or place: nothing makes it another's
            changed = _read(data, "text.txt")
            if changed:
                yield _compared((kind, text.length, text.is_law), before, sketch(changed))


def _compared(of: tuple[str, str, bool], one: Sketch, other: Sketch) -> Edited:
    return Edited(
        *of,
        similarity(one.minhash, other.minhash),
        agree(one.minhash, other.minhash),
        bool(set(one.bands) & set(other.bands)),
        one.text_hash is not None and one.text_hash == other.text_hash,
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two real reports of different texts, similar above the least threshold."""

    one: Real
    other: Real
    similarity: float
    agrees: bool

    def __str__(self) -> str:
        return f"{self.similarity:.2f}  {self.one.name}  |  {self.other.name}"


def near_pairs(reals: Sequence[Real], least: float) -> Iterator[Pair]:
    """Every pair of different texts that is similar enough, whether the names agree or not."""
    told = [real for real in reals if real.sketch.text_hash]
    values = numpy.array([numpy.frombuffer(real.sketch.minhash, "<u4") for real in told])[:, 3:]
    for number, one in enumerate(told):
        found = (values[number + 1 :] == values[number]).mean(axis=1)
        for step in numpy.nonzero(found >= least)[0]:
            other = told[number + 1 + int(step)]
            if one.sketch.text_hash != other.sketch.text_hash:
                agrees = agree(one.sketch.minhash, other.sketch.minhash)
                yield Pair(one, other, float(found[step]), agrees)


def _by_kind(made: Sequence[Edited], title: str) -> Table:
    table = Table(
        *("edit", "texts", "similarity p5", "median", "names agree", "linked"),
        *("reports", "laws", *LENGTHS),
        *("share a band", "same hash"),
        title=f"{title}; at {THRESHOLD}, {BANDS} bands of {ROWS}",
    )
    kinds: dict[str, list[Edited]] = defaultdict(list)
    for one in made:
        kinds[one.kind].append(one)
    for kind, all_ in [*kinds.items(), ("all", list(made))]:
        found = sorted(one.similarity for one in all_)
        table.add_row(
            kind,
            str(len(all_)),
            f"{found[len(found) // 20]:.2f}",
            f"{statistics.median(found):.2f}",
            _share([one.agrees for one in all_]),
            _linked(all_),
            _linked([one for one in all_ if not one.is_law]),
            _linked([one for one in all_ if one.is_law]),
            *(_linked([one for one in all_ if one.length == length]) for length in LENGTHS),
            _share([one.shares_band for one in all_ if one.similarity >= THRESHOLD]),
            _share([one.same_hash for one in all_]),
        )
    return table


def _linked(made: Sequence[Edited]) -> str:
    return _share([one.is_near(THRESHOLD) for one in made])


def _by_threshold(same: Sequence[Edited], other: Sequence[Edited], pairs: Sequence[Pair]) -> Table:
    table = Table(
        *("threshold", "edits linked", "the hardest others linked", "others by text alone"),
        *("real pairs linked", "of them reports", "pairs by text alone"),
        title="thresholds",
    )
    for threshold in THRESHOLDS:
        above = [pair for pair in pairs if pair.similarity >= threshold]
        linked = [pair for pair in above if pair.agrees]
        table.add_row(
            f"{threshold:.2f}",
            _share([one.is_near(threshold) for one in same]),
            _share([one.is_near(threshold) for one in other]),
            _share([one.similarity >= threshold for one in other]),
            str(len(linked)),
            str(sum(not pair.one.is_law for pair in linked)),
            str(len(above)),
        )
    return table


def _same_texts(reals: Sequence[Real]) -> str:
    """How the real reports that stand in several formats are told again."""
    groups: dict[str, list[Sketch]] = defaultdict(list)
    for real in reals:
        if not real.is_law:
            groups[Path(real.name).stem].append(real.sketch)
    pairs = [
        _compared(("format", "", False), one, other)
        for group in groups.values()
        for number, one in enumerate(group)
        for other in group[number + 1 :]
    ]
    same = sum(one.same_hash for one in pairs)
    near = sum(not one.same_hash and one.is_near(THRESHOLD) for one in pairs)
    return f"one report in two formats: {len(pairs)} pairs, {same} of one hash, {near} near"


def _cost(reports: Sequence[Report]) -> str:
    size = sum(len(one.text) for report in reports for one in report.paragraphs)
    began = time.process_time()
    made = [sketch(report) for report in reports]
    each = (time.process_time() - began) * 1000 / len(reports)
    began = time.process_time()
    for one in made:
        for other in made:
            similarity(one.minhash, other.minhash)
    compared = (time.process_time() - began) * 1e6 / len(made) ** 2
    characters = size // len(reports)
    return f"a sketch of {characters} characters {each:.2f} ms, a similarity {compared:.1f} µs"


def _share(found: Sequence[bool]) -> str:
    return f"{sum(found) / len(found):.1%}" if found else "–"
