from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import PartialDate
from app.domain.canonical import canonical, digest_of, plain
from app.domain.people import UnitKind
from app.domain.prompts import Applicability
from tests.makers import BEGAN, make_talk

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), json_values))
def test_the_order_of_keys_does_not_matter(content):
    turned = dict(reversed(content.items()))
    assert canonical(turned) == canonical(content)
    assert digest_of(turned) == digest_of(content)


def test_text_is_written_as_itself():
    assert canonical({"名": "张三", "a": 1}) == '{"a":1,"名":"张三"}'.encode()


def test_what_is_no_number_is_refused():
    with pytest.raises(ValueError, match="Out of range"):
        canonical(float("nan"))


def test_values_of_the_domain_become_plain():
    assert plain(
        [UnitKind.TOWNSHIP, PartialDate(2026, 3), date(2026, 3, 5), BEGAN, None, (1,)]
    ) == [
        "township",
        "2026-03",
        "2026-03-05",
        "2026-03-05T01:00:00+00:00",
        None,
        [1],
    ]
    kinds = Applicability(unit_kinds=frozenset({UnitKind.TOWNSHIP, UnitKind.DEPARTMENT}))
    assert plain(kinds)["unit_kinds"] == ["department", "township"]


def test_two_talks_that_differ_have_different_digests():
    assert digest_of(plain(make_talk())) != digest_of(plain(make_talk(place="二楼")))
