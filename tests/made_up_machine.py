"""A machine that is only files: what Linux would tell of its disks, for tests about sticks."""

from __future__ import annotations

from pathlib import Path

from app.domain.sticks import StickRow
from app.system.media_linux import LinuxSticks


class Machine:
    """A made-up machine: its tree of /proc, /sys, /run and /dev."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.mounts: list[str] = []
        self.write("proc/mounts", "")

    def write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")

    def disk(
        self,
        name: str,
        number: str,
        *,
        removable: bool = False,
        usb: bool = False,
        size: int = 8 << 30,
    ) -> None:
        home = f"sys/devices/pci0/{'usb1/' if usb else 'ata1/'}block/{name}"
        self.write(f"{home}/removable", "1\n" if removable else "0\n")
        self.write(f"{home}/ro", "0\n")
        self.write(f"{home}/dev", f"{number}\n")
        self.write(f"{home}/device/model", "Made-Up Disk    \n")
        self.write(f"{home}/size", f"{size // 512}\n")
        self.link(name, home)
        self.write(f"dev/{name}", "")

    def card(self, name: str, number: str, kind: str) -> None:
        """Memory on the machine's own slot: SD can be taken out, MMC is soldered in."""
        home = f"sys/devices/pci0/mmc_host/mmc0/mmc0:0001/block/{name}"
        facts = {
            "removable": "0",
            "ro": "0",
            "dev": number,
            "size": str((8 << 30) // 512),
            "device/type": kind,
            "device/serial": "0x3A5F11C2",
            "device/name": "SU08G",
        }
        for fact, text in facts.items():
            self.write(f"{home}/{fact}", f"{text}\n")
        self.link(name, home)
        self.write(f"dev/{name}", "")

    def mapped(self, name: str, number: str, part: str, alias: str) -> None:
        """What encryption shows of a part once it is opened."""
        home = f"sys/devices/virtual/block/{name}"
        self.write(f"{home}/dev", f"{number}\n")
        self.write(f"{home}/slaves/{part}/x", "")
        (self.root / "sys/class/block" / part).resolve().joinpath("holders", name).mkdir(
            parents=True
        )
        self.link(name, home)
        self.write(f"dev/{name}", "")
        (self.root / "dev/mapper").mkdir(exist_ok=True)
        (self.root / "dev/mapper" / alias).symlink_to(self.root / "dev" / name)

    def part(self, disk: str, name: str, number: str, size: int = 4 << 30) -> None:
        home = (self.root / "sys/class/block" / disk).resolve() / name
        home.mkdir(parents=True)
        (home / "partition").write_text("1\n")
        (home / "dev").write_text(f"{number}\n")
        (home / "size").write_text(f"{size // 512}\n")
        self.link(name, str(home.relative_to(self.root)))
        self.write(f"dev/{name}", "")

    def link(self, name: str, home: str) -> None:
        block = self.root / "sys/class/block"
        block.mkdir(parents=True, exist_ok=True)
        (block / name).symlink_to(self.root / home)

    def mount(self, device: str, folder: str, kind: str = "vfat", options: str = "rw") -> None:
        self.mounts.append(f"{device} {folder} {kind} {options} 0 0\n")
        self.write("proc/mounts", "".join(self.mounts))
        (self.root / folder.lstrip("/").replace("\\040", " ")).mkdir(parents=True, exist_ok=True)

    def note(self, number: str, **facts: str) -> None:
        lines = "".join(f"E:{key}={value}\n" for key, value in facts.items())
        self.write(f"run/udev/data/b{number}", f"S:disk/by-id/x\n{lines}")

    def stick(self, name: str, number: int, **facts: str) -> None:
        """A stick of one part, such as sdb and sdb1; facts are what udev noted of the device."""
        self.disk(name, f"8:{number}", removable=True, usb=True)
        self.part(name, f"{name}1", f"8:{number + 1}")
        self.note(f"8:{number}", ID_BUS="usb", **facts)

    def pull(self, name: str) -> None:
        """Pull a stick out, mounted or not."""
        block = self.root / "sys/class/block"
        for one in block.glob(f"{name}*"):
            one.unlink()
        self.mounts = [line for line in self.mounts if not line.startswith(f"/dev/{name}")]
        self.write("proc/mounts", "".join(self.mounts))

    def sticks(self) -> list[StickRow]:
        """What the product sees."""
        return LinuxSticks(self.root).plugged_in()
