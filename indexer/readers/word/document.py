"""A Word document's trees, whichever file they come from, and the blocks that are read of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from indexer.blocks import Block
from indexer.readers.word.beside import place
from indexer.readers.word.body import Reader
from indexer.readers.word.lists import Numbering
from indexer.readers.word.shown import show
from indexer.readers.word.styles import Styles


@dataclass(frozen=True, slots=True)
class Document:
    """The body of a document, and the roots of its styles, its lists and its notes, if any.

    `root` gives the root of the part (a chart, a diagram) that the body names by an identifier,
    None for none; `chunk` the blocks of a part in another format.
    """

    body: Any
    styles: Any = None
    numbering: Any = None
    notes: Mapping[str, Any] = field(default_factory=dict)
    root: Callable[[str], Any] = lambda identifier: None
    chunk: Callable[[str], list[Block]] = lambda identifier: []

    def blocks(self) -> list[Block]:
        """The blocks in order. Changes the trees, so it is to be called once."""
        if self.body is None:
            return []
        styles = Styles(self.styles)
        for tree in (self.body, *self.notes.values()):
            if tree is not None:
                show(tree, styles)
        place(self.body, self.notes, self.root)
        numbering = Numbering(self.numbering, styles)
        return list(Reader(styles, numbering, self.chunk).blocks(self.body))
