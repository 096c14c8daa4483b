"""One line on the first working day of a week: what this week wants done about findings."""

from __future__ import annotations

from app.services.overview import AfterTalks
from ui.overview.strip import Strip
from ui.page import Destination


class WeekStrip(Strip):
    """本周要办, with the way to the Monday list; gone on other days and when nothing is due."""

    def __init__(self) -> None:
        super().__init__("本周要办", "list-checks")

    def show_week(self, after: AfterTalks) -> None:
        """Say what is overdue, falls due, and is to be looked back at within seven days."""
        said = week_sentence(after)
        if said and after.is_week_beginning:
            self.say(said, "看本周", Destination("findings", act="monday"))
        else:
            self.hide()


def week_sentence(after: AfterTalks) -> str:
    """The week in one sentence; empty when there is nothing to do."""
    parts = (
        (after.overdue, f"逾期 {after.overdue} 件"),
        (after.soon, f"7 天内到期 {after.soon} 件"),
        (after.those_of_week, f"待回头看 {after.those_of_week} 件"),
    )
    said = "，".join(words for count, words in parts if count)
    return f"本周要办：{said}。" if said else ""
