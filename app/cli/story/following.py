"""What becomes of the findings of the story: each step through the services users have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from app.cli.story.paper import write_scan
from app.cli.story.story_clock import StoryClock
from app.domain.archive_leaves import LeafEntry, LeafKind
from app.domain.finding import MeasureKind
from app.domain.finding_closing import ClosingEntry, Decision, LookBackEntry
from app.domain.finding_course import Completion
from app.domain.finding_history import LookBackMethod
from app.domain.finding_pleas import AccountabilityEntry
from app.domain.ids import FindingId, IssueId, PersonId, UnitId
from app.domain.progress import NoProgress
from app.services.application import Application
from app.services.rectifying_lists import addressee

Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of one finding, so many days before the story's day; the rest as the script says."""

    finding: str
    days_ago: int
    act: str
    told: Told


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf of somebody's archive, so many days before the story's day."""

    person: str
    days_ago: int
    told: Told


def steps_of(told: list[Told]) -> tuple[Step, ...]:
    """The steps of the script in the order of their days."""
    steps = [
        Step(one["finding"], step["days_ago"], step["act"], step)
        for one in told
        for step in one["steps"]
    ]
    return tuple(sorted(steps, key=lambda step: -step.days_ago))


def leaves_of(told: list[Told]) -> tuple[Leaf, ...]:
    """The leaves of the script."""
    return tuple(Leaf(one["person"], one["days_ago"], one) for one in told)


@dataclass(frozen=True, slots=True)
class Follower:
    """Takes each finding its steps. findings are those of the talks by the script's keys."""

    application: Application
    clock: StoryClock
    desk: Path
    findings: dict[str, FindingId]
    _issues: dict[str, IssueId] = field(default_factory=dict)
    _scans: dict[int, bytes] = field(default_factory=dict)

    def take(self, step: Step) -> None:
        """Take one step on the day the clock shows."""
        acts: dict[str, Callable[[FindingId, Told], object]] = {
            "complete": self._complete,
            "fan_out": self._fan_out,
            "issue": self._issue,
            "sign_for": self._sign_for,
            "report": self._report,
            "evidence": self._evidence,
            "submit": self._submit,
            "decide": self._decide,
            "ask_more_time": self._ask_more_time,
            "decide_more_time": self._decide_more_time,
            "look_back": self._look_back,
            "urge": self._urge,
            "call_to_account": self._call_to_account,
            "transfer": self._transfer,
        }
        self.clock.move(minutes=3)
        acts[step.act](self.findings[step.finding], step.told | {"key": step.finding})

    def put_in(self, leaf: Leaf, day: date) -> None:
        """Put a leaf into somebody's archive; day is the story's day."""
        told, archives = leaf.told, self.application.archives
        due = told.get("reply_in")
        entry = LeafEntry(
            LeafKind(told["kind"]),
            day - timedelta(days=leaf.days_ago),
            told["title"],
            told.get("text", ""),
            number=told.get("number", ""),
            reply_due=day + timedelta(days=due) if due is not None else None,
        )
        archives.add_leaf(self._person(leaf.person), entry)

    # ── the acts ─────────────────────────────────────────────────────────────────────────────────

    def _today(self) -> date:
        return self.clock.local(self.clock.now()).date()

    def _complete(self, finding_id: FindingId, told: Told) -> None:
        finding = self.application.rectifying.sheet(finding_id).finding
        entry = Completion(
            measure=finding.measure,
            measure_kind=MeasureKind(told.get("kind", "by_deadline")),
            leader=told["leader"],
            responsible=told["responsible"],
            supervisor=told.get("supervisor", "吴示例"),
            effect=told["effect"],
            evidence_wanted=told.get("wanted", ""),
            source=finding.source,
            is_repeated=told.get("repeated", False),
            term=finding.term,
        )
        self.application.rectifying.complete(finding_id, entry)

    def _fan_out(self, finding_id: FindingId, told: Told) -> None:
        units = {unit.name: unit.id for unit in self.application.people.units()}
        chosen: tuple[UnitId, ...] = tuple(units[name] for name in told["units"])
        made, _ = self.application.rectifying.fan_out(finding_id, chosen)
        for number, part in enumerate(made, 1):
            self.findings[f"{told['key']}.{number}"] = part

    def _issue(self, finding_id: FindingId, told: Told) -> None:
        finding = self.application.rectifying.sheet(finding_id).finding
        issue_id, _ = self.application.rectifying.issue(
            addressee(finding), (finding_id,), self._today()
        )
        self._issues[told["key"]] = issue_id

    def _sign_for(self, _: FindingId, told: Told) -> None:
        issue_id = self._issues[told["key"]]
        self.application.rectifying.sign_for(issue_id, told["by"], self._today())

    def _report(self, finding_id: FindingId, told: Told) -> None:
        self.application.rectifying.report(finding_id, told["text"], self._today())

    def _evidence(self, finding_id: FindingId, told: Told) -> None:
        path = self.desk / f"{told['title']}.pdf"
        pages = told.get("pages", 1)
        if pages not in self._scans:
            write_scan(self.application.plain_forms.blank(pages), path)
            self._scans[pages] = path.read_bytes()
        path.write_bytes(self._scans[pages])
        self.application.rectifying.add_evidence(finding_id, (path,), NoProgress())
        path.unlink()

    def _submit(self, finding_id: FindingId, told: Told) -> None:
        today = self._today()
        entry = ClosingEntry(told["result"], today, today, told["by"])
        self.application.rectifying.submit(finding_id, entry)

    def _decide(self, finding_id: FindingId, told: Told) -> None:
        self.application.rectifying.decide(finding_id, self._decision(told))

    def _ask_more_time(self, finding_id: FindingId, told: Told) -> None:
        deadline = self.application.rectifying.sheet(finding_id).finding.deadline
        wanted = deadline + timedelta(days=told["more"])
        self.application.rectifying.ask_more_time(finding_id, wanted, told["reason"], self._today())

    def _decide_more_time(self, finding_id: FindingId, told: Told) -> None:
        self.application.rectifying.decide_more_time(finding_id, self._decision(told))

    def _look_back(self, finding_id: FindingId, told: Told) -> None:
        relapse = told.get("relapse_days")
        entry = LookBackEntry(
            LookBackMethod(told["method"]),
            told["result"],
            told["by"],
            self._today(),
            is_relapse=relapse is not None,
            new_deadline=self._today() + timedelta(days=relapse) if relapse is not None else None,
        )
        self.application.rectifying.look_back(finding_id, entry)

    def _urge(self, finding_id: FindingId, _: Told) -> None:
        self.application.rectifying.urge((finding_id,))

    def _call_to_account(self, finding_id: FindingId, told: Told) -> None:
        known = {ground.key: ground for ground in self.application.rectifying.rules().grounds}
        grounds = tuple(known[key] for key in told["grounds"])
        entry = AccountabilityEntry(grounds, told["facts"], told["proposal"])
        self.application.rectifying.call_to_account(finding_id, entry, self._today())

    def _transfer(self, finding_id: FindingId, told: Told) -> None:
        self.application.rectifying.transfer(finding_id, told["reference"])

    def _decision(self, told: Told) -> Decision:
        return Decision(told.get("granted", True), told["by"], told["opinion"], self._today())

    def _person(self, name: str) -> PersonId:
        return next(row.id for row in self.application.people.page(name) if row.name == name)
