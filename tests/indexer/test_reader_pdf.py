"""PDF: where paragraphs begin and end, told by the places of their lines."""

from __future__ import annotations

import pytest

from indexer.readers import read_blocks

Placed = tuple[float, float, str]
"""Left edge and foot of a line in points, and its text."""

WIDTH = 60  # characters of a full line in a font of equal widths: 6 points each
FULL = "x" * WIDTH
LEFT, TOP, STEP = 100.0, 750.0, 20.0
INDENT = 24.0


def pdf_of(*pages: list[Placed]) -> bytes:
    """A PDF that places each line where it is told, in Courier of 10 points."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
    ]
    for i, lines in enumerate(pages):
        drawn = "\n".join(f"BT /F 10 Tf {x} {y} Td ({text}) Tj ET" for x, y, text in lines)
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents "
            f"{5 + 2 * i} 0 R /Resources << /Font << /F 3 0 R >> >> >>",
            f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        ]
    body, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    rows = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {size}\n0000000000 65535 f \n{rows}{trailer}".encode("ascii")


def lines(*rows: tuple[float, str], top: float = TOP) -> list[Placed]:
    """Lines one below the other: how far each is indented, and its text."""
    return [(LEFT + indent, top - i * STEP, text) for i, (indent, text) in enumerate(rows)]


def texts(data: bytes) -> list[str]:
    return [block.text for block in read_blocks(data, "a.pdf")[1]]


def full(letter: str, indent: float = 0) -> tuple[float, str]:
    """A line that reaches the right margin."""
    return indent, letter * (WIDTH - round(indent / 6))


def test_an_indented_line_begins_a_paragraph() -> None:
    page = lines(full("a", INDENT), full("b"), full("c", INDENT), full("d"), (0, "end."))
    assert texts(pdf_of(page)) == [f"{'a' * 56} {'b' * 60}", f"{'c' * 56} {'d' * 60} end."]


def test_a_short_line_ends_a_paragraph_but_for_a_comma() -> None:
    page = lines(full("a"), (0, "short."), full("b"), full("c"), (0, "end."))
    assert texts(pdf_of(page)) == [f"{'a' * 60} short.", f"{'b' * 60} {'c' * 60} end."]


def test_a_gap_parts_paragraphs_that_are_not_indented() -> None:
    first = lines(full("a"), full("b"), full("c"))
    second = lines(full("d"), full("e"), full("f"), top=TOP - 3 * STEP - 16)
    assert texts(pdf_of(first + second)) == [
        f"{'a' * 60} {'b' * 60} {'c' * 60}",
        f"{'d' * 60} {'e' * 60} {'f' * 60}",
    ]


def test_a_paragraph_goes_on_over_the_pages_end_and_its_numbers() -> None:
    pages = [
        [*lines(full("a", INDENT), full("b"), full("c"), full("d"), full("e")), (290, 40, "- 1 -")],
        [*lines(full("f"), (0, "end."), full("g", INDENT), full("h"), full("i")), (290, 40, "2")],
    ]
    assert texts(pdf_of(*pages)) == [
        f"{'a' * 56} {'b' * 60} {'c' * 60} {'d' * 60} {'e' * 60} {'f' * 60} end.",
        f"{'g' * 56} {'h' * 60} {'i' * 60}",
    ]


def test_a_signature_alone_on_the_last_page_stands_at_the_right_and_apart() -> None:
    text = lines(full("a", INDENT), full("b"), full("c"), full("d"), full("e"))
    signature = lines((240, "Bureau of Rivers"), (252, "2023.1.15"))
    found = read_blocks(pdf_of(text, signature), "a.pdf")[1]
    assert [(one.text, one.right, one.page) for one in found[1:]] == [
        ("Bureau of Rivers", True, 2),
        ("2023.1.15", True, 2),
    ]


def test_the_head_that_runs_over_the_pages_is_no_text() -> None:
    pages = [
        [(220, 800, "Collected Reports"), *lines(full(one, INDENT), *[full(one)] * i, (0, "end."))]
        for i, one in enumerate("abcd")
    ]
    assert texts(pdf_of(*pages)) == [
        " ".join([one * 56, *[one * 60] * i, "end."]) for i, one in enumerate("abcd")
    ]


@pytest.mark.parametrize("junk", [b"\r\n", b"\x00" * 20, b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_pdf_after_a_few_bytes_of_something_else_is_read(junk: bytes) -> None:
    assert texts(junk + pdf_of(lines((0, "text.")))) == ["text."]
