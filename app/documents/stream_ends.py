"""Keeps compressed streams from ending in a byte that readers take for a line's end."""

from __future__ import annotations

from base64 import a85encode
from io import BytesIO
from typing import Any

from pikepdf import Array, Name, Pdf, Stream, StreamDecodeLevel


def with_sure_ends(content: bytes, options: dict[str, Any]) -> bytes:
    """The same document, with no stream that ends in a carriage return.

    Before endstream stands a line feed; a carriage return in front of it is taken for half of the
    line's end, and the stream is judged a byte too short. One stream in 256 ends so by chance.
    options are those it was saved with; streams of objects may not be among them.
    """
    with Pdf.open(BytesIO(content)) as pdf:
        unsure = [
            found
            for found in pdf.objects
            if isinstance(found, Stream) and found.read_raw_bytes().endswith(b"\r")
        ]
        if not unsure:
            return content
        for stream in unsure:
            _end_in_letters(stream)
        out = BytesIO()
        # every stream is compressed already; otherwise saving would undo the letters again
        kept = {"compress_streams": False, "stream_decode_level": StreamDecodeLevel.none}
        pdf.save(out, **{**options, **kept})
    return out.getvalue()


def _end_in_letters(stream: Stream) -> None:
    """Write the stream in letters; what they decode to is as it was."""
    inner = stream.get("/Filter", Array())
    filters = list(inner) if isinstance(inner, Array) else [inner]
    parameters = stream.get("/DecodeParms", Array())
    told = list(parameters) if isinstance(parameters, Array) else [parameters]
    letters = a85encode(stream.read_raw_bytes()) + b"~>"
    # letters have no parameters; an array of them has one for each filter
    with_letters = Array([None, *told]) if told else None
    names = Array([Name.ASCII85Decode, *filters])
    stream.write(letters, filter=names, decode_parms=with_letters)
