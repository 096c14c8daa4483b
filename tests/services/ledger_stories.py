"""What every ledger of the registry's desk must do, told once and run on each kind of ledger.

Whoever has a ledger makes a subclass whose name begins with Test and gives the fixture ledger, an
empty one. Times are given, not read, so that nothing here depends on a clock.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.domain.audit import AuditHead
from app.domain.errors import PackageRejectedError
from app.domain.package import (
    NO_PACKAGE_BEFORE,
    OfficeCard,
    PackageIndex,
    PackageSeal,
    Volume,
)
from app.domain.registry import (
    DeskSearch,
    Member,
    OfficeRow,
    Refusal,
    SettledHow,
    TakenPackage,
    TakenTalk,
)
from app.services.ledger import Ledger
from app.services.taken_talks import talk_of
from tests.conftest import StandingClock

NOON = datetime(2026, 4, 1, 4, 0, tzinfo=UTC)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
CLOCK = StandingClock()


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class Office:
    """An office that sends packages: each follows the one before."""

    code: str = "320999"
    name: str = "清河县纪委监委"
    sequence: int = 0
    root: str = NO_PACKAGE_BEFORE
    kept: list[TakenPackage] = field(default_factory=list)

    def card(self, key: bytes = b"") -> OfficeCard:
        key = key or digest(self.code).encode()[:32]
        return OfficeCard(self.code, self.name, f"age1{self.code}", key)

    def package(
        self, level: str = "full", talks: int = 1, told: dict[str, Any] | None = None
    ) -> TakenPackage:
        """The next package; told is what a package of numbers alone tells."""
        self.sequence += 1
        root = digest(f"{self.code} {self.sequence} {level}")
        seal = PackageSeal(
            office_code=self.code,
            sequence=self.sequence,
            previous=self.root,
            recipients=("age1registry",),
            archive=f"age1{self.code}",
            created_at=NOON,
            audit_head=AuditHead(self.sequence, digest(f"head {self.sequence}")),
        )
        volume = Volume(f"{seal.id}.001", 10, digest("volume"))
        package = TakenPackage(
            index=PackageIndex(seal, root, 3, 100, (volume,)),
            index_digest=digest(f"index {root}"),
            index_file=f"index {seal.id}".encode(),
            receipt_file=f"receipt {seal.id}".encode(),
            level=level,
            reason="上级调阅" if level == "full" else "",
            talks=talks,
            received_at=NOON + timedelta(days=self.sequence),
            statistics=told or {"first_day": "", "last_day": "", "talks": 0, "attendances": 0},
        )
        self.root = root
        self.kept.append(package)
        return package

    def talk(self, talk_id: str = "t-1", **parts: Any) -> TakenTalk:
        """A talk for the package that was made last; parts differ from an ordinary talk."""
        return talk_of((self.code, self.sequence), papers(talk_id, **parts), CLOCK)


def person(name: str, unit: str = "青石镇", **parts: Any) -> dict[str, Any]:
    return {
        "role": "interviewee",
        "name": name,
        "unit_name": unit,
        "title": "党委书记",
        "person_id": f"p-{name}",
        "is_present": True,
        "absence_reason": "",
        "is_first_form": False,
    } | parts


def finding(finding_id: str, **parts: Any) -> dict[str, Any]:
    return {
        "id": finding_id,
        "number": f"2026-1-{finding_id}",
        "nature": "problem",
        "manifestation": "台账不全",
        "measure": "限期补齐",
        "deadline": "2026-06-30",
        "is_common": False,
        "is_personal": False,
        "regulation": "",
        "is_regulation_new": False,
        "status": "registered",
        "tag_title": "",
        "unit_name": "",
        "person_name": "",
    } | parts


def papers(
    talk_id: str,
    *,
    people: tuple[dict[str, Any], ...] = (person("张三"),),
    findings: tuple[dict[str, Any], ...] = (),
    said: str | None = "资金拨付要经集体研究。",
    **parts: Any,
) -> tuple[dict[str, Any], tuple[dict[str, Any], ...], dict[str, Any]]:
    """The documents of a talk; said is None when only its line in the list is sent."""
    talk: dict[str, Any] = {
        "talk_id": talk_id,
        "number": f"2026-{talk_id}",
        "kind": "supervision",
        "kind_title": "监督谈话",
        "is_collective": False,
        "makes_up_for": [],
        "day": "2026-03-05",
        "subject": "落实主体责任",
        "place": "三楼谈话室",
        "refusal_note": "",
        "delegation": "",
        "participants": list(people),
    } | parts
    if said is not None:
        answer = {"question": "近来如何决策？", "text": said, "skipped_reason": ""}
        closing = {"summary": "", "requirement": "", "statement": "", "amendments": []}
        talk["text"] = closing | {"answers": [answer]}
    return talk, findings, {"talk_id": talk_id, "steps": [], "files": []}


def refusal(office: Office, sequence: int, reason: str, **parts: Any) -> Refusal:
    return Refusal(
        id=digest(f"{office.code} {sequence} {reason}")[:32],
        at=NOON + timedelta(hours=sequence),
        office_code=office.code,
        sequence=sequence,
        reason=reason,
        detail="expected something else",
        folder="/desk/quarantine/x",
        is_believed=True,
        **parts,
    )


class LedgerStories:
    """Stories of a ledger; a subclass gives the fixture ledger."""

    @pytest.fixture
    def county(self, ledger: Ledger) -> Office:
        """An office that is trusted from its first package on."""
        office = Office()
        ledger.trust(office.card(), NOON, 1)
        return office

    @pytest.fixture
    def neighbour(self, ledger: Ledger) -> Office:
        """Another one."""
        office = Office("320998", "临江县纪委监委")
        ledger.trust(office.card(), NOON, 1)
        return office

    def row(self, ledger: Ledger, office: Office) -> OfficeRow:
        return next(row for row in ledger.offices() if row.card.code == office.code)

    # ── offices ──────────────────────────────────────────────────────────────────────────────────

    def test_an_office_stands_where_it_was_trusted_to_begin(self, ledger: Ledger, county: Office):
        assert ledger.standing("999999", 1) is None
        standing = ledger.standing(county.code, 1)
        assert standing is not None
        assert standing.card == county.card()
        assert (standing.last_sequence, standing.last_root) == (0, NO_PACKAGE_BEFORE)
        late = Office("320997")
        ledger.trust(late.card(), NOON, 5)
        standing = ledger.standing(late.code, 5)
        assert standing is not None
        assert (standing.last_sequence, standing.last_root) == (4, None)

    def test_a_new_card_keeps_the_count_unless_a_number_is_said(
        self, ledger: Ledger, county: Office
    ):
        ledger.take(county.package(), [county.talk()], [])
        ledger.trust(county.card(b"k" * 32), NOON + timedelta(days=9), 1)
        standing = ledger.standing(county.code, 2)
        assert standing is not None
        assert (standing.card.public_key, standing.last_sequence) == (b"k" * 32, 1)
        ledger.trust(county.card(b"k" * 32), NOON + timedelta(days=10), 7)
        standing = ledger.standing(county.code, 7)
        assert standing is not None
        assert (standing.last_sequence, standing.last_root) == (6, None)

    def test_of_a_distrusted_office_nothing_is_taken_until_it_is_trusted_again(
        self, ledger: Ledger, county: Office
    ):
        ledger.take(county.package(), [county.talk()], [])
        ledger.distrust(county.code, NOON, "密钥外泄")
        assert ledger.standing(county.code, 2) is None
        with pytest.raises(PackageRejectedError) as refused:
            ledger.take(county.package(), [county.talk("t-2")], [])
        assert refused.value.reason == "unknown_sender"
        row = self.row(ledger, county)
        assert (row.is_trusted, row.distrust_reason, row.packages) == (False, "密钥外泄", 1)
        ledger.trust(county.card(b"k" * 32), NOON + timedelta(days=1), 1)
        row = self.row(ledger, county)
        assert (row.is_trusted, row.distrust_reason, row.last_sequence) == (True, "", 1)
        with pytest.raises(KeyError):
            ledger.distrust("999999", NOON, "")

    # ── packages ─────────────────────────────────────────────────────────────────────────────────

    def test_packages_are_taken_in_the_order_of_their_numbers(self, ledger: Ledger, county: Office):
        first, second, third = county.package(), county.package(), county.package()
        for wrong, reason in ((second, "gap"), (replace_previous(first), "fork")):
            with pytest.raises(PackageRejectedError) as refused:
                ledger.take(wrong, [], [])
            assert refused.value.reason == reason
        for package in (first, second, third):
            ledger.take(package, [], [])
        for again, reason in ((second, "duplicate"), (replace_root(second), "fork")):
            with pytest.raises(PackageRejectedError) as refused:
                ledger.take(again, [], [])
            assert refused.value.reason == reason
        assert [row.sequence for row in ledger.packages(county.code, 10, 2)] == [3, 2]
        assert [row.sequence for row in ledger.packages(county.code, 2, 2)] == [1]
        newest = ledger.packages(county.code, 10, 1)[0]
        assert (newest.id, newest.bag_root) == ("320999-000003", third.index.bag_root)
        assert newest.received_at == third.received_at
        row = self.row(ledger, county)
        assert (row.packages, row.last_sequence) == (3, 3)
        assert row.last_received_at == third.received_at
        assert row.silent_days(third.received_at + timedelta(days=8, hours=5)) == 8

    def test_a_receipt_is_given_again_as_it_was(self, ledger: Ledger, county: Office):
        package = county.package()
        ledger.take(package, [], [])
        assert ledger.receipt_file(county.code, 1) == package.receipt_file
        with pytest.raises(KeyError):
            ledger.receipt_file(county.code, 2)
        standing = ledger.standing(county.code, 1)
        assert standing is not None
        assert standing.arrived is not None
        assert standing.arrived.bag_root == package.index.bag_root

    def test_the_files_of_a_package_are_known_by_talk_and_name(
        self, ledger: Ledger, county: Office
    ):
        package = county.package()
        files = [
            Member("b" * 32, "t-1", "data/talks/000001/scan.pdf", 7, digest("scan")),
            Member("a" * 32, "t-1", "data/talks/000001/minutes.pdf", 5, digest("minutes")),
            Member("c" * 32, "", "data/ledger.xlsx", 9, digest("ledger")),
        ]
        ledger.take(package, [county.talk("t-1")], files)
        assert ledger.members(county.code, 1) == [files[2], files[1], files[0]]
        assert ledger.members(county.code, 2) == []

    def test_of_a_package_that_breaks_off_nothing_is_kept(self, ledger: Ledger, county: Office):
        package = county.package()

        def talks():
            yield county.talk("t-1")
            raise RuntimeError("the stage is gone")

        with pytest.raises(RuntimeError):
            ledger.take(package, talks(), [Member("a" * 32, "t-1", "x.pdf", 1, digest("x"))])
        assert self.row(ledger, county).packages == 0
        assert ledger.search(DeskSearch()) == []
        assert ledger.members(county.code, 1) == []
        ledger.take(package, [county.talk("t-1")], [])
        assert len(ledger.search(DeskSearch())) == 1

    # ── refusals ─────────────────────────────────────────────────────────────────────────────────

    def test_refusals_stand_newest_first_until_they_are_settled(
        self, ledger: Ledger, county: Office
    ):
        older, newer = refusal(county, 2, "volume_size"), refusal(county, 3, "tar")
        ledger.refuse(older)
        ledger.refuse(newer)
        assert ledger.refusals(open_only=False, limit=5) == [newer, older]
        assert ledger.refusals(open_only=False, limit=1) == [newer]
        ledger.settle(newer.id, "电话问过，重新写", NOON)
        ledger.settle(newer.id, "别的话", NOON + timedelta(days=1))
        assert ledger.refusals(open_only=True, limit=5) == [older]
        settled = ledger.refusals(open_only=False, limit=1)[0]
        assert (settled.settled_how, settled.settled_at) == ("电话问过，重新写", NOON)
        assert self.row(ledger, county).refused == 1
        with pytest.raises(KeyError):
            ledger.settle("0" * 32, "", NOON)

    def test_a_gap_is_told_with_what_waits_behind_it(self, ledger: Ledger, county: Office):
        ledger.refuse(refusal(county, 3, "gap"))
        ledger.refuse(refusal(county, 5, "gap"))
        forged = replace(refusal(county, 900, "gap"), is_believed=False)
        ledger.refuse(forged)
        row = self.row(ledger, county)
        assert (row.gaps, row.waiting) == ((1, 2, 4), (3, 5))
        ledger.settle(refusal(county, 5, "gap").id, "U 盘已退回", NOON)
        row = self.row(ledger, county)
        assert (row.gaps, row.waiting) == ((1, 2, 4, 5), (3,))

    def test_what_was_refused_of_a_number_is_settled_when_it_is_taken_but_forks(
        self, ledger: Ledger, county: Office
    ):
        ledger.refuse(refusal(county, 1, "volume_digest"))
        ledger.refuse(refusal(county, 1, "fork"))
        ledger.refuse(replace(refusal(county, 1, "signature"), is_believed=False))
        answered = refusal(
            county, 1, "duplicate", settled_at=NOON, settled_how=SettledHow.ANSWERED.value
        )
        ledger.refuse(answered)
        ledger.take(county.package(), [county.talk()], [])
        assert {one.reason for one in ledger.refusals(open_only=True, limit=9)} == {
            "fork",
            "signature",
        }
        row = self.row(ledger, county)
        assert (row.refused, row.forks, row.duplicates) == (2, 1, 1)

    # ── talks ────────────────────────────────────────────────────────────────────────────────────

    def test_a_talk_is_found_by_words_name_and_unit(self, ledger: Ledger, county: Office):
        package = county.package(talks=3)
        talks = [
            county.talk("t-1", findings=(finding("f1", manifestation="公车私用"),)),
            county.talk("t-2", people=(person("李小四", "白水街道"),), day="2026-03-07"),
            county.talk("t-3", said="一切ＯＫ，接待有 OK 单。", day="2026-03-06"),
        ]
        ledger.take(package, talks, [])

        def found(**asked: Any) -> list[str]:
            return [talk.talk_id for talk in ledger.search(DeskSearch(**asked))]

        assert found() == ["t-2", "t-3", "t-1"]
        assert found(words="集体研究") == ["t-2", "t-1"]
        assert found(words="车") == ["t-1"]
        assert found(words="公车　台账") == []
        assert found(words="公车 拨付") == ["t-1"]
        assert found(words="ok單") == []
        assert found(words="ok 單") == ["t-3"]
        assert found(words="究研") == []
        assert found(name="小四") == ["t-2"]
        assert found(unit="白水") == ["t-2"]
        assert found(unit="青石", words="党委书记") == ["t-3", "t-1"]
        assert found(name="白水") == []
        assert found(words="，。") == []
        assert found(words="2026-t-3") == ["t-3"]

    def test_a_search_is_narrowed_to_offices_kinds_and_days(
        self, ledger: Ledger, county: Office, neighbour: Office
    ):
        ledger.take(
            county.package(talks=2),
            [
                county.talk("t-1"),
                county.talk("t-2", kind="heart", kind_title="谈心谈话", day="2026-02-01"),
            ],
            [],
        )
        ledger.take(neighbour.package(), [neighbour.talk("t-1", day="2026-03-20")], [])

        def found(**asked: Any) -> list[tuple[str, str]]:
            return [
                (talk.office_code[-1], talk.talk_id) for talk in ledger.search(DeskSearch(**asked))
            ]

        for words in ("", "集体研究"):
            assert found(words=words) == [("8", "t-1"), ("9", "t-1"), ("9", "t-2")]
            assert found(words=words, codes=("320999",)) == [("9", "t-1"), ("9", "t-2")]
            assert found(words=words, kinds=("谈心谈话",)) == [("9", "t-2")]
            assert found(words=words, first=date(2026, 3, 5), last=date(2026, 3, 19)) == [
                ("9", "t-1")
            ]
            assert found(words=words, last=date(2026, 2, 1)) == [("9", "t-2")]
            assert found(words=words, first=date(2026, 3, 20)) == [("8", "t-1")]
            assert found(words=words, codes=("111111",)) == []
        assert sorted(ledger.kinds()) == ["监督谈话", "谈心谈话"]
        talk = ledger.search(DeskSearch(codes=("320998",)))[0]
        assert (talk.office_name, talk.number, talk.kind_title) == (
            "临江县纪委监委",
            "2026-t-1",
            "监督谈话",
        )
        assert (talk.day, talk.interviewees, talk.unit_names) == (
            date(2026, 3, 20),
            "张三",
            "青石镇",
        )

    def test_pages_follow_each_other_without_a_gap(self, ledger: Ledger, county: Office):
        package = county.package(talks=7)
        talks = [county.talk(f"t-{n}", day=f"2026-03-0{1 + n // 3}") for n in range(7)]
        ledger.take(package, talks, [])
        for words in ("", "研究"):
            seen: list[tuple[date, str]] = []
            mark = ""
            while page := ledger.search(DeskSearch(words=words, after=mark, limit=3)):
                assert len(page) <= 3
                seen += [(talk.day, talk.talk_id) for talk in page]
                mark = page[-1].mark
            assert {talk_id for _, talk_id in seen} == {f"t-{n}" for n in range(7)}
            assert len(seen) == 7
            assert [day for day, _ in seen] == sorted((day for day, _ in seen), reverse=True)

    def test_a_talk_that_comes_again_counts_once_by_its_newest_version(
        self, ledger: Ledger, county: Office
    ):
        ledger.take(county.package(), [county.talk("t-1", findings=(finding("f1"),))], [])
        closed = finding("f1", status="closed", manifestation="已经补齐")
        again = county.package("ledger")
        later = county.talk("t-1", said=None, findings=(closed,), day="2026-03-06")
        ledger.take(again, [later], [])
        (talk,) = ledger.search(DeskSearch())
        assert (talk.sequence, talk.full_sequence, talk.day) == (2, 1, date(2026, 3, 6))
        assert talk.findings == 1
        # what was said came with the first package, what became of it with the second
        for words in ("集体研究", "补齐"):
            assert [found.sequence for found in ledger.search(DeskSearch(words=words))] == [2]
        figures = ledger.figures(*YEAR, ())
        assert (figures.total.sittings, figures.total.problems) == (1, 1)
        assert figures.total.problems_closed == 1
        assert self.row(ledger, county).talks == 1
        third = county.package()
        ledger.take(third, [county.talk("t-1", said="改过的话", day="2026-03-06")], [])
        (talk,) = ledger.search(DeskSearch())
        assert (talk.sequence, talk.full_sequence, talk.findings) == (3, 3, 0)
        assert ledger.search(DeskSearch(words="集体研究")) == []
        assert len(ledger.search(DeskSearch(words="改过"))) == 1
        assert ledger.figures(*YEAR, ()).total.problems == 0

    def test_a_talk_can_be_read_in_every_version(self, ledger: Ledger, county: Office):
        file = Member("a" * 32, "t-1", "data/talks/000001/minutes.pdf", 5, digest("minutes"))
        other = Member("b" * 32, "t-2", "data/talks/000002/minutes.pdf", 5, digest("minutes"))
        first = county.package(talks=2)
        ledger.take(
            first,
            [county.talk("t-1", findings=(finding("f2"), finding("f1"))), county.talk("t-2")],
            [file, other],
        )
        ledger.take(county.package("ledger"), [county.talk("t-1", said=None)], [])
        talk = ledger.talk(county.code, 1, "t-1")
        assert talk.document["text"]["answers"][0]["text"] == "资金拨付要经集体研究。"
        assert [one["id"] for one in talk.findings] == ["f1", "f2"]
        assert (talk.process["talk_id"], talk.members) == ("t-1", (file,))
        assert talk.office_name == county.name
        assert [(v.sequence, v.level) for v in talk.versions] == [(2, "ledger"), (1, "full")]
        assert talk.versions[1].received_at == first.received_at
        assert "text" not in ledger.talk(county.code, 2, "t-1").document
        for missing in ((county.code, 3, "t-1"), (county.code, 2, "t-2"), ("111111", 1, "t-1")):
            with pytest.raises(KeyError):
                ledger.talk(*missing)

    def test_two_offices_may_have_talks_of_one_id_and_number(
        self, ledger: Ledger, county: Office, neighbour: Office
    ):
        ledger.take(county.package(), [county.talk("t-1", findings=(finding("f1"),))], [])
        ledger.take(neighbour.package(), [neighbour.talk("t-1", said="别处的话")], [])
        assert len(ledger.search(DeskSearch())) == 2
        assert [t.office_code for t in ledger.search(DeskSearch(words="别处"))] == ["320998"]
        assert [o.counts.problems for o in ledger.figures(*YEAR, ()).offices] == [0, 1]

    def test_what_waits_for_the_index_of_words_is_taken_in_by_and_by(
        self, ledger: Ledger, county: Office
    ):
        ledger.take(county.package(talks=3), [county.talk(f"t-{n}") for n in range(3)], [])
        left = ledger.catch_up(0.0)
        while left:
            now = ledger.catch_up(0.0)
            assert now < left
            left = now
        assert len(ledger.search(DeskSearch(words="研究"))) == 3

    # ── figures ──────────────────────────────────────────────────────────────────────────────────

    def test_figures_are_counted_as_the_offices_count(
        self, ledger: Ledger, county: Office, neighbour: Office
    ):
        ledger.take(county.package(talks=4), _a_years_talks(county), [])
        ledger.take(neighbour.package(), [neighbour.talk("t-1", people=(person("张三"),))], [])
        figures = ledger.figures(*YEAR, ())
        there, here = figures.offices
        assert (here.code, here.name) == (county.code, county.name)
        assert (here.counts.sittings, here.counts.attendances, here.counts.persons) == (3, 5, 3)
        assert (here.counts.collective_sittings, here.counts.collective_attendances) == (1, 3)
        assert here.counts.first_form == 2
        counts = here.counts
        assert (counts.problems, counts.problems_common, counts.problems_individual) == (3, 1, 2)
        assert (counts.problems_closed, counts.advice, counts.undertakings) == (1, 1, 1)
        assert (counts.regulations, counts.regulations_new, counts.regulations_revised) == (
            2,
            1,
            1,
        )
        # one name in two offices are two persons
        assert (there.counts.persons, figures.total.persons) == (1, 4)
        assert figures.total.sittings == 4
        assert [(k.title, k.sittings, k.attendances, k.persons) for k in figures.kinds] == [
            ("监督谈话", 3, 3, 2),
            ("集体谈话", 1, 3, 3),
        ]

    def test_figures_are_of_a_period_and_of_some_offices(
        self, ledger: Ledger, county: Office, neighbour: Office
    ):
        ledger.take(county.package(talks=4), _a_years_talks(county), [])
        spring = (date(2026, 3, 5), date(2026, 3, 9))
        figures = ledger.figures(*spring, (county.code,))
        assert [office.code for office in figures.offices] == [county.code]
        assert (figures.total.sittings, figures.total.attendances) == (1, 1)
        none = ledger.figures(date(2020, 1, 1), date(2020, 12, 31), ())
        assert [office.counts.sittings for office in none.offices] == [0, 0]
        assert none.kinds == ()

    def test_packages_of_numbers_alone_stand_beside_what_is_counted(
        self, ledger: Ledger, county: Office
    ):
        period = {"first_day": "2026-01-05", "last_day": "2026-03-28"}
        told = period | {"talks": 12, "attendances": 20}
        ledger.take(county.package("statistics", 0, told), [], [])
        ledger.take(county.package(), [county.talk("t-1")], [])
        figures = ledger.figures(*YEAR, ())
        assert figures.total.sittings == 1
        assert (figures.reported.packages, figures.reported.talks) == (1, 12)
        assert figures.reported.attendances == 20
        part = ledger.figures(date(2026, 1, 6), date(2026, 12, 31), ())
        assert part.reported.packages == 0


def _a_years_talks(office: Office) -> list[TakenTalk]:
    two = (person("张三", is_first_form=True), person("李四", is_first_form=True))
    absent = person("王五", is_present=False, absence_reason="出差")
    collective = {"kind": "collective", "kind_title": "集体谈话", "is_collective": True}
    return [
        office.talk("t-1", findings=_spring_findings()),
        office.talk("t-2", people=(*two, absent), day="2026-04-01", **collective),
        office.talk(
            "t-3",
            people=(person("王五"),),
            day="2026-04-02",
            makes_up_for=[{"talk_id": "t-2", "number": "2026-t-2"}],
            kind="collective",
            kind_title="集体谈话",
            is_collective=True,
            findings=(finding("f8", regulation="用车 办法"),),
        ),
        office.talk("t-4", day="2026-05-01"),
    ]


def _spring_findings() -> tuple[dict[str, Any], ...]:
    return (
        finding("f1", is_common=True, regulation="《用车办法》", is_regulation_new=True),
        finding("f2", status="closed", regulation="接待细则"),
        finding("f3", nature="advice", manifestation="多下基层"),
        finding("f4", is_personal=True, manifestation="本人承诺"),
    )


def replace_previous(package: TakenPackage) -> TakenPackage:
    """The same number, but behind another package."""
    seal = replace(package.index.seal, previous=digest("another"))
    return replace(package, index=replace(package.index, seal=seal))


def replace_root(package: TakenPackage) -> TakenPackage:
    """The same number with other content."""
    return replace(package, index=replace(package.index, bag_root=digest("other content")))
