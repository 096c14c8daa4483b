"""What an entry of the trail says was done, in the words of the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.domain.audit import AuditEntry
from app.domain.calendar import written_time

ACTS = {
    "vault.create": "建立保险库",
    "vault.unlock": "解锁",
    "vault.lock": "锁定",
    "vault.wrong_passphrase": "此前有人输错口令",
    "vault.behind": "保险库比上次用的旧",
    "vault.note_missing": "保险库旁的记号不见了",
    "vault.rescue": "从受损的保险库抢救",
    "vault.restore": "从备份恢复",
    "vault.migrate": "升级数据格式",
    "backup.make": "备份",
    "backup.plan": "改动备份安排",
    "backup.rehearse": "演练恢复",
    "health.check": "检查保险库",
    "vault.note_forged": "保险库旁的记号被改动过",
    "keys.make": "生成本单位的密钥",
    "key.export": "导出本单位移交密钥",
    "keys.mend": "补回密钥文件的副本",
    "keys.newer": "密钥文件比保险库记下的新",
    "keys.rolled_back": "密钥文件被换成较早的一份，已改回",
    "holder.add": "添加持有人",
    "holder.remove": "取消持有人",
    "holder.change_role": "修改持有人职务",
    "recovery.make": "启用新恢复单",
    "recovery.drill": "核对恢复单",
    "recovery.use": "用恢复单打开",
    "device.bind": "启用本机密钥",
    "device.release": "停用本机密钥",
    "keys.rotate": "更换数据密钥",
    "certificate.make": "生成单位证书",
    "passphrase.change": "更换口令",
    "office.keep": "修改单位设置",
    "signature.usual": "选定惯用的电子签名",
    "office.fonts": "选用公文字体",
    "unit.add": "登记单位",
    "unit.change": "修改单位",
    "person.add": "录入人员",
    "person.change": "修改人员",
    "post.add": "登记任职",
    "post.change": "修改任职",
    "roster.take": "导入名册",
    "prompt_set.add": "收入提问集",
    "prompt_set.draft": "编写提问集草稿",
    "prompt_set.drop_draft": "放弃提问集草稿",
    "prompt_set.retire": "停用提问集",
    "prompt_set.export": "导出提问集",
    "plan.build": "做年度计划",
    "plan.change": "修改年度计划",
    "plan.drop": "注明计划不谈",
    "plan.take_up": "恢复计划",
    "plan.arrange": "按计划安排谈话",
    "plan.print": "制作年度计划表",
    "plan.export": "存出年度计划表格",
    "recusal.add": "登记回避",
    "recusal.remove": "取消回避",
    "fact.add": "登记情况",
    "fact.change": "修改情况",
    "fact.remove": "删去情况",
    "fact.figure": "登记单位数据",
    "fact.figure_remove": "删去单位数据",
    "portrait.keep": "修改画像",
    "portrait.print": "制作画像",
    "note.keep": "记私记",
    "talk.outline": "制作提纲",
    "talk.notice": "制作谈话通知书",
    "talk.request": "制作调阅情况函",
    "talk.sign_in": "制作签到表",
    "talk.paper_copy": "另存会前文书",
    "kind.add": "添加谈话类型",
    "kind.change": "修改谈话类型",
    "kind.retire": "停用谈话类型",
    "kind.restore": "恢复谈话类型",
    "kind.move": "调整谈话类型的次序",
    "kind.count": "改动第一种形态的统计口径",
    "tag.add": "添加问题标签",
    "tag.change": "修改问题标签",
    "tag.retire": "停用问题标签",
    "tag.restore": "恢复问题标签",
    "tag.move": "调整问题标签的次序",
    "letter.add": "登记谈话函询",
    "letter.change": "修改谈话函询登记",
    "talk.plan": "安排谈话",
    "talk.change_plan": "修改安排",
    "talk.reschedule": "改期",
    "talk.cancel": "取消谈话",
    "talk.prepare": "准备谈话",
    "talk.begin": "开始谈话",
    "talk.answer": "记录答复",
    "talk.ask": "临时提问",
    "talk.skip": "跳过提问",
    "talk.attend": "登记到场",
    "talk.first_form": "注明第一种形态",
    "talk.make_up": "安排补谈",
    "talk.closing": "记录小结",
    "talk.pause": "休息",
    "talk.resume": "继续谈话",
    "talk.interrupt": "记下中断",
    "talk.minutes": "安排用时",
    "talk.end": "结束谈话",
    "talk.correct": "核对更正",
    "check.pass": "说明理由，放过一处提醒",
    "check.recall": "收回放过的提醒",
    "amendment.add": "另作补正记录",
    "amendment.copy": "另存补正记录",
    "talk.refusal": "注明拒签",
    "talk.seal": "封存谈话",
    "finding.add": "记为问题",
    "finding.change": "修改问题",
    "minutes.confirm": "核对完毕，生成谈话记录",
    "minutes.sign": "签名谈话记录",
    "minutes.scan": "收入签字扫描件",
    "scan.attach": "收入签字扫描件",
    "attachment.add": "附上附件",
    "attachment.rename": "改附件的名称",
    "attachment.remove": "移除附件",
    "attachment.copy": "另存附件",
    "minutes.copy": "另存谈话记录",
    "copy.take": "领取份号",
    "copy.name": "登记复制件的领用人和用途",
    "copy.return": "登记复制件退回",
    "copy.destroy": "登记复制件销毁",
    "export.year": "开始批量导出一年的谈话记录",
    "export.finish": "批量导出完成",
    "package.receive": "接收移交包",
    "package.refuse": "不收移交包",
    "package.reserve": "预留移交编号",
    "package.write": "写移交包",
    "receipt.take": "登记回执",
    "office.trust": "登记移交单位",
    "registry.trust": "登记接收单位",
    "screen.allow": "允许截屏一会儿",
    "audit.check": "核对全部留痕",
    "audit.print": "打印留痕摘要单",
    "clock.back": "电脑时间倒回去过",
    "clock.ahead": "电脑时间一下跳过了一年以上",
    "demo.people": "编造演示人员",
    "demo.talks": "编造演示谈话",
}


def act_text(what: str) -> str:
    """What was done; an act of another version as it is written."""
    return ACTS.get(what, what)


# What the list can be narrowed to: the first halves of acts that belong together.
KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("解锁、锁定和时间", ("vault", "clock")),
    ("口令、密钥和恢复单", ("passphrase", "keys", "key", "holder", "recovery", "device", "role")),
    ("备份、检查和抢救", ("backup", "health")),
    ("谈话", ("talk", "check", "amendment", "portrait", "note", "plan", "recusal")),
    ("问题和整改", ("finding",)),
    ("谈话记录和附件", ("minutes", "scan", "attachment")),
    ("人员、单位和名册", ("person", "unit", "post", "roster", "fact")),
    ("移交、批量导出和回执", ("package", "export", "receipt", "registry")),
    (
        "设置、证书和提问集",
        ("office", "certificate", "prompt_set", "kind", "tag", "letter", "screen"),
    ),
    ("留痕本身", ("audit",)),
    ("演示", ("demo",)),
)


def entry_text(entry: AuditEntry, local: Callable[[datetime], datetime]) -> str:
    """What was done, with the number or time that belongs to it."""
    said, detail = act_text(entry.what), _DETAILS.get(entry.what)
    more = detail(entry.which, local) if detail and entry.which else ""
    return f"{said}（{more}）" if more else said


def _moment(which: str, local: Callable[[datetime], datetime]) -> str:
    return f"上一条记于{written_time(local(datetime.fromisoformat(which)))}"


_DETAILS: dict[str, Callable[[str, Callable[[datetime], datetime]], str]] = {
    "vault.wrong_passphrase": lambda which, _: f"{which} 次",
    "vault.behind": lambda which, _: f"记号记到第 {int(which):,} 条",
    "audit.check": lambda which, _: f"{int(which):,} 条，完整",
    "clock.back": _moment,
    "clock.ahead": _moment,
}
