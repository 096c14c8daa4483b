"""What every step of the editor works with: the services, the lanes and the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.domain.holders import HolderRole, may
from app.services.amending import Amending
from app.services.application import Application
from app.services.attaching import Attaching
from app.services.checking import Checking
from app.services.copies import Copies
from app.services.hand_signing import HandSigning
from app.services.kinds import Kinds
from app.services.minutes import MinutesPapers
from app.services.notes import Notes
from app.services.outlines import Outlines
from app.services.people import People
from app.services.plans import Plans
from app.services.portraits import Portraits
from app.services.prompts import Prompts
from app.services.rectifying import Rectifying
from app.services.recusals import Recusals
from app.services.settings import Settings
from app.services.signers import Signers
from app.services.talk_papers import TalkPapers
from app.services.talks import Talks
from app.services.workdays import WorkdayTable
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Desk:
    """The services a talk needs; now gives aware UTC, local the machine's own time of it.

    owner is the name of the slot owner: who leads a talk unless somebody else is named, or keeps
    its record when that is the role.
    """

    tasks: Tasks
    talks: Talks
    people: People
    prompts: Prompts
    minutes: MinutesPapers
    checking: Checking
    amending: Amending
    attaching: Attaching
    kinds: Kinds
    portraits: Portraits
    outlines: Outlines
    notes: Notes
    talk_papers: TalkPapers
    plans: Plans
    recusals: Recusals
    copies: Copies
    settings: Settings
    signers: Signers
    hand_signing: HandSigning
    workdays: WorkdayTable
    rectifying: Rectifying
    now: Callable[[], datetime]
    local: Callable[[datetime], datetime]
    owner: str = ""
    role: HolderRole = HolderRole.ADMINISTRATOR

    def may(self, act: str) -> bool:
        """Whether who sits here may do what the trail calls by this verb."""
        return may(self.role, act)


def desk_of(application: Application, tasks: Tasks) -> Desk:
    """The desk in an unlocked vault."""
    trail = application.talks.trail
    return Desk(
        tasks=tasks,
        talks=application.talks,
        people=application.people,
        prompts=application.prompts,
        minutes=application.minutes,
        checking=application.checking,
        amending=application.amending,
        attaching=application.attaching,
        kinds=application.kinds,
        portraits=application.portraits,
        outlines=application.outlines,
        notes=application.notes,
        talk_papers=application.talk_papers,
        plans=application.plans,
        recusals=application.recusals,
        settings=application.settings,
        signers=application.signers,
        hand_signing=application.hand_signing,
        copies=application.copies,
        workdays=application.workdays,
        rectifying=application.rectifying,
        now=trail.clock.now,
        local=trail.clock.local,
        owner=trail.who,
        role=application.session.holder.role,
    )
