"""What the loader's commands say."""

from archive import messages

UNKNOWN = messages.UNKNOWN
FIELD_NAMES = messages.FIELD_NAMES
YES_NO = messages.YES_NO

NOT_A_FILE = ("不是普通文件", "请只提供文件或文件夹；设备、管道等不能装载。")
FILE_GONE = ("文件不存在，或在装载途中消失了", "请核对路径和磁盘连接，再装载一次。")
NO_PERMISSION = ("没有读取权限", "请用有权限的账户运行，或修改权限（chmod u+r），再装载一次。")
READ_FAILED = ("读取失败：{detail}", "请检查磁盘，再装载一次。")
FOLDER_UNREADABLE = ("文件夹打不开：{detail}", "请修改文件夹的权限（chmod u+rx），再装载一次。")
READER_TIMED_OUT = (
    "读取超过 {seconds} 秒，已中止",
    "请在原软件中打开并另存为 docx，或调高 ARCHIVE_READ_SECONDS，再装载。",
)
READER_OUT_OF_MEMORY = (
    "读取需要的内存超过 {mb} MB，已中止",
    "文件可能是恶意的；确需装载的，在原软件中另存为 docx，或调高 ARCHIVE_READ_MEMORY_MB，再装载。",
)
READER_CRASHED = ("读取程序异常中止", "文件可能已损坏；请在原软件中打开并另存，再装载。")
READER_FAILED = (
    "读取出错（{detail}）",
    "文件内容超出了读取程序的预料；请在原软件中另存为 docx 后再装载，并把文件反馈给维护者。",
)

BAD_LIMIT = "{variable} 的值“{value}”不是正整数。"
BAD_LIMIT_REMEDY = "请改成正整数，或取消这个环境变量，用默认值。"

GROUP_HELP = "把报告文件装入档案库，并说明每个文件的去向。"
LOAD_HELP = (
    "装载文件或文件夹 PATH…；同一文件再次装载不会有任何变化。"
    "指向文件夹的链接不跟随，档案库自己的数据目录不装载。"
)
NO_PATH = "请给出要装载的 PATH，或用 --from-list 给出清单。"
FROM_LIST_HELP = (
    "装载清单 FILE 里的文件和文件夹，一行一个路径（UTF-8 或 GB18030），空行和 # 开头的行略过；"
    "FILE 写作 - 则读标准输入。相对路径从当前目录算起。"
)
EXCLUDE_HELP = (
    "不装载与 PATTERN 相符的文件，可重复给出。不含 / 的比对文件名或文件夹名，如 '*.tmp'；"
    "末尾带 / 的只比对文件夹，如 '草稿/'；中间有 / 的比对所装载文件夹之下的路径，如 '2019/**'，"
    "** 代表任意层文件夹。单独给出的文件只比对文件名；压缩包里的文件不受影响。"
)
LOAD_DRY_RUN_HELP = "试运行：读取每个文件，说明会有什么结果，不写入任何东西。"
LIST_UNREADABLE = "清单 {path} 不是 UTF-8 或 GB18030 编码的文本。"
LIST_REMEDY = "请另存为 UTF-8 的文本文件，一行写一个路径。"
INSPECT_HELP = "显示从文件 PATH… 中读出的内容，不写入任何东西。"
REBUILD_HELP = "用文献库中已解析的报告重建检索索引；不给 --reread 就不读取原件。"
BACK_HELP = (
    "换回上一次重建之前的索引，再补入此后装入或改动的报告；现在的索引留到下一次重建，可以再换回来。"
)
BACK_ALONE = "--back 不能与 --reread 一起用。"
BACK = (
    "已换回上一份索引 {version}，补入 {count} 份此后装入或改动的报告；"
    "现有 {reports} 份报告、{paragraphs} 段。"
)
INSPECT_JSON_HELP = "每个文件输出一个 JSON 对象。"

LOADING = "装载"
REBUILDING = "重建索引"
SUMMARY = (
    "提交 {offered} 个文件：新装载 {loaded}，已在库 {unchanged}，"
    "内容重复 {duplicate}，解包 {unpacked}，隔离 {quarantined}{others}。"
)
SUMMARY_OTHERS = {"same_text": "，文字相同 {count}", "removed": "，已移除 {count}"}
TRIAL_SUMMARY = f"试运行，什么都没有写入：{SUMMARY}"
OUTCOMES = {
    "loaded": "新装载：{path}",
    "unchanged": "已在库：{path}",
    "duplicate": "内容重复：{path}\n  与此相同：{other}",
    "same_text": "文字相同：{path}\n  与此相同：{other}",
    "unpacked": "解包：{path}",
    "removed": "已移除：{path}",
}
RESUMED = "接续上次：补入索引 {count} 份报告。"
NOTHING_OFFERED = "给定的位置没有文件。"
REBUILT = "已重建索引：{reports} 份报告，{paragraphs} 段。"

UNREADABLE = "{path}：{reason}。{remedy}"
EVIDENCE = "{place}：{before}【{text}】{after}（{rule}）"
BY_PERSON = messages.BY_PERSON
PARAGRAPH_COUNT = "共 {count} 段，小标题："
HEADING = "{text} [{kind}，{place}]"
NO_HEADING = "（没有小标题）"
STATED = messages.STATED + "："
STATED_LINE = "{label}：{text}"
DAMAGE_COUNT = "原文残损 {count} 处，照原样保留："
DAMAGE_LINE = "{place}：{before}【{text}】{after}（{kind}）"
SET_BESIDE = "按 metadata.csv 设定了 {count} 份报告的信息。"

CORRECT_HELP = (
    "更正报告 DOC_ID 的信息：FIELD=VALUE…，例如 year=2022 unit=青石县司法局；"
    "确知原文没写的，值写“未注明”。更正不受重新装载和重建的影响。"
)
UNDO_HELP = "撤回对这一项的更正，恢复从原文读出的值；可重复给出。"
METADATA_HELP = "把各报告的信息导出为表格，改好后再导入。"
EXPORT_HELP = "导出到 FILE（带 BOM 的 UTF-8 CSV，Excel 可直接打开）。"
IMPORT_HELP = "从 FILE 导入：与现值不同的单元格记为更正，空单元格不作改动。"
DRY_RUN_HELP = "只列出每一处改动，不写入。"
NO_SUCH_REPORT = "档案库里没有编号为“{doc_id}”的报告。"
NO_SUCH_REPORT_REMEDY = "编号是 16 位十六进制数，见报告页的地址，或 metadata export 导出的表格。"
BAD_ASSIGNMENT = "“{text}”不是 项目=值 的写法。"
NO_SUCH_FIELD = "没有名为“{field}”的项目。"
FIELDS_REMEDY = "可用的有：{names}。"
NOT_CORRECTED = "没有对“{field}”的更正，无从撤回。"
CHANGE = "{field}：{before} → {after}"
TAKEN_BACK = "{field}：{before} → {after}（撤回更正，恢复原文所载）"
NO_CHANGE = "没有改动。"
STILL_BESIDE = "注意：{field} 原由 metadata.csv 设定；那里不改，下次装载还会照它设定。"
CORRECTED_BY_TABLE = "导入表格"
CORRECTED_BESIDE = "metadata.csv"
LINE_CHANGE = "第 {line} 行 {doc_id} {title}："
LINE_PROBLEM = "第 {line} 行：{reason}{remedy}"
FILE_PROBLEM = "{path} 第 {line} 行：{reason}{remedy}"
EXPORTED = "已导出 {count} 份报告到 {path}。"
EXPORT_EXISTS = "文件 {path} 已存在，没有覆盖。"
EXPORT_EXISTS_REMEDY = "请换一个文件名，或先把它移走。"
FILE_UNUSABLE = "文件 {path} 不能使用：{detail}。"
FILE_UNUSABLE_REMEDY = "请核对路径、权限和磁盘空间。"
IMPORT_PLANNED = "共 {changes} 处改动，涉及 {reports} 份报告；这是试运行，什么都没有写入。"
IMPORTED = "已改动 {changes} 处，涉及 {reports} 份报告。"
IMPORT_REFUSED = "有 {count} 处错误，整个表格都没有导入；请改正后再导入。"

COLUMN_NAMES = {"文件名": "filename", "编号": "doc_id", "来源文件": "source", "更正": "corrected"}
ROW_UNKNOWN_REPORT = (
    "没有编号为“{doc_id}”的报告。",
    "请核对编号；若 Excel 把它改成了数字，请把该列的格式设为“文本”后重填。",
)
ROW_REPEATED = ("与第 {line} 行说的是同一份。", "请只留一行。")
ROW_TOO_LONG = ("单元格比表头的列多。", "值里有逗号的，请用英文双引号括起来。")
ROW_WITHOUT_NAME = ("没有写明是哪一份。", "请填写编号或文件名，或删去这一行。")
ROW_UNKNOWN_FILE = (
    "没有名为“{name}”的文件。",
    "请核对文件名（含扩展名，下级文件夹里的写相对路径）。",
)
TABLE_WITHOUT_COLUMN = ("表头没有 {column} 这一列。", "请在第一行写明各列的名称。")
TABLE_COLUMN_UNKNOWN = ("表头的“{column}”不能用，或重复。", "可用的列名有：{names}。")
TABLE_BROKEN = ("从这里起读不出表格（{detail}）。", "请用 Excel 或 WPS 另存为 CSV（UTF-8）。")
TABLE_UNREADABLE = ("打不开：{detail}。", "请核对文件的权限。")
NOT_A_TABLE = ("不是文本，读不出表格。", "请用 Excel 或 WPS 另存为 CSV（UTF-8）。")
CORRECTED_BY_COMMAND = "correct 命令"
