"""The papers that go out before a talk: notice, request for facts, sign-in sheet.

They are made when they are wanted and kept nowhere; the trail keeps that they were made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from app.domain.changes import Changes
from app.domain.errors import FolderUnusableError
from app.domain.ids import TalkId
from app.domain.kinds import TalkKind
from app.domain.minutes import minutes_of
from app.domain.people import Role
from app.domain.refusals import IntervieweeMissingError
from app.domain.talk import Talk
from app.domain.talk_papers import ORGANS, Contact, NoticeWish, RequestWish
from app.services.local_talk import in_local_time
from app.services.settings import read_office
from app.services.trail import Trail
from app.services.typefaces import fonts_of, read_profile
from app.store import kinds, settings, talks
from app.store.connection import Connection
from app.store.vault import Vault
from app.system.files import write_safely

BRING = "本人学习、工作笔记本，述责述廉报告和责任清单"
DAYS_TO_ANSWER = 5
_BRING, _NAME, _PHONE = "notice.bring", "contact.name", "contact.phone"


@dataclass(frozen=True, slots=True)
class _Read:
    """What every paper needs, read at one moment; the talk in local times."""

    talk: Talk
    kind: TalkKind
    office: str
    made_at: datetime

    @property
    def kind_title(self) -> str:
        """What the kind of the talk is called."""
        return self.kind.title


@dataclass(frozen=True, slots=True)
class TalkPapers:
    """The commands about the papers of one talk."""

    vault: Vault
    trail: Trail

    def last_notice(self) -> NoticeWish:
        """What the last notice said of its own."""
        with self.vault.reading() as connection:
            bring = settings.get(connection, _BRING)
            return NoticeWish(BRING if bring is None else bring, _contact(connection))

    def first_request(self, talk_id: TalkId) -> RequestWish:
        """What a request would say: every office, an answer in good time before the talk."""
        with self.vault.reading() as connection:
            talk = talks.get(connection, talk_id)
            contact = _contact(connection)
        held = self.trail.clock.local(talk.planned_at).date()
        soonest = min(held, self._today() + timedelta(days=1))
        keys = tuple(organ.key for organ in ORGANS)
        return RequestWish(keys, max(held - timedelta(days=DAYS_TO_ANSWER), soonest), contact)

    def notice(self, talk_id: TalkId, wish: NoticeWish | None = None) -> tuple[bytes, Changes]:
        """The 谈话通知书 of every interviewee as a PDF; what it says is proposed the next time.

        Raises IntervieweeMissingError, MissingGlyphError, FontMissingError.
        """
        # starts faster: the fonts and the PDF library are needed for documents alone
        from app.documents.notice import NoticeFacts, notices

        wanted = wish or self.last_notice()

        def typeset(read: _Read) -> bytes:
            return notices(
                NoticeFacts(read.talk, read.kind_title, read.office, wanted, read.made_at)
            )

        def remember(connection: Connection) -> None:
            settings.keep(connection, _BRING, wanted.bring.strip())
            _keep_contact(connection, wanted.contact)

        return self._made(talk_id, "talk.notice", typeset, remember)

    def request_slip(
        self, talk_id: TalkId, wish: RequestWish | None = None
    ) -> tuple[bytes, Changes]:
        """The letters that ask other offices for what they know, as a PDF.

        Raises IntervieweeMissingError, MissingGlyphError, FontMissingError.
        """
        # starts faster
        from app.documents.request_slip import RequestFacts, request_slips

        wanted = wish or self.first_request(talk_id)

        def typeset(read: _Read) -> bytes:
            return request_slips(
                RequestFacts(read.talk, read.kind_title, read.office, wanted, read.made_at)
            )

        def remember(connection: Connection) -> None:
            _keep_contact(connection, wanted.contact)

        return self._made(talk_id, "talk.request", typeset, remember)

    def sign_in(self, talk_id: TalkId) -> tuple[bytes, Changes]:
        """The 签到表 of everybody who is expected, as a PDF.

        Raises IntervieweeMissingError, MissingGlyphError, FontMissingError.
        """
        # starts faster
        from app.documents.sign_in_sheet import SignInFacts, sign_in_sheet

        def typeset(read: _Read) -> bytes:
            return sign_in_sheet(SignInFacts(read.talk, read.kind_title, read.office, read.made_at))

        return self._made(talk_id, "talk.sign_in", typeset, _nothing)

    def blank_form(self, talk_id: TalkId, pages: int) -> tuple[bytes, Changes]:
        """空白谈话记录纸 with what is known of the talk, to be written by hand, as a PDF.

        Raises IntervieweeMissingError, MissingGlyphError, FontMissingError.
        """
        # starts faster
        from app.documents.blank_form import BlankForm, blank_form

        def typeset(read: _Read) -> bytes:
            minutes = minutes_of(read.talk, read.kind, {}, read.office)
            # who will have come to a collective talk is not known before it
            unknown = "谈话对象" if read.kind.is_collective else ""
            known = [(label, value) for label, value in minutes.fields if label != unknown]
            return blank_form(
                BlankForm(
                    office=read.office,
                    made_at=read.made_at,
                    pages=pages,
                    number=read.talk.number,
                    fields=tuple(known),
                    mark=minutes.mark,
                    closing_line=minutes.closing_line,
                    has_fingerprint=minutes.has_fingerprint,
                )
            )

        return self._made(talk_id, "talk.blank_form", typeset, _nothing)

    def save(self, pdf: bytes, path: Path) -> Changes:
        """Write a paper to a file outside the vault. Raises FolderUnusableError."""
        try:
            write_safely(path, pdf)
        except OSError as error:
            raise FolderUnusableError(str(path.parent)) from error
        with self.vault.transaction() as connection:
            self.trail.write(connection, "talk.paper_copy", "", sha256(pdf).hexdigest())
        return Changes.NONE

    def _made(
        self,
        talk_id: TalkId,
        act: str,
        typeset: Callable[[_Read], bytes],
        remember: Callable[[Connection], None],
    ) -> tuple[bytes, Changes]:
        self.trail.refuse_early(act)
        with self.vault.reading() as connection:
            read = self._read(connection, talk_id)
            profile = read_profile(connection)
        if not read.talk.in_role(Role.INTERVIEWEE):
            raise IntervieweeMissingError
        with fonts_of(profile):
            pdf = typeset(read)
        with self.vault.transaction() as connection:
            remember(connection)
            self.trail.write(connection, act, talk_id, sha256(pdf).hexdigest())
        return pdf, Changes.NONE

    def _read(self, connection: Connection, talk_id: TalkId) -> _Read:
        talk = talks.get(connection, talk_id)
        return _Read(
            talk=in_local_time(talk, self.trail.clock),
            kind=kinds.of(connection, talk.kind),
            office=read_office(connection).name,
            made_at=self.trail.clock.local(self.trail.clock.now()),
        )

    def _today(self) -> date:
        return self.trail.clock.local(self.trail.clock.now()).date()


def _contact(connection: Connection) -> Contact:
    name, phone = settings.get(connection, _NAME), settings.get(connection, _PHONE)
    return Contact(name or "", phone or "")


def _keep_contact(connection: Connection, contact: Contact) -> None:
    settings.keep(connection, _NAME, contact.name.strip())
    settings.keep(connection, _PHONE, contact.phone.strip())


def _nothing(_: Connection) -> None:
    """A paper that says nothing of its own leaves nothing to remember."""
