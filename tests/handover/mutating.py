"""Packages changed at random in one of their layers; what is above the change is made to fit it.

files      bytes on the stick, as damage or a thief without any key would leave them
index      the outer index says something else, signed anew with the office's own key
stream     bytes inside the encryption, sealed and signed anew
bag        other files in the bag, listed, sealed and signed anew
documents  a document says something else, listed, sealed and signed anew
"""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.domain.canonical import canonical
from app.domain.errors import PackageRejectedError
from app.domain.package import PackageLevel
from tests.handover.forging import Forgery, member, resigned
from tests.handover.makers import Circle

LAYERS = ("files", "index", "stream", "bag", "documents")
ACCEPTED = "accepted"
NONSENSE: tuple[object, ...] = (
    None, True, 0, -1, 10**17, "", "x" * 5000, "0", "../../etc/passwd", "\\\\host\\share", "con",
    "=cmd|' /C calc'!A0", "\x00", "\x1b[2J", "张\u202e三", "\u2066", "2026-13-41",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-03-05T04:00:00", "age1" + "q" * 58,
    [], {}, [[[[[]]]]], {"a": {"b": {"c": 1}}}, [1] * 300, {"$ref": "file:///etc/passwd"},
)  # fmt: skip
NAMES = (
    "data/extra.txt", "data/../x", "/etc/cron.d/x", "data/talks/000009/talk.json", "data/CON",
    "data/talks/000001/minutes.pdf.exe", "data/talks/000001/minutes.pdf ", "data/talks/1/talk.json",
    "data/talks/000001/att/001.lnk", "data/talks/000001/att/../talk.json", "data/ledger.xlsm",
)  # fmt: skip


@dataclass
class Mutator:
    """Makes one changed package after another out of a seed."""

    circle: Circle
    seed: int
    dice: random.Random = field(init=False)
    _clean: dict[PackageLevel, Path] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        for level in PackageLevel:
            written = Path(self.circle.write(self.circle.pack(level=level)).folder)
            self._clean[level] = written.rename(self.circle.stick.parent / f"clean-{level.value}")

    def make(self, layer: str) -> Path:
        """A changed package on the stick."""
        level = self.dice.choice(list(PackageLevel))
        makers: dict[str, Callable[[PackageLevel], Path]] = {
            "files": self._files,
            "index": self._index,
            "stream": self._stream,
            "bag": self._bag,
            "documents": self._documents,
        }
        return makers[layer](level)

    def _fresh(self, level: PackageLevel) -> Path:
        folder = self.circle.stick / "changed"
        if folder.exists():
            shutil.rmtree(folder)
        return Path(shutil.copytree(self._clean[level], folder))

    def _forgery(self, level: PackageLevel) -> Forgery:
        return Forgery(self.circle, self.circle.pack(level=level))

    # ── the layers ───────────────────────────────────────────────────────────────────────────────

    def _files(self, level: PackageLevel) -> Path:
        folder = self._fresh(level)
        path = self.dice.choice(sorted(folder.iterdir()))
        deed = self.dice.random()
        if deed < 0.05:
            path.unlink()
        elif deed < 0.1:
            path.rename(path.with_name(path.name.replace("000001", "000002", 1)))
        else:
            good = path.read_bytes()
            # minisign itself leaves its first line untrusted
            first = good.index(b"\n") + 1 if path.suffix == ".minisig" else 0
            path.write_bytes(good[:first] + self._bytes(good[first:]))
        return folder

    def _index(self, level: PackageLevel) -> Path:
        folder = self._fresh(level)
        (path,) = folder.glob("*.json")
        said = json.loads(path.read_bytes())["content"]
        return resigned(self.circle, folder, self._other(said))

    def _stream(self, level: PackageLevel) -> Path:
        forgery = self._forgery(level)
        return forgery.seal(self._bytes(forgery.stream()))

    def _bag(self, level: PackageLevel) -> Path:
        forgery = self._forgery(level)
        payload = forgery.payload
        place = self.dice.randrange(len(payload))
        deed = self.dice.randrange(5)
        if deed == 0:
            del payload[place]
        elif deed == 1:
            payload.append((self.dice.choice(NAMES), b"x"))
        elif deed == 2:
            payload[place] = (self.dice.choice(NAMES), payload[place][1])
        elif deed == 3:
            extra = member(payload[place][0], payload[place][1])
            return forgery.seal(forgery.stream(extra))
        else:
            names = [name for name, _ in payload]
            rest = names[:place] + names[place + 1 :]
            payload[place] = (self.dice.choice(rest), payload[place][1])
        forgery.rebag()
        return forgery.seal()

    def _documents(self, level: PackageLevel) -> Path:
        forgery = self._forgery(level)
        names = [name for name, _ in forgery.payload if name.endswith(".json")]
        name = self.dice.choice(names)
        good = dict(forgery.payload)[name]
        if self.dice.random() < 0.25:
            bad = self._bytes(good)
        else:
            bad = canonical(self._other(json.loads(good))) + b"\n"
        return forgery.exchange(name, bad).seal()

    # ── the changes ──────────────────────────────────────────────────────────────────────────────

    def _bytes(self, good: bytes) -> bytes:
        """Other bytes: flipped, cut, put in, zeroed, doubled, exchanged."""
        while True:
            at, length = self.dice.randrange(len(good)), self.dice.randrange(1, 600)
            run, rest = good[at : at + length], good[at + length :]
            changed = self.dice.choice(
                (
                    good[:at] + bytes([good[at] ^ 1 << self.dice.randrange(8)]) + good[at + 1 :],
                    good[:at],
                    good[:at] + rest,
                    good[:at] + bytes(len(run)) + rest,
                    good[:at] + run + run + rest,
                    good[:at] + self.dice.randbytes(length) + rest,
                    good + self.dice.randbytes(length),
                    rest + good[:at],
                )
            )
            if changed != good:
                return changed

    def _other(self, good: dict[str, Any]) -> dict[str, Any]:
        """The same document with one value, key or item that does not belong."""
        while True:
            said = json.loads(json.dumps(good))
            self._change(said)
            if said != good or json.dumps(said) != json.dumps(good):
                return dict(said)

    def _change(self, said: dict[str, Any]) -> None:
        here, key = self._place(said)
        deed, other = self.dice.randrange(4), self.dice.choice(NONSENSE)
        if key is None or deed == 1:
            if isinstance(here, list):
                here.append(other if key is None else here[key])
            else:
                here["extra"] = other
        elif deed == 0:
            del here[key]
        else:
            here[key] = other

    def _place(self, said: dict[str, Any]) -> tuple[Any, Any]:
        """Anywhere in the document: the object or list, and a key in it or None when it is empty."""
        here: Any = said
        while True:
            keys: list[Any] = list(here) if isinstance(here, dict) else list(range(len(here)))
            if not keys:
                return here, None
            key = self.dice.choice(keys)
            below = here[key]
            if not isinstance(below, (dict, list)) or self.dice.random() < 0.3:
                return here, key
            here = below


def outcome_of(circle: Circle, folder: Path) -> str:
    """By which name the package is refused, or that it was accepted. Anything else is raised."""
    try:
        circle.read(folder)
    except PackageRejectedError as error:
        return error.reason
    finally:
        shutil.rmtree(circle.inbox / str(circle.receptions))
    return ACCEPTED


def trial(circle: Circle, seed: int, count: int) -> dict[str, Counter[str]]:
    """So many changed packages in turn through all layers: how each fared, by layer."""
    mutator = Mutator(circle, seed)
    found: dict[str, Counter[str]] = {layer: Counter() for layer in LAYERS}
    for number in range(count):
        layer = LAYERS[number % len(LAYERS)]
        found[layer][outcome_of(circle, mutator.make(layer))] += 1
    return found
