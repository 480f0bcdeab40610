"""What `python -m archive` says."""

from archive import messages

UNKNOWN = messages.UNKNOWN

GROUP_HELP = "在档案库中检索。"
SEARCH_HELP = "逐字检索 QUERY：空格隔开的各词须在同一段内；加引号查一整句。"
COUNT_HELP = "只输出有多少段命中 QUERY。"
YEAR_HELP = "只看这一年度；可重复给出。"
LEVEL_HELP = "只看这一层级；可重复给出。"
UNIT_HELP = "只看这一单位；可重复给出。"
KIND_HELP = "只看这一类章节；可重复给出。"
LIMIT_HELP = "最多列出多少段。"
JSON_HELP = "输出一个 JSON 对象。"
WORDS_HELP = "按词检索，而不是逐字检索。"

TOTAL = "共 {total} 段，见于 {reports} 份报告。"
SHOWN = "以上为前 {shown} 段；用 --limit 列出更多。"
NOTHING = "没有一字不差的命中。可减少字数，或用 --words 按词检索。"
NOTHING_BY_WORDS = "没有含这些词的段落。"
COLUMNS = ("年度", "层级", "单位", "出处", "段落")
