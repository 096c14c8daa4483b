"""M19–M21: making the minutes of a talk as pages: warm, from a cold process, two hundred pages."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from app.cli.measures import again, peers
from app.cli.measures.measuring import Act, Row, interleaved
from app.cli.measures.peers import Peer
from app.cli.story.script import Scene, read_script
from app.cli.story.story_clock import StoryClock, moment_on
from app.domain.ids import AnswerId, TalkId
from app.domain.kinds import SHIPPED
from app.domain.minutes import Minutes, minutes_of
from app.domain.people import Role
from app.domain.talk import Answer, Participant, Talk, TalkStatus

_DAY = date(2026, 3, 5)
_COLD = "app.cli.measures.cold_paper"
_PEERS = {"Typst": "", "WeasyPrint": "b"}  # by what their rows are told apart


def make(told: Minutes | None = None) -> bytes:
    """The minutes, those of the demo's talk unless others are given, as an unsigned PDF."""
    # to start faster: the rows of the vault need no fonts
    from app.documents.minutes import Edition, typeset
    from app.documents.sheet import written

    clock = StoryClock(moment_on(_DAY, 16))
    pages = typeset(told or minutes(), Edition(clock.local(clock.now())))
    return written(pages.pdf)


def warm(rounds: int) -> Row:
    """M19: the PDF against compressing the same bytes and nothing else."""
    content = make()
    streams, pages = _unpacked(content)
    acts: dict[str, Act] = {"ours": make, "floor": partial(_compressed, streams)}
    found = interleaved(rounds, acts)
    note = (
        f"{pages} 页，{len(content) // 1024} KB；下限是 zlib 压缩同样的 {len(streams) // 1024} KB"
    )
    return Row("M19", "三页谈话记录，已热", found["ours"], found["floor"], "ms", 4.0, note)


def cold(rounds: int) -> Iterator[Row]:
    """M20: the PDF from a new process, against each peer that is installed."""
    measure = "三页谈话记录，新进程"
    with TemporaryDirectory(prefix="tanxinbu-bench-") as folder:
        # to start faster: it loads what makes paper
        from app.cli.measures.cold_paper import as_json

        told = Path(folder) / "minutes.json"
        told.write_text(as_json(minutes()), "utf-8")
        others = installed(minutes(), Path(folder))
        ours = partial(peers.run, again.command(_COLD, str(told)))
        acts: dict[str, Act] = {"ours": ours}
        acts |= {name: peer.cold for name, peer in others.items()}
        found = interleaved(rounds, acts)
        yield from _beside("M20", measure, found, 1.0, others)


def many(rounds: int, copies: int) -> Iterator[Row]:
    """M21: one record as long as a batch of so many, warm, against each peer that is installed."""
    long = _long(copies)
    with TemporaryDirectory(prefix="tanxinbu-bench-") as folder:
        others = installed(long, Path(folder))
        acts: dict[str, Act] = {"ours": partial(make, long)}
        acts |= {name: peer.warm for name, peer in others.items()}
        found = interleaved(rounds, acts)
        for peer in others.values():
            peer.cold()  # writes the file whose pages are counted
        _, pages = _unpacked(make(long))
        yield from _beside("M21", f"{pages} 页，已热", found, 1.2, others)


def _long(copies: int) -> Minutes:
    """The record so many times over, each block with a number: no paragraph comes twice."""
    told = minutes()
    blocks = (
        replace(block, text=f"{number}．{block.text}")
        for number in range(1, copies + 1)
        for block in told.blocks
    )
    return replace(told, blocks=tuple(blocks))


def installed(told: Minutes, folder: Path) -> dict[str, Peer]:
    """The peers that are here, by the names of their rows, about to set these minutes."""
    named = zip(_PEERS, peers.EVERY, strict=True)
    return {name: peer for name, find in named if (peer := find(told, folder)) is not None}


def _beside(
    row: str, measure: str, found: dict[str, float], goal: float, others: dict[str, Peer]
) -> Iterator[Row]:
    """A row for each peer; one without a floor for each that is not installed."""
    for name, letter in _PEERS.items():
        peer = others.get(name)
        if peer is None:
            note = f"这台机器没有安装 {name}"
            yield Row(row + letter, measure, found["ours"], None, "ms", goal, note)
            continue
        pages = _unpacked(peer.written.read_bytes())[1]
        note = f"下限是 {peer.name}，同样的文字和字体，排成 {pages} 页，没有表头、页脚和二维码"
        yield Row(row + letter, measure, found["ours"], found[name], "ms", goal, note)


def minutes() -> Minutes:
    """The minutes of the demo's talk, without any vault."""
    scene = read_script(_DAY).talk
    clock = StoryClock(moment_on(_DAY, 14, 30))
    began = clock.local(clock.now())
    talk = Talk(
        id=TalkId("1"),
        number="2026-0012",
        kind=scene.kind,
        subject=scene.subject,
        planned_at=began,
        place=scene.place,
        status=TalkStatus.TO_CONFIRM,
        participants=_people(scene),
        answers=tuple(
            Answer(AnswerId(str(n)), n, line.area or line.prompt[:1], line.question, text=line.text)
            for n, line in enumerate(scene.lines, 1)
        ),
        began_at=began,
        ended_at=began + timedelta(minutes=scene.minutes_long),
        summary=scene.closing[0],
        requirement=scene.closing[1],
        statement=scene.closing[2],
    )
    return minutes_of(talk, SHIPPED.of(talk.kind), {}, "示例县纪委监委")


def _people(scene: Scene) -> tuple[Participant, ...]:
    named = (
        (Role.INTERVIEWEE, scene.interviewees),
        (Role.INTERVIEWER, (scene.interviewer,)),
        (Role.RECORDER, (scene.recorder,)),
    )
    return tuple(
        Participant(role, name, "示例镇", "党委书记") for role, names in named for name in names
    )


def _unpacked(content: bytes) -> tuple[bytes, int]:
    """All streams of the PDF as they are before compression, and the number of pages."""
    # to start faster
    import pikepdf

    with pikepdf.open(BytesIO(content)) as pdf:
        parts = [o.read_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream)]
        return b"".join(parts), len(pdf.pages)


def _compressed(streams: bytes) -> bytes:
    return zlib.compress(streams)
