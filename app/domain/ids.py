"""Identifiers, one type for each kind of thing; text of a time-ordered UUID."""

from typing import NewType

UnitId = NewType("UnitId", str)
PersonId = NewType("PersonId", str)
PostId = NewType("PostId", str)
TalkId = NewType("TalkId", str)
AnswerId = NewType("AnswerId", str)
FindingId = NewType("FindingId", str)
AttachmentId = NewType("AttachmentId", str)
PackageId = NewType("PackageId", str)
PlanItemId = NewType("PlanItemId", str)
FactId = NewType("FactId", str)
LetterId = NewType("LetterId", str)
SignerId = NewType("SignerId", str)
CopyId = NewType("CopyId", str)
StickId = NewType("StickId", str)
LeafId = NewType("LeafId", str)
IssueId = NewType("IssueId", str)
DestructionId = NewType("DestructionId", str)
RecordId = NewType("RecordId", str)  # of a talk or of a leaf of an archive
