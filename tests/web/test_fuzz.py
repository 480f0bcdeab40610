"""Five thousand seeded queries that nobody should type: each gets a page that can be read."""

from __future__ import annotations

import random
from collections import Counter
from urllib.parse import quote_from_bytes

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.conftest import doc_id, shown

SEEDS = range(10)
QUERIES = 500
"""For each seed."""

WORDS = (
    *(
        "出庭应诉",
        "行政机关负责人",
        "复议",
        "纠错率12.5%",
        "86件",
        "青岚县",
        "〔2022〕",
        "**县",
        "XX局",
    ),
    *(
        "的",
        "法",
        "a",
        "%",
        "，",
        "2021年",
        "一、主要举措",
        "負責人",
        "⽇",
        "ＡＢＣ",
        "\t",
        "<b>",
        "&amp;",
    ),
)
OPERATORS = (
    *("OR", "AND", "NOT", "-", "－", "NEAR", "NEAR/10", "NEAR/0", "NEAR/51", "BEFORE/3", "BEFORE/"),
    *("ＯＲ", "ＮＯＴ", "ＮＥＡＲ／５", "NEAR/99999999999", "or", "--", "OR OR", "AND -"),
)
HALVES = (
    '"',
    "“",
    "”",
    "＂",
    "(",
    ")",
    "（",
    "）",
    "[",
    "〔",
    "《",
    "'",
    "((",
    "))",
    '""',
    "()",
    "（）",
)
WILD = ("?", "*", "？", "＊", "**", "???", "?*?", "*" * 30, "?" * 60)
FIELDS = (
    *("年度", "层级", "单位", "章节", "标题", "文号", "提及", "地区", "文种", "部门"),
    *("year", "LEVEL", "unit", "title", "ｙｅａｒ", "没有", "http", ""),
)
VALUES = (
    *(
        "2021",
        "2021-2023",
        "2023-2021",
        "0000",
        "99999",
        "二〇二一",
        "县",
        "县级",
        "村",
        "是",
        "maybe",
    ),
    *(
        "问题",
        "司法局",
        '"司法 局"',
        '"',
        "*",
        "?",
        "(",
        "-1",
        "１９４９",
        "10" * 40,
        "None",
        "none",
        ".*",
        "\\",
    ),
)
ODD = (
    *("\x00", "\x01", "\x1f", "\x7f", "\x85", "\u2028", "\ufeff", "\u200b", "\u202e", "\ufffd"),
    *(
        "\ud800",
        "\udfff",
        "\ud83d",
        "😀",
        "👨‍👩‍👧",
        "𠮷",
        "e\u0301",
        "\u0301",
        "\uffff",
        "\U0010ffff",
    ),
    *("\n", "\r\n", "\u3000", "ﷺ", "İ", "ß", "ﬁ", "㍿", "㋿", "½"),
)
PARAMETERS = (
    *("mode", "scope", "view", "sort", "page", "from", "to", "year", "level", "unit", "kind"),
    *(
        "region",
        "type",
        "department",
        "also",
        "near",
        "units",
        "report",
        "format",
        "size",
        "cursor",
        "x",
    ),
)
SETTINGS = (
    *("words", "report", "paragraphs", "reports", "concordance", "table", "newest", "unit", "left"),
    *("0", "1", "2", "-1", "999999999999999999", "9" * 5_000, "1e9", "NaN", "2021", "1948", "2101"),
    *(
        "县",
        "none",
        "fold",
        "成效",
        "true",
        "csv",
        "xlsx",
        "jsonl",
        "出庭=应诉",
        "=",
        "==",
        "a=b=c",
        "\\",
        ".",
    ),
)
VISIBLE = "".join(map(chr, range(0x21, 0x7F)))
"""What a server lets through unencoded; & and = part parameters then."""

ADDRESSES = (
    *("/", "/", "/", "/", "/?view=reports", "/?view=concordance&sort=left", "/?view=table"),
    *(
        "/?mode=words",
        "/?scope=report",
        "/?near=fold",
        "/export",
        "/chart.svg",
        "/suggest",
        f"/reports/{doc_id(11)}",
    ),
    *("/api/v1/search", "/api/v1/count", "/api/v1/facets", "/api/v1/reports", "/api/v1/export"),
)


class Typist:
    """Types queries and writes addresses that are wrong in every way a seed thinks of."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed)

    def address(self) -> tuple[str, str]:
        """A path and a query string, as it comes from the wire."""
        path, _, fixed = self._draw.choice(ADDRESSES).partition("?")
        names = ["q", *self._draw.choices(PARAMETERS, k=self._draw.choice((0, 0, 0, 0, 1, 2)))]
        pairs = [
            f"{name}={self._encoded(self.query() if name == 'q' else self._setting())}"
            for name in names
        ]
        self._draw.shuffle(pairs)
        return path, "&".join(filter(None, (fixed, *pairs)))

    def query(self) -> str:
        """What is typed into the box."""
        kind = self._draw.random()
        if kind < 0.03:
            return self._item() * self._draw.choice((50, 200, 1_000))
        if kind < 0.06:
            return " ".join(self._item() for _ in range(self._draw.choice((19, 21, 300))))
        between = self._draw.choice((" ", " ", "", "　"))
        text = between.join(self._item() for _ in range(self._draw.randint(1, 7)))
        if kind < 0.2:
            text = self._full_width(text)
        if kind > 0.8:
            text = text[self._draw.randrange(len(text) + 1) :]
        return text

    def _item(self) -> str:
        kind = self._draw.random()
        if kind < 0.35:
            return self._draw.choice(WORDS)
        if kind < 0.45:
            return f"{self._draw.choice(WORDS)}{self._draw.choice(WILD)}{self._draw.choice(WORDS)}"
        if kind < 0.6:
            return (
                f"{self._draw.choice(FIELDS)}{self._draw.choice(':：')}{self._draw.choice(VALUES)}"
            )
        if kind < 0.65:
            return chr(self._draw.randrange(0x110000))
        return self._draw.choice(self._draw.choice((OPERATORS, HALVES, WILD, ODD)))

    def _setting(self) -> str:
        return self._draw.choice(self._draw.choice((SETTINGS, SETTINGS, VALUES, WORDS, ODD)))

    def _full_width(self, text: str) -> str:
        return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)

    def _encoded(self, text: str) -> str:
        """The text percent-encoded; sometimes other bytes, or cut off amid a character."""
        written = text.encode("utf-8", "surrogatepass")
        kind = self._draw.random()
        if kind < 0.02:
            return quote_from_bytes(self._draw.randbytes(self._draw.randint(1, 40)))
        if kind < 0.05:
            return quote_from_bytes(written[: self._draw.randrange(len(written) + 1)])
        if kind < 0.07:
            return f"%{quote_from_bytes(written)}%zz%"
        if kind < 0.1:
            return quote_from_bytes(written, safe=VISIBLE)
        return quote_from_bytes(written)


def get(client: FlaskClient, path: str, query_string: str) -> TestResponse:
    as_written = {"QUERY_STRING": query_string}
    answer = client.get(path, environ_overrides=as_written, buffered=True)
    answer.close()
    return answer


def can_be_read(answer: TestResponse) -> bool:
    """Whether there is a page with its box and its say, or an answer to a program."""
    if answer.content_type.startswith("text/html"):
        said = shown(answer, "//main//h1 | //p[@class='total'] | //main//h2")
        return any(said) and len(shown(answer, "//input[@type='search']")) == 1
    if answer.content_type == "application/problem+json":
        return answer.status_code == 400 and bool(answer.get_json(force=True)["detail"])
    return answer.status_code == 200 and len(answer.data) > 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_asked_gets_an_answer_that_can_be_read(client: FlaskClient, seed: int) -> None:
    typist = Typist(seed)
    wrong: list[tuple[str, str, int]] = []
    seen: Counter[int] = Counter()
    for _ in range(QUERIES):
        path, query_string = typist.address()
        answer = get(client, path, query_string)
        seen[answer.status_code] += 1
        if answer.status_code not in (200, 400) or not can_be_read(answer):
            wrong.append((path, query_string, answer.status_code))
    assert wrong == []
    # Were all refused, or none, the queries would say little.
    assert min(seen[200], seen[400]) > QUERIES / 10


def test_the_typist_types_the_same_again() -> None:
    first, again = (
        [typist.address() for _ in range(50)] for typist in (Typist(seed=1), Typist(seed=1))
    )
    assert first == again
