"""Makes the files people bring to a talk: pages, sounds, documents of an office."""

from __future__ import annotations

import io
import struct
import wave
import zipfile

import pikepdf
from PIL import Image

FRAME = b"\xff\xfb\x90\x64" + bytes(413)  # layer III, 128 kbit/s, 44.1 kHz: 1152 samples
SAMPLES, RATE = 1152, 44_100


def pdf(pages: int = 2, password: str = "") -> bytes:
    book, out = pikepdf.new(), io.BytesIO()
    for number in range(pages):
        book.add_blank_page(page_size=(300 + number, 400))
    locks = pikepdf.Encryption(owner=password, user=password) if password else False
    book.save(out, encryption=locks, deterministic_id=not password)
    return out.getvalue()


def picture(form: str = "PNG", pages: int = 1, size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    sheets = [Image.new("RGB", size, (200, number, 30)) for number in range(pages)]
    more = {"save_all": True, "append_images": sheets[1:]} if pages > 1 else {}
    sheets[0].save(out, form, **more)
    return out.getvalue()


def wav(seconds: int = 3) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16_000 * seconds))
    return out.getvalue()


def mp3(seconds: int = 3, tag: bool = False, xing: bool = False) -> bytes:
    frames = seconds * RATE // SAMPLES + 1
    first = FRAME
    if xing:
        first = FRAME[:36] + b"Xing" + struct.pack(">II", 1, frames) + FRAME[48:]
    head = b"ID3\x04\x00\x00\x00\x00\x02\x00" + bytes(256) if tag else b""
    return head + first + FRAME * (frames - 1)


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, name) + content


def m4a(seconds: int = 90, handler: bytes = b"soun", brand: bytes = b"M4A ") -> bytes:
    movie = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, seconds * 1000) + bytes(80))
    media = box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(12)))
    moov = box(b"moov", movie + box(b"trak", media))
    return box(b"ftyp", brand + bytes(4)) + box(b"mdat", bytes(1000)) + moov


def office(part: str = "word/document.xml", *more: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in ("[Content_Types].xml", part, *more):
            package.writestr(name, "<x/>")
    return out.getvalue()
