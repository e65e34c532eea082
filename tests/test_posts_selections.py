"""Which part of a text is to be read, and what only looks as if it said so; made up."""

import pytest

from sessions.posts import parse_post

TITLE, URL = "Deep Nets Forget Old Tasks", "https://arxiv.org/abs/2001.00001"


def reading_of(text: str):
    [session] = parse_post(f"---\ntitle: A session\n---\n## Readings\n{text}\n", "a.md", variables={}).sessions
    [reading] = session.readings
    return reading


@pytest.mark.parametrize(
    "tail",
    [
        "[{title}]({url}). Ann Lee, Bo Chen. Nature, 521, pp. 436-444.",
        "Ann Lee, Bo Chen. {title}. Nature, 521, pp. 436-444. [pdf]({url})",
        "Lee, A., & Chen, B. (2015). {title}. Nature, 521, pages 436-444. {url}",
        "Ann Lee, Bo Chen, “{title},” Nature, pages 436-444, 2015. [pdf]({url})",
        "[{title}]({url}). In Proceedings of ICML (pp. 3-20).",
    ],
)
def test_pages_on_which_a_text_stands_are_no_instruction(tail):
    reading = reading_of("- " + tail.format(title=TITLE, url=URL))
    assert (reading.title, reading.instruction) == (TITLE, "")


def test_year_behind_pages_is_no_part_of_the_venue():
    reading = reading_of(f"- Ann Lee, Bo Chen, “{TITLE},” Nature, pages 436-444, 2015. [pdf]({URL})")
    assert (reading.venue, reading.published) == ("Nature", "2015")


@pytest.mark.parametrize(
    "title",
    [
        "A Survey of Deep Networks, Part 2",
        "The EU AI Act, Article 5",
        "Learning to Skim",
        "To read or to skim?",
    ],
)
def test_words_of_a_title_are_no_instruction(title):
    reading = reading_of(f"- [{title}]({URL})")
    assert (reading.title, reading.instruction) == (title, "")
    assert reading_of(f"- [{title}]({URL}), Ann Lee, 2020 (skim)").instruction == "skim"


@pytest.mark.parametrize(
    ("words", "instruction"),
    [
        ("Ann Lee, 2001 (pp. 3-9)", "pp. 3-9"),
        ("Ann Lee, 2001, read pp. 3-9", "read pp. 3-9"),
        ("Ann Lee, 2001, pp. 3-9 only", "pp. 3-9 only"),
        ("Ann Lee, Nature 2001, pp. 3-20; skim ch. 4.", "skim ch. 4"),
        ("Ann Lee, 2020 (only the introduction; skim sec. 3)", "only the introduction; skim sec. 3"),
        ("Ann Lee, ch. 3, 2015", "ch. 3"),
        ("we skim it in class", ""),
    ],
)
def test_part_to_read_stands_behind_the_title(words, instruction):
    assert reading_of(f"- [{TITLE}]({URL}) — {words}").instruction == instruction


@pytest.mark.parametrize(
    ("entry", "instruction"),
    [
        ("| Paper | Presenter |\n|---|---|\n| [{title}]({url}), Ann Lee, 2020 (skim) | Jo |", "skim"),
        (
            "| Paper | Presenter |\n|---|---|\n| [{title}]({url}), Ann Lee, 2020, ch. 2; skim ch. 4 | Jo |",
            "ch. 2; skim ch. 4",
        ),
        ("### **{title}** (ICML 2016). Ann Lee, Bo Chen (skim)\n+ {url}", "skim"),
        ("### **{title}** (ICML 2016). Ann Lee, Bo Chen. Skim ch. 4.\n+ {url}", "Skim ch. 4"),
        ("### {title}\n+ Ann Lee, Bo Chen, ICML 2016 (skim)\n+ {url}", "skim"),
        ("### {title}\n+ Lee and Chen, ICML 2016, sec. 3\n+ {url}", "sec. 3"),
    ],
)
def test_part_to_read_of_cells_headings_and_lines_below_them(entry, instruction):
    reading = reading_of(entry.format(title=TITLE, url=URL))
    assert (reading.title, reading.instruction) == (TITLE, instruction)


def test_part_to_read_in_running_text():
    text = f'This week\'s paper is by Lee and Chen: "{TITLE}" (Nat Rev Genet 2008, sec. 2, {URL}).\n'
    [session] = parse_post(f"---\ntitle: A session\n---\n{text}", "a.md", variables={}).sessions
    assert [reading.instruction for reading in session.readings] == ["sec. 2"]


def test_part_to_read_in_a_data_file():
    text = f'---\ntitle: A session\nreadings:\n  - "Lee and Chen. {TITLE}. ICML 2016. Skim sec. 3."\n---\n'
    [session] = parse_post(text, "a.md", variables={}).sessions
    assert [(reading.title, reading.instruction) for reading in session.readings] == [(TITLE, "Skim sec. 3")]
