"""What a user reads of the way to Elasticsearch: its settings, its certificate, its index."""

ADDRESS = "ELASTICSEARCH_URL 里的第 {number} 个地址不能使用{shown}。"
ADDRESS_SHOWN = "：{address}"
ADDRESS_REMEDY = (
    "请写成 http://主机:9200 或 https://主机:9200；几个节点用逗号分开。"
    "用户名和密码请另用 ELASTICSEARCH_USER 和 ELASTICSEARCH_PASSWORD_FILE 指明。"
)
MIXED_SCHEMES = "ELASTICSEARCH_URL 里有的地址用 http，有的用 https。"
MIXED_SCHEMES_REMEDY = "同一个集群的各节点请都用 https，或都用 http。"

TWO_IDENTITIES = "既设定了 API 密钥（{key}），又设定了用户和密码（{user}），不知道该用哪一个。"
TWO_IDENTITIES_REMEDY = "请只留一种；推荐用权限最少的 API 密钥。"
TWO_USERS = "ELASTICSEARCH_URL 里写了用户和密码，与{other}相抵触。"
OTHER_USER = " ELASTICSEARCH_USER、ELASTICSEARCH_PASSWORD "
OTHER_ADDRESS = "另一个地址里的"
TWO_USERS_REMEDY = (
    "请从地址里去掉用户和密码，只用 ELASTICSEARCH_USER 和 ELASTICSEARCH_PASSWORD_FILE。"
)
NO_PASSWORD = "设定了 ELASTICSEARCH_USER，但没有密码。"
NO_PASSWORD_REMEDY = "请把密码写进一个文件，用 ELASTICSEARCH_PASSWORD_FILE 指明它。"
NO_USER = "设定了 Elasticsearch 的密码，但没有用户名。"
NO_USER_REMEDY = (
    "请用 ELASTICSEARCH_USER 指明用户名；或者去掉密码，改用 ELASTICSEARCH_API_KEY_FILE。"
)
BAD_KEY = "{name} 的内容不是 API 密钥。"
BAD_KEY_REMEDY = (
    "请填 Elasticsearch 建立密钥时给出的 encoded 一项：一行字母、数字和 +/=，中间没有空白。"
)
BAD_USER = "ELASTICSEARCH_USER 里不能有冒号。"
BAD_USER_REMEDY = "请核对用户名；密码另用 ELASTICSEARCH_PASSWORD_FILE 指明。"

NOT_PEM = "里面没有 PEM 格式的证书"
CA_REMEDY = (
    "请核对 ELASTICSEARCH_CA_FILE：应是签发服务器证书的 CA 的 PEM 文件"
    "（以 -----BEGIN CERTIFICATE----- 开头），本程序可读。"
)
CA_WITHOUT_TLS = "设定了 ELASTICSEARCH_CA_FILE，但 ELASTICSEARCH_URL 用的是 http，不会核对证书。"
CA_WITHOUT_TLS_REMEDY = (
    "请把地址改成 https://…；服务器确实不用 TLS 的，请去掉 ELASTICSEARCH_CA_FILE。"
)

NO_ALIAS = "ELASTICSEARCH_INDEX 指明的 {location} 不是只指向一个索引的别名。"
NO_ALIAS_REMEDY = (
    "请换一个集群里还没有的名称，装载时会建立别名；或从集群里移走同名的索引和多余的别名。"
)
BAD_INDEX = "ELASTICSEARCH_INDEX 不能是“{value}”。"
BAD_INDEX_REMEDY = "请用小写字母、数字、连字符和下划线，以字母或数字开头，最多 200 个字符。"

BAD_NUMBER = "{name} 不能是“{value}”。"
BAD_NUMBER_REMEDY = "请写 {least} 到 {most} 的整数。"

TLS = "与 Elasticsearch（{url}）的加密连接没有建立：{detail}。"
TLS_REMEDY = (
    "请核对 ELASTICSEARCH_URL 和服务器的 TLS 设置。为免泄露，没有向它发送密钥、密码或内容。"
)
UNTRUSTED = "它的证书不是由所信任的 CA 签发的"
ANOTHER_NAME = "它的证书不是发给这个主机名或 IP 地址的"
CERTIFICATES = {
    9: "它的证书还没有生效",
    10: "它的证书已经过期",
    18: UNTRUSTED,
    19: UNTRUSTED,
    20: UNTRUSTED,
    21: UNTRUSTED,
    62: ANOTHER_NAME,
    64: ANOTHER_NAME,
}
"""What is wrong with a certificate, by OpenSSL's verification code (X509_V_ERR_…)."""
CLOCK_REMEDY = "请给服务器换一张在有效期内的证书，并核对两边的时钟。"
TRUST_REMEDY = (
    "请把签发它的 CA 的证书存成 PEM 文件，用 ELASTICSEARCH_CA_FILE 指明；"
    "已经指明的，请核对它是不是这台服务器的 CA。"
)
NAME_REMEDY = (
    "请在 ELASTICSEARCH_URL 里用证书所写的主机名；或给服务器换一张写有这个名称或地址的证书。"
)
CERTIFICATE_REMEDIES = {
    9: CLOCK_REMEDY,
    10: CLOCK_REMEDY,
    18: TRUST_REMEDY,
    19: TRUST_REMEDY,
    20: TRUST_REMEDY,
    21: TRUST_REMEDY,
    62: NAME_REMEDY,
    64: NAME_REMEDY,
}
NOT_TLS = "对方没有用 TLS 应答（地址应是 http 还是 https？）"

NO_ADDRESS = "ELASTICSEARCH_URL 不是可用的地址，或者证书文件不能使用"
TIMED_OUT = "在限定的时间里没有应答"

SCAN_LOST = "读取结果的途中，Elasticsearch（{url}）丢掉了这次读取的视图：{detail}。"
SCAN_LOST_REMEDY = (
    "多半是一个节点停了或重启了。已经取到的部分不完整，请弃用并从头再做一次；索引没有受损。"
)

MAPPING_DIFFERS = "索引（{location}）的结构与 mappings/paragraphs.json 不同："
DIFFERENCE = "  {path}：索引里是 {there}，应为 {wanted}"
MORE_DIFFERENCES = "  ……另有 {count} 处"
ABSENT = "（没有）"
