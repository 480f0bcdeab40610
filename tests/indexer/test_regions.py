"""The region where the unit's name alone does not tell it."""

from __future__ import annotations

import pytest

from archive.model import Metadata
from indexer.blocks import Block
from indexer.metadata import metadata
from indexer.structure import paragraphs


def read(*texts: str) -> Metadata:
    return metadata(paragraphs([Block(text) for text in texts]))


@pytest.mark.parametrize(
    ("texts", "level", "region"),
    [
        (
            [
                "云溪镇2022年法治政府建设工作总结",
                "2022年，在赵县县委、县政府的领导下，我镇依法行政。",
            ],
            "乡镇",
            "河北省/石家庄市/赵县",
        ),
        (
            ["2022年法治政府建设工作总结", "我局按照无锡市宜兴市委、市政府部署开展工作。"],
            "县",  # 市委 alone would make it a prefecture's
            "江苏省/无锡市/宜兴市",
        ),
        (
            ["市司法局2022年法治政府建设工作总结", "2022年，我局在宜兴市委领导下开展工作。"],
            "县",
            "江苏省/无锡市/宜兴市",
        ),
        (
            ["市司法局2022年法治政府建设工作总结", "2022年，我局在无锡市委领导下开展工作。"],
            "市",
            "江苏省/无锡市",
        ),
        (
            ["2022年法治政府建设工作总结", "我局按照省、市和县委要求开展工作。"],
            "县",  # 和县 is a county in Anhui, and not meant
            None,
        ),
        (
            ["朝阳区2022年法治政府建设情况报告", "2022年，我区按照长春市的部署推进依法行政。"],
            "县",
            "吉林省/长春市/朝阳区",
        ),
        (
            ["朝阳区2022年法治政府建设情况报告", "2022年，我区按照市里的部署推进依法行政。"],
            "县",
            "朝阳区",
        ),
    ],
)
def test_the_region_is_read_from_the_bodies_above(
    texts: list[str], level: str, region: str | None
) -> None:
    known = read(*texts)
    assert (known.level, known.region) == (level, region)


def test_the_evidence_is_where_the_place_is_named() -> None:
    known = read("云溪镇2022年工作总结", "2022年，在赵县县委领导下，我镇依法行政。")
    found = known.evidence["region"]
    assert (found.ordinal, found.text, found.rule) == (1, "赵县", "开头写明的上级党委、政府")
