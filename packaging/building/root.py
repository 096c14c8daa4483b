"""An old Debian in a folder: what is built there runs on it and on all that came later.

Needs root and debootstrap. The packages come from whatever mirror this machine's apt is set to.
"""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from building.places import BuildError, call, say

_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_PROC = 'mount -t proc proc "$1/proc"; mount --rbind /dev "$1/dev"; mount -t tmpfs t "$1/dev/shm"'


@dataclass(frozen=True, slots=True)
class Errand:
    """What is done inside: the words, the folders lent for it, the environment; without network
    unless it is asked for."""

    words: Sequence[str]
    lent: Mapping[Path, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    has_network: bool = False


@dataclass(frozen=True, slots=True)
class Root:
    """A Debian of one suite in a folder."""

    folder: Path
    suite: str

    def prepare(self, packages: Sequence[str]) -> None:
        """Make it if it is not there, and install what is missing in it. Raises BuildError."""
        if os.geteuid() != 0:
            raise BuildError("root is needed: the build works inside a Debian of its own (chroot)")
        if not (self.folder / "etc/debian_version").is_file():
            say(f"· debootstrap {self.suite} ({self.folder})")
            words = ["debootstrap", "--variant=minbase", self.suite, self.folder, mirror()]
            call(words, self.folder.with_suffix(".log"))
        lacking = [name for name in packages if not self._has(name)]
        if lacking:
            say(f"· {self.suite}: {' '.join(lacking)}")
            install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *lacking]
            for words in (["apt-get", "-q", "update"], install):
                quiet = {"DEBIAN_FRONTEND": "noninteractive"}
                self.run(Errand(words, environment=quiet, has_network=True))

    def run(self, errand: Errand, log: Path | None = None) -> None:
        """Do it inside, in mounts of its own that end with it. Raises BuildError."""
        call(self.command(errand), log)

    def command(self, errand: Errand) -> list[str]:
        """The command line that does it inside."""
        script = ["set -e", _PROC]
        for place, inside in errand.lent.items():
            target = f'"$1"{shlex.quote(inside)}'
            script += [f"mkdir -p {target}", f"mount --bind {shlex.quote(str(place))} {target}"]
        known = {"PATH": _PATH, "HOME": "/root", "LC_ALL": "C.UTF-8", **errand.environment}
        told = [f"{name}={value}" for name, value in known.items()]
        script.append('root=$1; shift; exec chroot "$root" /usr/bin/env -i "$@"')
        apart = ["unshare", "--mount", *([] if errand.has_network else ["--net"])]
        inner = [*apart, "sh", "-c", "\n".join(script), "sh", str(self.folder)]
        return [*inner, *told, *errand.words]

    def _has(self, package: str) -> bool:
        known = self.folder / "var/lib/dpkg/info"
        return any(known.glob(f"{package}.list")) or any(known.glob(f"{package}:*.list"))


def mirror() -> str:
    """Where this machine's own apt has Debian from. Raises BuildError when it has it nowhere."""
    words = ["apt-get", "indextargets", "--format", "$(LABEL)|$(COMPONENT)|$(REPO_URI)"]
    told = subprocess.run(words, capture_output=True, text=True, check=False).stdout
    for line in told.splitlines():
        label, component, place = line.split("|", 2)
        if label == "Debian" and component == "main":
            return place
    raise BuildError("apt of this machine knows no mirror of Debian: run apt-get update first")
