"""The office's own rules of putting right: who must agree to a closing, and when one looks back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.finding_errors import (
    ChainLengthError,
    GroundsMissingError,
    LookBackDaysError,
    TitleOfPlaceMissingError,
)

LONGEST_CHAIN = 6
LONGEST_LOOK_BACK = 3650  # days
DEFAULT_LOOK_BACKS = (30, 90, 180)  # days after closing
DEFAULT_TERM = "1m"


@dataclass(frozen=True, slots=True)
class ChainPlace:
    """One place of the approval chain: who stands there, and what is done there (初审)."""

    title: str
    act_word: str


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground for calling to account (五个必追)."""

    key: str
    title: str


DEFAULT_CHAIN = (
    ChainPlace("责任单位负责人", "申请"),
    ChainPlace("监督检查室", "初审"),
    ChainPlace("分管副书记", "复核"),
    ChainPlace("书记", "批准"),
)
FIVE_GROUNDS = (
    Ground("idle", "该抓不抓、该管不管，责任没有落到人头"),
    Ground("repeated", "履责不到位，同类问题一再发生"),
    Ground("poor_mending", "整改走过场，群众不认可"),
    Ground("falling_rank", "年度评价名次下滑，且排在末位几名"),
    Ground("named_above", "被上级纪委约谈或者通报"),
)


@dataclass(frozen=True, slots=True)
class RectifyingRules:
    """The rules in force; an application to close keeps the chain it was made with.

    The first of several places is the applicant's own, signed with the application. look_back_days
    are days after the closing; none at all means that a closed finding is archived by hand. term is
    what a new deadline is reckoned by, such as 1m (app/domain/terms_of_time.py).
    """

    chain: tuple[ChainPlace, ...] = DEFAULT_CHAIN
    look_back_days: tuple[int, ...] = DEFAULT_LOOK_BACKS
    term: str = DEFAULT_TERM
    grounds: tuple[Ground, ...] = FIVE_GROUNDS

    def checked(self) -> RectifyingRules:
        """The rules without spaces around their words, the look-backs in order.

        Raises ChainLengthError, TitleOfPlaceMissingError, LookBackDaysError, GroundsMissingError.
        """
        chain = tuple(ChainPlace(p.title.strip(), p.act_word.strip()) for p in self.chain)
        if not 1 <= len(chain) <= LONGEST_CHAIN:
            raise ChainLengthError(len(chain), LONGEST_CHAIN)
        for number, place in enumerate(chain, 1):
            if not place.title or not place.act_word:
                raise TitleOfPlaceMissingError(number)
        days = tuple(sorted(self.look_back_days))
        for before, after in zip((0, *days), days, strict=False):
            if after <= before or after > LONGEST_LOOK_BACK:
                raise LookBackDaysError(after, LONGEST_LOOK_BACK)
        grounds = tuple(Ground(g.key, g.title.strip()) for g in self.grounds)
        if not grounds or not all(g.title for g in grounds):
            raise GroundsMissingError
        return replace(self, chain=chain, look_back_days=days, grounds=grounds)
