"""Why an archive or one of its files cannot be unpacked, and what to do: (reason, remedy)."""

FILE_TOO_LARGE = (
    "文件超过 {mb} MB",
    "请拆分或压缩图片后另存；确需装载的，调高 ARCHIVE_MAX_FILE_MB，再装载。",
)
ARCHIVE_DAMAGED = ("压缩包不完整或已损坏", "请重新复制或下载；能解压的，解压后装载其中的文件。")
ARCHIVE_ENCRYPTED = ("压缩包有密码", "请用密码解压，再装载其中的文件。")
ARCHIVE_METHOD = ("压缩包的压缩方法不受支持", "请用解压软件解压，再装载其中的文件。")
ARCHIVE_EMPTY = ("压缩包里没有文件", "请核对压缩包是否完整，再装载。")
ARCHIVE_TOO_MANY = (
    "压缩包里的文件超过 {members} 个，疑似恶意文件",
    "确需装载的，请先解压，或调高 ARCHIVE_MAX_MEMBERS，再装载。",
)
ARCHIVE_TOO_LARGE = (
    "压缩包解压后超过 {mb} MB，疑似恶意文件",
    "确需装载的，请先解压，或调高 ARCHIVE_MAX_UNPACKED_MB，再装载。",
)
ARCHIVE_TOO_DEEP = (
    "压缩包嵌套超过 {nesting} 层，疑似恶意文件",
    "确需装载的，请先解压，或调高 ARCHIVE_MAX_NESTING，再装载。",
)
MEMBER_ENCRYPTED = ("压缩包里的这个文件有密码", "请用密码解压，再装载。")
MEMBER_METHOD = ("压缩包里的这个文件压缩方法不受支持", "请用解压软件解压，再装载。")
MEMBER_DAMAGED = ("压缩包里的这个文件已损坏", "请重新复制或下载压缩包，再装载。")
MEMBER_NOT_A_FILE = (
    "压缩包里的这一项是链接或设备，不是文件",
    "需要它所指的文件时，请直接装载那个文件。",
)

MAIL_TOO_DEEP = ("邮件嵌套过深，疑似恶意文件", "请用邮件软件打开，把正文和附件另存后装载。")
MAIL_STATED = {"From": "发件人", "To": "收件人", "Date": "发送时间"}
ATTACHMENT = "附件"
