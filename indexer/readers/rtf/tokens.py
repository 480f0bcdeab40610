"""Cuts the bytes of an RTF file into tokens, and finds the end of a group."""

from __future__ import annotations

import re

UNICODE, LOOKS, WORD, NUMBER, BYTES, TEXT, BRACE, SYMBOL = range(1, 9)
"""The groups of a token's match; `lastindex` tells its kind, NUMBER that of a word with one."""

# A whole run of characters, each with one sign or two in its stead for readers without Unicode.
_UNICODE = rb"((?:\\u-?[0-9]{1,5} ?(?:(?:\\'[0-9a-fA-F]{2}){1,2}+|\?))++)|"
# A whole run of the commonest words that only say how text looks; half the tokens of a file.
_LOOKS = rb"((?:\\(?:%s)(?![a-zA-Z])-?[0-9]* ?)++)|" % rb"|".join(
    rb"""ab adjustright af afs ai alang aspalpha aspnum b cchs cf cgrid charrsid dbch expnd expndtw
    faauto fcs fi fs hich highlight hyphpar i insrsid kerning lang langfe langfenp langnp li lin
    loch ltrch ltrpar nowidctlpar pararsid ri rin rtlch rtlpar sa sb sl slmult ul ulnone widctlpar
    wrapdefault""".split()
)
_ONE = (
    rb"\\([a-zA-Z]{1,40})(?:(-?[0-9]{1,10})[0-9]*)? ?"
    rb"|((?:\\'[0-9a-fA-F]{2})++)"
    rb"|(%s)"
    rb"|([{}])"
    rb"|\\([^a-zA-Z])"
    rb"|[\r\n]++"
)
_ONE_BYTE = rb"[^\\{}\r\n]++"
# A character of two bytes, written as it is, may hold a backslash or brace as its second byte.
_TWO_BYTES = rb"(?:[^\\{}\r\n\x81-\xfe]++|[\x81-\xfe](?:[\x40-\x7e\x80-\xfe](?!'))?+)++"

TOKEN = re.compile(_UNICODE + _LOOKS + _ONE % _ONE_BYTE, re.DOTALL)
TOKEN_OF_TWO_BYTES = re.compile(_UNICODE + _LOOKS + _ONE % _TWO_BYTES, re.DOTALL)
"""For texts written in GBK or Big5 without escapes."""

ONE_TOKEN = re.compile(rb"(?!)()()|" + _ONE % _ONE_BYTE, re.DOTALL)
"""Cuts a UNICODE token into words and what stands in their stead."""

_NUMBERS = re.compile(rb"u(-?[0-9]+)")
_BRACES = re.compile(rb"[^\\{}]*+(?:([{}])|\\bin([0-9]{1,10}) ?|\\.)", re.DOTALL)


def unicode_text(token: bytes, fallbacks: int) -> str | None:
    """The text of a UNICODE token, None unless so many signs stand after each character."""
    numbers = _NUMBERS.findall(token)
    signs = token.count(b"'") + token.count(b"?")
    # Each has one or two, so that their sum tells whether all have as many.
    if fallbacks not in (1, 2) or signs != fallbacks * len(numbers):
        return None
    return "".join([chr(int(number) % 0x10000) for number in numbers])


def end_of_group(data: bytes, at: int) -> int:
    """The place of the brace that closes the group open at `at`; the end of data without one."""
    depth = 1
    while True:
        for found in _BRACES.finditer(data, at):
            if found[1]:
                depth += 1 if found[1] == b"{" else -1
                if not depth:
                    return found.start(1)
            elif found[2]:
                at = found.end() + int(found[2])  # raw bytes, braces among them
                break
        else:
            return len(data)
