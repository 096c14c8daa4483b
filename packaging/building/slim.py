"""What stays out of the frozen folder, and what is left to the system it runs on.

Standard library only: the spec reads it inside the build root, where nothing else of ours is.
"""

from __future__ import annotations

import re

# Modules that nothing of the program calls; some libraries would take them along.
UNCALLED = (
    "PySide6.QtNetwork", "PySide6.QtSql", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtOpenGL",
    "PySide6.QtOpenGLWidgets", "PySide6.QtTest", "PySide6.QtXml", "PySide6.QtDesigner",
    "PySide6.QtHelp", "PySide6.QtConcurrent", "PySide6.QtUiTools", "PySide6.scripts",
    "tkinter", "turtle", "idlelib", "lib2to3", "unittest", "doctest", "pydoc", "pydoc_data", "test",
    "setuptools", "pkg_resources", "distutils", "ensurepip", "venv", "pip", "_pytest", "pytest",
    "sqlite3", "_sqlite3", "ssl", "_ssl", "ftplib", "smtplib", "xmlrpc",
    "curses", "_curses", "readline", "numpy", "IPython", "matplotlib",
    "sqlalchemy", "psycopg", "psycopg_binary", "multiprocessing.dummy",
    "lxml.html", "lxml.objectify", "lxml.isoschematron", "lxml.sax", "lxml.cssselect",
    "PIL._avif", "PIL.AvifImagePlugin", "PIL._imagingft",
    "PIL._imagingcms", "PIL._imagingtk", "PIL.ImageTk", "PIL.ImageQt", "PIL._imagingmath",
    "aiohttp.web", "aiohttp.worker", "aiohttp.pytest_plugin", "aiohttp.test_utils",
    "_codecs_jp", "_codecs_kr", "audioop", "ossaudiodev", "nis",
)  # fmt: skip

# Libraries every desktop has: they must fit its own graphics, fonts, buses and printers, and ours,
# being older, would be taken in their place by what the system brings into the process.
# Each with the package of Debian and its relatives that brings it.
LEFT_TO_SYSTEM = {
    "libc.so": "libc6", "libm.so": "libc6", "libdl.so": "libc6", "libpthread.so": "libc6",
    "librt.so": "libc6", "libutil.so": "libc6", "libresolv.so": "libc6", "ld-linux": "libc6",
    "libcrypt.so": "libcrypt1",
    "libstdc++.so": "libstdc++6", "libgcc_s.so": "libgcc-s1", "libz.so": "zlib1g",
    "libglib-2.0.so": "libglib2.0-0", "libgthread-2.0.so": "libglib2.0-0",
    "libgobject-2.0.so": "libglib2.0-0", "libgio-2.0.so": "libglib2.0-0",
    "libgmodule-2.0.so": "libglib2.0-0",
    "libGL.so": "libgl1", "libEGL.so": "libegl1", "libGLX.so": "libglx0",
    "libfontconfig.so": "libfontconfig1", "libfreetype.so": "libfreetype6",
    "libdbus-1.so": "libdbus-1-3", "libX11.so": "libx11-6", "libX11-xcb.so": "libx11-xcb1",
    "libxcb.so": "libxcb1", "libcups.so": "libcups2",
}  # fmt: skip

# What nobody can do without; the printers' library may lack where there is no printer.
RECOMMENDED = frozenset({"libcups2"})

# Parts of Qt without a use here: other screens, other themes, other formats, the network. The
# virtual keyboard is under the GPL alone.
_QT_PARTS = (
    "libQt6Network", "libQt6OpenGL", "libQt6Qml", "libQt6Quick", "libQt6VirtualKeyboard",
    "libQt6Pdf", "libQt6Sql", "libQt6Test", "libQt6Xml", "libQt6EglF", "libQt6Wayland",
    "libQt6WlShell", "plugins/egldeviceintegrations", "plugins/generic", "plugins/networkinf",
    "plugins/qmltooling", "plugins/sqldrivers", "plugins/tls", "plugins/wayland", "libqgtk3",
    "libqeglfs", "libqlinuxfb", "libqminimal", "libqvkkhrdisplay", "libqvnc", "libqwayland",
    "libqtvirtualkeyboard", "libqicns", "libqpdf.so", "libqtga", "libqwbmp",
    "QtNetwork.",
)  # fmt: skip

_SYSTEM = re.compile("|".join(re.escape(name) for name in LEFT_TO_SYSTEM))
_UNREAD = re.compile(r"(\.pyi|\.pyx|\.pxd|\.h|py\.typed|\.c|\.cpp)$")


def is_kept(name: str) -> bool:
    """Whether a file belongs into the folder, by its place there."""
    base = name.rsplit("/", 1)[-1]
    if "translations/" in name:
        return base == "qtbase_zh_CN.qm"
    if _UNREAD.search(name) or any(part in name for part in _QT_PARTS):
        return False
    return "resources/" in name or not _SYSTEM.match(base)
