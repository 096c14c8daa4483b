"""A package on its way beside the work: nobody waits for it, and it is stopped wherever it is."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.domain.errors import StickMissingError
from app.domain.handover import Order, Place
from app.domain.ids import TalkId
from app.domain.package import PackageLevel, PackageState
from tests.services.handing_over import written_by
from tests.ui.handover.conftest import LONG
from tests.ui.office import Office
from ui.handover.write_run import PACKING, READING_BACK, WRITING, WriteRun
from ui.tasks import Lane, Tasks


@pytest.fixture
def lanes(office: Office) -> Iterator[Tasks]:
    """The vault's lane of the office, and lanes beside it that have threads of their own."""
    work, beside = Lane(), Lane()
    yield Tasks(office.lane, work, beside)
    assert work.finish()
    assert beside.finish()


@pytest.fixture
def run(office: Office, lanes: Tasks, trusted: None) -> WriteRun:
    return WriteRun(lanes, office.application.handover)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def order(sealed: Callable[[int], TalkId]) -> Order:
    return Order((sealed(1), sealed(2)), PackageLevel.FULL, "上级调阅")


class Held:
    """A stick that waits amid its first file until it is let go on."""

    def __init__(self) -> None:
        self.is_reached, self.may_go_on = threading.Event(), threading.Event()

    def __call__(self, path: Path) -> io.FileIO:
        self.is_reached.set()
        self.may_go_on.wait(20)
        return io.FileIO(path, "xb")


def packages(office: Office) -> list[tuple[int, PackageState]]:
    rows = office.lane.do(office.application.handover.packages)
    return [(row.number, row.state) for row in rows]


def test_it_is_packed_written_and_read_back(
    qtbot, office: Office, run: WriteRun, stick: Path, order: Order
):
    steps: list[tuple[str, int, int]] = []
    run.stepped.connect(lambda *step: steps.append(step))
    with qtbot.waitSignal(run.written, timeout=LONG) as ended:
        run.begin(order, Place(stick))
        assert run.is_running
        run.begin(order, Place(stick))
    (written,) = ended.args
    assert written.verified
    assert not run.is_running
    assert list(dict.fromkeys(phase for phase, _, _ in steps)) == [PACKING, WRITING, READING_BACK]
    assert (PACKING, 2, 2) in steps
    size = sum(file.size for file in written.files)
    assert steps[-1][1] == steps[-1][2] == size // 1024 * 1024
    assert packages(office) == [(1, PackageState.WRITTEN)]
    with qtbot.waitSignal(run.written, timeout=LONG) as again:
        run.again(1, Place(stick))
    assert again.args[0].bag_root == written.bag_root


def test_the_vault_answers_others_while_the_stick_is_waited_for(
    qtbot, office: Office, lanes: Tasks, run: WriteRun, stick: Path, order: Order
):
    held = Held()
    with written_by(held):
        run.begin(order, Place(stick))
        qtbot.waitUntil(held.is_reached.is_set, timeout=LONG)
        answers: list[object] = []
        lanes.query(lambda progress: office.application.handover.packages(), then=answers.append)
        qtbot.waitUntil(lambda: bool(answers), timeout=LONG)
        assert run.is_running
        with qtbot.waitSignal(run.written, timeout=LONG):
            held.may_go_on.set()


def test_it_is_stopped_amid_the_writing_and_goes_on_with_its_number(
    qtbot, office: Office, run: WriteRun, stick: Path, order: Order
):
    held = Held()
    with written_by(held), qtbot.waitSignal(run.stopped, timeout=LONG):
        run.begin(order, Place(stick))
        qtbot.waitUntil(held.is_reached.is_set, timeout=LONG)
        run.cancel()
        held.may_go_on.set()
    assert not run.is_running
    assert list(stick.iterdir()) == []
    assert packages(office) == [(1, PackageState.RESERVED)]
    with qtbot.waitSignal(run.written, timeout=LONG) as ended:
        run.begin(order, Place(stick))
    assert ended.args[0].number == 1


def test_a_vault_that_is_locked_meanwhile_ends_it_and_leaves_nothing(
    qtbot, office: Office, lanes: Tasks, run: WriteRun, stick: Path, order: Order
):
    held = Held()
    with written_by(held), qtbot.waitSignal(run.stopped, timeout=LONG):
        run.begin(order, Place(stick))
        qtbot.waitUntil(held.is_reached.is_set, timeout=LONG)
        run.cancel()
        office.lane.do(office.application.lock)
        held.may_go_on.set()
    assert list(stick.iterdir()) == []


def test_a_stick_that_is_not_there_is_refused_before_a_number_is_taken(
    qtbot, office: Office, run: WriteRun, tmp_path: Path, order: Order
):
    with qtbot.waitSignal(run.refused, timeout=LONG) as ended:
        run.begin(order, Place(tmp_path / "nowhere"))
    assert isinstance(ended.args[0], StickMissingError)
    assert not run.is_running
    assert packages(office) == []
