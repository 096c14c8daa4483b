from __future__ import annotations

import pytest

from app.domain.audit import AuditHead
from app.domain.handover import Preflight
from app.domain.package import (
    OfficeCard,
    PackageIndex,
    PackageSeal,
    Receipt,
    RegistryIdentity,
    package_id,
)
from app.domain.registry import Reception
from tests.makers import BEGAN


def test_a_package_is_named_by_code_and_number_alone():
    seal = PackageSeal("320999", 7, "", (), "", BEGAN, AuditHead())
    assert package_id("320999", 7) == seal.id == "320999-000007"
    assert PackageIndex(seal, "", 0, 0, ()).file_name == "320999-000007.json"
    receipt = Receipt("市登记处", "320999", 7, "", "", AuditHead(), "received", 1, BEGAN)
    assert receipt.file_name == "320999-000007.receipt.json"
    refusal = Receipt("市登记处", "320999", 7, "", "", AuditHead(), "refused", 0, BEGAN)
    assert refusal.file_name == "320999-000007.answer.json"


def test_a_card_is_compared_by_eight_groups_of_five_digits():
    identity = RegistryIdentity("市登记处", "age1r", b"k" * 32)
    assert [len(group) for group in identity.fingerprint] == [5] * 8
    assert "".join(identity.fingerprint).isdigit()
    same = OfficeCard("320999", "别名", "age1r", b"k" * 32)
    assert same.fingerprint == identity.fingerprint
    for other in (OfficeCard("", "", "age1s", b"k" * 32), OfficeCard("", "", "age1r", b"l" * 32)):
        assert other.fingerprint != identity.fingerprint


@pytest.mark.parametrize(("free", "fits"), [(99, False), (100, True)])
def test_a_package_needs_room(free, fits):
    assert Preflight(1, 3, 100, free, "市登记处", ()).has_room is fits


@pytest.mark.parametrize(("reason", "is_taken"), [("", True), ("fork", False)])
def test_a_reception_without_a_reason_was_taken(reason, is_taken):
    assert Reception("320999-000007", reason, "", 1, "", "").is_taken is is_taken
