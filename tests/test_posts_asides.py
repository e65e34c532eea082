"""What is said beside a list and bears on it: words that open the next part, or the note, and stars; made up."""

import pytest

from sessions.posts import parse_post

ENTRY = "- [Deep Nets Forget Old Tasks](https://arxiv.org/abs/2001.00001)"
OTHER = "- [Trees That Learn From Rain](https://arxiv.org/abs/2001.00002)"


def session_of(text: str):
    [session] = parse_post(f"---\ntitle: A session\n---\n{text}\n", "a.md", variables={}).sessions
    return session


@pytest.mark.parametrize("label", ["If you are curious:", "For more:", "Further reading:"])
def test_last_words_over_a_list_open_the_further_readings(label):
    session = session_of(f"## Readings\n{ENTRY}\n\nThat is all for today. {label}\n\n{OTHER}")
    assert [reading.requirement for reading in session.readings] == ["unspecified", "more"]
    assert session.introduction == "That is all for today."


def test_text_above_a_label_of_the_same_paragraph_is_kept():
    session = session_of(f"We met outdoors.\n**Further readings:**\n\n{OTHER}")
    assert (len(session.readings), session.introduction) == (1, "We met outdoors.")


@pytest.mark.parametrize(
    "said", ["Starred readings are required.", "Required papers are marked with a star (★).", "★ = required"]
)
@pytest.mark.parametrize("entry", ["- * {}", "- \\* {}", "- ★ {}", "- {} *", "- {}* [code](https://a.org/c)"])
def test_star_means_what_the_text_says(said, entry):
    session = session_of(f"## Readings\n{said}\n\n{entry.format(ENTRY[2:])}\n{OTHER}")
    assert [(reading.title[:5], reading.requirement) for reading in session.readings] == [
        ("Deep ", "required"),
        ("Trees", "more"),
    ]
    assert session.introduction == said


def test_star_that_nobody_explains_means_nothing():
    session = session_of(f"## Readings\nStarred readings are not required.\n\n- ★ {ENTRY[2:]}\n{OTHER}")
    assert {reading.requirement for reading in session.readings} == {"unspecified"}


def test_stars_that_stand_nowhere_change_nothing():
    session = session_of(f"## Readings\nStarred readings are required.\n\n{ENTRY}\n- *{OTHER[2:]}*")
    assert {reading.requirement for reading in session.readings} == {"unspecified"}


PROSE = "We talked for an hour about nets that forget what they knew.\n\n- [Rain](https://a.org/rain)"


@pytest.mark.parametrize(("line", "title"), [("**Blog**", ""), ("**Blog Post: On forgetting**", "On forgetting")])
@pytest.mark.parametrize("text", [PROSE, f"## Why nets forget\n\n{PROSE}"])
def test_bold_line_over_prose_begins_the_note(line, title, text):
    session = session_of(f"## Readings\n{ENTRY}\n\n{line}\n\n{text}")
    assert (len(session.readings), session.introduction) == (1, "")
    assert (session.note.title, session.note.markdown) == (title, text)


@pytest.mark.parametrize(
    "text", [OTHER, "[Rain teaches](https://a.org/rain)", f"{PROSE}\n\n**More readings:**\n\n{OTHER}"]
)
def test_bold_line_over_things_to_read_begins_no_note(text):
    assert session_of(f"## Readings\n{ENTRY}\n\n**Blog**\n\n{text}").note is None
