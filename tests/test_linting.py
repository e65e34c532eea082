"""What the writers of a note are told to mend."""

import datetime

import pytest
from django.urls import reverse

from readings.models import PaperLink
from readings.rendering.linting import headings_out_of_order
from sessions.linting import lint
from sessions.models import Reading
from tests.factories import make_note, make_paper, make_reading, make_session, make_user

ARXIV = "https://arxiv.org/abs/1706.03762"


def findings(markdown: str, session=None) -> list[tuple[int, str]]:
    note = make_note(session=session, markdown=markdown)
    return lint(note, note.render())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("## One\n\n### Two\n\n## Three\n", ()),
        ("# One\n\n## Two\n\n# Three\n", ((1, "“One” has the level of the page's title: begin sections with ##."),)),
        ("Words.\n\n### One\n", ((3, "“One” skips a level: begin it with ##."),)),
        ("## One\n\n#### Two\n\n#### Three\n", ((3, "“Two” skips a level: begin it with ###."),)),
        ("> ## One\n", ()),
        ("```\n# a comment\n```\n", ()),
    ],
)
def test_headings_out_of_order(text, found):
    assert headings_out_of_order(text) == found


@pytest.mark.django_db
def test_missing_pictures_alternative_texts_and_tex_that_fails_are_told_with_their_lines():
    assert findings("## One\n\n![](a.png)\n\n$\\frac{1$\n") == [
        (3, "Image missing: a.png."),
        (5, "This TeX could not be set; it is shown as code."),
    ]


@pytest.mark.django_db
def test_links_to_papers_that_are_not_here_or_not_there_any_more_are_told():
    paper = make_reading(paper=make_paper(arxiv_id="1706.03762")).paper
    when = datetime.datetime(2024, 5, 3, tzinfo=datetime.UTC)
    link = PaperLink.objects.create(paper=paper, url="https://example.org/gone.pdf")
    link.note(broken=True, when=when)
    text = f"See [one]({ARXIV}),\n[two](https://example.org/gone.pdf) and\n[three](https://arxiv.org/abs/2301.00001).\n"
    assert findings(text) == [
        (2, "https://example.org/gone.pdf was not found when links were last looked at (3 May 2024)."),
        (3, "https://arxiv.org/abs/2301.00001 leads to no page here: the library has no paper of this identifier."),
    ]


@pytest.mark.django_db
def test_required_papers_that_the_note_does_not_name_are_told():
    session = make_session()
    make_reading(session=session, paper=make_paper(title="Attention", arxiv_id="1706.03762"))
    make_reading(session=session, paper=make_paper(title="A second paper without any address"))
    make_reading(session=session, requirement="more")
    withdrawn = make_reading(session=session)
    Reading.objects.filter(pk=withdrawn.pk).update(withdrawn=True)
    assert findings("Words.", session) == [
        (0, f"No link to “Attention”, which this session reads: {ARXIV}"),
        (0, "No link to “A second paper without any address”, which this session reads."),
    ]
    assert findings(f"[It]({ARXIV}).\n\n## A second paper without any address\n\nWords.", session) == []


@pytest.mark.django_db
def test_of_many_unnamed_papers_five_are_named():
    session = make_session()
    for _ in range(7):
        make_reading(session=session, requirement="more")
    told = findings("Words.", session)
    assert len(told) == 6
    assert told[-1] == (0, "No link to 2 more of the papers that this session reads.")


@pytest.mark.django_db
def test_an_empty_note_has_nothing_to_mend():
    assert findings(" \n", make_reading().session) == []


@pytest.mark.django_db
def test_a_new_note_does_not_claim_to_have_nothing_to_mend(client):
    client.force_login(make_user(is_superuser=True))
    shown = client.get(reverse("admin:course_sessions_blognote_add")).content.decode()
    assert "Said beside the text while it is typed" in shown
    assert "Nothing." not in shown
