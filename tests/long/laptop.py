"""The trial on a fresh laptop: installed from the zip, one talk in pinyin, printed, handed over.

    python -m tests.long.laptop ROOT ZIP OUT

ROOT is a Debian that tests.long.laptop_root has laid out; ZIP is what `packaging/dev.py build`
made; OUT takes the pictures and what was printed. Run as root on a machine with xdotool,
ImageMagick, fusefat and poppler's tools. The program is used by keys and by the names a screen
reader says.
"""

from __future__ import annotations

import shutil
import sys
import time
from hashlib import sha256
from pathlib import Path

from tests.long.laptop_desk import HOME, Laptop, User, run, seated, without_network

PASSPHRASE = "changjiang-dongliu-qinghe-yueliang-2026"


QUESTIONS = 17
ANSWERS = (
    ("jinnian", "xuexi", "sanci"),
    ("yijing", "zhenggai", "daowei"),
    ("qunzhong", "bijiao", "manyi"),
)


def main() -> int:
    """Go the whole way; 0 when every step came about."""
    without_network("tests.long.laptop")
    root, package, out = (Path(word).absolute() for word in sys.argv[1:4])
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    laptop = Laptop(root, out)
    leave_nothing(laptop)
    try:
        laptop.switch_on()
        program = install(laptop, package)
        told(f"installed: {laptop.inside(program, 'version')}")
        with seated(laptop, program) as user:
            first_run(user)
            enter_a_person(user)
            arrange_a_talk(user)
            hold_the_talk(user)
            print_and_seal(user)
            hand_over(user, program)
        uninstall(laptop)
        return 0
    finally:
        laptop.picture("last")
        laptop.switch_off()


def hand_over(user: User, program: str) -> None:
    """A registry is made at the terminal, its card compared, the package written to a stick."""
    laptop = user.laptop
    (laptop.home / "word").write_text(f"{PASSPHRASE}\n", "utf-8")
    desk = f"{HOME}/registry"
    make = f'"{program}" registry init --name 某市登记处 --passphrase-fd 3 {desk} 3<{HOME}/word'
    laptop.inside("sh", "-c", make)
    stick = laptop.plug_stick()
    user.press("alt+7", "ctrl+n")
    user.push("下一步")
    user.push("下一步")
    user.push("选择登记处身份文件")
    user.name_of_file(f"{desk}/identity.txt")
    user.push("已在电话里逐组核对", "check box")
    user.push("信任这个登记处")
    user.push("下一步")
    user.push("改为写到文件夹")
    user.name_of_file(stick)
    user.push("下一步")
    user.push("开始写入")
    user.see("第 1 号移交包已写好", seconds=60)
    laptop.picture("handed_over")
    written = sorted(p.name for p in (laptop.root / stick[1:]).rglob("*"))
    told(f"on the stick: {written}")


def uninstall(laptop: Laptop) -> None:
    """The program goes by its own script; the vault stays as it was."""
    vaults = sorted(path.parent for path in laptop.home.rglob("vault.db"))
    vault = next(one for one in vaults if one.name == "谈心簿")
    before = {path: digest(path) for path in sorted(vault.rglob("*")) if path.is_file()}
    scripts = [path for path in laptop.home.rglob("卸载.sh") if "下载" in str(path)]
    inside = "/" + str(scripts[0].relative_to(laptop.root))
    (laptop.pictures / "uninstall.txt").write_text(laptop.inside("sh", inside), "utf-8")
    assert not (laptop.home / ".local/bin/tanxinbu").exists()
    assert not (laptop.home / ".local/share/tanxinbu-program").exists()
    after = {path: digest(path) for path in sorted(vault.rglob("*")) if path.is_file()}
    assert after == before
    told(f"uninstalled; the vault's {len(after)} files are what they were")


def leave_nothing(laptop: Laptop) -> None:
    """Empty the user's home: nobody has used this laptop yet."""
    for path in laptop.home.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def told(line: str) -> None:
    """A line of the report, with the time it took so far."""
    print(f"{time.monotonic() - BEGAN:6.1f} s  {line}", flush=True)


BEGAN = time.monotonic()


def install(laptop: Laptop, package: Path) -> str:
    """Unpack the zip in the user's downloads and run its 安装.sh; the program's place."""
    downloads = laptop.home / "下载 文件"
    downloads.mkdir(exist_ok=True)
    if package.is_dir():  # a frozen folder, for trying this trial itself
        shutil.copytree(package, downloads / "tanxinbu", dirs_exist_ok=True)
        run("chown", "-R", "1000:1000", str(downloads))
        return f"{HOME}/下载 文件/tanxinbu/tanxinbu"
    shutil.copy(package, downloads)
    run("chown", "-R", "1000:1000", str(downloads))
    here = f"{HOME}/{downloads.name}"
    laptop.inside("unzip", "-q", "-o", f"{here}/{package.name}", "-d", here)
    (script,) = downloads.rglob("安装.sh")
    inside = "/" + str(script.relative_to(laptop.root))
    (laptop.pictures / "install.txt").write_text(laptop.inside("sh", inside), "utf-8")
    return f"{HOME}/.local/bin/tanxinbu"


def first_run(user: User) -> None:
    """Make the vault; the office's name comes in by pinyin."""
    user.see("资料放在哪里")
    user.laptop.picture("first_run")
    user.push("下一步")
    user.enter("口令")
    user.letters(PASSPHRASE)
    user.enter("再输一次口令")
    user.letters(PASSPHRASE)
    user.push("我明白", "check box")
    user.laptop.picture("passphrase")
    user.push("下一步")
    user.enter("单位名称")
    user.switch_to_pinyin()
    user.pinyin("qinghexian", "jiwei", "jianwei")
    office = user.see("单位名称", "text").text()
    told(f"the office by pinyin: {office}")
    assert is_chinese(office), office
    user.enter("书记姓名")
    user.pinyin("liming")
    user.enter("行政区划代码")
    user.letters("420322")
    user.laptop.picture("office")
    user.push("下一步")
    user.push("建立保险库")
    user.push("进入谈心簿")
    user.see("首页")
    user.laptop.picture("home")


def enter_a_person(user: User) -> None:
    """One head of a township, in pinyin."""
    user.press("alt+3")
    user.see("人员档案")
    user.press("ctrl+n")
    for field, word in (("姓名", "wangjianguo"), ("单位", "yangweizhen"), ("职务", "dangweishuji")):
        user.enter(field)
        user.pinyin(word)
    user.laptop.picture("person")
    user.push("保存")
    user.see_no_more("录入人员", "dialog")
    told("a person is entered")


def arrange_a_talk(user: User) -> None:
    """Kind and time as offered; place, matter and recorder in pinyin; the person by initials."""
    user.press("alt+2", "ctrl+n")
    user.enter("地点")
    user.pinyin("tanxintanhuashi")
    user.enter("事由")
    user.pinyin("tongxiaji", "yibashou", "tanhua")
    user.enter("谈话对象")
    user.switch_to_letters()
    user.letters("w")
    user.see("找到的人（谈话对象）", "list")
    user.press("Return")
    user.see("去掉")
    user.enter("记录人")
    user.switch_to_pinyin()
    user.pinyin("zhouxiaoyu")
    user.see("找到的人（记录人）", "list")
    user.press("Return")
    user.laptop.picture("plan")
    user.push("安排好了")
    told("a talk is arranged")


def hold_the_talk(user: User) -> None:
    """The questions are answered in pinyin one after the other; then the talk ends."""
    user.push("开始谈话")
    user.see("谈话提纲", "tree")
    user.press("alt+Down", "alt+Up")
    user.switch_to_pinyin()
    for number in range(QUESTIONS):
        user.pinyin(*ANSWERS[number % len(ANSWERS)])
        user.press("alt+Down")
    user.laptop.picture("answers")
    user.press("F10")
    time.sleep(1.5)
    user.press("Return")
    user.push("确认无误，进入签字")
    told("read over and confirmed")


def print_and_seal(user: User) -> None:
    """The minutes go to the printer; a copy stands for the scan of the signed paper."""
    user.see("打印", "push button", 60)
    user.laptop.picture("sign")
    user.press("ctrl+p")
    user.push("选打印机")
    user.see("属性", "push button")
    user.laptop.picture("print")
    user.press("alt+p")
    user.see("已送往打印机", seconds=60)
    (paper,) = user.laptop.printed()
    shutil.copy(paper, user.laptop.pictures / "printed.pdf")
    told(f"printed: {paper.stat().st_size} bytes lie in the printer's queue")
    user.push("另存一份…")
    user.push("选存放处")
    user.name_of_file(f"{HOME}/copy.pdf")
    user.laptop.wait_for((user.laptop.home / "copy.pdf").exists)
    shutil.copy(user.laptop.home / "copy.pdf", user.laptop.pictures)
    words = run("pdftotext", str(user.laptop.pictures / "copy.pdf"), "-").replace("\n", "")
    assert all(said in words for said in ("学习三次", "整改到位", "比较满意")), words
    told("the minutes say what was typed in pinyin")
    user.push("附上签字扫描件…")
    user.name_of_file(f"{HOME}/copy.pdf")
    user.push("纸面已核对", "check box")
    user.push("封存")
    user.see("去移交", "push button", 60)
    user.laptop.picture("sealed")
    told("signed, scanned and sealed")


def is_chinese(text: str) -> bool:
    """Whether there is text, all of it hanzi."""
    return bool(text) and all("\u4e00" <= character <= "\u9fff" for character in text)


def digest(path: Path) -> str:
    """What a file holds, in short."""
    return sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
