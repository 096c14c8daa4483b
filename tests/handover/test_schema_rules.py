"""The fast rules say of every document what the schemas say, as a stock validator reads them."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from app.domain.errors import PackageRejectedError
from app.domain.package import PackageLevel
from app.handover.packer import Packer
from app.handover.schema_rules import Fault, rule_of
from app.handover.schemas import Schemas
from app.handover.statistics import Figures
from app.system.paths import resources_folder
from tests.handover.makers import NOON, OFFICE, a_dossier, attached, more_attached

FOLDER = resources_folder() / "schemas"
SCHEMAS = Schemas(FOLDER)


def _pattern(_validator: object, pattern: str, value: object, _schema: object) -> Iterator[object]:
    # as ECMA-262 has patterns, which the specification names: $ is the end, digits are ASCII
    whole = re.sub(r"\$\Z", r"\\Z", pattern)
    if isinstance(value, str) and not re.search(whole, value, re.ASCII):
        yield ValidationError("pattern")


Stock = extend(Draft202012Validator, {"pattern": _pattern})


def schema_of(kind: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{kind}-2.json").read_bytes())


def documents() -> dict[str, dict[str, Any]]:
    """A good document of each kind."""
    packer = Packer(PackageLevel.FULL, Figures(NOON.date()))
    parts = packer.add(a_dossier(), (*attached(), *more_attached()))
    made = {part.name.rpartition("/")[2]: part for part in (*parts, *packer.finish(OFFICE))}
    kinds = ("talk", "findings", "process", "statistics")
    return {kind: json.loads(b"".join(made[f"{kind}.json"].pieces())) for kind in kinds}


GOOD = documents()
STOCK = {kind: Stock(schema_of(kind)) for kind in GOOD}
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 2),
    st.just(10**17),
    st.sampled_from(
        ["", "x", "problem", "2026-03-05", "2026-03-05\n", "\uff18", "a" * 5000, "ab" * 32]
    ),
    st.just([]),
    st.just({}),
    st.lists(st.integers(0, 1), min_size=1, max_size=3),
    st.dictionaries(st.sampled_from(["name", "x"]), st.integers(), max_size=2),
)


def places(value: object, at: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """Every place in a document."""
    yield at
    below: Any = value.items() if isinstance(value, dict) else ()
    below = enumerate(value) if isinstance(value, list) else below
    for step, one in below:
        yield from places(one, (*at, step))


def changed(document: object, at: tuple[Any, ...], draw: Any) -> object:
    """The document with that place exchanged, taken away, doubled, or with one more beside it."""
    if not at:
        return draw(ODD)
    whole: Any = copy.deepcopy(document)
    inside = whole
    for step in at[:-1]:
        inside = inside[step]
    match draw(st.sampled_from(["exchange", "remove", "double", "beside"])):
        case "exchange":
            inside[at[-1]] = draw(ODD)
        case "remove":
            del inside[at[-1]]
        case "double" if isinstance(inside, list):
            inside.append(copy.deepcopy(inside[at[-1]]))
        case _ if isinstance(inside, dict):
            inside["beside"] = draw(ODD)
    return whole


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_rules_and_a_stock_validator_agree_on_every_change(data: st.DataObject):
    kind = data.draw(st.sampled_from(sorted(GOOD)))
    place = data.draw(st.sampled_from(list(places(GOOD[kind]))))
    document = changed(GOOD[kind], place, data.draw)
    fault = rule_of(schema_of(kind))(document)
    assert (fault is None) is STOCK[kind].is_valid(document), (place, fault)


def test_each_good_document_is_good():
    for kind, document in GOOD.items():
        SCHEMAS.check(kind, document)
        assert STOCK[kind].is_valid(document)


def test_a_refusal_names_the_place():
    document = copy.deepcopy(GOOD["process"])
    document["files"][1]["sha256"] = "x"
    with pytest.raises(PackageRejectedError) as refused:
        SCHEMAS.check("process", document)
    assert refused.value.detail == "process: files/1/sha256: pattern"


@pytest.mark.parametrize(
    ("schema", "value", "keyword"),
    [
        ({"const": 1}, True, "const"),
        ({"type": "string", "minLength": 1}, "", "minLength"),
        ({"type": "string", "maxLength": 1}, "ab", "maxLength"),
        ({"type": "integer", "minimum": 0, "maximum": 1}, -1, "minimum"),
        ({"type": "integer", "minimum": 0, "maximum": 1}, 2, "maximum"),
        ({"type": "array", "maxItems": 1, "items": {"type": "boolean"}}, {}, "type"),
        (
            {"type": "array", "minItems": 1, "maxItems": 1, "items": {"type": "boolean"}},
            [],
            "minItems",
        ),
        ({"enum": ["a"]}, ["a"], "enum"),
        ({"type": "integer", "minimum": 0, "maximum": 1}, False, "type"),
        ({"type": "string", "pattern": "^[0-9]$"}, "1\n", "pattern"),
        ({"type": "string", "pattern": r"^\d$"}, "\uff18", "pattern"),
        ({"type": "array", "maxItems": 1, "items": {"type": "boolean"}}, [True, True], "maxItems"),
        (
            {"type": "array", "maxItems": 2, "items": {"type": "string"}, "uniqueItems": True},
            ["a", "a"],
            "uniqueItems",
        ),
    ],
)
def test_edges_where_python_would_be_lenient(schema: dict[str, Any], value: object, keyword: str):
    assert rule_of(schema)(value) == Fault(keyword)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "format": "date"},
        {"type": "null"},
        {"$ref": "#/$defs/other", "$defs": {"other": {"type": "boolean"}}},
        {"type": "object", "properties": {}},
        {"enum": ["a"], "type": "string"},
    ],
)
def test_a_schema_that_says_more_than_is_known_is_refused(schema: dict[str, Any]):
    with pytest.raises(ValueError, match=r"."):
        rule_of(schema)
