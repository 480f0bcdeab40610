"""What `load --watch` says."""

WATCH_HELP = (
    "装载文件夹里已有的文件，然后继续监视，放进来的文件静置 2 秒后即装载；"
    "以 .part、.crdownload、.tmp 等结尾的未传完的文件，等改名后再装载。"
    "按 Ctrl-C 结束，退出状态为 0。网络盘收不到变动通知，请设环境变量 WATCHFILES_FORCE_POLLING=1，"
    "改为轮询。"
)
FOLDERS_ONLY = "--watch 只监视文件夹；“{path}”不是文件夹。"
NOT_WITH_WATCH = "--watch 不能与 {option} 同时给出。"
WATCHING = "正在监视 {paths}：放进来的文件静置 {seconds:.0f} 秒后装载。按 Ctrl-C 结束。"
BETWEEN = "、"
BATCH = "{time} "
AGAIN = "每 {seconds:.0f} 秒再试一次，可用时接着装载。"
GONE = "监视的文件夹不见了：{paths}。等它回来后接着监视。"
BACK = "监视的文件夹回来了：{paths}。"
STOPPED = "已停止监视。"
CANNOT_WATCH = "系统不能监视文件夹：{detail}。"
CANNOT_WATCH_REMEDY = (
    "子文件夹太多时，请调高 fs.inotify.max_user_watches；"
    "或设环境变量 WATCHFILES_FORCE_POLLING=1，改为轮询。"
)
