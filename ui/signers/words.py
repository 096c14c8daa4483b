"""How signing keys and certificates are told of on this page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from app.domain.calendar import written_date
from app.domain.signer import (
    EXPIRY_WATCHED_DAYS,
    CertificateFacts,
    PinState,
    Signer,
    TokenInfo,
)

PIN_STATE = {
    PinState.GOOD: "",
    PinState.FEW: "PIN 输错过，剩下的次数不多了",
    PinState.LAST: "PIN 只剩最后一次机会",
    PinState.LOCKED: "PIN 已锁住",
}
_PIECE = re.compile(r".{12}")
Local = Callable[[datetime], datetime]


def state_text(signer: Signer, now: datetime) -> str:
    """Whether one can sign with it now."""
    if signer.is_retired:
        return "已停用"
    days = (signer.not_after - now).days
    if days < 0:
        return "⚠ 已到期，不能签"
    if days <= EXPIRY_WATCHED_DAYS:
        return f"⚠ 还有 {days} 天到期"
    return "可以签"


def until_text(until: datetime, local: Local) -> str:
    """The last day of a certificate."""
    return written_date(local(until).date())


def certificate_pairs(facts: CertificateFacts, local: Local) -> list[tuple[str, str]]:
    """What a certificate says, name by name, but for its fingerprint."""
    since = written_date(local(facts.not_before).date())
    return [
        ("证书主体", _breakable(facts.subject)),
        ("颁发者", _breakable(facts.issuer)),
        ("密钥", facts.key),
        ("有效期", f"{since}至{until_text(facts.not_after, local)}"),
    ]


def _breakable(name: str) -> str:
    """A name of a certificate, which has no spaces, with places where a line may be broken."""
    return _PIECE.sub("\\g<0>\u200b", name)


def token_text(token: TokenInfo) -> str:
    """A token as it stands in a list."""
    named = token.label.strip() or token.model.strip() or "没有名称的令牌"
    pin = PIN_STATE[token.pin]
    return f"{named}（序号 {token.serial}）" + (f"　{pin}" if pin else "")
