"""The data of ICU, which Qt is linked with, without what Qt never asks it for.

Of its 32 MB Qt here reads the order of words, the zones and the converters; what is written on the
screen in a language's way (dates, money, units) comes from Qt's own tables, and where a word or a
line ends Qt knows itself: `nm -D libQt6Core.so.6` names all it calls. What stays of the languages
is Chinese and English, of the converters those a Chinese or a Western locale may name. Done inside
the build root by ICU's own icupkg.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from building.places import BuildError
from building.root import Errand, Root

NEEDED = ("icu-devtools", "gcc")
_LIBRARY = re.compile(r"libicudata\.so\.(\d+)$")
_LANGUAGE = re.compile(r"(?:[a-z]+/)?(?!res_index)[a-z]{2,3}(?:_\w*)?\.res$")
_SPOKEN = re.compile(r"(?:[a-z]+/)?(?:(?:zh|yue)(?:_\w+)?|en(?:_US|_US_POSIX)?)\.res$")
# words' ends, spelling in other scripts, names of money, units, languages and countries, numbers in
# words, names of characters, preparing of network names, look-alikes
_UNCALLED = re.compile(r"(?:brkitr|translit|curr|unit|lang|region|rbnf)/|unames|.*\.(?:spp|cfu)$")
_CONVERTER = re.compile(r".*\.cnv$")
_CHINESE = re.compile(r"gb18030|windows-9(?:36|50)|ibm-(?:1373|1375|1383|1386|5478|1252|5348)_")
_BEFORE = """set -e
cd /icu
objcopy -O binary --only-section=.rodata {library} {data}
icupkg -tl -l {data} > all
"""
_AFTER = """set -e
cd /icu
mkdir less
icupkg -tl -r dropped.txt {data} less/{data}
cat > data.s <<'END'
.section .note.GNU-stack,"",@progbits
.section .rodata
.balign 16
.globl icudt{number}_dat
.type icudt{number}_dat,@object
icudt{number}_dat: .incbin "less/{data}"
.size icudt{number}_dat, .-icudt{number}_dat
END
gcc -shared -nostdlib -Wl,-soname,{library} -Wl,--build-id=none -o less.so data.s
"""


def is_kept(name: str) -> bool:
    """Whether an entry of ICU's data stays."""
    if _UNCALLED.match(name) or _CONVERTER.match(name):
        return bool(_CHINESE.match(name))
    return not _LANGUAGE.match(name) or bool(_SPOKEN.match(name))


def lessen(root: Root, inner: Path, place: Path) -> None:
    """Put a smaller libicudata in the place of the one in the folder. Raises BuildError."""
    found = [path for path in inner.glob("libicudata.so.*") if _LIBRARY.match(path.name)]
    if len(found) != 1:
        raise BuildError(f"one libicudata is expected, not {len(found)}")
    library = found[0]
    number = library.name.rsplit(".", 1)[1]
    names = {"library": library.name, "number": number, "data": f"icudt{number}l.dat"}
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    shutil.copyfile(library, place / library.name)
    _run(root, place, _BEFORE.format(**names))
    entries = (place / "all").read_text("ascii").split()
    dropped = [name for name in entries if not is_kept(name)]
    (place / "dropped.txt").write_text("".join(f"{name}\n" for name in dropped), "ascii")
    _run(root, place, _AFTER.format(**names))
    shutil.copyfile(place / "less.so", library)


def _run(root: Root, place: Path, script: str) -> None:
    (place / "script").write_text(script, "ascii")
    root.run(Errand(["sh", "/icu/script"], {place: "/icu"}))
