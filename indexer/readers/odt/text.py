"""The text of an OpenDocument paragraph, and what is anchored in it to be read after it."""

from __future__ import annotations

import re
from typing import Any

from indexer.readers.odt.names import NAMESPACES, names, qn
from indexer.readers.odt.styles import Styles
from indexer.readers.word.ooxml import number_of

MOST_BLANKS = 100
"""As many blanks as one element writes; a hostile one may state millions."""

_CHARACTERS = {qn("text:tab"): " ", qn("text:line-break"): "\n"}
_LEFT_OUT = names("office", "annotation annotation-end") | names("text", "ruby-text script number")
_HIDDEN_FIELDS = names("text", "hidden-text hidden-paragraph")
_DRAWINGS = f"{{{NAMESPACES['draw']}}}"
_WHITE_SPACE = re.compile("[ \t\r\n]+")


class ParagraphText:
    """A paragraph as shown: its text, lines parted by line feeds, and the elements that hold the
    text of its notes, text boxes and shapes, in order."""

    def __init__(self, element: Any, styles: Styles) -> None:
        self._styles = styles
        self.asides: list[Any] = []
        self.text = self._below(element)

    def _below(self, element: Any) -> str:
        texts = [_shown(element.text)]
        for child in element:
            texts.append(self._of(child))
            texts.append(_shown(child.tail))
        return "".join(texts)

    def _of(self, element: Any) -> str:
        tag = element.tag
        if tag in _CHARACTERS:
            return _CHARACTERS[tag]
        if tag == qn("text:s"):
            return " " * min(number_of(element.get(qn("text:c")), 1), MOST_BLANKS)
        if tag == qn("text:note"):
            self.asides += element.findall(qn("text:note-body"))
            return ""
        if tag.startswith(_DRAWINGS) and tag != qn("draw:a"):
            self.asides.append(element)
            return ""
        return "" if tag in _LEFT_OUT or self._hidden(element) else self._below(element)

    def _hidden(self, element: Any) -> bool:
        if element.tag == qn("text:span"):
            return self._styles.of("text", element.get(qn("text:style-name"))).hidden
        if element.tag in _HIDDEN_FIELDS:
            return bool(element.get(qn("text:is-hidden")) == "true")
        return bool(element.get(qn("text:display")) == "none")


def _shown(text: str | None) -> str:
    """A text as XML shows it: white space is one blank; what counts is in elements of its own."""
    return _WHITE_SPACE.sub(" ", text) if text else ""
