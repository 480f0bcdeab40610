"""How automatic numbers are written: the number formats of Word, which other formats share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

GREATEST = 32_767
"""The greatest number that Word counts to; a greater one is written in digits."""

_HAN = "〇一二三四五六七八九"
_CIRCLE_HAN = "○一二三四五六七八九"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MOST_LETTERS = 30  # how often Word goes through the alphabet
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_AIUEO = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)
_IROHA = (
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマ"
    "ケフコエテアサキユメミシヱヒモセスン"
)


@dataclass(frozen=True, slots=True)
class Numerals:
    """A way to count in words: 一百零五.

    `digits` begin with zero, `units` are those of ten, a hundred, a thousand and ten thousand.
    `one` tells where a one stands before a unit: "always", "not first ten" (十二, 一百一十二)
    or "never" (百十二). `zero` fills a gap between two digits.
    """

    digits: str
    units: str
    one: str = "not first ten"
    zero: str = ""

    def write(self, number: int) -> str:
        """A number from 0 to 99,999,999 in words, any other in digits."""
        if number <= 0 or number >= 10**8:
            return self.digits[0] if number == 0 else str(number)
        many, rest = divmod(number, 10_000)
        text = self._group(many, True) + self.units[3] if many else ""
        if many and 0 < rest < 1000:
            text += self.zero
        return text + self._group(rest, not many)

    def _group(self, number: int, opens: bool) -> str:
        """Up to four digits; `opens` tells that the number begins with them."""
        places = [(3 - i, int(digit)) for i, digit in enumerate(f"{number:04}")]
        used = [(place, digit) for place, digit in places if digit]
        text = ""
        for (before, _), (place, digit) in pairwise([(used[0][0] + 1, 0), *used] if used else []):
            gap = self.zero if before - place > 1 else ""
            bare = digit == 1 and place and not self._writes_one(place, opens and not text)
            text += gap + ("" if bare else self.digits[digit])
            text += self.units[place - 1] if place else ""
        return text

    def _writes_one(self, place: int, first: bool) -> bool:
        return self.one == "always" or (self.one == "not first ten" and not (first and place == 1))


_CHINESE = Numerals(_HAN, "十百千万", zero="零")
_TAIWANESE = Numerals("零一二三四五六七八九", "十百千萬", zero="零")
_JAPANESE = Numerals(_HAN, "十百千万", one="never")
_KOREAN = Numerals("영일이삼사오육칠팔구", "십백천만", one="never")
_LEGAL = Numerals("零壹贰叁肆伍陆柒捌玖", "拾佰仟万", one="always", zero="零")
_LEGAL_TRADITIONAL = Numerals("零壹貳參肆伍陸柒捌玖", "拾佰仟萬", one="always", zero="零")
_LEGAL_JAPANESE = Numerals("〇壱弐参四伍六七八九", "拾百阡萬", one="always")


def counting(number: int) -> str:
    """一, 十, 十二, 二十, 一百零五, 一千零一: as headings are numbered."""
    return _CHINESE.write(number)


def counting_below_100(number: int) -> str:
    """一, 十二, 九十九, 一○○, 一○五: in words below a hundred, then digit for digit."""
    return _CHINESE.write(number) if 0 < number < 100 else series(_CIRCLE_HAN)(number)


def digits(number: int) -> str:
    """一, 一〇, 一二: digit for digit."""
    return series(_HAN)(number)


def legal(number: int) -> str:
    """壹, 壹拾, 壹拾贰: as in contracts."""
    return _LEGAL.write(number)


def series(ten: str) -> Callable[[int], str]:
    """Numbers digit for digit in ten signs, zero first."""
    table = str.maketrans("0123456789", ten)
    return lambda number: str(number).translate(table)


def signs(first: str, count: int) -> Callable[[int], str]:
    """Numbers by signs that follow one another from `first`; one beyond the last is in digits."""
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= count else str(number)


def cycle(signs: str) -> Callable[[int], str]:
    """Numbers by the signs of a series, which begins again after its last."""
    return lambda number: signs[(number - 1) % len(signs)] if number > 0 else str(number)


def repeated(signs: str) -> Callable[[int], str]:
    """Numbers by the signs of a series, doubled after the last (aa), then threefold."""

    def write(number: int) -> str:
        times, place = divmod(number - 1, len(signs))
        return signs[place] * (times + 1) if 0 <= times < _MOST_LETTERS else str(number)

    return write


def letters(number: int) -> str:
    """a to z, then aa to zz."""
    return repeated("abcdefghijklmnopqrstuvwxyz")(number)


def roman(number: int) -> str:
    """i, ii, iii, iv …"""
    if number > GREATEST:
        return str(number)
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _zodiac(number: int) -> str:
    return cycle(_STEMS)(number) + (cycle(_BRANCHES)(number) if number > 0 else "")


FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": series("０１２３４５６７８９"),
    "decimalFullWidth2": series("０１２３４５６７８９"),
    "numberInDash": lambda number: f"- {number} -",
    "ordinal": ordinal,
    "hex": lambda number: f"{number:X}",
    "chicago": repeated("*†‡§"),
    "chineseCounting": counting_below_100,
    "chineseCountingThousand": counting,
    "japaneseCounting": _JAPANESE.write,
    "taiwaneseCounting": counting_below_100,
    "taiwaneseCountingThousand": _TAIWANESE.write,
    "koreanCounting": _KOREAN.write,
    "ideographDigital": digits,
    "japaneseDigitalTenThousand": digits,
    "taiwaneseDigital": series(_CIRCLE_HAN),
    "koreanDigital": series("영일이삼사오육칠팔구"),
    "koreanDigital2": series("零一二三四五六七八九"),
    "chineseLegalSimplified": legal,
    "ideographLegalTraditional": _LEGAL_TRADITIONAL.write,
    "japaneseLegal": _LEGAL_JAPANESE.write,
    "decimalEnclosedCircle": signs("①", 20),
    "decimalEnclosedCircleChinese": signs("①", 20),
    "decimalEnclosedParen": signs("⑴", 20),
    "decimalEnclosedFullstop": signs("⒈", 20),
    "ideographEnclosedCircle": signs("㈠", 10),
    "ideographTraditional": cycle(_STEMS),
    "ideographZodiac": cycle(_BRANCHES),
    "ideographZodiacTraditional": _zodiac,
    "aiueo": cycle("ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"),
    "aiueoFullWidth": cycle(_AIUEO),
    "iroha": cycle("ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ"),
    "irohaFullWidth": cycle(_IROHA),
    "ganada": cycle("가나다라마바사아자차카타파하"),
    "chosung": cycle("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"),
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "bullet": lambda number: "",
    "none": lambda number: "",
}
"""How numFmt writes a number; one that is not here is written in digits.

As Word shows them, which is not always what the names say: ideographEnclosedCircle is ㈠, and
chineseCounting goes on in digits from 一○○. Above ten, decimalEnclosedCircleChinese is written as
WPS and LibreOffice show it (⑪), so that its numbers stay those of one list.
"""

CODES: tuple[str, ...] = tuple(
    """decimal upperRoman lowerRoman upperLetter lowerLetter ordinal cardinalText ordinalText hex
    chicago ideographDigital japaneseCounting aiueo iroha decimalFullWidth decimalHalfWidth
    japaneseLegal japaneseDigitalTenThousand decimalEnclosedCircle decimalFullWidth2 aiueoFullWidth
    irohaFullWidth decimalZero bullet ganada chosung decimalEnclosedFullstop decimalEnclosedParen
    decimalEnclosedCircleChinese ideographEnclosedCircle ideographTraditional ideographZodiac
    ideographZodiacTraditional taiwaneseCounting ideographLegalTraditional taiwaneseCountingThousand
    taiwaneseDigital chineseCounting chineseLegalSimplified chineseCountingThousand decimal
    koreanDigital koreanCounting koreanLegal koreanDigital2 hebrew1 arabicAlpha hebrew2 arabicAbjad
    hindiVowels hindiConsonants hindiNumbers hindiCounting thaiLetters thaiNumbers thaiCounting
    vietnameseCounting numberInDash russianLower russianUpper""".split()
)
"""The formats by the codes that doc, rtf (levelnfc) and Word 2003 XML give them; 255 is none."""


def format_of(code: int) -> str:
    """The name of the format with a code: a key of `FORMATS`, or another, written in digits."""
    return CODES[code] if 0 <= code < len(CODES) else "none" if code == 255 else "decimal"


def written(form: str, number: int) -> str:
    """A number in a format, in digits where the format or the number is out of the common."""
    return FORMATS.get(form, str)(number) if 0 <= number <= GREATEST else str(number)
