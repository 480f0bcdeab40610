"""What a command says that is ended by Ctrl-C or SIGTERM."""

INTERRUPTED = "已中止。档案库和索引没有损坏；再运行同一条命令即可。"
STOPPING = "正在停止：等正在读取的文件读完。再按一次 Ctrl-C 立即中止。"
STOPPED = "已停止：还有 {left} 个文件没有装载。再运行同一条命令即可接着装载。"
STOPPED_AT_END = "已停止；文件都已装载完毕。"
