"""Takes out of an OpenDocument text what its tracked changes have deleted but left in place."""

from __future__ import annotations

from typing import Any

from lxml import etree

from indexer.readers.odt.names import names, qn

_PARAGRAPHS = names("text", "p h")
_CHARACTERS = names("text", "s tab line-break")
_START, _END, _ID = qn("text:change-start"), qn("text:change-end"), qn("text:change-id")


def accept_deletions(body: Any) -> None:
    """Removes, in place, the text between the marks of each deletion; paragraphs are joined.

    Packages keep deleted text apart, with one mark where it stood; flat documents leave it there.
    """
    deletions = _deletions(body)
    if not any(mark.get(_ID) in deletions for mark in body.iter(_START)):
        return
    walk = _Walk(deletions)
    for event, element in etree.iterwalk(body, events=("start", "end")):
        (walk.begin if event == "start" else walk.end)(element)
    walk.remove()


class _Walk:
    """Goes through a document in order, blanking the text inside its deletions."""

    def __init__(self, deletions: set[str]) -> None:
        self._deletions = deletions
        self._open: dict[str, Any] = {}  # those begun, each with the paragraph that it began in
        self._paragraph: Any = None
        self._gone: list[Any] = []
        self._joined: list[tuple[Any, Any]] = []

    def begin(self, element: Any) -> None:
        identifier = element.get(_ID)
        if element.tag in _PARAGRAPHS:
            self._paragraph = element
        elif element.tag == _START and identifier in self._deletions:
            self._open[identifier] = self._paragraph
        elif element.tag == _END and identifier in self._open:
            began = self._open.pop(identifier)
            if began is not None and began is not self._paragraph:
                self._joined.append((began, self._paragraph))
        if self._open:
            element.text = None
            if element.tag in _CHARACTERS:
                element.tag = qn("text:soft-page-break")  # which shows nothing

    def end(self, element: Any) -> None:
        if self._open:
            element.tail = None
            if element.tag in _PARAGRAPHS and self._paragraph not in self._open.values():
                self._gone.append(element)

    def remove(self) -> None:
        """Removes paragraphs wholly inside; joins those where a deletion begins and ends."""
        for element in self._gone:
            _remove(element)
        for began, ended in reversed(self._joined):
            began.extend(list(ended))
            _remove(ended)


def _deletions(body: Any) -> set[str]:
    """The identifiers of the changes that delete."""
    changes = body.find(qn("text:tracked-changes"))
    return {
        identifier
        for region in (changes if changes is not None else ())
        if region.find(qn("text:deletion")) is not None
        for name in (qn("text:id"), qn("xml:id"))
        if (identifier := region.get(name))
    }


def _remove(element: Any) -> None:
    if element.getparent() is not None:
        element.getparent().remove(element)
