"""The page that describes the format says what the schemas say, field by field, and the table of
levels is the one the program keeps to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from app.domain.errors import PackageRejectedError
from app.domain.package import PackageLevel, Rejection
from app.handover.levels import Share, holds
from app.handover.schemas import Schemas
from app.system.paths import resources_folder

FOLDER = resources_folder() / "schemas"
SCHEMAS = Schemas(FOLDER)
PAGE = (FOLDER / "README.md").read_text("utf-8")
KINDS = sorted({path.name.rpartition("-")[0] for path in FOLDER.glob("*.json")})

Schema = dict[str, Any]


def fields(schema: Schema, root: Schema, at: str = "") -> Iterator[tuple[str, Schema]]:
    """Every property with its place, such as talks[].files."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    if "items" in schema:
        yield from fields(schema["items"], root, f"{at}[]")
    for name, below in schema.get("properties", {}).items():
        place = f"{at}.{name}" if at else name
        yield place, below
        yield from fields(below, root, place)


def published(kind: str, version: int) -> dict[str, Schema]:
    """The properties of a schema."""
    schema = json.loads((FOLDER / f"{kind}-{version}.json").read_bytes())
    return dict(fields(schema, schema))


def section(title: str) -> str:
    """What stands under a heading, up to the next."""
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def rows(text: str) -> list[list[str]]:
    """The rows of the table in it, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[2:]]


def documented(kind: str, version: int) -> dict[str, list[str]]:
    """The fields that the page gives that version of a kind."""
    newest = max(SCHEMAS.versions(kind))
    found = {}
    for name, *rest in rows(section(f"`{kind}`")):
        said = rest[3]
        since, is_gone = int(said[0]), said.endswith("only")
        if since <= version and (version < newest or not is_gone):
            found[name.strip("`")] = rest
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_described_and_none_that_is_not_there(kind: str):
    for version in SCHEMAS.versions(kind):
        assert set(documented(kind, version)) == set(published(kind, version)), version


@pytest.mark.parametrize("kind", KINDS)
def test_every_example_is_one(kind: str):
    version = max(SCHEMAS.versions(kind))
    told = documented(kind, version)
    for place, schema in published(kind, version).items():
        (kind_of, _, meaning, _, example) = told[place]
        assert kind_of
        if example:
            Draft202012Validator(schema).validate(json.loads(example.strip("`")))
        else:
            assert kind_of in {"object"} or kind_of.startswith("list"), place
        assert meaning or place.startswith(("kinds[]", "months[]"))


def test_every_schema_is_one_and_names_itself():
    for path in FOLDER.glob("*.json"):
        kind, version = path.stem.rpartition("-")[::2]
        schema = json.loads(path.read_bytes())
        Draft202012Validator.check_schema(schema)
        if kind != "prompt-set":
            assert schema["$id"] == f"urn:tanxinbu:{kind}:{version}"
            assert schema["properties"]["version"] == {"const": int(version)}
        assert f"`{path.name}`" in PAGE
        for place, below in [("", schema), *fields(schema, schema)]:
            if below.get("type") == "object":
                assert below["additionalProperties"] is False, (path.name, place)


def test_what_each_level_holds_is_one_table_in_code_and_on_the_page():
    told = {
        cells[0].strip("`"): [cell == "yes" for cell in cells[1:]]
        for cells in rows(section("Levels"))
    }
    levels = (PackageLevel.STATISTICS, PackageLevel.LEDGER, PackageLevel.FULL)
    assert told == {share.value: [holds(level, share) for level in levels] for share in Share}


def test_every_name_of_a_refusal_is_explained():
    named = set(re.findall(r"`([a-z_]+)`", section("Names of refusals")))
    assert {reason.value for reason in Rejection} <= named
    ordered = set(re.findall(r"`([a-z_]+)`", section("Order of checks")))
    explained = {cells[0].strip("`") for cells in rows(section("Names of refusals"))}
    assert explained - ordered == {"changed", "medium", "unreadable"}


def test_a_version_that_is_not_published_is_a_newer_one():
    for version, expected in ((3, "newer_format"), (0, "newer_format"), (True, "schema")):
        with pytest.raises(PackageRejectedError) as refused:
            SCHEMAS.check("talk", {"version": version})
        assert refused.value.reason == expected
    with pytest.raises(PackageRejectedError) as refused:
        SCHEMAS.check("talk", ["version"])
    assert refused.value.reason == "schema"
