"""`python3 packaging/dev.py build`: what is carried to a laptop without a network.

    build [linux|wheelhouse|windows|all] [--key FILE] [--root DIR] [--windows-python ZIP] [--twice]

linux        the ZIP, the .deb and the .update file, built in an old Debian, started there and in a
             newer one (root, debootstrap)
wheelhouse   for administrators: a ZIP of the locked wheels for each platform
windows      the set-up and its update file (wine64, nsis)

What is made lies in dist/, what is kept for the next time in build/.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from app.handover.credentials import DeskKeys
from building import bundle, deb, freeze, python_build, reproduce, signing, trial, update_file
from building.places import (
    BUILD,
    PLATFORM,
    PRODUCTS,
    PROGRAM,
    BuildError,
    commit,
    moment,
    say,
    version,
)
from building.root import Root

OLD, NEW = "bullseye", "bookworm"


def main(arguments: Sequence[str]) -> int:
    """Build what is asked for; 1 with the reason when something is missing."""
    given = read(arguments)
    try:
        keys = release_keys(given.key)
        order = bundle.Order(keys, moment(), commit())
        wanted = ("linux", "wheelhouse", "windows") if given.what == "all" else (given.what,)
        made: list[Path] = []
        for what in wanted:
            made += {"linux": linux, "wheelhouse": wheelhouse, "windows": windows}[what](
                given, order
            )
    except (BuildError, signing.KeyFileError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    for path in made:
        say(f"{path.relative_to(PRODUCTS.parent)}  {path.stat().st_size / 1e6:.1f} MB")
    return 0


def read(arguments: Sequence[str]) -> argparse.Namespace:
    """The arguments, understood; wrong use leaves with exit code 2."""
    parser = argparse.ArgumentParser(prog="dev.py build", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    choices = ("linux", "wheelhouse", "windows", "all")
    parser.add_argument("what", nargs="?", default="linux", choices=choices)
    parser.add_argument("--key", type=Path, help=f"minisign secret key, else {signing.DEFAULT}")
    parser.add_argument("--root", type=Path, default=BUILD / "roots", help="where the Debians lie")
    parser.add_argument("--windows-python", type=Path, help="the embeddable ZIP of Python 3.11")
    parser.add_argument("--twice", action="store_true", help="freeze again, say what differs")
    return parser.parse_args(list(arguments))


def release_keys(given: Path | None) -> DeskKeys:
    """The key to sign with; the default one is made at first use. Raises KeyFileError, OSError."""
    path = given or signing.DEFAULT.expanduser()
    if given is None and not path.exists():
        keys = signing.make_key(path)
        say(
            f"\n!!  A release key was made: {path}\n"
            "!!  Programs built with it take updates from nobody else. Whoever loses it can ship\n"
            "!!  no more updates to what was installed. Keep a copy apart from this machine.\n"
        )
        return keys
    return signing.release_keys(path)


def linux(given: argparse.Namespace, order: bundle.Order) -> list[Path]:
    """The ZIP, the .deb and the update file. Raises BuildError, OSError."""
    old, new = Root(given.root / OLD, OLD), Root(given.root / NEW, NEW)
    old.prepare((*python_build.NEEDED, *freeze.LIBRARIES))
    python_build.build_python(old)
    frozen = freeze.freeze(old, order.moment)
    bundle.complete(frozen, old, order)
    needed = bundle.asked(frozen)
    say("  glibc {}.{} is enough".format(*bundle.oldest_glibc(frozen)))
    trial.start(old, frozen)
    new.prepare(needed)
    trial.start(new, frozen)
    folder = freeze.PLACE / f"{PROGRAM}-{version()}-{PLATFORM}"
    bundle.lay_out(frozen, order, folder)
    zipped = bundle.write_zip(folder, PRODUCTS / f"{folder.name}.zip", order.moment)
    shutil.rmtree(folder)
    package = deb.build_deb(frozen, needed, order.moment, PRODUCTS)
    say("· update file")
    update = update_file.write(frozen, PRODUCTS)
    if given.twice:
        again(old, frozen, order)
    return [zipped, package, update]


def again(root: Root, frozen: Path, order: bundle.Order) -> None:
    """Freeze a second time from nothing and say what differs. Raises BuildError."""
    place = BUILD / "again"
    second = freeze.freeze(root, order.moment, place)
    bundle.complete(second, root, order)
    found = reproduce.differences(frozen, second)
    say("  the same, byte for byte" if not found else "\n".join(["  differs:", *found[:40]]))
    shutil.rmtree(place)


def wheelhouse(_given: argparse.Namespace, _order: bundle.Order) -> list[Path]:
    """A ZIP of wheels for each platform. Raises OSError, BuildError."""
    # to start faster: it knows every platform's names
    from building import wheelhouse as wheels

    try:
        return wheels.products(version(), BUILD / "wheelhouse", PRODUCTS)
    except wheels.WheelError as error:
        raise BuildError(str(error)) from error


def windows(given: argparse.Namespace, order: bundle.Order) -> list[Path]:
    """The set-up and the update file for Windows. Raises BuildError, OSError."""
    # to start faster: it draws the icon with the windows' own library
    from building import windows as setup

    wanted = setup.Order(order.keys, order.moment, order.built_from, PRODUCTS, given.windows_python)
    return setup.build(wanted)


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main(sys.argv[1:]))
