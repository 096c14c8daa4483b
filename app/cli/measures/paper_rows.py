"""M19 and M20: making the minutes of a talk as pages, warm and from a cold process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zlib
from datetime import date, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from app.cli.measures.measuring import Act, Row, interleaved
from app.cli.story.script import Scene, read_script
from app.cli.story.story_clock import StoryClock, moment_on
from app.domain.ids import AnswerId, TalkId
from app.domain.kinds import SHIPPED
from app.domain.minutes import Block, BlockKind, Minutes, minutes_of
from app.domain.people import Role
from app.domain.talk import Answer, Participant, Talk, TalkStatus
from app.system.paths import resources_folder

_DAY = date(2026, 3, 5)
_COLD = "from app.cli.measures.paper_rows import make; make()"
_ROOT = Path(__file__).parents[3]
_SAME_TEXT = '#set page(paper: "a4")\n#set text(font: "Noto Serif SC", size: 16pt, lang: "zh")\n'


def make() -> bytes:
    """The minutes of the demo's talk as an unsigned PDF."""
    # to start faster: the rows of the vault need no fonts
    from app.documents.minutes import Edition, typeset
    from app.documents.sheet import written

    clock = StoryClock(moment_on(_DAY, 16))
    pages = typeset(minutes(), Edition(clock.local(clock.now())))
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


def cold(rounds: int) -> Row:
    """M20: the PDF from a new process, against Typst where it is installed."""
    ours = partial(_run, [sys.executable, "-c", _COLD])
    peer = shutil.which("typst")
    measure = "三页谈话记录，新进程"
    if peer is None:
        found = interleaved(rounds, {"ours": ours})
        return Row("M20", measure, found["ours"], None, "ms", 1.0, "这台机器没有安装 Typst")
    with TemporaryDirectory(prefix="tanxinbu-bench-") as folder:
        source = Path(folder) / "minutes.typ"
        source.write_text(_typst(minutes()), "utf-8")
        fonts = str(resources_folder() / "fonts")
        typst = partial(_run, [peer, "compile", "--font-path", fonts, str(source)])
        found = interleaved(rounds, {"ours": ours, "floor": typst})
    return Row(
        "M20", measure, found["ours"], found["floor"], "ms", 1.0, "下限是 Typst，同样文字和字体"
    )


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


def _run(command: list[str]) -> None:
    # an installed program has its bytecode beside it
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(  # noqa: S603 — this interpreter, or Typst where the user installed it
        command, cwd=_ROOT, env=environment, check=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _typst(told: Minutes) -> str:
    """The same text for Typst, every paragraph as a string so that nothing in it is markup."""
    texts = [told.title, told.office, *(f"{label}　{value}" for label, value in told.fields)]
    texts += [_said(block) for block in told.blocks]
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return _SAME_TEXT + "\n\n".join(f'#par(first-line-indent: 2em)[#"{text}"]' for text in quoted)


def _said(block: Block) -> str:
    marks = {BlockKind.QUESTION: "问：", BlockKind.REPLY: "答："}
    return marks.get(block.kind, "") + block.text
