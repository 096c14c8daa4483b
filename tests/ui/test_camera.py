"""The camera waits for what is to be seen, and says why it never came."""

from __future__ import annotations

import pytest

from app.domain.progress import Progress
from ui.camera import Camera, dark_room
from ui.main_window import MainWindow
from ui.theme import Look


def test_what_failed_on_a_lane_is_told_instead_of_waited_for(qapp, access, tmp_path):
    lanes = []

    def make(tasks, look):
        lanes.append(tasks)
        return MainWindow(access, tasks, look)

    def fail(_: Progress) -> None:
        raise ZeroDivisionError

    with dark_room(tmp_path):
        camera = Camera(make, access.preferences, tmp_path, Look())
        lanes[0].query(fail, then=print)
        with pytest.raises(ZeroDivisionError):
            camera.wait_for(lambda: False)
        camera.close()
