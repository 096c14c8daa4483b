"""Makes packages that an insider with the office's own keys could make: signed, sealed, hostile."""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pyrage

from app.domain.canonical import canonical
from app.domain.package import PackageContent, PackageIndex, Volume
from app.handover.bag import (
    BAGIT,
    DECLARATION,
    INFO,
    MANIFEST,
    SIGNATURE,
    TAG_MANIFEST,
    Bag,
    Entry,
    bag_of,
)
from app.handover.index import MINISIG, sign_index
from app.handover.minisign import signature_file
from app.handover.signed_json import file_digest
from app.handover.ustar import END, member_header, padding
from tests.handover.makers import Circle

Member = tuple[str, bytes]


def member(name: str, content: bytes, header: bytes | None = None) -> bytes:
    """A tar member, with a header of one's own when wanted."""
    head = member_header(name, len(content)) if header is None else header
    return head + content + bytes(padding(len(content)))


def odd_header(name: str, size: int = 0, **fields: object) -> bytes:
    """A header that Python's own tar library writes for other kinds of members."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    kind = fields.pop("format", tarfile.USTAR_FORMAT)
    for key, value in fields.items():
        setattr(info, key, value)
    return info.tobuf(kind, "utf-8", "surrogateescape")  # type: ignore[arg-type]


@dataclass
class Forgery:
    """A package on its way, every piece of which can be exchanged before it is sealed."""

    circle: Circle
    content: PackageContent
    payload: list[Member] = field(default_factory=list)
    tags: dict[str, bytes] = field(default_factory=dict)
    declaration: bytes = DECLARATION
    bag: Bag = field(init=False)

    def __post_init__(self) -> None:
        self.payload = [(p.name, b"".join(p.pieces())) for p in self.content.parts]
        self.rebag()

    @property
    def bytes_of_payload(self) -> int:
        """How long the payload is."""
        return sum(len(content) for _, content in self.payload)

    def rebag(self) -> None:
        """Make manifests and signature fit the payload, as its owner could."""
        entries = [Entry(n, len(c), file_digest(c)) for n, c in self.payload]
        seal = self.content.seal
        self.bag = bag_of(seal.id, seal.created_at, entries)
        self.sign(self.bag)

    def sign(self, bag: Bag) -> None:
        self.bag = bag
        self.tags = {
            MANIFEST: bag.manifest,
            INFO: bag.info,
            TAG_MANIFEST: bag.tag_manifest,
            SIGNATURE: bag.signature(self.circle.office),
        }

    def resign(self, manifest: bytes) -> None:
        """Any manifest, under a tag manifest and a signature that fit it."""
        listed = sorted(((INFO, self.bag.info), (BAGIT, self.declaration), (MANIFEST, manifest)))
        tags = "".join(f"{file_digest(content)}  {name}\n" for name, content in listed).encode()
        self.sign(Bag(self.bag.info, manifest, tags, file_digest(tags)))

    def exchange(self, name: str, content: bytes) -> Forgery:
        """Other content for a payload file, with manifests that fit."""
        self.payload = [(n, content if n == name else c) for n, c in self.payload]
        self.rebag()
        return self

    def stream(self, extra: bytes = b"", end: bytes = END) -> bytes:
        """The tar stream; extra stands between payload and tag files."""
        body = member(BAGIT, self.declaration)
        body += b"".join(member(n, c) for n, c in self.payload)
        return body + extra + b"".join(member(n, c) for n, c in self.tags.items()) + end

    def seal(
        self,
        stream: bytes | None = None,
        index: Callable[[PackageIndex], PackageIndex] = lambda index: index,
        cipher: Callable[[bytes], bytes] = lambda sealed: sealed,
    ) -> Path:
        """The package on the stick, signed by the office whatever it holds."""
        seal = self.content.seal
        recipients = [
            pyrage.x25519.Recipient.from_str(text) for text in (*seal.recipients, seal.archive)
        ]
        sealed = cipher(pyrage.encrypt(self.stream() if stream is None else stream, recipients))
        folder = self.circle.stick / "forged"
        folder.mkdir(exist_ok=True)
        name = f"{seal.id}.001"
        (folder / name).write_bytes(sealed)
        said = index(
            PackageIndex(
                seal=seal,
                bag_root=self.bag.root,
                payload_files=len(self.payload),
                payload_bytes=self.bytes_of_payload,
                volumes=(Volume(name, len(sealed), file_digest(sealed)),),
            )
        )
        return write_index(self.circle, folder, said)


def write_index(circle: Circle, folder: Path, index: PackageIndex) -> Path:
    """The signed index and its minisign signature."""
    signed = sign_index(index, circle.office)
    (folder / index.file_name).write_bytes(signed.file)
    minisig = signature_file(circle.office, signed.file, "file")
    (folder / (index.file_name + MINISIG)).write_bytes(minisig)
    return folder


def resigned(circle: Circle, folder: Path, content: dict[str, object]) -> Path:
    """An index of any content, signed as the office would."""
    context = f"{content.get('format')}-v{content.get('version')}\0".encode()
    signature = circle.office.sign(context + canonical(content)).hex()
    file = canonical({"content": content, "signature": signature}) + b"\n"
    (path,) = folder.glob("*.json")
    path.write_bytes(file)
    path.with_name(path.name + MINISIG).write_bytes(signature_file(circle.office, file, "x"))
    return folder
