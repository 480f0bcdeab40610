"""What `rebuild --reread` says; reasons and remedies are pairs, as those of a load are."""

from archive.messages.verification import PUT_BACK

REREAD_HELP = (
    "先把文献库里的每个原件重新读一遍，换下原先读出的内容，再重建索引：升级后读取有改进时用。"
    "读不出的照旧保留原先的内容，逐一列出，退出状态为 1；更正不受影响；重建期间检索照常。"
)
REREADING = "重读原件"

ORIGINAL_MISSING = ("原件缺失：{path}", f"{PUT_BACK}。")
ORIGINAL_CHANGED = ("原件的内容与其 SHA-256 不符：{path}", f"{PUT_BACK}。")
NO_REPORT = (
    "原件现在被认作压缩包，或没有正文的邮件，读不出报告",
    "请用 python -m indexer status 核对来源文件，并把原件反馈给维护者。",
)

KEPT = "照旧保留：{source}（编号 {doc_id}）\n  原因：{reason}\n  处理：{remedy}"
REREAD = "重读原件 {read} 份，其中 {changed} 份内容有变化{kinds}；照旧保留 {kept} 份。"
KINDS = "（{kinds}）"
KIND = "{reader} {count}"
SEPARATOR = "，"
AGAIN = (
    "照旧保留的报告还是原先读出的内容，检索不受影响。处理之后不必再装载，"
    "再运行一次 python -m indexer rebuild --reread；另存成新文件的才要装载。"
)
NOT_REBUILT = "重读的结果已经记入台账，只差索引；排除下面的问题后运行 python -m indexer rebuild。"
