"""Makes of a Word document's tree what Word finally shows: changes accepted, hidden text gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from indexer.readers.word.ooxml import is_on, qn
from indexer.readers.word.styles import Styles, property_of

_P, _R, _T, _TBL = qn("w:p"), qn("w:r"), qn("w:t"), qn("w:tbl")
_PPR, _RPR, _VAL = qn("w:pPr"), qn("w:rPr"), qn("w:val")
_FIELD = qn("w:fldChar")

_TEXTS = (_T, qn("m:t"))
_TEXT_ELSEWHERE = (
    *(qn("w:sym"), qn("v:textpath"), qn("c:chart"), qn("dgm:relIds")),
    *(qn("w:footnoteReference"), qn("w:endnoteReference")),
)


def show(root: Any, styles: Styles) -> None:
    """Take out of a part's tree, in place, what Word does not show of it.

    Deleted and moved text, hidden text, formulas and prompts of fields and content controls, the
    reading beside a ruby's base, and of alternatives all but the one that is shown.
    """
    found: dict[str, list[Any]] = defaultdict(list)
    for element in root.iter(*_HANDLED):
        found[element.tag].append(element)
    for tags, handle in _HANDLERS:
        if elements := [element for tag in tags for element in found[tag]]:
            handle(elements)
    if hidden := styles.hidden():
        _drop_hidden_styles(root, hidden)
    _drop_nested_field_codes(root)


def drop(element: Any) -> None:
    """Take an element out of its tree, if it is in one."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def says_something(element: Any) -> bool:
    """Whether there is text in an element, or what text comes from."""
    if any(text.text for text in element.iter(*_TEXTS)):
        return True
    return next(element.iter(*_TEXT_ELSEWHERE), None) is not None


def _holder(mark: Any) -> Any:
    """What the properties in which a mark stands belong to, None for a mark that is gone."""
    properties = mark.getparent()
    return properties.getparent() if properties is not None else None


def _drop_all(elements: Iterable[Any]) -> None:
    for element in elements:
        drop(element)


def _choose(alternatives: Iterable[Any]) -> None:
    """Keep of each group of alternatives the first that says something: the others say the same."""
    for element in alternatives:
        branches = list(element)
        kept = next(filter(says_something, branches), None)
        for branch in branches:
            if branch is not kept:
                element.remove(branch)


def _accept_deletions(deletions: Iterable[Any]) -> None:
    """Drop what a deletion holds, or what the properties that name it belong to."""
    joined = []
    for element in deletions:
        parent = element.getparent()
        holder = _holder(element)
        if parent is None:
            continue
        if parent.tag == _RPR and holder is not None and holder.tag == _PPR:
            joined.append(holder.getparent())  # the mark at the paragraph's end
        elif parent.tag in (_RPR, qn("w:trPr"), qn("w:tcPr")) and holder is not None:
            drop(holder)
        else:
            parent.remove(element)
    _join([one for one in joined if one is not None and one.getparent() is not None])


def _join(paragraphs: list[Any]) -> None:
    """Join each paragraph with the next one, whose properties and number the whole then has."""
    ended, done = set(paragraphs), set()
    for first in paragraphs:
        if first in done:
            continue
        chain = [first]
        while (following := _next_block(chain[-1])) in ended:
            chain.append(following)
        done.update(chain)
        if following is not None and following.tag == _P:
            properties = following.find(_PPR)
            at = following.index(properties) + 1 if properties is not None else 0
            following[at:at] = [child for one in chain for child in one if child.tag != _PPR]
            _drop_all(chain)
        else:
            _drop_all(one for one in chain if not says_something(one))


def _next_block(paragraph: Any) -> Any:
    following = paragraph.getnext()
    while following is not None and following.tag not in (_P, _TBL, qn("w:sdt")):
        following = following.getnext()
    return following


def _drop_hidden(marks: Iterable[Any]) -> None:
    """Drop hidden runs and rows, and paragraphs that hide their end and have nothing else left."""
    ends = []
    for mark in filter(is_on, marks):
        holder = _holder(mark)
        if holder is None:
            continue
        if holder.tag == _PPR:
            ends.append(holder.getparent())
        elif holder.tag in (_R, qn("w:tr")):
            drop(holder)
    for paragraph in ends:
        if paragraph is not None and not says_something(paragraph):
            drop(paragraph)


def _drop_hidden_styles(root: Any, hidden: frozenset[str]) -> None:
    for named in list(root.iter(qn("w:pStyle"), qn("w:rStyle"))):
        if named.get(_VAL) not in hidden:
            continue
        holder = _holder(named)
        if holder is None:
            continue
        for run in list(holder.iter(_R)):
            own = property_of(run, "w:rPr", "w:vanish")
            if own is None:  # one that is there is switched off: hidden runs are gone
                drop(run)
        if holder.tag == _P and not says_something(holder):
            drop(holder)


def _empty_prompts(marks: Iterable[Any]) -> None:
    """Empty the content controls that show no more than what to fill in."""
    for mark in filter(is_on, marks):
        control = _holder(mark)
        content = control.find(qn("w:sdtContent")) if control is not None else None
        for text in content.iter(_T) if content is not None else ():
            text.text = ""


def _drop_nested_field_codes(root: Any) -> None:
    """Empty the results of fields that stand within the code of another: only its result shows.

    A field that never ends hides nothing.
    """
    if next(root.iter(_FIELD), None) is None:
        return
    in_code: list[bool] = []
    hidden: list[Any] = []
    for element in root.iter(_FIELD, _T):
        kind = element.get(qn("w:fldCharType")) if element.tag == _FIELD else ""
        if kind == "begin":
            in_code.append(True)
        elif kind == "separate" and in_code:
            in_code[-1] = False
        elif kind == "end" and in_code:
            in_code.pop()
            if not in_code:
                for text in hidden:
                    text.text = ""
                hidden.clear()
        elif element.tag == _T and any(in_code):
            hidden.append(element)


_HANDLERS: tuple[tuple[tuple[str, ...], Callable[[Iterable[Any]], None]], ...] = (
    ((qn("w:pPrChange"), qn("w:rPrChange"), qn("w:rt")), _drop_all),
    ((qn("mc:AlternateContent"),), _choose),
    ((qn("w:del"), qn("w:moveFrom"), qn("w:cellDel")), _accept_deletions),
    ((qn("w:vanish"), qn("w:hidden")), _drop_hidden),
    ((qn("w:showingPlcHdr"),), _empty_prompts),
)
"""What is handled, in this order: the properties before a change are gone before others count."""

_HANDLED = tuple(tag for tags, _ in _HANDLERS for tag in tags)
