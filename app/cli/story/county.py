"""The demo from the empty folder to the receipt: every step through the services users have."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from app import bootstrap
from app.cli.story.acting import Actor
from app.cli.story.following import Follower, Step
from app.cli.story.groundwork import lay, note_down
from app.cli.story.journey import hand_over, open_registry, receive
from app.cli.story.papers import keep_papers
from app.cli.story.readme import PASSPHRASE, readme
from app.cli.story.samples import write_samples
from app.cli.story.script import Script, read_script
from app.cli.story.story_clock import (
    StoryClock,
    last_working_day,
    moment_on,
    working_day_ago,
)
from app.domain.calendar import written_date
from app.domain.errors import FolderUnusableError
from app.domain.ids import TalkId
from app.domain.progress import NoProgress
from app.domain.signer import SignatureField
from app.keys.derivation import Cost
from app.services.application import Application
from app.services.new_vault import NewVault
from app.services.seeding import Seeding
from app.system.clock import SystemClock

Screens = Callable[[Path, str, Path], object]
"""Makes a picture of every page: the vault's folder, its passphrase, where the pictures go."""

_SEED = 2022
_FOLLOWED_AT = 17  # o'clock, after the talks of the day
# whose electronic signatures are wanted on the minutes that wait for ink
_SIGNED_TOO = (SignatureField.RECORDER, SignatureField.INTERVIEWER)


@dataclass(slots=True)
class Tenths:
    """Progress told in words, once for each tenth."""

    tell: Callable[[str], None]
    _told: int = 0

    def step(self, done: int, total: int) -> None:
        """Tell how far the work is."""
        tenth = done * 10 // total if total else 10
        if tenth > self._told:
            self._told = tenth
            self.tell(f"已加 {done} 场")


@dataclass(frozen=True, slots=True)
class County:
    """Everything `tanxinbu demo` leaves in its folder.

    A cost of guessing, and a day to be taken for today, are for tests alone.
    """

    folder: Path
    tell: Callable[[str], None]
    cost: Cost | None = None
    fixed_day: date | None = None

    def _today(self) -> date:
        return self.fixed_day or SystemClock().local(SystemClock().now()).date()

    def perform(self, talks: int = 0, screens: Screens | None = None) -> None:
        """Make it all; talks is how many made-up talks are added.

        Raises FolderUnusableError, DiskFullError.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FolderUnusableError(folder=str(self.folder)) from error
        desk = Path(mkdtemp(prefix="tanxinbu-demo-"))
        try:
            self._perform(desk, talks, screens)
        finally:
            shutil.rmtree(desk, ignore_errors=True)

    def _perform(self, desk: Path, talks: int, screens: Screens | None) -> None:
        today = self._today()
        day = last_working_day(today)
        script = read_script(day)
        clock = StoryClock(moment_on(day - timedelta(days=130), 9))
        application = self._founded(script, clock, desk)
        try:
            self._act(application, script, Actor(application, clock, desk), day)
            if talks:
                self.tell(f"另加 {talks} 场随机生成的谈话")
                vault, trail = application.session.vault, application.session.trail
                seeding = Seeding(vault, trail)
                seeding.grow(talks, _SEED, Tenths(self.tell), has_findings=True)
                self.tell("收进查找索引")
                application.indexing.finish(Tenths(self.tell))
            office_card = application.handover.office_card().decode()
        finally:
            application.lock()
        pictures = self._pictures(screens)
        text = readme(written_date(today), pictures, talks) + self._stock_tools(office_card)
        (self.folder / "README.txt").write_text(text, "utf-8")

    def _founded(self, script: Script, clock: StoryClock, desk: Path) -> Application:
        """The office's vault with its people, taken in from the sample files."""
        self.tell("新建保险库")
        access = bootstrap.access(desk / "preferences", clock, self.cost)
        new = NewVault(
            folder=self.folder / "vault",
            passphrase=PASSPHRASE,
            repeated=PASSPHRASE,
            office=script.office,
            secretary=script.secretary,
        )
        application = access.create(new, NoProgress())
        facts = replace(application.settings.office(), code=script.office_code)
        application.settings.keep_office(facts)
        self.tell("导入样例名单和任免审批表")
        files = write_samples(script, self.folder / "samples")
        preview = application.rosters.read(files)
        application.rosters.take(preview, {})
        self.tell("登记日常监督情况，编年度计划")
        lay(application, script.groundwork)
        return application

    def _act(self, application: Application, script: Script, actor: Actor, day: date) -> None:
        clock = actor.clock
        self.tell("前几个月的谈话，谈后的整改")
        follower = Follower(application, clock, actor.desk, actor.findings)
        self._earlier(script, actor, follower, day)
        self.tell("集体约谈：从计划到封存")
        collective = actor.whole(script.collective, moment_on(last_working_day(day), 15))
        self.tell("监督谈话：待核对、待签字、谈到一半的各一场")
        actor.until_read(script.unread, moment_on(day, 8, 10))
        actor.until_ink(script.waiting, moment_on(day, 9, 30), _SIGNED_TOO)
        actor.until_break(script.broken_off, moment_on(day, 10, 50))
        self.tell("监督谈话：从计划到封存")
        single = actor.whole(script.talk, moment_on(day, 14, 30))
        self._issue(script, follower, day)
        self._keep_minutes(application, single, "minutes.pdf")
        self._keep_minutes(application, collective, "collective-minutes.pdf")
        (self.folder / "certificate.pem").write_bytes(application.minutes.certificate())
        fingerprint = application.minutes.fingerprint()
        bootstrap.known_certificates().remember(fingerprint, is_made_up=True)
        self._hand_over(application, [collective, single], clock)
        today = self._today()
        for planned in script.ahead:
            at = moment_on(today + timedelta(days=planned.in_days), planned.hour)
            talk_id = actor.ahead(planned, at, script.talk.interviewer, script.talk.recorder)
            if planned.has_note:
                note_down(application, script.groundwork, talk_id)
        actor.make_up(collective, moment_on(today + timedelta(days=1), 9))
        self.tell("每种文书各做一份")
        talks = (single, collective, talk_id)
        keep_papers(application, talks, actor.findings, self.folder / "papers")

    def _earlier(self, script: Script, actor: Actor, follower: Follower, day: date) -> None:
        """The talks of months ago and what became of their findings, in the order of the days."""
        acts: list[tuple[int, Callable[[], object]]] = []
        for past in script.earlier:
            at = moment_on(working_day_ago(day, past.days_ago), past.hour)
            acts.append((past.days_ago, partial(actor.whole, past.scene, at)))
        for step in script.follow_ups:
            if step.days_ago:
                acts.append((step.days_ago, partial(self._follow, follower, step, day)))
        for _, act in sorted(acts, key=lambda one: -one[0]):
            act()

    def _issue(self, script: Script, follower: Follower, day: date) -> None:
        """What is done at once with the findings of the day, and what lies in archives."""
        self.tell("下达清单，归入档案")
        for step in script.follow_ups:
            if not step.days_ago:
                follower.take(step)
        for leaf in script.leaves:
            follower.put_in(leaf, day)

    def _follow(self, follower: Follower, step: Step, day: date) -> None:
        then = working_day_ago(day, step.days_ago)
        follower.clock.go_to(moment_on(then, _FOLLOWED_AT))
        follower.take(step)

    def _keep_minutes(self, application: Application, talk_id: TalkId, name: str) -> None:
        (self.folder / name).write_bytes(application.minutes.pdf(talk_id))

    def _hand_over(
        self, application: Application, talk_ids: list[TalkId], clock: StoryClock
    ) -> None:
        self.tell("写移交包，登记处接收，回执带回")
        clock.move(minutes=15)
        registry, stick = self.folder / "registry", self.folder / "stick"
        card = open_registry(registry, PASSPHRASE, clock, self.cost)
        hand_over(application, talk_ids, card, stick)
        clock.move(hours=1)
        office_card = application.handover.office_card()
        for reception in receive(registry, PASSPHRASE, office_card, stick, clock):
            clock.move(minutes=5)
            application.handover.take_receipt(Path(reception.receipt))

    def _stock_tools(self, office_card: str) -> str:
        """How the package's index is checked by the office's public key, which holds no name."""
        key = next(line[5:] for line in office_card.splitlines() if line.startswith("key: "))
        index = next((self.folder / "stick").glob("*/*.json")).relative_to(self.folder)
        return f"minisign -V -P {key} -m {index.as_posix()}\n"

    def _pictures(self, screens: Screens | None) -> int:
        """Pictures of every page, where the windows are at hand."""
        if screens is None:
            self.tell("没有画面部分，不生成 screens/")
            return 0
        self.tell("拍下每一页的画面")
        out = self.folder / "screens"
        screens(self.folder / "vault", PASSPHRASE, out)
        return len(list(out.glob("*.png")))
