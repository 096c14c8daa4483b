"""What the program advises about a passphrase, in words."""

from __future__ import annotations

from app.domain.passphrase import Advice

ADVICE = {
    Advice.ENOUGH: "够牢固。",
    Advice.LONGER: "再长一些：五个不相干的词最好记，也最牢固。",
    Advice.LESS_REGULAR: "太有规律：请避开生日、电话、连续的字母数字和常用词。",
}
