"""The texts of what a keeper's machines ask of the site: whether it is ready, and its figures."""

ALIVE = "在运行。"
READY = "可以检索。"
NO_ENGINE = "检索服务没有应答，或它的索引不能用；详情见日志。"
SLOW = "检索服务在 {seconds:g} 秒内没有应答。"
MISMATCH = "索引的格式与程序不合，请由管理员运行 python -m indexer rebuild。"
NO_INDEX = "文献库里有 {count} 份报告，却没有索引。"
NO_INDEX_REMEDY = (
    "第一次装载时请稍候；否则索引已被删除，请运行 python -m indexer rebuild，或再装载一次。"
)
NO_METRICS = "没有开放统计数字：请设定 ARCHIVE_METRICS_TOKEN_FILE，再启动。"
BAD_TOKEN = "请在 Authorization: Bearer 里写上 ARCHIVE_METRICS_TOKEN 设定的令牌。"

LOG_NOT_READY = "not ready: %s"
LOG_READY = "ready again"

TOKEN_SHORT = "ARCHIVE_METRICS_TOKEN 太短：只有 {count} 个字符。"
TOKEN_SHORT_REMEDY = "请至少用 {least} 个字符，例如 openssl rand -hex 32 的输出。"
TOKEN_NOT_ASCII = "ARCHIVE_METRICS_TOKEN 只能由 ASCII 可见字符组成。"
TOKEN_REMEDY = "请用字母、数字和标点，中间没有空白，例如 openssl rand -hex 32 的输出。"

HELP_PAGES = "答复的请求数，按页面和状态码"
HELP_SEARCHES = "检索次数，按视图和结果（found 有、nothing 无、refused 不能执行、failed 出错）"
HELP_SECONDS = "一次检索从收到请求到答复的秒数，按视图"
HELP_ENGINE = "检索服务是否应答（1 是，0 否）"
HELP_REPORTS = "检索服务里的报告数"
HELP_PARAGRAPHS = "检索服务里的段落数"
HELP_FILES = "收到的文件数，按状态"
