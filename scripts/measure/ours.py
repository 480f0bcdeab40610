"""The archive's own engines, searched as the site searches them."""

from __future__ import annotations

from pathlib import Path

from corpus import Answer

from archive.engine import SearchEngine
from archive.engines.embedded import EmbeddedEngine
from archive.model import Page
from archive.query import literal_query
from archive.settings import Settings


class Ours:
    """An engine of the archive; what a search finds is highlighted, too."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine

    def search(self, phrase: str) -> int:
        """See `Peer`."""
        return self._engine.hits(literal_query(phrase), Page()).total

    def facets(self, phrase: str) -> Answer:
        """See `Peer`."""
        query = literal_query(phrase)
        total = self._engine.hits(query, Page()).total
        return Answer(total, self._engine.facets(query))

    def close(self) -> None:
        """See `Peer`."""
        self._engine.close()


def embedded(index: Path) -> Ours:
    """The embedded engine over its index, a folder in that of the archive."""
    return Ours(EmbeddedEngine(Settings(index.parent)))
