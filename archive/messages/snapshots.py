"""What `snapshot` says: of snapshots of the index on Elasticsearch and what became of them."""

from archive import messages

UNKNOWN = messages.UNKNOWN

GROUP_HELP = (
    "给 Elasticsearch 上的索引做快照，或从快照恢复。快照里只有索引；"
    "台账和原件另用 python -m indexer backup 备份。"
)
REPOSITORY_HELP = (
    "登记存放快照的仓库，做第一个快照之前运行一次。LOCATION 是服务器的 path.repo 之下的文件夹，"
    "各节点要看到同一个；不给出则用索引的名称。"
)
CREATE_HELP = (
    "给正在使用的索引做一个快照，检索照常；NAME 不给出则用索引的名称加日期和时间。"
    "同一仓库里的快照共用没有变化的部分。装载期间不能做。"
)
LIST_HELP = "列出快照：名称、时间、状态、大小、报告数和段数。"
RESTORE_HELP = (
    "从快照 NAME 恢复索引：先恢复到另一个新索引，核对结构和段数，再按台账补齐、更正，"
    "然后一步换上；在此之前检索仍用现有的索引。装载期间不能恢复。"
)
DELETE_HELP = "删除快照 NAME；别的快照不受影响。"

REGISTERED = "已登记快照仓库 {repository}（{location}）。"
CREATED = "已做快照 {name}：{reports} 份报告，{paragraphs} 段，{size}。"
NONE = "还没有快照。运行 python -m indexer snapshot create 做一个。"
LINE = "{name}  {at}  {state}  {size}  {reports} 份报告  {paragraphs} 段"
STATES = {
    "SUCCESS": "完整",
    "IN_PROGRESS": "正在做",
    "PARTIAL": "不完整",
    "FAILED": "没有做成",
    "INCOMPATIBLE": "版本不合",
}
DELETED = "已删除快照 {name}。"
COMPARING = "与台账对照"
RESTORED = (
    "已从快照 {name} 恢复并换上：{reports} 份报告，{paragraphs} 段；"
    "按台账补入或更新 {put} 份，取出 {taken_out} 份。"
)
UNKNOWN_REPORTS = (
    "其中 {count} 份报告台账里没有，例如 {doc_id}，照原样留在索引里。"
    "请核对 ARCHIVE_DATA 和 ELASTICSEARCH_INDEX 是否属于同一个档案库：不属于的，改正后再恢复；"
    "属于的，先找回更近的备份，或运行 python -m indexer rebuild 取出它们。"
)

EMBEDDED = (
    "内置引擎没有快照。",
    "它的索引可以随时由文献库重建：用 python -m indexer backup 备份，restore 恢复。"
    "索引在 Elasticsearch 上的，请设 ARCHIVE_ENGINE=elasticsearch。",
)
NOTHING = ("还没有索引，没有可做快照的。", "请先装载：python -m indexer load。")
BAD_NAME = (
    "“{name}”不能用作快照的名称。",
    "请用小写字母、数字、点、连字符和下划线，以字母或数字开头，最多 200 个字。",
)
NOT_MADE = (
    "快照 {name} 没有做成：{detail}。",
    "没有留下不完整的快照。请查看各节点的状态和仓库的磁盘空间，再做一次；检索不受影响。",
)
NOT_WHOLE = (
    "快照 {name} 不完整，或不是这个档案库的索引，没有恢复。",
    "现有的索引没有改动。请另选一个（python -m indexer snapshot list），"
    "或由文献库重建：python -m indexer rebuild。",
)
SHARDS_FAILED = (
    "从快照 {name} 恢复时有 {count} 个分片没有恢复成。",
    "现有的索引没有改动。请查看各节点的日志和磁盘空间，再恢复一次，"
    "或由文献库重建：python -m indexer rebuild。",
)
_OTHER_COUNT_REMEDY = (
    "现有的索引没有改动。请另选一个快照，或由文献库重建：python -m indexer rebuild。"
)
OTHER_COUNT = {
    "reports": (
        "从快照 {name} 恢复出 {found} 份报告，做快照时是 {wanted} 份，没有换上。",
        _OTHER_COUNT_REMEDY,
    ),
    "paragraphs": (
        "从快照 {name} 恢复出 {found} 段，做快照时是 {wanted} 段，没有换上。",
        _OTHER_COUNT_REMEDY,
    ),
}

_LIST = "请用 python -m indexer snapshot list 查看有哪些。"
_REPOSITORY = (
    "快照仓库 {repository} 不能使用：{detail}。",
    "请在每个节点的 elasticsearch.yml 里设 path.repo，指向各节点都能读写的同一个文件夹，重启节点，"
    "再运行 python -m indexer snapshot repository，其 LOCATION 要在 path.repo 之下。",
)
_BUSY = (
    "服务器正忙于别的快照或恢复：{detail}。",
    "请等它结束（python -m indexer snapshot list 可看进展），再运行一次。",
)
FAILURES = {
    "repository_exception": _REPOSITORY,
    "repository_verification_exception": _REPOSITORY,
    "repository_missing_exception": (
        "还没有登记快照仓库 {repository}。",
        "请先运行一次 python -m indexer snapshot repository。",
    ),
    "snapshot_missing_exception": ("没有名为“{name}”的快照。", _LIST),
    "snapshot_name_already_in_use_exception": (
        "已有名为“{name}”的快照，没有覆盖。",
        "请换一个名称，或先删除它：python -m indexer snapshot delete {name}。",
    ),
    "invalid_snapshot_name_exception": BAD_NAME,
    "concurrent_snapshot_execution_exception": _BUSY,
    "snapshot_in_progress_exception": _BUSY,
    "snapshot_exception": NOT_MADE,
    "snapshot_restore_exception": (
        "没有从快照 {name} 恢复：{detail}。",
        "现有的索引没有改动。请核对服务器的版本不低于做快照时的，"
        "或由文献库重建：python -m indexer rebuild。",
    ),
    "security_exception": (
        "Elasticsearch 不许这个密钥（或用户）做这件事：{detail}。",
        "快照需要的权限列在 mappings/role-keeper.json，请换用有这些权限的密钥。",
    ),
}
"""What is said of a failure, and the remedy, by the type of the server's exception."""
