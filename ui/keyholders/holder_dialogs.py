"""The forms about key holders; each asks for the passphrase of who sits here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.changes import Changes
from app.domain.holders import HolderRole, KeyHolder
from app.domain.progress import Progress
from app.services.key_holders import KeyHolders, NewHolder
from ui.keyholders.desk import KeyDesk
from ui.keyholders.words import ROLE_MEANS, ROLES_ARE
from ui.new_passphrase import NewPassphrase
from ui.terms import HOLDER_ROLE
from ui.widgets.fields import Field, choice, line_edit
from ui.widgets.form_dialog import FormDialog
from ui.widgets.message import Message, Tone
from ui.widgets.passphrase_edit import PassphraseEdit
from ui.widgets.surfaces import facts
from ui.widgets.words import label, rule

Command = Callable[[Progress], Changes]
REMOVED = Message(
    "这位持有人的口令已取消。",
    "资料没有改动，做过的事都在留痕里。",
    "经手过备份或电脑的，请更换数据密钥，并收回旧备份。",
    Tone.NOTE,
)
_ROLES = [(HOLDER_ROLE[role], role) for role in HolderRole]


class OwnForm(FormDialog):
    """A form that ends with the passphrase of who sits here; busy while it is being done."""

    def __init__(self, parent: QWidget, title: str, way_on: str, lines: float) -> None:
        super().__init__(parent, title, way_on, lines)
        self._is_busy = False
        self.own = PassphraseEdit("您自己的口令")
        self.own.changed.connect(self.check)
        self.own.entered.connect(self._send)
        self.own_field = Field("您自己的口令", self.own, "确认坐在这里的是您")

    def is_filled(self) -> bool:
        """Whether everything above the own passphrase can be right."""
        return True

    def is_ready(self) -> bool:
        return bool(self.own.text()) and not self._is_busy and self.is_filled()

    def set_busy(self, is_busy: bool) -> None:
        """Hold the button back while it is being done."""
        self._is_busy = is_busy
        self.check()

    def _send(self) -> None:
        if self.is_ready():
            self.sent.emit()


class RoleField(Field):
    """Which role, and in a sentence what it means."""

    def __init__(self, chosen: HolderRole) -> None:
        self.list = choice("职务", list(_ROLES), chosen)
        super().__init__("职务", self.list, ROLE_MEANS[chosen])
        self.list.currentIndexChanged.connect(self._explain)

    def role(self) -> HolderRole:
        """The role that was chosen."""
        return HolderRole(self.list.currentData())

    def _explain(self, _: int) -> None:
        self.set_hint(ROLE_MEANS[self.role()])


class AddHolderDialog(OwnForm):
    """Name, role, the passphrase the newcomer chooses, and one's own."""

    def __init__(self, parent: QWidget, desk: KeyDesk) -> None:
        super().__init__(parent, "添加持有人", "添加", lines=27)
        self.own_field.set_hint("")
        self.name = line_edit("姓名")
        self.role = RoleField(HolderRole.RECORDER)
        self.new = NewPassphrase(desk.tasks, desk.access, "这位的口令")
        self.add(
            Field("姓名", self.name, is_needed=True),
            self.role,
            rule(),
            label("请这位持有人自己来输，别人不要看。", "small", "quiet"),
            self.new,
            rule(),
            self.own_field,
        )
        self.name.textChanged.connect(self.check)
        self.new.changed.connect(self.check)
        self.finish_fields(self.name)

    def is_filled(self) -> bool:
        return bool(self.name.text().strip()) and self.new.is_ready()

    def new_holder(self) -> NewHolder:
        """Who is to be added."""
        words = self.new.first.text(), self.new.second.text()
        return NewHolder(self.name.text().strip(), self.role.role(), *words)

    def command(self, holders: KeyHolders) -> Command:
        return partial(_added, holders, self.own.text(), self.new_holder())

    def said(self) -> Message:
        name, role = self.name.text().strip(), HOLDER_ROLE[self.role.role()]
        remedy = "请这位持有人抄好自己的口令，锁进自己的柜子。"
        return Message(f"已添加{name}，职务是{role}。", "资料没有改动。", remedy, Tone.NOTE)


class RemoveHolderDialog(OwnForm):
    """Who goes, and what taking the key away does and does not do."""

    def __init__(self, parent: QWidget, holder: KeyHolder) -> None:
        super().__init__(parent, "取消持有人", "取消这个口令", lines=21)
        self._slot_id = holder.slot_id
        self.cancel.setText("返回")
        self.cancel.setAccessibleName("返回，不取消")
        self.add(
            facts([("姓名", holder.name), ("职务", HOLDER_ROLE[holder.role])]),
            label("从现在起，这个口令打不开这个保险库。", "strong"),
            label(
                "但这个人如果早先拷走过保险库，或拿着旧的备份，用原来的口令仍然打得开那一份。"
                "离岗的人经手过备份或这台电脑的，请接着“更换数据密钥”，并收回旧备份。"
            ),
            label("这个人做过的事都留在操作留痕里，不会跟着取消。", tone="quiet"),
            rule(),
            self.own_field,
        )
        self.finish_fields(self.own.edit)

    def command(self, holders: KeyHolders) -> Command:
        return partial(_removed, holders, self.own.text(), self._slot_id)

    def said(self) -> Message:
        return REMOVED


class ChangeRoleDialog(OwnForm):
    """Another role for a holder."""

    def __init__(self, parent: QWidget, holder: KeyHolder) -> None:
        super().__init__(parent, "改职务", "改职务", lines=18)
        self._holder = holder
        self.role = RoleField(holder.role)
        self.role.list.currentIndexChanged.connect(lambda _: self.check())
        self.add(
            facts([("姓名", holder.name)]),
            self.role,
            label(f"下次解锁起生效。{ROLES_ARE}", "small", "quiet"),
            rule(),
            self.own_field,
        )
        self.finish_fields(self.role.list)

    def is_filled(self) -> bool:
        return self.role.role() is not self._holder.role

    def command(self, holders: KeyHolders) -> Command:
        words = self.own.text(), self._holder.slot_id
        return partial(_role_changed, holders, words, self.role.role())

    def said(self) -> Message:
        role = HOLDER_ROLE[self.role.role()]
        return Message(f"{self._holder.name}的职务改为{role}，下次解锁起生效。", tone=Tone.NOTE)


# each knows what is to be done with what stands in it, and what to say once it is done
HolderForm = AddHolderDialog | RemoveHolderDialog | ChangeRoleDialog


class DeviceDialog(OwnForm):
    """Turning the secret of this machine on or off."""

    def __init__(self, parent: QWidget, is_on: bool, store: str, has_cards: bool) -> None:
        title = "停用本机密钥" if is_on else "启用本机密钥"
        super().__init__(parent, title, title[:2], lines=20)
        if is_on:
            told = ["停用以后，您的口令在任何电脑上都能打开这个保险库的拷贝。"]
        else:
            told = [
                f"程序会在“{store}”里存一把本机密钥。以后解锁既要口令，也要这台电脑上的这把密钥。",
                "重装系统、换电脑、换系统账户，或管理员重设了您的开机密码，本机密钥就没有了："
                "那时只能用恢复单，或请另一位持有人打开。",
            ]
            if not has_cards:
                told.append("还没有做恢复单。请先做好恢复单，再启用。")
        self.add(*(label(text) for text in told), rule(), self.own_field)
        self._is_allowed = is_on or has_cards
        self.finish_fields(self.own.edit)

    def is_filled(self) -> bool:
        return self._is_allowed


def _added(holders: KeyHolders, own: str, new: NewHolder, _: Progress) -> Changes:
    return holders.add(own, new)


def _removed(holders: KeyHolders, own: str, slot_id: str, _: Progress) -> Changes:
    return holders.remove(own, slot_id)


def _role_changed(
    holders: KeyHolders, words: tuple[str, str], role: HolderRole, _: Progress
) -> Changes:
    return holders.change_role(*words, role)
