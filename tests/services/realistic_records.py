"""Records as an office writes them, clean but for what is planted: made up, seeded, many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from app.domain.ids import AnswerId, PersonId, PostId, TalkId, UnitId
from app.domain.people import Person, Post, Role, Unit, UnitKind
from app.domain.record_text import SPOKEN_FIELDS, passages_of
from app.domain.talk import Answer, Participant, Talk, TalkStatus
from app.services import made_up
from app.store import people, talks
from app.store.connection import Connection
from app.system.ids import new_id

SAID = (
    "今年以来班子集中学了{n}次，{m}月{d}日那一次由{colleague}同志领学，学完定了{k}条办法。",
    "{m}月{d}日到{other}对接，{leader}局长当面答应月底前给回复，台账已经补齐。",
    "上会的有{n}件，最大一笔{a}.{k}万元，{m}月上的会；补记录的有{k}件，是应急支出。",
    "我同{colleague}、{colleague2}各谈了一次，谈话记录在案，提醒两人把公务接待的清单补全。",
    "群众反映最多的是宅基地审批，共{n}件，办结{k}件，还有{k}户没有答复到位。",
    "风险最大的是工程变更签证，现在两人到场、拍照存档，最近一次检查是{m}月{d}日。",
    "去年接待费{a}.{k}万元，比前年少{k}.2万元；公车费{k}万元，同前年持平。",
    "{other}的做法我们学过，请{leader}同志来讲过一课，回来照着定了自己的清单。",
    "张贴公示以后有{k}户提出意见，逐户上门说明，{m}月底前全部签字。",
    "黎明前后下的雨，{m}月{d}日塌了一段路，当天夜里组织{n}人抢通，没有伤人。",
    "建立明确的责任清单，提高建设质量，于{m}月{d}日报县里备案。",
    "班子成员{k}人，同部门负责人谈话{n}次，最少的一位只谈了1次，我已经提醒他补上。",
    "三是对{colleague}的问题抹不开面子，该红脸的时候没有红脸，这一条我负主要责任。",
    "由项目站牵头，会同财政所、村委会逐项核对，{n}笔里有{k}笔凭证不全，{m}月补齐。",
    "关于巡察反馈的{n}条，已销号{k}条，剩下的主要卡在权属不清，正在请{other}出具意见。",
    "值班由班子成员带班，三班轮换；我{m}月{d}日夜里去看过一次，少到1人，当场补的岗。",
    "干部职工里有{k}人兼职没有报备，{m}月{d}日起一周内自查，全部退出，写了说明。",
    "“三公”经费每季度公开一次，{m}月这一次晚了{k}天，是经办的{colleague}休假没有交接。",
)
SUMMED = (
    "{who}同志讲了{k}个问题，数字清楚，也敢认账；差距在应急支出先付款、后补会议记录。",
    "今天谈了{k}个方面，{who}同志态度端正，对指出的问题都认。主要差距是日常提醒偏少。",
)
REQUIRED = (
    "一、{m}月{d}日前修订议事决策规则；二、月底前同每名班子成员单独谈一次，留下记录。",
    "{m}月底前把{k}户没有答复到位的逐户上门答复，请{other}配合出具意见，结果书面报来。",
)
STATED = ("指出的问题我都接受，主要责任在我，按时整改，办完一项报一项。", "我接受，马上改。")


@dataclass(frozen=True)
class County:
    """Who there is: the heads with their posts, and our own people."""

    heads: tuple[Participant, ...]
    ours: tuple[Participant, ...]
    dice: Random


def make_county(connection: Connection, seed: int, count: int = 40) -> County:
    """Enter the heads of so many units into the register."""
    dice = Random(seed)
    names = made_up.names(dice)
    towns, offices = made_up.towns()[: count // 2], made_up.offices()[: count // 2]
    heads = [_head(connection, next(names), t, UnitKind.TOWNSHIP, "党委书记") for t in towns]
    heads += [_head(connection, next(names), o, UnitKind.DEPARTMENT, "局长") for o in offices]
    ours = tuple(
        Participant(role, next(names), "县纪委监委", "干部")
        for role in (Role.INTERVIEWER, Role.RECORDER)
    )
    return County(tuple(heads), ours, dice)


def make_record(county: County, number: int, at: datetime, connection: Connection) -> Talk:
    """A clean record with one of the heads, kept as one that is being read."""
    dice = county.dice
    who = dice.choice(county.heads)
    words = {"who": who.name, **_words(county, who)}
    texts = dice.sample(SAID, 7)
    answers = tuple(
        Answer(AnswerId(new_id()), n, "a1", f"第{n}件事是怎样办的？", text=_told(t, county, who))
        for n, t in enumerate(texts, 1)
    )
    talk = Talk(
        id=TalkId(new_id()),
        number=f"2026-{number:04}",
        kind="supervision",
        subject="年度监督谈话",
        planned_at=at,
        place=f"第{number}谈话室",
        status=TalkStatus.TO_CONFIRM,
        participants=(who, *county.ours),
        answers=answers,
        began_at=at,
        ended_at=at + timedelta(minutes=dice.randrange(30, 110)),
        summary=dice.choice(SUMMED).format(**words),
        requirement=dice.choice(REQUIRED).format(**words),
        statement=dice.choice(STATED),
    )
    talks.add(connection, talk)
    return talk


def spoken_words(talk: Talk) -> int:
    """How many characters were written down."""
    return sum(len(p.text) for p in passages_of(talk) if p.field in SPOKEN_FIELDS)


def _told(text: str, county: County, who: Participant) -> str:
    return text.format(who=who.name, **_words(county, who))


def _words(county: County, who: Participant) -> dict[str, object]:
    dice = county.dice
    other = dice.choice([head for head in county.heads if head.unit_name != who.unit_name])
    guests = made_up.names(dice)
    return {
        "n": dice.randrange(5, 40),
        "k": dice.randrange(2, 10),
        "a": dice.randrange(3, 300),
        "m": dice.randrange(1, 13),
        "d": dice.randrange(1, 29),
        "other": other.unit_name,
        "leader": other.name,
        "colleague": next(guests),
        "colleague2": next(guests),
    }


def _head(
    connection: Connection, name: str, unit_name: str, kind: UnitKind, title: str
) -> Participant:
    unit = Unit(UnitId(new_id()), unit_name, kind)
    person = Person(PersonId(new_id()), name)
    people.add_unit(connection, unit)
    people.add_person(connection, person)
    people.add_post(
        connection, Post(PostId(new_id()), person.id, unit.id, title, is_principal=True)
    )
    return Participant(Role.INTERVIEWEE, name, unit_name, title, person.id, unit.id)
