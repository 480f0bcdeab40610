"""How a report or a paragraph of it is cited: in running text, by GB/T 7714-2015 and in BibTeX.

What is not known of a report is left out of its citation, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.messages import report as t

_MARKS_INSIDE = str.maketrans("《》", "〈〉")  # GB/T 15834: title marks within title marks

_LATEX = {
    **{character: f"\\{character}" for character in "&%$#_"},
    # As commands: BibTeX counts braces, escaped or not, and an odd one breaks the entry.
    **{"{": r"\textbraceleft{}", "}": r"\textbraceright{}"},
    **{"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"},
}
_FOR_LATEX = str.maketrans(_LATEX)

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


@dataclass(frozen=True, slots=True)
class Source:
    """What is cited, and where it was seen: the paragraph `ordinal`, or for 0 the whole report.

    `title` may be composed, in square brackets. `address` is the permanent one; `seen_on` the day
    of access, `date` that of signature, both ISO 8601, the latter perhaps only to the month.
    """

    doc_id: str
    ordinal: int
    title: str
    address: str
    seen_on: str
    unit: str | None = None
    year: int | None = None
    section: tuple[str, ...] = ()
    date: str | None = None
    document_number: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """The three forms of one citation."""

    plain: str
    gbt7714: str
    bibtex: str


def citation(source: Source) -> Citation:
    """A source in each of the forms."""
    return Citation(plain(source), gbt7714(source), bibtex(source))


def plain(source: Source) -> str:
    """单位《题名》，年度，章节，第n段。 and the permanent address."""
    year = t.YEAR.format(year=source.year) if source.year else ""
    parts = ((source.unit or "") + _titled(source.title), year, *_place(source))
    return t.SEPARATOR.join(filter(None, parts)) + t.CITATION_END + source.address


def gbt7714(source: Source) -> str:
    """An online report by GB/T 7714-2015: [R/OL], its date in (), the day of access in [].

    The number of a document stands beside its title, as a report's number does. The standard has
    no place for a paragraph; the address leads to it.
    """
    title = _one_line(source.title)
    number = f": {_one_line(source.document_number)}" if source.document_number else ""
    author = f"{_one_line(source.unit)}. " if source.unit else ""
    date = f"({source.date})" if source.date else ""
    return f"{author}{title}{number}[R/OL]. {date}[{source.seen_on}]. {source.address}."


def bibtex(source: Source) -> str:
    """A @techreport; its key is the paragraph's identifier, and so the same for ever."""
    unit = _latex(source.unit) if source.unit else ""
    year, month = _published(source)
    fields = {
        "author": f"{{{unit}}}" if unit else "",  # in braces of its own: one name, never parted
        "title": f"{{{_latex(source.title)}}}",
        "institution": unit,
        "number": _latex(source.document_number or ""),
        "year": year,
        "month": month,
        "note": _latex(t.SEPARATOR.join(_place(source))),
        "url": source.address,
        "urldate": source.seen_on,
        "language": "chinese",
    }
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n"
        for name, value in fields.items()
        if value
    ]
    return f"@techreport{{r{source.doc_id}-{source.ordinal},\n{''.join(lines)}}}"


def _titled(title: str) -> str:
    title = _one_line(title)
    if title.startswith("[") and title.endswith("]"):  # composed: nobody gave it this title
        return title
    return title.translate(_MARKS_INSIDE).join(t.TITLE_MARKS)


def _place(source: Source) -> tuple[str, ...]:
    """The section and the paragraph; nothing for the title, which is the whole report."""
    if not source.ordinal:
        return ()
    headings = (_one_line(heading).rstrip("。：:；;") for heading in source.section)
    section = t.IN_SECTION.join(filter(None, headings))
    number = t.PARAGRAPH.format(ordinal=source.ordinal)
    return (section, number) if section else (number,)


def _published(source: Source) -> tuple[str, str]:
    """The year of publication, and its month where that is known; else the report's own year."""
    if source.date:
        year, month = source.date.split("-")[:2]
        return year, _MONTHS[int(month) - 1]
    return (str(source.year) if source.year else ""), ""


def _latex(text: str) -> str:
    return _one_line(text).translate(_FOR_LATEX)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
