"""The tables of a province's ledger as queries name them; the numbered steps make them.

A test holds the two together: what the steps made is exactly what stands here.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.types import TypeEngine

SCHEMA = "tanxinbu"
WORDS = Text(collation="C")  # by code points, whatever the language of the database is
METADATA = MetaData()  # without a schema's name: the line looks into ours alone


def _table(name: str, key: str, /, **kinds: TypeEngine[Any] | type[TypeEngine[Any]]) -> Table:
    """A table of texts; what is no text says so. key names the columns of its primary key."""
    keys = set(key.split())
    columns = (Column(n, kind, primary_key=n in keys) for n, kind in kinds.items())
    return Table(name, METADATA, *columns)


VERSION = _table("ledger_version", "number", number=Integer, at=WORDS)
OWNER = _table("ledger_owner", "public_key", public_key=LargeBinary, name=WORDS)
OFFICE = _table(
    "office",
    "code",
    code=WORDS,
    name=WORDS,
    recipient=WORDS,
    public_key=LargeBinary,
    trusted_at=WORDS,
    last_sequence=Integer,
    last_root=WORDS,
    talks=Integer,
    distrusted_at=WORDS,
    distrust_reason=WORDS,
)
OFFICE_CARD = _table(
    "office_card",
    "office_code trusted_at",
    office_code=WORDS,
    trusted_at=WORDS,
    name=WORDS,
    recipient=WORDS,
    public_key=LargeBinary,
)
PACKAGE = _table(
    "package",
    "office_code sequence",
    office_code=WORDS,
    sequence=Integer,
    index_digest=WORDS,
    bag_root=WORDS,
    previous=WORDS,
    level=WORDS,
    reason=WORDS,
    talks=Integer,
    head_sequence=BigInteger,
    head_digest=WORDS,
    created_at=WORDS,
    received_at=WORDS,
    index_file=LargeBinary,
    receipt_file=LargeBinary,
    statistics=WORDS,
)
TALK = _table(
    "talk",
    "office_code sequence talk_id",
    office_code=WORDS,
    sequence=Integer,
    talk_id=WORDS,
    number=WORDS,
    kind=WORDS,
    day=WORDS,
    interviewees=WORDS,
    unit_names=WORDS,
    document=WORDS,
    process=WORDS,
)
FINDING = _table(
    "finding",
    "office_code sequence finding_id",
    office_code=WORDS,
    sequence=Integer,
    finding_id=WORDS,
    talk_id=WORDS,
    number=WORDS,
    deadline=WORDS,
    status=WORDS,
    document=WORDS,
)
NEWEST_TALK = _table(
    "newest_talk",
    "office_code talk_id",
    office_code=WORDS,
    talk_id=WORDS,
    sequence=Integer,
    full_sequence=Integer,
    number=WORDS,
    kind=WORDS,
    kind_title=WORDS,
    is_collective=Boolean,
    is_make_up=Boolean,
    day=WORDS,
    subject=WORDS,
    interviewees=WORDS,
    unit_names=WORDS,
    findings=Integer,
    name_texts=WORDS,
    unit_texts=WORDS,
    texts=WORDS,
    full_texts=WORDS,
    words=TSVECTOR,
)
NEWEST_HEARD = _table(
    "newest_heard",
    "office_code talk_id position",
    office_code=WORDS,
    talk_id=WORDS,
    position=Integer,
    who=WORDS,
    is_first_form=Boolean,
)
NEWEST_FINDING = _table(
    "newest_finding",
    "office_code talk_id finding_id",
    office_code=WORDS,
    talk_id=WORDS,
    finding_id=WORDS,
    status=WORDS,
    nature=WORDS,
    is_common=Boolean,
    is_personal=Boolean,
    regulation=WORDS,
    is_regulation_new=Boolean,
)
KIND_SEEN = _table("kind_seen", "title", title=WORDS)
QUARANTINE = _table(
    "quarantine",
    "id",
    id=WORDS,
    at=WORDS,
    office_code=WORDS,
    sequence=Integer,
    reason=WORDS,
    detail=WORDS,
    folder=WORDS,
    is_believed=Boolean,
    settled_at=WORDS,
    settled_how=WORDS,
)
TRAIL_OWED = _table(
    "trail_owed",
    "number",
    number=BigInteger,
    desk=WORDS,
    what=WORDS,
    which=WORDS,
    content=WORDS,
)
