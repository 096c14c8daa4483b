"""Signature fields told to who cannot see them: each is a form in the structure of the document."""

from __future__ import annotations

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import enumerate_sig_fields

_TREE = "/StructTreeRoot"
_NEXT = "/ParentTreeNextKey"


def tag_fields(writer: IncrementalPdfFileWriter) -> None:
    """Put every signature field into the structure (ISO 14289-1, 7.18.4).

    A document without tags stays as it is, and so does a field that is in already: who signs later
    may replace nothing but the own field.
    """
    if _TREE not in writer.root:
        return
    tree = writer.root[_TREE]
    top = tree.raw_get("/K")
    for name, _, reference in enumerate_sig_fields(writer):
        widget = reference.get_object()
        if "/StructParent" not in widget:
            form = writer.add_object(_form(name, reference, widget, top))
            _enter(tree, top.get_object(), widget, form)
            for changed in (widget, tree, top.get_object()):
                writer.update_container(changed)


def _form(
    name: str, reference: IndirectObject, widget: DictionaryObject, above: IndirectObject
) -> DictionaryObject:
    page = widget.raw_get("/P")
    place = {"/Type": NameObject("/OBJR"), "/Obj": reference, "/Pg": page}
    return _dictionary(
        {
            "/Type": NameObject("/StructElem"),
            "/S": NameObject("/Form"),
            "/P": above,
            "/Pg": page,
            "/Alt": TextStringObject(f"{name}：电子签名"),
            "/K": _dictionary(place),
        }
    )


def _enter(
    tree: DictionaryObject, top: DictionaryObject, widget: DictionaryObject, form: IndirectObject
) -> None:
    key = int(tree[_NEXT])
    numbers: ArrayObject = tree["/ParentTree"]["/Nums"]
    numbers.append(_number(key))
    numbers.append(form)
    tree[NameObject(_NEXT)] = _number(key + 1)
    widget[NameObject("/StructParent")] = _number(key)
    top["/K"].append(form)


def _number(value: int) -> PdfObject:
    return NumberObject(value)  # type: ignore[no-untyped-call]  # it has no types


def _dictionary(entries: dict[str, PdfObject]) -> DictionaryObject:
    named = {NameObject(name): value for name, value in entries.items()}
    return DictionaryObject(named)  # type: ignore[no-untyped-call]  # it has no types
