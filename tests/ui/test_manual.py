"""The manual speaks in the words of the screen, and every page of the window has its topic."""

import re
from pathlib import Path

import pytest
from PIL import Image

from app.domain.manual import KEYS_TOPIC, PARTS

ROOT = Path(__file__).parents[2]
HELP = ROOT / "resources/help"
TOPICS = {path.stem: path.read_text("utf-8") for path in HELP.glob("*.md")}
MANY = 30
LEAST_SAID, LARGEST_PICTURE, ALL_PICTURES = 6, 60_000, 3_000_000
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
    for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)]+)\)", re.sub(r"!\[.*?\]\(.*?\)", "", text)):
        assert target.removesuffix(".md") in {*TOPICS, KEYS_TOPIC}
        assert target.endswith(".md")


def test_every_topic_has_its_place_in_the_order():
    assert {name for part in PARTS for name in part.topics} == {*TOPICS, KEYS_TOPIC}


def test_every_picture_is_small_and_told_in_words():
    shown = {
        (topic, said, file)
        for topic, text in TOPICS.items()
        for said, file in re.findall(r"!\[(.*?)\]\((.*?)\)", text)
    }
    assert shown
    assert all(len(said) >= LEAST_SAID for _, said, _ in shown)
    assert {file for _, _, file in shown} == {
        f"pictures/{path.name}" for path in (HELP / "pictures").iterdir()
    }
    sizes = {file: (HELP / file).stat().st_size for _, _, file in shown}
    assert max(sizes.values()) <= LARGEST_PICTURE
    assert sum(sizes.values()) <= ALL_PICTURES
    for file in sizes:
        with Image.open(HELP / file) as image:
            assert image.mode == "P"


def test_what_the_screen_says_is_looked_up_in_the_words_of_the_screen():
    told = TOPICS["troubles"].split("## 汉字")[0]
    rows = re.findall(r"^\| ([^|]+) \|(?!---)", told, re.MULTILINE)
    phrases = [one for row in rows for one in re.split("……|，|、", row) if one]
    assert len(phrases) > MANY
    assert [one for one in phrases if one not in SCREENS and one != "屏幕上说"] == []
