"""What the options of a running load say."""

LOG_HELP = (
    "把每个文件的结果逐行追加到 FILE，开始和结束另各一行："
    "一行一个 JSON 对象，含时间、路径、结果、报告编号、原因、处理办法。"
)
NOT_WITH_TRIAL = "--dry-run 不能与 {option} 同时给出。"
WITHIN_DATA = "“{path}”在档案库自己的数据目录（{data}）里，不能装载；请换一个文件夹。"
