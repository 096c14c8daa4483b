"""The end of one record: everything that says a word of it or names anybody leaves the vault.

What stays is the talk's number, day, kind and how many came, so that numbers have no gap and
场次, 人次 and 问题数 of past years do not change. Whose they were is gone: of which kind of unit,
who came twice, who was planned, which rule was made. The trail keeps its digests. secure_delete
overwrites what went within the database; the files lie beside it and are the caller's to remove.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import TalkId
from app.domain.retention import GONE, GONE_PERSON
from app.store import private_notes, search_index
from app.store.search_index import FoundKind, Owner

_FINDINGS = "(SELECT id FROM finding WHERE talk_id = :talk)"
_FILES = f"""
SELECT id FROM attachment WHERE talk_id = :talk OR finding_id IN {_FINDINGS}
"""  # noqa: S608
_DELETE = (
    # first what refers, then what is referred to
    """DELETE FROM package_part WHERE number IN
        (SELECT number FROM package_talk WHERE talk_id = :talk)""",
    "DELETE FROM set_in WHERE attachment_id IN (SELECT id FROM attachment WHERE talk_id = :talk)",
    "DELETE FROM amendment WHERE talk_id = :talk",
    "DELETE FROM attachment_removed WHERE talk_id = :talk",
    f"DELETE FROM paper_removed WHERE finding_id IN {_FINDINGS}",  # noqa: S608
    f"DELETE FROM attachment WHERE talk_id = :talk OR finding_id IN {_FINDINGS}",  # noqa: S608
    "DELETE FROM talk_signature WHERE talk_id = :talk",
    'DELETE FROM "correction" WHERE talk_id = :talk',
    "DELETE FROM break WHERE talk_id = :talk",
    "DELETE FROM passed_check WHERE talk_id = :talk",
    "DELETE FROM paragraph WHERE talk_id = :talk",
    "DELETE FROM portrait WHERE talk_id = :talk",
    "DELETE FROM talk_cursor WHERE talk_id = :talk",
    "DELETE FROM talk_area WHERE talk_id = :talk",
    f"DELETE FROM finding_approval WHERE finding_id IN {_FINDINGS}",  # noqa: S608
    f"DELETE FROM finding_closing WHERE finding_id IN {_FINDINGS}",  # noqa: S608
    f"DELETE FROM finding_extension WHERE finding_id IN {_FINDINGS}",  # noqa: S608
    f"DELETE FROM finding_milestone WHERE finding_id IN {_FINDINGS}",  # noqa: S608
    f"DELETE FROM finding_step WHERE finding_id IN {_FINDINGS}",  # noqa: S608
    f"DELETE FROM look_back WHERE finding_id IN {_FINDINGS}",  # noqa: S608
    f"DELETE FROM accountability WHERE finding_id IN {_FINDINGS}",  # noqa: S608
    # who signed for lists that held nothing else, and the person they went to
    f"""DELETE FROM finding_issue
        WHERE id IN (SELECT issue_id FROM finding_issue_line WHERE finding_id IN {_FINDINGS})
        AND NOT EXISTS (SELECT 1 FROM finding_issue_line l
            WHERE l.issue_id = finding_issue.id AND l.finding_id NOT IN {_FINDINGS})""",  # noqa: S608
    f"DELETE FROM finding_issue_line WHERE finding_id IN {_FINDINGS}",  # noqa: S608
    # a line of the plan names the person who was talked to
    "UPDATE plan_item SET talk_id = NULL WHERE talk_id = :talk",
    """UPDATE finding SET manifestation = :gone, answer_id = NULL, person_id = NULL, measure = '',
        regulation = CASE regulation WHEN '' THEN '' ELSE :gone || number END, evidence_wanted = '',
        leader = '', responsible = '', effect = '', supervisor = '',
        clue = CASE clue WHEN '' THEN '' ELSE :gone END WHERE talk_id = :talk""",
    "DELETE FROM answer WHERE talk_id = :talk",
    """UPDATE participant SET name = :nobody, unit_name = '', title = '', person_id = NULL,
        unit_id = NULL, guest_key = :mark || position, absence_reason = ''
        WHERE talk_id = :talk""",
    """UPDATE talk_body SET place = '', summary = '', requirement = '', statement = '',
        refusal_note = '', delegation = '' WHERE talk_id = :talk""",
    "UPDATE talk SET subject = :gone, interviewees = :gone, unit_names = '' WHERE id = :talk",
)


def files_of(connection: sqlite.Connection, talk_id: TalkId) -> tuple[str, ...]:
    """The ids of the files that hang on the record."""
    return tuple(row[0] for row in connection.execute(_FILES, {"talk": talk_id}))


def destroy(connection: sqlite.Connection, talk_id: TalkId, new_id: Callable[[], str]) -> None:
    """Take everything of the record out of the vault; it stands on a list that is under way.

    Who came is counted as before, but nobody can be told from anybody any more.
    """
    values = {"talk": talk_id, "gone": GONE, "nobody": GONE_PERSON, "mark": f"{new_id()} "}
    gone_files = [Owner(FoundKind.ATTACHMENT, one) for one in files_of(connection, talk_id)]
    with (
        search_index.noting_talk(connection, talk_id, with_all=True),
        search_index.noting(connection, *gone_files),
    ):
        for sql in _DELETE:
            connection.execute(sql, values)
        private_notes.forget(connection, talk_id)
