"""The texts of the site's settings, its login page and its limits."""

BAD_SETTING = "环境变量 {name} 不能是“{value}”。"
SETTING_FORMS = {
    "ARCHIVE_ACCESS": "请写 public（默认，谁都能看）或 password（凭口令查看）。",
    "ARCHIVE_RATE_LIMIT": "请写每个地址每分钟最多看几页，例如 120（默认）；0 表示不限。",
    "ARCHIVE_PROXIES": "请写前面有几层反向代理，例如 1；没有代理写 0（默认）。",
    "ARCHIVE_LOG_QUERIES": "请写 1（把检索词记入访问日志）或 0（默认，不记）。",
}
NO_PASSWORD = "ARCHIVE_ACCESS=password 要求设定口令，但没有找到口令。"
NO_PASSWORD_REMEDY = (
    "请把口令写进一个文件，用 ARCHIVE_PASSWORD_FILE 指明它；或设定 ARCHIVE_PASSWORD。"
)
KEY_UNUSABLE = "登录会话的密钥（{path}）不能使用：{detail}。"
KEY_UNUSABLE_REMEDY = "请让运行网站的用户能够读写 ARCHIVE_DATA 指向的目录，再启动。"

LOGIN = "登录"
LOGIN_LINE = "查看本文库须凭口令；口令请向文库的管理员索取。"
PASSWORD = "口令"
LOGIN_BUTTON = "登录"
WRONG_PASSWORD = "口令不对，请再输入一次。"
LOGOUT = "退出登录"
NOT_SIGNED_IN = "查看本文库须先登录。"
NOT_SIGNED_IN_REMEDY = "请在浏览器里打开本站，输入口令。"

TOO_MANY_REQUESTS = "来自您的地址的请求太多，暂停 {seconds} 秒。"
TOO_MANY_REQUESTS_REMEDY = "请 {seconds} 秒后再试；要大量取用，请用导出功能，或与文库的管理员联系。"
TOO_MANY_PARAMETERS = "地址里有 {count} 个条件，超过了 {limit} 个的上限。"
TOO_MANY_PARAMETERS_REMEDY = "请少选一些条件；年度可以改用起止范围。"

SEARCH_DESCRIPTION = "逐字查找政府报告中的一句话"
