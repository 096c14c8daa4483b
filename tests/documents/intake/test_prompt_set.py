import copy
import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.intake.prompt_set import LARGEST_FILE, read_prompt_set
from app.domain.errors import PromptSetDamagedError
from app.domain.people import UnitKind
from app.domain.prompts import Situation

RESOURCES = Path(__file__).parents[3] / "resources"
SHIPPED = (RESOURCES / "prompts" / "prompt-set-v1.json").read_bytes()
SCHEMA = json.loads((RESOURCES / "schemas" / "prompt-set-1.json").read_bytes())


def content():
    return copy.deepcopy(json.loads(SHIPPED))


def written(changed):
    return json.dumps(changed, ensure_ascii=False).encode()


def with_member(path, value):
    """The shipped set with one member changed; path is a row of keys and places."""
    changed = content()
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed


def test_the_shipped_set_has_four_areas_of_ten_to_twelve_prompts():
    shipped = read_prompt_set(SHIPPED)
    assert [area.key for area in shipped.areas] == [
        "two_upholds", "key_few", "strict_governance", "dual_duty",
    ]  # fmt: skip
    for area in shipped.areas:
        assert 10 <= len(shipped.in_area(area.key)) <= 12
        assert 1 <= sum(p.is_required for p in shipped.in_area(area.key)) <= 2
    jsonschema.Draft202012Validator(SCHEMA).validate(content())


def test_every_shipped_prompt_helps_to_a_concrete_answer():
    for prompt in read_prompt_set(SHIPPED).prompts:
        assert 20 <= len(prompt.text) <= 90, prompt.number
        assert 2 <= len(prompt.concrete) <= 4, prompt.number
        assert 2 <= len(prompt.follow_ups) <= 3, prompt.number
        assert prompt.source, prompt.number
        assert prompt.text[-1] in "？。", prompt.number


def test_no_shipped_prompt_leaves_a_placeholder_or_mixes_punctuation():
    text = SHIPPED.decode()
    said = "".join(
        p.text + "".join(p.concrete + p.follow_ups) for p in read_prompt_set(SHIPPED).prompts
    )
    assert not any(mark in said for mark in ("××", "XX", "某某", "__", ",", ";", "?", "(", '"'))
    assert len({p["text"] for p in json.loads(text)["prompts"]}) == len(json.loads(text)["prompts"])


@pytest.mark.parametrize("kind", list(UnitKind))
def test_every_sort_of_unit_has_enough_to_be_asked_in_each_area(kind):
    shipped = read_prompt_set(SHIPPED)
    applying = shipped.applying(Situation(unit_kind=kind))
    for area in shipped.areas:
        assert sum(p.area == area.key for p in applying) >= 5


def test_a_newly_appointed_head_is_asked_about_taking_over():
    shipped = read_prompt_set(SHIPPED)
    settled = set(shipped.applying(Situation(UnitKind.TOWNSHIP)))
    fresh = set(shipped.applying(Situation(UnitKind.TOWNSHIP, is_newly_appointed=True)))
    assert {p.area for p in fresh - settled} == {"two_upholds", "key_few"}


FAULTS = [
    (("format",), "other-1", "format", "format"),
    (("version",), 0, "version", "number"),
    (("version",), True, "version", "number"),
    (("title",), "", "title", "length"),
    (("title",), 5, "title", "text"),
    (("areas",), [], "areas", "count"),
    (("areas",), "四个", "areas", "list"),
    (("prompts", 2, "text"), "短", "prompts[3].text", "length"),
    (("prompts", 2, "text"), "问" * 401, "prompts[3].text", "length"),
    (("prompts", 2, "concrete"), [1], "prompts[3].concrete[1]", "text"),
    (("prompts", 2, "required"), "是", "prompts[3].required", "flag"),
    (("prompts", 2, "applies"), None, "prompts[3].applies", "object"),
    (
        ("prompts", 2, "applies", "unit_kinds"),
        ["village"],
        "prompts[3].applies.unit_kinds[1]",
        "unit_kind",
    ),
    (("prompts", 2, "hidden"), 1, "prompts[3].hidden", "unknown"),
    (("extra",), 1, "extra", "unknown"),
]


@pytest.mark.parametrize(("path", "value", "place", "what"), FAULTS)
def test_a_fault_is_named_by_its_place_and_the_schema_sees_it_too(path, value, place, what):
    changed = with_member(path, value)
    with pytest.raises(PromptSetDamagedError) as refusal:
        read_prompt_set(written(changed))
    assert (refusal.value.place, refusal.value.what) == (place, what)
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(changed)


def test_a_member_left_out_is_named():
    changed = content()
    del changed["prompts"][0]["source"]
    with pytest.raises(PromptSetDamagedError) as refusal:
        read_prompt_set(written(changed))
    assert (refusal.value.place, refusal.value.what) == ("prompts[1].source", "missing")


@pytest.mark.parametrize(
    ("path", "value", "place", "what"),
    [
        (("prompts", 1, "number"), "1-01", "prompts[2].number", "twice"),
        (("areas", 1, "key"), "two_upholds", "areas[2].key", "twice"),
        (("prompts", 1, "area"), "nowhere", "prompts[2].area", "area"),
        (("prompts", 1, "text"), "问一问\u0007这件事", "prompts[2].text", "unprintable"),
    ],
)
def test_what_no_schema_can_say_is_checked_as_well(path, value, place, what):
    with pytest.raises(PromptSetDamagedError) as refusal:
        read_prompt_set(written(with_member(path, value)))
    assert (refusal.value.place, refusal.value.what) == (place, what)


def test_a_file_that_is_no_prompt_set_is_refused():
    for untrusted in (b"", b"\xff\xfe", b"[" * 100_000, b"[]", b"{", b" " * (LARGEST_FILE + 1)):
        with pytest.raises(PromptSetDamagedError):
            read_prompt_set(untrusted)


def test_a_byte_order_mark_does_no_harm():
    assert read_prompt_set(b"\xef\xbb\xbf" + SHIPPED) == read_prompt_set(SHIPPED)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@settings(deadline=None)  # the machine may be busy
@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_refused_and_nothing_else(untrusted):
    with pytest.raises(PromptSetDamagedError):
        read_prompt_set(untrusted)


@settings(deadline=None)  # the machine may be busy
@given(st.integers(0, 47), st.sampled_from(sorted(content()["prompts"][0])), JSON)
def test_any_value_in_any_member_is_taken_or_refused(number, member, value):
    changed = with_member(("prompts", number, member), value)
    try:
        read_prompt_set(written(changed))
    except PromptSetDamagedError as refusal:
        assert refusal.place  # noqa: PT017 — both outcomes are good
