"""What `python -m archive` says."""

from archive import messages

UNKNOWN = messages.UNKNOWN

GROUP_HELP = "在档案库中检索。"
LANGUAGE_HELP = "说明 QUERY 怎么写：OR、-、NEAR、通配符和字段。"
SEARCH_HELP = "逐字检索 QUERY：空格隔开的各词须在同一段内；加引号查一整句。"
COUNT_HELP = "只输出有多少段命中 QUERY。"
EXPORT_HELP = "把命中 QUERY 的每一段导出到文件，供 Excel、pandas 等使用。"
YEAR_HELP = "只看这一年度（2022）或这几年（2021-2023）；可重复给出。"
LEVEL_HELP = "只看这一层级；可重复给出。"
UNIT_HELP = "只看这一单位；可重复给出。"
KIND_HELP = "只看这一类章节；可重复给出。"
REGION_HELP = "只看这一地区，写法同检索结果所列；可重复给出。"
TYPE_HELP = "只看这一文种；可重复给出。"
DEPARTMENT_HELP = "只看部门的报告，或只看非部门的报告。"
ACROSS_HELP = "各词在同一份报告里即可，不必在同一段里。"
FOLD_NEAR_HELP = "几份近似的报告（草稿与定稿、重复刊发）只取一份。"
SORT_HELP = "排序：relevance（相关度，默认）、newest、oldest（年度）、unit（单位）。"
FORMAT_HELP = "文件格式：csv（默认）、xlsx 或 jsonl。"
OUTPUT_HELP = "写入哪个文件；已有的文件不会被覆盖。"
SITE_HELP = "网站的地址；给出后每段附永久地址。"
LIMIT_HELP = "最多列出多少段。"
JSON_HELP = "输出一个 JSON 对象。"
WORDS_HELP = "按词检索，而不是逐字检索。"

BAD_YEAR = "年度不能是“{value}”；请写成 2022 或 2021-2023。"

TOTAL = "共 {total} 段，见于 {reports} 份报告。"
LEFT_OUT = "另有 {count} 份近似的报告没有计入。"
SHOWN = "以上为前 {shown} 段；用 --limit 列出更多。"
NOTHING = "没有一字不差的命中。可减少字数，或用 --words 按词检索。"
NOTHING_BY_WORDS = "没有含这些词的段落。"
TABLE_HEADER = "表头：{columns}"
COLUMNS = ("年度", "层级", "单位", "出处", "段落")
