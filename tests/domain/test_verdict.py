from __future__ import annotations

import pytest

from app.domain.verdict import OUTCOMES, Outcome, Reason, Verdict


def test_a_document_without_a_fault_is_genuine():
    verdict = Verdict("0" * 64, 1)
    assert verdict.outcome is Outcome.GENUINE
    assert verdict.is_genuine


@pytest.mark.parametrize("reason", Reason)
def test_no_fault_leaves_a_document_genuine(reason):
    verdict = Verdict("0" * 64, 1, (reason,))
    assert verdict.outcome is OUTCOMES[reason] is not Outcome.GENUINE
    assert not verdict.is_genuine


@pytest.mark.parametrize(
    ("reasons", "outcome"),
    [
        ((Reason.CERTIFICATE_UNKNOWN, Reason.DIGEST_DIFFERS), Outcome.ALTERED),
        ((Reason.NOT_IN_VAULT, Reason.NO_SIGNATURE), Outcome.INCOMPLETE),
        ((Reason.DIGEST_DIFFERS, Reason.CANNOT_BE_READ), Outcome.UNREADABLE),
    ],
)
def test_the_gravest_fault_speaks_for_the_document(reasons, outcome):
    assert Verdict("0" * 64, 1, reasons).outcome is outcome
