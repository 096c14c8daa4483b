"""How every command on a finding goes: read it, let its rules decide, keep it, leave a trace."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from app.domain.canonical import digest_of, plain
from app.domain.changes import Changes
from app.domain.finding_course import Course, Hand, followed, noted
from app.domain.finding_history import FindingAct
from app.domain.ids import FindingId
from app.domain.rectifying_rules import ChainPlace, Ground, RectifyingRules
from app.services.trail import Trail
from app.store import finding_history, findings, settings
from app.store.attachment_files import AttachmentFiles
from app.store.connection import Connection
from app.store.vault import Vault

_RULES = "rectifying.rules"
Step = Callable[[Course, Hand], Course]
Noted = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class RectifyingWork:
    """The vault, the hand that writes, the files, and the one way a finding takes a step."""

    vault: Vault
    trail: Trail
    files: AttachmentFiles

    def _take(self, finding_id: FindingId, act: str, step: Step) -> Changes:
        with self.vault.transaction() as connection:
            self._take_in(connection, finding_id, act, step)
        return Changes.FINDINGS

    def _take_in(
        self, connection: Connection, finding_id: FindingId, act: str, step: Step
    ) -> Course:
        """One step in a transaction of the caller's; a common finding follows its part."""
        before = course_of(connection, finding_id)
        after = step(before, self._hand())
        self._keep(connection, before, after, act)
        origin = after.finding.common_id
        if origin is not None and after.finding.status is not before.finding.status:
            self._follow(connection, origin, after.history.steps[-1].day)
        return after

    def _note_in(
        self, connection: Connection, finding_id: FindingId, act: FindingAct, note: Noted
    ) -> None:
        """A step that moves nothing: for it the last step is enough, however many there are."""
        finding = findings.get(connection, finding_id)
        before = Course(finding, finding_history.brief(connection, finding_id))
        text, detail = note
        after = noted(before, self._hand(), act, text, detail)
        self._keep(connection, before, after, f"finding.{act.value}")

    def _follow(self, connection: Connection, origin_id: FindingId, day: date) -> None:
        before = course_of(connection, origin_id)
        after = followed(before, self._hand(), day)
        if after is not before:
            self._keep(connection, before, after, "finding.follow")

    def _keep(self, connection: Connection, before: Course, after: Course, act: str) -> None:
        finding = after.finding
        step: object = plain(after.history.steps[-1])
        if finding != before.finding:
            findings.keep(connection, finding)
            step = [plain(finding), step]
        finding_history.keep(connection, finding.id, before.history, after.history)
        self.trail.write(connection, act, finding.id, digest_of(step))

    def _hand(self) -> Hand:
        now = self.trail.clock.local(self.trail.clock.now())
        return Hand(now, self.trail.who, now.date())

    def _today(self) -> date:
        return self._hand().today


def course_of(connection: Connection, finding_id: FindingId) -> Course:
    """The finding and all it went through; KeyError when there is none."""
    finding = findings.get(connection, finding_id)
    return Course(finding, finding_history.read(connection, finding_id))


def rules_of(connection: Connection) -> RectifyingRules:
    """The rules in force, inside a transaction of the caller's."""
    kept = settings.get(connection, _RULES)
    if kept is None:
        return RectifyingRules()
    told = json.loads(kept)
    return RectifyingRules(
        chain=tuple(ChainPlace(*place) for place in told["chain"]),
        look_back_days=tuple(told["look_back_days"]),
        term=told["term"],
        grounds=tuple(Ground(*ground) for ground in told["grounds"]),
    )


def write_rules(connection: Connection, rules: RectifyingRules) -> None:
    """Keep other rules from now on, inside a transaction of the caller's."""
    told = {
        "chain": [[place.title, place.act_word] for place in rules.chain],
        "look_back_days": list(rules.look_back_days),
        "term": rules.term,
        "grounds": [[ground.key, ground.title] for ground in rules.grounds],
    }
    settings.keep(connection, _RULES, json.dumps(told, ensure_ascii=False))


def with_keys(rules: RectifyingRules, new_id: Callable[[], str]) -> RectifyingRules:
    """The rules with a key for every ground that has none yet."""
    grounds = tuple(g if g.key else replace(g, key=new_id()) for g in rules.grounds)
    return replace(rules, grounds=grounds)
