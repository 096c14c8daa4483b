from __future__ import annotations

import pytest

from app.domain.audit import AuditHead
from app.domain.errors import PackageRejectedError
from app.domain.office_standing import Arrived, OfficeStanding
from app.domain.package import OfficeCard, PackageIndex, PackageSeal
from tests.makers import BEGAN

CARD = OfficeCard("320999", "清溪县纪委监委", "age1office", b"o" * 32)


def make_index(sequence, previous="root-1", bag_root="root"):
    seal = PackageSeal("320999", sequence, previous, ("age1r",), "age1a", BEGAN, AuditHead())
    return PackageIndex(seal, bag_root, 1, 1, ())


def rejected(standing, index):
    with pytest.raises(PackageRejectedError) as caught:
        standing.check(index)
    return caught.value.reason


def test_the_next_package_of_the_chain_is_taken():
    OfficeStanding(CARD, 1, "root-1").check(make_index(2))
    OfficeStanding(CARD).check(make_index(1, previous="anything"))


def test_what_came_before_is_a_duplicate_or_a_fork():
    standing = OfficeStanding(CARD, 2, "root", Arrived("digest", "root"))
    assert rejected(standing, make_index(2)) == "duplicate"
    assert rejected(standing, make_index(2, bag_root="other")) == "fork"


def test_numbers_neither_go_back_nor_leave_gaps():
    standing = OfficeStanding(CARD, 5, "root-1")
    assert rejected(standing, make_index(5)) == "rollback"
    assert rejected(standing, make_index(7)) == "gap"


def test_a_package_that_follows_another_one_is_a_fork():
    assert rejected(OfficeStanding(CARD, 1, "root-0"), make_index(2)) == "fork"
