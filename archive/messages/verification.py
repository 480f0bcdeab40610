"""What `verify` says of the differences that it finds, and what to do about each kind."""

VERIFY_HELP = (
    "核对档案库：重算每个原件的 SHA-256，并把台账、文献库和索引两两对照，逐一列出不符之处；"
    "有不符的，退出状态为 1。核对期间不能装载，检索不受影响。"
)
VERIFYING_LIBRARY = "核对原件"
VERIFYING_ENGINE = "核对索引"

_REBUILD = "请运行 python -m indexer rebuild。"
PUT_BACK = (
    "请用备份中同名的原件放回该处（备份是 tar，可单独取出一个文件），"
    "或把没有改动过的来源文件复制到该处并改成这个名字"
)
_BRING_BACK = f"{PUT_BACK}，再核对一次。"

DIFFERENCES = {
    "ledger damaged": (
        "台账损坏：{what}",
        "请停止装载，用最近的备份恢复到新的 ARCHIVE_DATA 目录（restore），再补装之后的文件。",
    ),
    "report unreadable": (
        "台账中的报告读不出来：{what}（{detail}）",
        "请运行 python -m indexer rebuild --reread，从原件重新读出；原件也缺失或不符的，"
        "先放回原件；仍读不出的，用最近的备份恢复到新的 ARCHIVE_DATA 目录（restore），"
        "再补装之后的文件。",
    ),
    "original missing": ("原件缺失：{what}（{detail}）", _BRING_BACK),
    "original changed": ("原件的内容与其 SHA-256 不符：{what}", _BRING_BACK),
    "no original": (
        "原件文件夹里有不是原件的文件：{what}",
        "装载被中断时会留下 .new 文件，可以删除；其余的请查明来历后移出。",
    ),
    "original of removed": (
        "已移除的报告的原件还在：{what}",
        "请对这份报告再运行一次 python -m indexer remove，它会删去原件。",
    ),
    "file without report": (
        "台账说这个文件有报告，而报告不在：{what}",
        "请再装载一次这个文件；文件已不在的，用最近的备份恢复（restore）。",
    ),
    "report without file": (
        "台账里没有哪个文件是这份报告的来源：{what}",
        "请再装载一次来源文件；已不在的，用 python -m indexer remove 移除，或用备份恢复。",
    ),
    "not in the engine": ("索引里没有这份报告：{what}", _REBUILD),
    "other paragraphs": ("索引里的段落与台账不同：{what}（{detail}）", _REBUILD),
    "other metadata": ("索引里的报告信息与台账不同：{what}（{detail}）", _REBUILD),
    "superseded": ("已被新版取代的报告还在索引里：{what}", _REBUILD),
    "removed": ("已移除的报告还在索引里：{what}", _REBUILD),
    "unknown to the ledger": (
        "索引里有台账没有的报告：{what}",
        "请核对 ARCHIVE_DATA 和 ELASTICSEARCH_INDEX 是否属于同一个档案库；属于的，"
        "运行 python -m indexer rebuild。",
    ),
}
"""For each kind of difference: what is said of one, and what to do, said once for all of a kind."""

PARAGRAPH_COUNT = "索引 {found} 段，台账 {wanted} 段"
PARAGRAPHS = "第 {ordinals} 段"
OTHER_DOC_ID = "编号与其原件的 SHA-256 不符"
NEAR_TO = "近似的报告"
SEPARATOR = "、"

REMEDY = "{count} 处：{remedy}"
SOUND = "核对完毕，没有不符：{reports} 份报告，{originals} 个原件。"
DIFFERENT = "核对完毕，有 {count} 处不符：共 {reports} 份报告，{originals} 个原件。"
UNREAD = (
    "另有 {count} 个原件完好，而台账里没有它的文件：装载被打断时留下，或由 0.4.0 以前的版本隔离，"
    "当时没有记下 SHA-256；不算不符。再装载一次来源文件即可记上。"
)
NOTHING_ELSE_VERIFIED = "台账损坏，没有再核对原件和索引。"
