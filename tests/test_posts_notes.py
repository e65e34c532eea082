"""Where a note begins under words other than "Blog"; made up."""

import textwrap

import pytest

from sessions.posts import parse_post

ENTRY = "* Lee, Chen, Diaz. [Nets that forget](https://arxiv.org/abs/2001.00001). MLHC 2016."
NOTE = """
We asked why nets forget old tasks.

### Three questions that stayed open

1. Is it a leak?
2. What does [the paper](https://arxiv.org/abs/2001.00001) do?
"""


def session_of(body: str):
    return parse_post(f"---\ntitle: A session\n---\n{textwrap.dedent(body)}", "a.md").sessions[0]


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Notes", ""),
        ("Summary", ""),
        ("Minutes:", ""),
        ("Write-up", ""),
        ("Recap", ""),
        ("Session notes", ""),
        ("Class notes", ""),
        ("Meeting notes", ""),
        ("Our notes", ""),
        ("Notes by Overfitters", "Notes by Overfitters"),
        ("Notes (Overfitters)", "Notes (Overfitters)"),
        ("Lecture notes by Ann Lee", "Lecture notes by Ann Lee"),
        ("Minutes of the session", "Minutes of the session"),
        ("Summary: Nets and tasks", "Nets and tasks"),
    ],
)
@pytest.mark.parametrize("label", ["**Required:**", "## Readings", "### Readings"])
def test_prose_under_notes_behind_the_readings_is_the_note(label, heading, title):
    session = session_of(f"{label}\n\n{ENTRY}\n\n## {heading}\n{NOTE}")
    assert [reading.title for reading in session.readings] == ["Nets that forget"]
    assert (session.note.title, session.note.markdown) == (title, NOTE.strip())
    assert (session.note.line, session.introduction) == (8, "")


@pytest.mark.parametrize(
    "body",
    [
        f"## Readings\n\n{ENTRY}\n\n## Notes\n\n- [Chapter two of the nets](https://arxiv.org/abs/2001.00002)\n",
        f"## Notes\n\nPlease bring a laptop and a question about nets.\n\n## Readings\n\n{ENTRY}\n",
        f"## Readings\n\n{ENTRY}\n\n## Notes\n\nSee [the nets](https://arxiv.org/abs/2001.00002).\n",
        f"## Required\n\n{ENTRY}\n\n## Notes\n\nPlease sign up for one of those below.\n\n## Optional\n\n{ENTRY}\n",
        "## Readings\n\n### Nets that forget\n+ https://arxiv.org/abs/2001.00001\n\n"
        "#### Summary\n\nThe paper asks why nets forget and answers it.\n",
        "## Readings\n\n## Nets that forget\n+ https://arxiv.org/abs/2001.00001\n\n"
        "## Summary\n\nThe paper asks why nets forget and answers it.\n",
    ],
)
def test_notes_of_links_before_readings_or_of_one_paper_are_no_session_note(body):
    assert session_of(body).note is None


def test_signed_notes_end_where_further_readings_begin():
    session = session_of(
        f"## Required\n\n{ENTRY}\n\n## Notes by Ann Lee\n{NOTE}\n## Optional\n\n* [Nets that recall](https://arxiv.org/abs/2001.00002)\n"
    )
    assert [reading.title for reading in session.readings] == ["Nets that forget", "Nets that recall"]
    assert (session.note.title, session.note.markdown) == ("Notes by Ann Lee", NOTE.strip())


@pytest.mark.parametrize(("heading", "is_note"), [("Notes by Ann Lee", True), ("Notes", False)])
def test_bullets_are_a_note_where_the_heading_says_whose(heading, is_note):
    bullets = "- We asked why nets forget old tasks.\n- Nobody knows, see [the nets](https://arxiv.org/abs/2001.00001)."
    session = session_of(f"## Readings\n\n{ENTRY}\n\n## {heading}\n\n{bullets}\n")
    assert (session.note is not None) == is_note
    assert session.note is None or session.note.markdown == bullets


@pytest.mark.parametrize(("line", "title"), [("**Notes by Ann Lee**", "Notes by Ann Lee"), ("**Summary**", None)])
def test_bold_line_that_signs_notes_begins_the_note(line, title):
    text = "We asked why nets forget old tasks, and nobody could tell."
    session = session_of(f"## Readings\n\n{ENTRY}\n\n{line}\n\n{text}\n")
    assert (session.note and (session.note.title, session.note.markdown)) == (title and (title, text))
