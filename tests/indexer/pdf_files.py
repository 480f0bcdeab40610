"""PDF files built for the tests: small, written out as they stand, with Chinese text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842  # A4 in points
HALF_WIDTH = "/W [1 95 500]"  # the Latin letters and digits of the character collection

FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-{way} "
    "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
    f"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> {HALF_WIDTH} "
    "/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /ItalicAngle 0 "
    "/FontBBox [0 -120 1000 880] /Ascent 880 /Descent -120 /CapHeight 800 /StemV 93 >> >>] >>"
)
"""A font that every PDF reader knows by its name: nothing is embedded."""


@dataclass(frozen=True)
class Sheet:
    """A page: what its content stream draws, and what its dictionary says besides."""

    drawn: str
    entries: str = f"/MediaBox [0 0 {WIDTH} {HEIGHT}]"
    resources: Mapping[str, str] = field(default_factory=dict)
    """Further kinds of resources, such as XObject, each as a dictionary."""
    fonts: str = ""
    """Fonts besides H and V: names and objects."""


def text(left: float, top: float, written: str, size: float = 16, font: str = "H") -> str:
    """Draws a text whose letters reach from `top` (points below the page's top) down by `size`."""
    return placed(f"1 0 0 1 {left:g} {HEIGHT - top - 0.88 * size:g}", written, size, font)


def placed(matrix: str, written: str, size: float = 16, font: str = "H") -> str:
    """Draws a text where a matrix of six numbers sets it."""
    codes = written.encode("utf-16-be").hex()
    return f" BT /{font} {size:g} Tf {matrix} Tm <{codes}> Tj ET\n"


def rule(left: float, top: float, right: float, bottom: float) -> str:
    """Draws a line, in points from the left and below the page's top."""
    return f"{left:g} {HEIGHT - top:g} m {right:g} {HEIGHT - bottom:g} l S\n"


def grid(columns: Sequence[float], lines: Sequence[float]) -> str:
    """Draws the rules of a table with its columns' and rows' edges at these places."""
    upright = [rule(x, lines[0], x, lines[-1]) for x in columns]
    return "\n".join(upright + [rule(columns[0], y, columns[-1], y) for y in lines])


def pdf(*sheets: Sheet | str, objects: Sequence[str] = (), password: str | None = None) -> bytes:
    """A PDF of these pages. Further objects are numbered from 5 on.

    With a password it is encrypted; with an empty one too, but everyone may read it.
    """
    pages = [sheet if isinstance(sheet, Sheet) else Sheet(sheet) for sheet in sheets]
    first = 5 + len(objects)
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(pages)))
    written = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        FONT.format(way="H"),
        FONT.format(way="V"),
        *objects,
    ]
    for i, page in enumerate(pages):
        more = " ".join(f"/{kind} {entries}" for kind, entries in page.resources.items())
        written += [
            f"<< /Type /Page /Parent 2 0 R {page.entries} /Contents {first + 2 * i + 1} 0 R "
            f"/Resources << /Font << /H 3 0 R /V 4 0 R {page.fonts} >> {more} >> >>",
            stream("", page.drawn),
        ]
    return _file(written) if password is None else _encrypted(written, password)


def stream(entries: str, content: str) -> str:
    """A stream object of ASCII content."""
    return f"<< {entries} /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(objects: Sequence[str], trailer: str = "") -> bytes:
    """A file of these objects, the first its catalog; their characters stand for bytes."""
    body, offsets = "%PDF-1.6\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    ending = f"trailer << /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}{ending}".encode("latin-1")


_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _encrypted(objects: Sequence[str], password: str) -> bytes:
    """The file encrypted by the standard's first way: RC4 with 40 bits."""
    user = (password.encode() + _PADDING)[:32]
    owner = _rc4(hashlib.md5(b"owner".ljust(32)).digest()[:5], user)
    rights = 0xFFFFFFFC.to_bytes(4, "little")
    key = hashlib.md5(user + owner + rights + b"A").digest()[:5]
    entries = (
        f"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <{owner.hex()}> "
        f"/U <{_rc4(key, _PADDING).hex()}> >>"
    )
    coded = [_coded(content, key, number) for number, content in enumerate(objects, start=1)]
    return _file([*coded, entries], f"/Encrypt {len(objects) + 1} 0 R /ID [<41><41>]")


def _coded(content: str, key: bytes, number: int) -> str:
    """An object with its strings and its stream encrypted."""
    own = hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
    head, mark, rest = content.partition("\nstream\n")
    head = re.sub(r"\((\w+)\)", lambda found: f"<{_rc4(own, found[1].encode()).hex()}>", head)
    if mark:
        rest = _rc4(own, rest.removesuffix("\nendstream").encode()).decode("latin-1")
        return f"{head}{mark}{rest}\nendstream"
    return head


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    made = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        made.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(made)
