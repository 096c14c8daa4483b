"""What DIR/README.txt of the demo says."""

from __future__ import annotations

PASSPHRASE = "qingshan-lvshui-tanxin-2022"  # noqa: S105 — of made-up vaults only, told in README.txt

_TEXT = """\
谈心簿演示
==========

这里的人和事全部虚构（{day}生成），可以随意试用、修改、删除。

minutes.pdf             一场监督谈话的谈话记录，三页左右，已数字签名
collective-minutes.pdf  一场集体约谈的谈话记录，附到会名单，已数字签名
papers/                 别的文书各一份：通知书、画像、提纲、清单、台账、档案、统计报告、签名核验单等
certificate.pem         本单位的签名证书（公开的），核验时用
vault/                  演示保险库。在谈心簿里按“打开别处的保险库…”，选这个文件夹
stick/                  写到 U 盘上的移交包
registry/               登记处一侧：保险库、身份卡 identity.txt、回执 receipts/
samples/                可以导入的样例：人员名单.xlsx、任免审批表（.lrmx）
screens/                {screens}

保险库和登记处的口令都是：

passphrase: {words}

{more}可以在这个文件夹里这样核对，依次是：核验谈话记录（在别的电脑上要加
--certificate certificate.pem），用通用工具看签名，看登记处收到了什么（要输口令），
用通用工具核对移交包的索引：

tanxinbu verify minutes.pdf
pdfsig minutes.pdf
tanxinbu registry list registry
"""
_NO_SCREENS = "没有生成：这次运行没有带画面部分"


def readme(day_made: str, pictures: int, talks: int) -> str:
    """The text of README.txt."""
    return _TEXT.format(
        day=day_made,
        screens=f"每一页的画面，{pictures} 张" if pictures else _NO_SCREENS,
        words=PASSPHRASE,
        more=f"另外加了 {talks} 场随机生成的谈话，用来试规模。\n\n" if talks else "",
    )
