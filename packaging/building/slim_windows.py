"""What stays out of the frozen folder for Windows.

Standard library only, and no other module of the build: the spec reads it with the interpreter for
Windows, by its bare name.
"""

from __future__ import annotations

import re

# Parts of Qt without a use here, by the beginning of the file's name.
_QT_PARTS = (
    "qt6network", "qt6opengl", "qt6qml", "qt6quick", "qt6virtualkeyboard", "qt6pdf", "qt6sql",
    "qt6test", "qt6xml", "qt6designer", "qt6help", "qt6concurrent", "qt6shadertools", "qtnetwork.",
    "opengl32sw", "d3dcompiler", "qdirect2d", "qminimal", "qtvirtualkeyboard", "qtuiotouch",
    "qicns", "qpdf.", "qtga", "qtiff", "qwbmp", "qwebp", "qcertonly", "qopenssl", "qschannel",
    "qnetworklistmanager",
)  # fmt: skip
_QT_FOLDERS = ("networkinformation/", "/tls/", "qmltooling/", "sqldrivers/", "/generic/")
# Of Python itself and of Pillow: the network, databases, screens and pictures nobody here asks for.
_UNUSED = re.compile(r"(^|/)(libssl-3|_ssl|sqlite3\.dll|_sqlite3\.pyd|_tkinter|_msi\.pyd|_avif\.)")
_UNREAD = re.compile(r"(\.pyi|\.pyx|\.pxd|\.h|py\.typed|\.c|\.cpp|\.lib)$")
# Windows 10 has these; copies taken from a system would hide its own, newer ones.
_OF_WINDOWS = re.compile(r"(api-ms-win-|ext-ms-|ucrtbase)")

# What libraries load by a name put together while running; the analysis cannot see it.
LOADED_BY_NAME = (
    "keyring.backends.Windows",
    "win32ctypes.core.cffi",
    "win32ctypes.core.ctypes",
    "tzdata",
)


def is_kept(name: str, source: str = "") -> bool:
    """Whether a file belongs into the folder: by its place there, and where it was taken from."""
    place = name.replace("\\", "/")
    base = place.rsplit("/", 1)[-1].casefold()
    if "resources/" in place:
        return True
    if "translations/" in place:
        return base == "qtbase_zh_cn.qm"
    if any(part in place for part in _QT_FOLDERS) or base.startswith(_QT_PARTS):
        return False
    if "sqlcipher3/" in place:  # its own module is named like the one left out below
        return True
    is_of_system = "/windows/system32/" in source.replace("\\", "/").casefold()
    left_out = is_of_system or _OF_WINDOWS.match(base) or _UNREAD.search(place)
    return not (left_out or _UNUSED.search(place))
