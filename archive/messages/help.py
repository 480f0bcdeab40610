"""The help: the query language in one table, and how to use the site.

The table is the one source for the site's page, the command and the API's documentation.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """Something that can be typed: its form, what it means, an example.

    `finds` is a text that the example finds and `misses` one that it does not; both are empty
    where the example asks for a value of the report and not for its text.
    """

    typed: str
    means: str
    example: str
    finds: str = ""
    misses: str = ""


TEXT = (
    Row(
        "词句",
        "原文里一字不差地有这几个字，不论在句中哪里，不按词切分",
        "出庭应诉",
        "负责人出庭应诉率达到100%。",
        "出庭并应诉。",
    ),
    Row(
        "词 词",
        "空格隔开的各词都在同一段里，先后不论；勾选“各词可散见于同一份报告”则放宽到一份报告",
        "行政诉讼 出庭",
        "负责人出庭参加行政诉讼。",
        "办理行政诉讼案件3件。",
    ),
    Row(
        '"一 句"',
        "引号里的整句一字不差；汉字之间的空格和换行不计",
        '"出庭 应诉率"',
        "出庭应诉率有所提高。",
        "应诉率和出庭率。",
    ),
    Row(
        "甲 OR 乙",
        "至少有其中一个；OR 用大写，前后有空格",
        "出庭 OR 应诉",
        "按时应诉。",
        "办理复议案件。",
    ),
    Row(
        "-词，NOT 词",
        "没有这个词",
        "出庭 -复议",
        "负责人出庭。",
        "复议和出庭。",
    ),
    Row(
        "( )",
        "括号里的先合成一个条件",
        "(出庭 OR 应诉) 诉讼",
        "参加诉讼，依法应诉。",
        "依法应诉。",
    ),
    Row(
        "甲 NEAR/10 乙",
        "两词相隔不超过 10 个字，先后不论；数字可在 1 到 50 之间，不写即 10",
        "负责人 NEAR/10 出庭",
        "出庭的是分管负责人。",
        "负责人高度重视、亲自部署、层层压实责任，出庭。",
    ),
    Row(
        "甲 BEFORE/10 乙",
        "同上，且甲在前、乙在后",
        "负责人 BEFORE/10 出庭",
        "负责人应当出庭。",
        "出庭的是分管负责人。",
    ),
    Row(
        "?",
        "任意一个字",
        "应诉?",
        "应诉率提高。",
        "依法应诉",
    ),
    Row(
        "*",
        "同一段里的至多 10 个字，写在两段文字中间",
        "第*号",
        "收到第2022-15号文件。",
        "第三，会同有关部门统一编号管理。",
    ),
)
"""What asks for the text of a paragraph."""

FIELDS = (
    Row("年度:、年份: 或 year:", "报告的年度，一年或一段", "年度:2021-2023"),
    Row(
        "层级: 或 level:",
        "国家、省、市、县、乡镇、街道之一",
        "层级:县",
    ),
    Row("单位: 或 unit:", "单位名称里有这几个字", "单位:司法局"),
    Row(
        "章节: 或 section:",
        "段落所在的章节：成效、问题、计划、组织领导、其他之一",
        "章节:问题",
    ),
    Row("标题:、题名: 或 title:", "题名里有这几个字", "标题:依法行政"),
    Row("文号:、发文字号: 或 number:", "发文字号里有这几个字", "文号:〔2022〕5号"),
    Row("提及: 或 mentions:", "段落提到的年份，一年或一段", "提及:2019"),
    Row("地区: 或 region:", "所在地区的名称里有这几个字", "地区:青岚"),
    Row("文种: 或 type:", "报告的文种", "文种:工作总结"),
    Row("部门: 或 department:", "是不是部门的报告：是、否", "部门:是"),
)
"""What asks for a value of the paragraph or of its report; to be put beside words, too."""

NOTES = (
    "全角和半角、大小写、简体和繁体不分；〔〕［］【】等括号、各式引号和破折号各算一样。",
    "运算符的全角形式也认：（　）、－、：、？、＊、“ ”、ＯＲ、ＮＯＴ、ＮＥＡＲ、ＢＥＦＯＲＥ。",
    "从报告里粘贴来的文字照原样查：（一）加强组织领导、用“双随机”方式、**县、XX局、100% "
    "里的括号、引号和星号都是文字。",
    '要查运算符本身，把整句放进引号："第*号"。小写的 or、and、not 是文字。',
    "一次至多 1000 个字、20 个词；写错了会告诉您错在第几个字、为什么。",
)

LANGUAGE_TITLE = "检索词怎么写"
HEAD = ("写法", "意思", "例子", "找得到", "找不到")
FIELDS_TITLE = "按报告的信息查找"
FIELDS_NOTE = "可以单独用，也可以和词句并用：出庭 年度:2022 单位:司法局。"
NOTES_TITLE = "注意"
TRY = "试一试：检索“{example}”"

TITLE = "使用帮助"
LINKS = "关于本站"
SECTIONS = (
    (
        "看结果的几种方式",
        (
            "段落：每条是一段，标出所有命中处，写明出自哪一章节。",
            "按报告：每份报告一条，取最相关的一段，写明共命中多少段。",
            "关键词居中：命中处上下对齐，前后各 15 个字，可按左右的字、年度、单位排序。",
            "年度×层级：有命中的报告份数、同样条件下的全部份数和占比，旁边有图。"
            "“0 / n”是有报告而没有命中，“无报告”是文库里没有这一年、这一层级的报告。",
            "命中的是表格的一行时，各格前写明所属列的名称；名称取自表头，本身不算这一行的文字。",
            "近似的报告：草稿与定稿、重复刊发等文字大体相同的报告，在结果上方选“只取一份”，"
            "每组只取先收入的一份（它没有命中时取另一份），并写明有几份没有计入；"
            "报告页列出与它近似的各份。",
            "左侧（手机上在上方）按年度、层级、单位、章节类型、地区、文种等筛选；"
            "同一项里选几个是“或”，不同项之间是“且”。",
            "浏览器的前进、后退、刷新和收藏都会回到同样的检索状态；地址可以发给同事。",
        ),
    ),
    (
        "没有一字不差的命中时",
        (
            "先如实说明没有，再列出检索词各部分单独查找的段数，然后才给出按词检索的结果，并注明不是一字不差。",
            "勾选“按词检索”可以直接这样查：按所含的词和相邻两字的多少排序，最相关的在前。",
        ),
    ),
    (
        "同义写法",
        (
            "文库的管理员可以列一张同义写法表；检索词在表中时，页面上列出它的其他写法和各自的段数。",
            "点选哪个才一并查找哪个，再点取消；不点，就只查您写的。",
        ),
    ),
    (
        "取走与引用",
        (
            "导出：把全部结果存为 CSV、Excel（xlsx）或 JSON Lines，一段一行，表格的一行附其表头；"
            "文件开头写明检索词、条件、日期和条数，行数与页面上的段数相同。",
            "引用：在报告页的段落旁点“引用”，复制单位、题名、年度、章节、第几段和固定地址；"
            "也有 GB/T 7714 和 BibTeX 格式。",
            "固定地址不因重建索引而变；报告换成新版本后，仍可看到旧文，并注明已有新版本。",
        ),
    ),
    (
        "键盘",
        (
            "/　到检索框。",
            "↑ ↓　在检索建议中选择；回车检索；Esc 收起建议。",
            "n、p　在报告页到下一处、上一处命中。",
        ),
    ),
    (
        "为什么可以相信“没有”",
        (
            "逐字检索与在全部文字上用 grep 查找同样的字得数相同：不切词、不截断、不省略，"
            "命中多少段就数出多少段，没有上限。",
            "会漏掉的只有没有收入的：被隔离的文件读不出文字，“收录情况”页逐一列出并说明原因；"
            "没有文字层的扫描件和图片里的字也不在内。",
            "原文写错、缺字或隐去（XX、**）的地方照原样保留，因此按正确的写法查不到；"
            "一句话分成两段的，也不会合在一起查。",
            "年度、层级、单位等信息是从文字中读出的，报告页“这些信息从哪里读出”写明依据；"
            "读不出的记作“未注明”，按年度筛选时不在其内，可以选“未注明”来看。",
        ),
    ),
)
"""The rest of the page: each section's heading and what it says."""


def plain_text() -> str:
    """The query language as the command prints it."""
    lines = [LANGUAGE_TITLE, ""]
    for row in TEXT:
        lines += [f"  {row.typed}", f"      {row.means}", f"      例：{row.example}"]
        lines += [f"          {HEAD[3]}：{row.finds}", f"          {HEAD[4]}：{row.misses}"]
    lines += ["", FIELDS_TITLE, ""]
    for row in FIELDS:
        lines += [f"  {row.typed}", f"      {row.means}；例：{row.example}"]
    lines += ["", f"  {FIELDS_NOTE}", "", NOTES_TITLE, ""]
    lines += [f"  · {note}" for note in NOTES]
    return "\n".join(lines)


def markdown() -> str:
    """The query language as the API's documentation shows it."""
    lines = [f"| {' | '.join(HEAD)} |", "|---" * len(HEAD) + "|"]
    for row in (*TEXT, *FIELDS):
        typed, means, finds, misses = map(_escaped, (row.typed, row.means, row.finds, row.misses))
        lines.append(f"| {typed} | {means} | `{row.example}` | {finds} | {misses} |")
    return "\n".join([*lines, "", *(f"- {_escaped(note)}" for note in NOTES)])


def _escaped(text: str) -> str:
    """The text with nothing in it that Markdown takes for a sign of its own."""
    return text.replace("*", "\\*")
