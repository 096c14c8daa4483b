"""How a signed file is falsified: what is added behind it, put in its place, or done to its bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
from pikepdf import ObjectStreamMode
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata

from app.signing import sign
from app.signing.keys import Key
from app.signing.sign import Signing
from tests.documents.paper import MADE_AT
from tests.signing.several import LOOK

CONTENTS = re.compile(rb"/Contents\s*<([0-9A-Fa-f]+)>")
RANGE = re.compile(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]( *)")
Change = Callable[[IncrementalPdfFileWriter], None]


def later(content: bytes, change: Change) -> bytes:
    """The file with an increment behind it, as an editor would append it."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def slipped_in(content: bytes, field: str, key: Key, change: Change) -> bytes:
    """The file signed in a field by somebody who changes something in the same revision."""
    writer = sign._Increment(BytesIO(content))
    change(writer)
    metadata = PdfSignatureMetadata(
        field_name=field,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    return sign._added(writer, metadata, Signing(key, MADE_AT, LOOK), None)


def draw_over(writer: IncrementalPdfFileWriter) -> None:
    stream = generic.StreamObject(stream_data=b"q 1 g 100 300 300 200 re f Q")
    writer.add_stream_to_page(0, writer.add_object(stream))


def replace_text(writer: IncrementalPdfFileWriter) -> None:
    """Put another page of the document where the first was: nothing new needs to be drawn."""
    pages = writer.root["/Pages"]["/Kids"]
    first, second = pages[0].get_object(), pages[1].get_object()
    first[pdf_name("/Contents")] = second.raw_get("/Contents")
    writer.update_container(first)


def add_note(writer: IncrementalPdfFileWriter) -> None:
    page = writer.find_page_for_modification(0)[0].get_object()
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (100, 100, 200, 200))),
            pdf_name("/Contents"): generic.pdf_string("added"),
            pdf_name("/DA"): generic.pdf_string("/F1 12 Tf"),
        }
    )
    page["/Annots"].append(writer.add_object(note))
    writer.update_container(page["/Annots"])
    writer.update_container(page)


def other_appearance(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0].get_object()
    look = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 10, 10))),
        },
        stream_data=b"0 0 10 10 re f",
    )
    field["/AP"] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(look)})
    writer.update_container(field)


def other_title(writer: IncrementalPdfFileWriter) -> None:
    writer.trailer["/Info"]["/Title"] = generic.pdf_string("另一个标题")
    writer.update_container(writer.trailer["/Info"])


def _own_field(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    """The field that is signed last."""
    field = writer.root["/AcroForm"]["/Fields"][2].get_object()
    writer.update_container(field)
    return field


def move_field(writer: IncrementalPdfFileWriter) -> None:
    """Make the own field as large as the page: its picture would cover all of it."""
    corners = map(generic.NumberObject, (0, 0, 595, 842))
    _own_field(writer)[pdf_name("/Rect")] = generic.ArrayObject(corners)


def hide_field(writer: IncrementalPdfFileWriter) -> None:
    _own_field(writer)[pdf_name("/F")] = generic.NumberObject(2)


def give_field_an_act(writer: IncrementalPdfFileWriter) -> None:
    script = {
        pdf_name("/S"): pdf_name("/JavaScript"),
        pdf_name("/JS"): generic.pdf_string("app.alert(1)"),
    }
    acts = {pdf_name("/E"): generic.DictionaryObject(script)}
    _own_field(writer)[pdf_name("/AA")] = generic.DictionaryObject(acts)


def other_catalogue(writer: IncrementalPdfFileWriter) -> None:
    """Let the trailer lead to another catalogue, with the pages in another order."""
    old = writer.root
    pages = old["/Pages"]
    turned = generic.DictionaryObject({key: pages.raw_get(key) for key in pages})
    turned[pdf_name("/Kids")] = generic.ArrayObject(reversed(pages["/Kids"]))
    new = generic.DictionaryObject({key: old.raw_get(key) for key in old})
    new[pdf_name("/Pages")] = writer.add_object(turned)
    writer._root = writer.add_object(new)


def other_information(writer: IncrementalPdfFileWriter) -> None:
    """Let the trailer lead to another title; nothing that stood before is replaced."""
    title = {pdf_name("/Title"): generic.pdf_string("另一个标题")}
    writer.set_info(writer.add_object(generic.DictionaryObject(title)))


def share_signature(writer: IncrementalPdfFileWriter) -> None:
    """Let the last field show the signature of the first."""
    fields = [one.get_object() for one in writer.root["/AcroForm"]["/Fields"]]
    signed = next(one for one in fields if "/V" in one)
    empty = next(one for one in fields if "/V" not in one)
    empty[pdf_name("/V")] = signed.raw_get("/V")
    writer.update_container(empty)


def nothing(writer: IncrementalPdfFileWriter) -> None:
    """An increment that writes once more what is there already."""
    writer.update_container(writer.trailer["/Info"])


def rewritten(content: bytes, **options: object) -> bytes:
    with pikepdf.open(BytesIO(content)) as pdf:
        out = BytesIO()
        pdf.save(out, **options)
        return out.getvalue()


def in_object_streams(content: bytes) -> bytes:
    return rewritten(content, object_stream_mode=ObjectStreamMode.generate)


def hybrid(content: bytes) -> bytes:
    """A last table that sends some readers to a second one, which others never look at."""
    at = content.rindex(b"/Prev ")
    return content[:at] + b"/XRefStm 9\n" + content[at:]


def cut_to(content: bytes, revisions: int) -> bytes:
    """The file as it was after so many revisions."""
    ends = [found.end() for found in re.finditer(rb"%%EOF\n", content)]
    return content[: ends[revisions - 1]]


def containers(content: bytes) -> list[re.Match[bytes]]:
    """The places of the signatures, in the order of the file."""
    return list(CONTENTS.finditer(content))


def put(content: bytes, place: re.Match[bytes], container: bytes) -> bytes:
    """The file with another container in that place, filled up with noughts."""
    digits = container.hex().upper().encode().ljust(len(place[1]), b"0")
    return content[: place.start(1)] + digits + content[place.end(1) :]


def container_in(place: re.Match[bytes]) -> bytes:
    """What lies in that place, without the noughts behind it."""
    raw = bytes.fromhex(place[1].decode())
    return raw[: 4 + int.from_bytes(raw[2:4])]
