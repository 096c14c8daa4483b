"""CPython 3.11 built inside the old Debian, from the source package of the newer one.

The old Debian's own Python is too old for the program, the newer one's asks for a newer C library.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from building.places import BUILD, BuildError, call, say
from building.root import Errand, Root, mirror

PREFIX = "/opt/python3.11"
NEEDED = (  # inside, to compile it with every module the program calls
    "build-essential", "zlib1g-dev", "libssl-dev", "libbz2-dev", "liblzma-dev", "libffi-dev",
    "libexpat1-dev", "patch", "xz-utils",
)  # fmt: skip
_SUITE, _PACKAGE = "bookworm", "python3.11"
# The compiler learns from these which ways the interpreter goes; a task that fails would end the
# build, as Debian runs it twice.
_LEARNING = "-m test --pgo --timeout=600 " + " ".join(
    f"test_{name}"
    for name in (
        "array", "base64", "binascii", "bytes", "collections", "dataclasses", "datetime", "dict",
        "float", "fstring", "functools", "generators", "hashlib", "int", "json", "math", "operator",
        "re", "struct",
    )
)  # fmt: skip
# Two modules are compiled by hand: Debian builds them into its interpreter, and its newest mending
# of the one asks for headers that the ordinary way of building it does not give.
_STEPS = f"""set -e
cd /build/source
[ -f Makefile ] || ./configure --prefix={PREFIX} --enable-shared --enable-optimizations \\
    --without-ensurepip --disable-test-modules LDFLAGS="-Wl,-rpath,'\\$\\$ORIGIN/../lib'"
make -j"$(nproc)" PROFILE_TASK="{_LEARNING}"
make install
cd Modules
modules={PREFIX}/lib/python3.11/lib-dynload
rm -f "$modules"/*_failed.so
for name in pyexpat _elementtree; do
    gcc -pthread -shared -fPIC -DNDEBUG -fwrapv -O3 -std=c11 -fvisibility=hidden \\
        -DPy_BUILD_CORE_MODULE=1 -DUSE_PYEXPAT_CAPI=1 -I../Include/internal -I../Include -I.. \\
        -o "$modules/$name.cpython-311-$(gcc -print-multiarch).so" \\
        -iquote /usr/include "$name.c" -lexpat
done
{PREFIX}/bin/python3.11 -c "import pyexpat, _elementtree, zlib, bz2, lzma, ctypes, _hashlib"
"""


def build_python(root: Root) -> None:
    """Have the interpreter in the root; the first time it is compiled. Raises BuildError."""
    installed = root.folder / PREFIX.lstrip("/")
    if any(installed.glob("lib/python3.11/lib-dynload/_elementtree.*.so")):  # what comes last
        return
    place = BUILD / "python"
    source = _source(place)
    say("· CPython 3.11, with what the compiler learns from running it (half an hour)")
    (place / "build.sh").write_text(_STEPS, "utf-8")
    lent = {source: "/build/source", place: "/build/python"}
    root.run(Errand(["sh", "/build/python/build.sh"], lent), place / "build.log")


def _source(place: Path) -> Path:
    """The unpacked and patched source, as Debian's newer release has it."""
    source = place / "unpacked"
    if (source / "configure").is_file():
        return source
    if shutil.which("dpkg-source") is None:
        raise BuildError("dpkg-source is needed: apt-get install dpkg-dev")
    say(f"· source of {_PACKAGE} ({_SUITE})")
    aptitude = place / "apt"
    for part in ("lists/partial", "archives/partial"):
        (aptitude / part).mkdir(parents=True, exist_ok=True)
    (aptitude / "list").write_text(f"deb-src {mirror()} {_SUITE} main\n", "utf-8")
    apart = [
        f"-oDir::Etc::SourceList={aptitude}/list", "-oDir::Etc::SourceParts=/dev/null",
        f"-oDir::State::Lists={aptitude}/lists", f"-oDir::Cache::Archives={aptitude}/archives",
        "-oDir::Cache::pkgcache=", "-oDir::Cache::srcpkgcache=",
    ]  # fmt: skip
    call(["apt-get", *apart, "-q", "update"])
    call(["apt-get", *apart, "-q", "source", "--download-only", _PACKAGE], cwd=place)
    described = sorted(place.glob(f"{_PACKAGE}_*.dsc"))[-1]  # apt checked it by its signed lists
    shutil.rmtree(source, ignore_errors=True)
    call(["dpkg-source", "--no-check", "-x", described, source])
    return source
