"""The manual speaks in the words of the screen, and every page of the window has its topic."""

import re
from pathlib import Path

import pytest

from ui.help.help_page import KEYS_TOPIC

ROOT = Path(__file__).parents[2]
TOPICS = {path.stem: path.read_text("utf-8") for path in (ROOT / "resources/help").glob("*.md")}
SCREENS = "\n".join(path.read_text("utf-8") for path in (ROOT / "ui").rglob("*.py"))
PRESSED = re.compile(r"[按选勾上]“([^”“]+)”")


def test_each_page_of_the_window_has_its_topic():
    asked_for = set(re.findall(r'help_topic = "(\w+)"', SCREENS)) | {"index"}
    assert asked_for - {KEYS_TOPIC} <= set(TOPICS)


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_every_button_the_manual_names_is_on_a_screen(topic):
    for words in PRESSED.findall(TOPICS[topic]):
        assert words in SCREENS, words


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_every_key_the_manual_names_is_in_the_table_of_keys(topic):
    actions = (ROOT / "ui/actions.py").read_text("utf-8")
    for key in re.findall(r"\b(?:Ctrl|Alt)\+[A-Z]\b|\bF\d+\b", TOPICS[topic]):
        assert f'"{key}"' in actions, key


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_links_lead_to_topics_and_every_topic_has_one_heading(topic):
    text = TOPICS[topic]
    assert text.startswith("# ")
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    for target in re.findall(r"\]\(([^)]+)\.md\)", text):
        assert target in TOPICS
