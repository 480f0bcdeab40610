"""What `backup` and `restore` say."""

BACKUP_HELP = (
    "把台账、全部原件和 variants.txt 备份到新文件 FILE（tar）；网站和装载可以照常运行。"
    "索引不在其中，恢复时重建。"
)
RESTORE_HELP = (
    "从备份 FILE 恢复到空的 ARCHIVE_DATA 目录，逐一核对每个原件的 SHA-256，然后重建索引。"
)
BACKING_UP = "备份原件"
RESTORING = "恢复原件"

BACKED_UP = "已备份到 {path}：{reports} 份报告，{originals} 个原件，台账记有 {files} 个文件。"
LACKING = "备份里缺这个原件（{why}）：{path}"
WHY_MISSING = "库中没有"
WHY_CHANGED = "内容与其 SHA-256 不符"
LACKING_REMEDY = (
    "其余的都已备份；请运行 python -m indexer verify 查明，补回这 {count} 个原件后再备份一次。"
)
RESTORED = "已恢复到 {path}：{reports} 份报告，{originals} 个原件，台账记有 {files} 个文件。"
RESTORED_LACKING = "其中有 {count} 个原件备份时就缺；运行 python -m indexer verify 可列出。"
NOT_REBUILT = "台账和原件已经恢复，只差索引；排除下面的问题后运行 python -m indexer rebuild。"

NOTHING_TO_BACK_UP = "{path} 里没有档案库，没有可备份的。"
NOTHING_TO_BACK_UP_REMEDY = "请核对环境变量 ARCHIVE_DATA。"
FILE_EXISTS = "文件 {path} 已存在，没有覆盖。"
FILE_EXISTS_REMEDY = "请换一个文件名，或先把它移走。"
CANNOT_WRITE = "备份没有写成（{path}）：{detail}。"
CANNOT_WRITE_REMEDY = "没有留下半个文件；请核对路径、权限和磁盘空间，再备份一次。"

NOT_EMPTY = "目录 {path} 不是空的（有 {name}），没有恢复。"
NOT_EMPTY_REMEDY = "请把 ARCHIVE_DATA 设为一个空的或尚不存在的目录，再恢复；现有的档案库没有改动。"
CANNOT_RESTORE = "没有恢复成（{path}）：{detail}。"
CANNOT_RESTORE_REMEDY = "没有留下任何东西；请核对路径、权限和磁盘空间，再恢复一次。"
CANNOT_READ = "备份 {path} 打不开：{detail}。"
CANNOT_READ_REMEDY = "请核对文件名和权限。"

DAMAGED = "备份 {path} 不能用：{detail}。"
DAMAGED_REMEDY = "没有恢复任何东西；请换用另一份备份，或重新复制这一份，再恢复。"
NO_TAR = "不是 tar 文件，或已损坏（{detail}）"
CUT_SHORT = "不完整，没有结尾的清单（{name}）"
UNKNOWN_MEMBER = "其中有不属于备份的“{name}”"
REPEATED_MEMBER = "其中“{name}”有两个"
BAD_MANIFEST = "清单（{name}）读不出来"
OTHER_FORMAT = "格式是第 {found} 版，本程序只能读第 {wanted} 版"
HASH_DIFFERS = "“{name}”的内容与其 SHA-256 不符"
MEMBER_MISSING = "缺少“{name}”"
ORIGINALS_DIFFER = "其中有 {found} 个原件，清单写的是 {wanted} 个"
NO_LEDGER = "其中的台账（{name}）打不开（{detail}）"
