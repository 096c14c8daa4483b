"""The list of a release: what is written is read, and nothing that leads out of its folder is."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.release import (
    MANIFEST,
    Manifest,
    ManifestError,
    Release,
    ReleaseFile,
    Schemas,
    Version,
    is_safe_path,
    read_manifest,
    release_content,
    release_of,
    version_of,
)

DIGEST = "0" * 64
RELEASE = Release(Version(0, 6, 0), "linux-x86_64", Schemas(10, 7), "abc")
NAMES = st.text("abcXYZ09-_汉字", min_size=1, max_size=6)


def manifest(*paths: str, links: tuple[tuple[str, str], ...] = ()) -> Manifest:
    return Manifest(RELEASE, tuple(ReleaseFile(path, 1, DIGEST) for path in paths), links)


def told(**changes: object) -> bytes:
    content = json.loads(manifest("a", "b/c").written())
    return json.dumps({**content, **changes}).encode()


@settings(max_examples=50)
@given(st.lists(st.lists(NAMES, min_size=1, max_size=3), min_size=1, max_size=6))
def test_what_is_written_is_read_again_or_clashes(paths):
    made = manifest(*("/".join(path) for path in paths))
    taken = {"/".join(path).casefold() for path in paths}
    folders = {"/".join(path[:n]).casefold() for path in paths for n in range(1, len(path))}
    if len(taken) < len(paths) or taken & folders:
        with pytest.raises(ManifestError, match="twice"):
            read_manifest(made.written())
        return
    read = read_manifest(made.written())
    assert read.written() == made.written()
    assert {file.path for file in read.files} == {file.path for file in made.files}


@settings(max_examples=50)
@given(st.text(max_size=30))
def test_no_path_leads_out_of_its_folder(path):
    if is_safe_path(path):
        pure = PurePosixPath(path)
        assert not pure.is_absolute()
        assert ".." not in pure.parts
        assert "\\" not in path
        assert ":" not in path


@pytest.mark.parametrize(
    "path",
    [
        *("", "/a", "a//b", "../a", "a/../b", "a/..", ".", "a/", "c:/a", "a\\b", "a\0b", "a. "),
        *("a\u202eb", "a" * 201, "/".join(["abc"] * 120), "con ", "a\nb", "\ud800"),
    ],
)
def test_paths_that_mean_something_else_somewhere_are_refused(path):
    assert not is_safe_path(path)


@settings(max_examples=50)
@given(st.binary(max_size=80))
def test_any_bytes_are_a_list_or_refused(content):
    with pytest.raises(ManifestError):
        read_manifest(content)


@settings(max_examples=50)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=8,
    ),
    st.sampled_from(["format", "version", "platform", "schemas", "files", "links", "built_from"]),
)
def test_any_value_in_any_place_is_read_or_refused(value, name):
    try:
        read_manifest(told(**{name: value}))
    except ManifestError:
        pass
    else:
        assert name in ("built_from", "links")


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (manifest(), "count"),
        (manifest("a", "A"), "twice"),
        (manifest("a", "a/b"), "twice"),
        (manifest(MANIFEST), "twice"),
        (manifest("manifest.json.MINISIG"), "twice"),
        (manifest("a", links=(("b", "c"),)), "link"),
        (manifest("a", links=(("b", "../c"),)), "path"),
        (manifest("a", links=(("b", "a"), ("c", "b"))), "link"),
        (Manifest(RELEASE, (ReleaseFile("a", 3 << 30, DIGEST),)), "size"),
        (Manifest(RELEASE, tuple(ReleaseFile(f"f{n}", 1 << 30, DIGEST) for n in "abc")), "count"),
        (Manifest(RELEASE, (ReleaseFile("a", 1, "0" * 63),)), "file"),
    ],
)
def test_a_signed_mistake_is_still_a_mistake(made, why):
    with pytest.raises(ManifestError, match=why):
        read_manifest(made.written())


def test_depths_without_end_are_refused():
    with pytest.raises(ManifestError, match="json"):
        read_manifest(b"[" * 100_000)


@pytest.mark.parametrize(
    "text", ["", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.x", "1.2.3 ", "\uff11.2.3"]
)
def test_a_version_has_three_plain_numbers(text):
    with pytest.raises(ManifestError):
        version_of(text)


@settings(max_examples=50)
@given(*[st.tuples(*[st.integers(0, 9999)] * 3)] * 2)
def test_versions_are_ordered_by_their_numbers(one, other):
    first, second = Version(*one), Version(*other)
    assert (first < second) == (one < other)
    assert version_of(str(first)) == first


def test_what_a_build_says_is_read_again_and_old_ones_may_say_less():
    assert release_of(release_content(RELEASE)) == RELEASE
    less = release_of({"version": "0.6.0", "platform": "linux-x86_64", "signed_by": "x"})
    assert less.schemas is None
