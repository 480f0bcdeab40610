"""What the commands say by which an archivist keeps an archive: status, retry, remove."""

from archive.files import Outcome, State

STATES = {
    State.SEEN: "尚未读取：装载在轮到它之前中断了，再装载一次即可",
    State.LOADED: "已装载",
    State.DUPLICATE: "内容重复",
    State.SAME_TEXT: "文字相同",
    State.UNPACKED: "已解包",
    State.QUARANTINED: "隔离",
    State.REMOVED: "已移除",
}

STATUS_HELP = (
    "显示档案库的现状：每种去向各有多少文件，哪些被隔离、为什么。"
    "给出 FILE…，则逐个说明这些文件的来历和去向；压缩包里的写作 2021.zip!/报告.docx。"
)
RUNS_HELP = "列出历次装载的日期、用时和各种去向的文件数，最近的在前。"
RUNS_ALONE = "--runs 不能与 FILE、--quarantined 同时给出。"
QUARANTINED_HELP = "只列出被隔离的文件：路径、原因、处理办法、时间。"
CSV_HELP = "与 --quarantined 合用：输出为带 BOM 的 UTF-8 CSV，Excel 可直接打开。"
CSV_ALONE = "--csv 要与 --quarantined 合用。"
FILES_OR_LIST = "FILE 与 --quarantined 不能同时给出。"
STATUS_FILES = "文件：共提交 {total} 个，其中{counts}"
STATUS_COUNTS = {
    "indexed": "已入索引 {count}",
    "read": "已读出待入索引 {count}",
    State.DUPLICATE: "内容重复 {count}",
    State.SAME_TEXT: "文字相同 {count}",
    State.UNPACKED: "已解包 {count}",
    State.QUARANTINED: "隔离 {count}",
    State.REMOVED: "已移除 {count}",
    State.SEEN: "尚未读取 {count}",
}
SEPARATOR = "，"
NO_FILES = "文件：还没有提交过。"
LAST_RUN = "最近一次装载：{run}"
RUN = "{at}，用时 {took}，提交 {offered} 个文件：{counts}。"
RUN_BROKEN = "{at} 开始，没有完成（中断，或正在进行）：提交 {offered} 个文件：{counts}。"
RUN_COUNTS = {
    Outcome.LOADED: "新装载 {count}",
    Outcome.UNCHANGED: "已在库 {count}",
    Outcome.DUPLICATE: "内容重复 {count}",
    Outcome.SAME_TEXT: "文字相同 {count}",
    Outcome.UNPACKED: "解包 {count}",
    Outcome.QUARANTINED: "隔离 {count}",
    Outcome.REMOVED: "已移除 {count}",
}
RUN_LEFT = "未轮到 {count}"
NO_RUNS = "还没有装载过。"
SECONDS, MINUTES, HOURS = "{s} 秒", "{m} 分 {s} 秒", "{h} 小时 {m} 分"
STATUS_NEAR = "其中 {count} 份报告与先装载的另一份近似，检索时可以合并。"
STATUS_SUPERSEDED = "另存有 {count} 份被新版取代的报告，不在索引里。"
STATUS_ENGINE = "索引：{engine}（{location}），{reports} 份报告，{paragraphs} 段"
STATUS_BEHIND = "有 {count} 份报告尚未进入索引；运行 python -m indexer rebuild 补齐。"
NONE_QUARANTINED = "没有被隔离的文件。"
QUARANTINED_LINE = "隔离：{path}\n  原因：{reason}\n  处理：{remedy}"
QUARANTINED_AT = "隔离：{path}（{at}）\n  原因：{reason}\n  处理：{remedy}"
QUARANTINED_HEAD = ("文件", "原因", "处理办法", "隔离时间")

NEVER_OFFERED = "{path}\n  台账里没有这个文件：没有装载过，或当时用的是另一个路径。"
STATE_SINCE = "  去向：{state}（{at}）"
REASON = "  原因：{reason}"
REMEDY = "  处理：{remedy}"
REPORT = "  报告：{doc_id}《{title}》"
FORMER = "  此前读出的报告：{doc_id}《{title}》，仍然保留"
READER = "  读取程序：{reader}"
EQUALS = "  内容相同的文件：{path}"
NEAR = "  近似：与先装载的 {doc_id}《{title}》有 {percent}% 的文字相同"
NEAR_ONE = "  近似：{doc_id}《{title}》，{percent}% 的文字相同"
SUPERSEDES = "  取代了：{doc_id}《{title}》（{on}）"
SUPERSEDED = "  已被取代：{by}《{title}》（{on}）"
INDEXED = "  索引：已收入"
NOT_INDEXED = "  索引：没有收入"
REMOVED_ON = "  报告已移除：{doc_id}《{title}》（{on}）"
GONE = "已移除的报告"

RETRY_HELP = (
    "把被隔离的文件从原处再装载一次：全部，或只限 PATH…（文件、文件夹、压缩包）。"
    "PATH 写明一个报告已被移除的文件，则重新收入这份报告。"
)
RETRY_REASON_HELP = "只限隔离原因里有 TEXT 的文件，例如 --reason 内存。"
NOTHING_TO_RETRY = "没有符合条件的文件。"

REMOVE_HELP = (
    "把报告 DOC_ID… 从索引、台账和原件中永久移除，先列出题名和文件并要求确认。"
    "再装载同样的文件也不会收入；要重新收入，运行 python -m indexer retry PATH。"
)
YES_HELP = "不再要求确认。"
TO_REMOVE = "将移除：{doc_id}《{title}》"
REMOVED_BEFORE = "已经移除：{doc_id}《{title}》"
HELD_BY = "  文件：{path}"
STAYS_SUPERSEDED = "  它取代的旧版不会恢复：{doc_id}《{title}》"
CONFIRM = "永久移除这 {count} 份报告？不能撤销"
NOT_REMOVED = "什么都没有移除。"
REMOVED = "已移除 {count} 份报告。"
