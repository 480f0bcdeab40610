"""The texts of the page of what the archive holds (收录情况)."""

TITLE = "收录情况"
REPORTS = "现收录 {reports:,} 份报告，{paragraphs:,} 段文字。"
FILES = (
    "提交过 {total:,} 个文件：{loaded:,} 个已装载，{duplicate:,} 个与已装载的内容相同，"
    "{unpacked:,} 个压缩包已解开，{quarantined:,} 个读不出而被隔离。"
)
OTHERS = {
    "same_text": "{count:,} 个与已装载的文字相同。",
    "removed": "{count:,} 个文件的报告已由管理员移除。",
    "seen": "{count:,} 个还没有读。",
}
TABLE = "年度与层级"
CHART_ALT = "各年度、各层级报告份数的圆点图；数字见表"
DOC_TYPES = "文种"
DOC_TYPE_HEAD = ("文种", "报告份数")
DOC_TYPES_CUT = "只列出最多的 {size} 种。"
UNKNOWN = "未注明"

QUARANTINED = "隔离的文件"
QUARANTINED_NOTE = (
    "这些文件没有收入，其中的内容检索不到。为不泄露存放位置，这里只列文件名；"
    "完整路径请文库的管理员运行 python -m indexer status 查看。"
)
QUARANTINED_HEAD = ("文件", "原因", "处理办法", "日期")
QUARANTINED_CUT = "只列出前 {size:,} 个；其余见 python -m indexer status。"
NONE_QUARANTINED = "没有被隔离的文件：提交的文件全部读出。"

VARIANTS = "同义写法表（variants.txt）中略过的行"
VARIANTS_NOTE = "请文库的管理员修改后保存，网站会自动重读。"
