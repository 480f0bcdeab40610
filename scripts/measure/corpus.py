"""The paragraphs of an archive as every engine gets them, what is asked of them, and the answers.

The answers are grep's: each phrase is looked for in each folded paragraph.
"""

from __future__ import annotations

import random
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.engine import arrange_facet
from archive.library import Library
from archive.model import FACETS, Facets, FacetValue, SectionKind
from archive.text import fold, shingles

SEED = 20221
FREQUENT_PHRASES = 20

Row = tuple[str, tuple[FacetValue, ...]]
"""A folded paragraph, and its values of `FACETS`."""

Counts = Mapping[str, Mapping[FacetValue, int]]
"""How many paragraphs there are of each value of each facet."""

_KINDS = tuple(SectionKind)
_OF_PARAGRAPH = FACETS.index("section_kind")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a phrase finds: the number of paragraphs, and the facets as they are shown."""

    total: int
    facets: Facets


class Corpus:
    """The paragraphs of a library: their texts in a file, a line each, the rest in memory."""

    def __init__(self, library: Library, path: Path) -> None:
        self.path = path
        self.characters = 0
        self._values: list[tuple[FacetValue, ...]] = []  # of each report
        self._reports = array("L")  # of each paragraph its report's place among them
        self._kinds = bytearray()  # and its section's kind
        with path.open("w", encoding="utf-8") as file:
            for report in library.reports():
                known = report.metadata
                self._values.append(tuple(getattr(known, field, None) for field in FACETS))
                for paragraph in report.paragraphs:
                    folded = fold(paragraph.text).strip()
                    file.write(f"{folded}\n")
                    self.characters += len(folded)
                    self._reports.append(len(self._values) - 1)
                    self._kinds.append(_KINDS.index(paragraph.section_kind))

    def __len__(self) -> int:
        return len(self._reports)

    def texts(self) -> Iterator[str]:
        """The folded paragraphs in their order."""
        with self.path.open(encoding="utf-8", newline="\n") as file:
            for line in file:
                yield line.removesuffix("\n")

    def rows(self) -> Iterator[Row]:
        """The folded paragraphs in their order, each with what facets are counted by."""
        for place, text in enumerate(self.texts()):
            yield text, self._row(self._reports[place], self._kinds[place])

    def counts(self, places: Iterable[int]) -> Counts:
        """The facets of the paragraphs at these places, counted."""
        alike = Counter((self._reports[place], self._kinds[place]) for place in places)
        counts: dict[str, Counter[FacetValue]] = {field: Counter() for field in FACETS}
        for key, count in alike.items():
            for field, value in zip(FACETS, self._row(*key), strict=True):
                counts[field][value] += count
        return counts

    def answers(self, phrases: Sequence[str]) -> dict[str, Answer]:
        """What is right for each phrase, by looking at every paragraph."""
        found = {phrase: array("L") for phrase in phrases}
        for place, text in enumerate(self.texts()):
            for phrase in [phrase for phrase in phrases if phrase in text]:
                found[phrase].append(place)
        return {
            phrase: Answer(len(places), arranged(self.counts(places)))
            for phrase, places in found.items()
        }

    def phrases(self, count: int) -> list[str]:
        """Seeded random phrases of 2 to 8 characters, and the most frequent of two Han ones."""
        texts = list(self.texts())
        draw = random.Random(SEED)
        drawn: dict[str, None] = {}
        while len(drawn) < count:
            text = draw.choice(texts)
            start = draw.randrange(max(len(text), 1))
            phrase = text[start : start + draw.randint(2, 8)]
            if len(phrase) >= 2 and phrase == phrase.strip():
                drawn[phrase] = None
        frequent = Counter(two for text in texts for two in shingles(text))
        han = [two for two, _ in frequent.most_common(500) if all("一" <= c <= "鿿" for c in two)]
        return [*drawn, *(two for two in han[:FREQUENT_PHRASES] if two not in drawn)]

    def _row(self, report: int, kind: int) -> tuple[FacetValue, ...]:
        values = self._values[report]
        return (*values[:_OF_PARAGRAPH], _KINDS[kind], *values[_OF_PARAGRAPH + 1 :])


def arranged(counts: Counts) -> Facets:
    """Facets as the archive shows them: so many of each, in its order."""
    return {field: arrange_facet(field, counts[field], ()) for field in FACETS}
