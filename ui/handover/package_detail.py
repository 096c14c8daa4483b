"""One package beside the list: what is in it, which writings of it there are, and the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from app.domain.calendar import written_time
from app.domain.handover import CopyRow, PackageRow
from app.domain.package import PackageState
from ui.sizes import size_text
from ui.terms import PACKAGE_LEVEL
from ui.widgets.surfaces import Card, Place, column, facts, scrolled
from ui.widgets.words import label

_DIGITS = 8
Local = Callable[[datetime], datetime]


class PackageDetail(Card):
    """Says nothing until a package is chosen."""

    def __init__(self, local: Local) -> None:
        super().__init__("这个移交包")
        self._local = local
        self._place = Place()
        inside = QWidget()
        lines = column(self._place)
        lines.addStretch(1)
        inside.setLayout(lines)
        self._area = scrolled(inside, "这个移交包")
        self.add(self._area)
        self.body.setStretchFactor(self._area, 1)
        self.show_nothing()

    def show_nothing(self) -> None:
        """No package is chosen."""
        self.title.setText("这个移交包")
        self._place.put(label("在左边选一个移交包，这里看它写到了哪个盘。", tone="quiet"))

    def show_package(self, package: PackageRow, copies: list[CopyRow]) -> None:
        """Show this package and its writings."""
        self.title.setText(f"第 {package.number} 号移交包")
        pairs = [
            ("编号", package.id),
            ("内容", f"{PACKAGE_LEVEL[package.level]}，{package.talks} 场谈话"),
            ("移交给", package.registry_name),
            ("内容根", f"{package.bag_root[:_DIGITS]}…"),
        ]
        if package.state is PackageState.RECEIVED and package.received_at:
            pairs.append(("回执", f"登记处 {self._time(package.received_at)} 接收"))
        for number, copy in enumerate(copies, 1):
            pairs += self._copy(number, copy)
        if not copies:
            pairs.append(("写入", "还没有写到 U 盘"))
        self._place.put(facts(pairs))

    def _copy(self, number: int, copy: CopyRow) -> list[tuple[str, str]]:
        if copy.verified_at is None:
            return [(f"第 {number} 份", f"{self._time(copy.begun_at)} 开始，没有写完，不能用")]
        said = [f"{self._time(copy.verified_at)} 读回核对无误"]
        if copy.stick_label:
            said.append(f"U 盘“{copy.stick_label}”，保管人 {copy.custodian}")
        elif copy.folder:
            said.append(f"文件夹 {copy.folder}")
        if copy.volumes:
            size = size_text(sum(volume.size for volume in copy.volumes))
            said.append(f"{len(copy.volumes)} 卷，{size}")
        said.append("已弹出" if copy.ejected_at else "没有记到弹出")
        return [(f"第 {number} 份", "\n".join(said)), ("索引", f"{copy.index_digest[:_DIGITS]}…")]

    def _time(self, moment: datetime) -> str:
        return written_time(self._local(moment))
