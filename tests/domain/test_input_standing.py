"""The rule by which hanzi come into the program, case by case and for any machine."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.input_standing import (
    BRIDGE_NAME,
    FCITX5_NAME,
    IBUS_NAME,
    PORTAL_NAME,
    InputFacts,
    InputWay,
    diagnostics,
    fcitx4_names,
    judged,
    modules,
    wants_bridge,
)

FCITX4 = "org.fcitx.Fcitx-0"
HERE = InputFacts(is_linux=True, asked=("fcitx",), names=frozenset())


@pytest.mark.parametrize(
    ("facts", "way", "framework"),
    [
        (InputFacts(is_linux=False), InputWay.SYSTEM, ""),
        (HERE, InputWay.NONE, ""),
        (replace(HERE, names=None), InputWay.NONE, ""),
        (
            replace(HERE, names=frozenset({PORTAL_NAME, FCITX5_NAME, FCITX4})),
            InputWay.PORTAL,
            "fcitx 5",
        ),
        (replace(HERE, names=frozenset({PORTAL_NAME, IBUS_NAME})), InputWay.PORTAL, "ibus"),
        (replace(HERE, names=frozenset({FCITX4})), InputWay.BRIDGE, "fcitx 4"),
        # another window of ours runs the bridge already: it ends with that window, so one's own too
        (
            replace(HERE, names=frozenset({FCITX4, PORTAL_NAME, BRIDGE_NAME})),
            InputWay.BRIDGE,
            "fcitx 4",
        ),
        (replace(HERE, is_ibus_installed=True), InputWay.IBUS, ""),
        (replace(HERE, is_ibus_installed=True, is_ibus_running=True), InputWay.IBUS, "ibus"),
        (replace(HERE, loadable=("fcitx",)), InputWay.CHOSEN, ""),
        (replace(HERE, asked=("none",), loadable=("none",)), InputWay.CHOSEN, ""),
    ],
)
def test_each_machine_has_its_way(facts, way, framework):
    standing = judged(facts)
    assert (standing.way, standing.framework) == (way, framework)
    assert standing.is_found is (way is not InputWay.NONE)


def test_who_asked_for_ibus_and_has_it_running_keeps_it_beside_fcitx_4():
    asked = replace(HERE, asked=("ibus",), loadable=("ibus",), names=frozenset({FCITX4}))
    assert judged(replace(asked, is_ibus_running=True)).way is InputWay.IBUS
    assert judged(asked).way is InputWay.BRIDGE


def test_the_first_module_that_can_be_loaded_is_the_choice():
    facts = replace(HERE, asked=("wayland", "hime", "ibus"), loadable=("hime", "ibus"))
    assert judged(facts).module == "hime"


def test_modules_are_read_from_a_list_and_nothing_else_is_taken():
    assert modules("wayland;fcitx;ibus") == ("wayland", "fcitx", "ibus")
    assert modules("/某处/王建国/x;") == ()


NAMES = st.sampled_from(
    [PORTAL_NAME, BRIDGE_NAME, IBUS_NAME, FCITX5_NAME, FCITX4, "org.fcitx.Fcitx-x"]
)
FACTS = st.builds(
    InputFacts,
    is_linux=st.just(True),
    asked=st.lists(st.sampled_from(["fcitx", "ibus", "hime", "none"])).map(tuple),
    loadable=st.lists(st.sampled_from(["fcitx", "ibus", "hime", "none"])).map(tuple),
    names=st.none() | st.frozensets(NAMES),
    is_ibus_installed=st.booleans(),
    is_ibus_running=st.booleans(),
)


@given(FACTS)
@settings(max_examples=60)
def test_whatever_a_machine_has_the_way_is_one_it_has(facts):
    standing = judged(facts)
    names = facts.names or frozenset()
    has = {
        InputWay.CHOSEN: standing.module in facts.asked and standing.module in facts.loadable,
        InputWay.PORTAL: PORTAL_NAME in names,
        InputWay.BRIDGE: bool(fcitx4_names(names)) and wants_bridge(names),
        InputWay.IBUS: facts.is_ibus_installed or facts.is_ibus_running,
        InputWay.NONE: not facts.is_ibus_installed,
    }
    assert has[standing.way]
    text = diagnostics(standing)
    assert text.isascii()
    assert "/" not in text
    assert text.count("\n") == 8
