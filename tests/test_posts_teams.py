"""Who leads and who writes, as front matter says it; made up."""

import pytest

from sessions.posts import parse_post

PROSE = "Bring a laptop. We meet in the small room on the third floor this week."


def post_of(head: str):
    return parse_post(f"---\ntitle: A session\n{head}\n---\nText.\n", "a.md")


def session_of(head: str):
    return post_of(head).sessions[0]


@pytest.mark.parametrize(
    ("head", "lead"),
    [
        ("team: Red Pandas", "Red Pandas"),
        ("Team: [Ann Lee, Bo Chen]", "Ann Lee, Bo Chen"),
        ("group: Overfitters", "Overfitters"),
        ("led by: Ann Lee", "Ann Lee"),
        ("led_by: Ann Lee", "Ann Lee"),
        ("lead-team: Overfitters", "Overfitters"),
        ("presenters:\n- Ann Lee\n- Bo Chen", "Ann Lee, Bo Chen"),
        ("team: TBD", ""),
        ("team:", ""),
        ("team: Red Pandas\nvideo: Overfitters", "Overfitters"),
        ("team: Red Pandas\npresenter: Ann Lee", "Ann Lee"),
    ],
)
def test_team_of_the_front_matter_leads_where_video_is_absent(head, lead):
    post = post_of(head)
    assert (post.sessions[0].lead_team, post.warnings) == (lead, ())


@pytest.mark.parametrize(
    ("head", "blog"),
    [
        ("scribe: Ann Lee", "Ann Lee"),
        ("scribes: [Ann Lee, Bo Chen]", "Ann Lee, Bo Chen"),
        ("notes_by: Overfitters", "Overfitters"),
        ("notes by: Overfitters", "Overfitters"),
        ("blog: Overfitters", "Overfitters"),
        ("blog: true", ""),
        ("blog: https://example.org/blog", ""),
        ("blog: /blog/first", ""),
        ("scribe: TBA", ""),
        ("scribe: Ann Lee\nnotes: Red Pandas", "Red Pandas"),
    ],
)
def test_scribe_of_the_front_matter_writes_where_notes_is_absent(head, blog):
    post = post_of(head)
    assert (post.sessions[0].blog_team, post.warnings) == (blog, ())


@pytest.mark.parametrize(("scribe", "blog"), [("", ""), ("\nscribe: Ann Lee", "Ann Lee")])
def test_notes_that_are_prose_name_nobody_and_are_kept(scribe, blog):
    session = session_of(f"notes: {PROSE}{scribe}")
    assert (session.blog_team, session.introduction) == (blog, f"{PROSE}\n\nText.")


def test_first_unknown_key_is_told_with_the_keys_that_are_used():
    assert [warning.text for warning in post_of("colour: red\nshape: round").warnings] == [
        "the key “colour” is not known and not used; read are title, date, term, tags, categories, slides, readings,"
        " team (or video) and scribe (or notes)",
        "the key “shape” is not known and not used",
    ]
