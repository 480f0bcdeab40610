"""What the loader's commands say."""

NOT_A_FILE = ("不是普通文件", "请只提供文件或文件夹；设备、管道等不能装载。")
FILE_GONE = ("文件不存在，或在装载途中消失了", "请核对路径和磁盘连接，再装载一次。")
FILE_TOO_LARGE = ("文件超过 200 MB", "请拆分或压缩图片后另存，再装载。")
NO_PERMISSION = ("没有读取权限", "请用有权限的账户运行，或修改权限（chmod u+r），再装载一次。")
READ_FAILED = ("读取失败：{detail}", "请检查磁盘，再装载一次。")
FOLDER_UNREADABLE = ("文件夹打不开：{detail}", "请修改文件夹的权限（chmod u+rx），再装载一次。")
READER_TIMED_OUT = ("读取超过 {seconds} 秒，已中止", "请在原软件中打开并另存为 docx，再装载。")
READER_CRASHED = ("读取程序异常中止", "文件可能已损坏；请在原软件中打开并另存，再装载。")
READER_FAILED = (
    "读取出错（{detail}）",
    "文件内容超出了读取程序的预料；请在原软件中另存为 docx 后再装载，并把文件反馈给维护者。",
)

GROUP_HELP = "把报告文件装入档案库，并说明每个文件的去向。"
LOAD_HELP = "装载文件或文件夹 PATH…；同一文件再次装载不会有任何变化。"
INSPECT_HELP = "显示从文件 PATH… 中读出的内容，不写入任何东西。"
STATUS_HELP = "显示档案库的现状：每种去向各有多少文件，哪些被隔离、为什么。"
REBUILD_HELP = "用文献库中已解析的报告重建检索索引，不再读取原件。"
INSPECT_JSON_HELP = "每个文件输出一个 JSON 对象。"

LOADING = "装载"
REBUILDING = "重建索引"
SUMMARY = (
    "提交 {offered} 个文件：新装载 {loaded}，已在库 {unchanged}，"
    "内容重复 {duplicate}，隔离 {quarantined}。"
)
QUARANTINED_LINE = "隔离：{path}\n  原因：{reason}\n  处理：{remedy}"
RESUMED = "接续上次：补入索引 {count} 份报告。"
NOTHING_OFFERED = "给定的位置没有文件。"
REBUILT = "已重建索引：{reports} 份报告，{paragraphs} 段。"

STATUS_FILES = "文件：共 {total} 个，其中已装载 {loaded}，内容重复 {duplicate}，隔离 {quarantined}"
STATUS_ENGINE = "索引：{engine}（{location}），{reports} 份报告，{paragraphs} 段"
STATUS_BEHIND = "有 {count} 份报告尚未进入索引；运行 python -m indexer rebuild 补齐。"

UNREADABLE = "{path}：{reason}。{remedy}"
UNKNOWN = "未注明"
FIELD_NAMES = {
    "title": "题名",
    "year": "年度",
    "covers": "所述期间",
    "level": "层级",
    "is_department": "是否部门",
    "unit": "单位",
    "region": "地区",
    "date": "成文日期",
    "document_number": "发文字号",
    "doc_type": "文种",
}
YES_NO = {True: "是", False: "否"}
EVIDENCE = "（第 {ordinal} 段：{text}）"
PARAGRAPH_COUNT = "共 {count} 段，小标题："
