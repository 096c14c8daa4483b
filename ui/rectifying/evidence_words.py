"""Which files can be evidence, as the window that chooses them asks for it."""

from __future__ import annotations

EVIDENCE_FILES = (
    "可以作佐证的文件 "
    "(*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.wav *.mp3 *.m4a *.docx *.xlsx *.ofd);;"
    "所有文件 (*)"
)
