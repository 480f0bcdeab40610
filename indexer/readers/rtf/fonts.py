"""How the bytes of an RTF text are decoded: by the font's character set or the code page."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass

from indexer.readers.word.body import SYMBOLS

CHARSETS: Mapping[int, str] = {
    77: "mac_roman",
    78: "cp932",
    79: "cp949",
    80: "gb18030",
    81: "cp950",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "big5hkscs",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
"""The encodings of fonts; those not here (0 Western, 1 the default) go by the code page."""

CODE_PAGES: Mapping[int, str] = {
    936: "gb18030",
    950: "big5hkscs",
    10002: "big5hkscs",
    10008: "gb18030",
    54936: "gb18030",
    65001: "utf-8",
}
"""Code pages that Python has under another name than cp and their number, or a wider one."""

OF_TWO_BYTES = ("gb18030", "big5hkscs", "cp950", "cp932", "cp949", "johab")

_DEFAULT = "gb18030"  # of a file that states none: it was written where that was the machine's
_WESTERN = "cp1252"
_PICTOGRAPHS = ("wingdings", "webdings")
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_HIGH_PAIR = re.compile(rb"[\x80-\xff]{2}")


@dataclass(slots=True)
class Font:
    """A font of the document's table."""

    name: str = ""
    encoding: str | None = None

    def signs(self) -> Mapping[int, str] | None:
        """What the signs of a font without letters stand for, None for a font with letters."""
        name = self.name.strip(" ;").lower()
        return SYMBOLS.get(name, {} if name.startswith(_PICTOGRAPHS) else None)


class Fonts:
    """The fonts of a document; its text is decoded by them."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._fonts: dict[int, Font] = {}

    def take(self, font: int, word: str, number: int | None) -> None:
        """Takes up a control word of the table of fonts."""
        if word == "fcharset":
            self._of(font).encoding = CHARSETS.get(number or 0)
        elif word == "cpg":
            self._of(font).encoding = encoding_of(number)

    def take_name(self, font: int, text: str) -> None:
        """Takes up a part of a font's name."""
        self._of(font).name += text

    def decoded(self, font: int, data: bytes) -> str:
        """Bytes written in a font."""
        return decoded(data, self._of(font), self._encoding)

    def shown(self, font: int, text: str) -> str:
        """A text in which signs of a font without letters are those that they stand for."""
        return _PRIVATE.sub(
            lambda found: (self._of(font).signs() or {}).get(ord(found[0]) & 0xFF, ""), text
        )

    def _of(self, font: int) -> Font:
        return self._fonts.setdefault(font, Font())


def encoding_of(code_page: int | None) -> str:
    """The encoding of a code page; of a file that states none, that of China."""
    if code_page is None:
        return _DEFAULT
    try:
        return codecs.lookup(CODE_PAGES.get(code_page, f"cp{code_page}")).name
    except LookupError:
        return _DEFAULT


def decoded(data: bytes, font: Font, default: str) -> str:
    """Bytes written in a font, `default` the encoding of the document."""
    if (signs := font.signs()) is not None:
        return "".join(_sign(one, font, signs) for one in data)
    if data.isascii():
        return data.decode("ascii")
    for encoding in (font.encoding, default):
        try:
            if encoding:
                return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    # é alone between letters is no character of two bytes.
    first = font.encoding or default
    return data.decode(first if _HIGH_PAIR.search(data) else _WESTERN, "replace")


def _sign(byte: int, font: Font, signs: Mapping[int, str]) -> str:
    if byte in signs:
        return signs[byte]
    # Symbol holds digits and punctuation where other fonts do; Wingdings holds pictures there.
    plain = font.name.lower().startswith("symbol") and byte < 0x40
    return chr(byte) if plain or byte == 0x20 else ""
