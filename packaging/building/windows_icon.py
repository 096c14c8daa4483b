"""The program's icon in the form Windows wants, drawn from the picture that is shipped."""

from __future__ import annotations

import io
import os
from pathlib import Path

SIDES = (16, 24, 32, 48, 64, 128, 256)  # pixels: from the title bar to the largest tile


def write(svg: Path, out: Path) -> Path:
    """Draw the icon in each size and write the .ico; the same picture gives the same bytes."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication.instance() or QGuiApplication(["icon"])
    drawing = QSvgRenderer(str(svg))
    pictures = []
    for side in SIDES:
        image = QImage(side, side, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        drawing.render(painter)
        painter.end()
        store = QByteArray()
        buffer = QBuffer(store)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        pictures.append(Image.open(io.BytesIO(store.data())))
    del application
    sizes = [(side, side) for side in SIDES]
    pictures[-1].save(out, format="ICO", sizes=sizes, append_images=pictures[:-1])
    return out
