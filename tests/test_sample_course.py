"""The sample course goes in whole and comes out as it was meant."""

import re
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db.models import Count
from django.test import override_settings

from readings.models import Author, Paper
from sessions.importing.run import Options, run_import
from sessions.management.commands.load_sample_course import FOLDER, SLUG
from sessions.models import BlogNote, Category, Image, Page, Reading, ReviewItem, Session, SlideDeck

pytestmark = pytest.mark.django_db

LARGEST_PICTURE = 60_000  # bytes: the course is part of every clone


@pytest.fixture(scope="module")
def imported(rows_of_module, tmp_path_factory):
    """The course, imported once: where its files lie, and what was said."""
    files = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=files):
        return files, run_import(Options(path=str(FOLDER), course=SLUG))


@pytest.fixture
def report(imported, settings):
    settings.MEDIA_ROOT, report = imported
    return report


def test_every_post_goes_in_without_a_warning_and_nothing_else_does(report):
    assert [str(message) for message in report.messages] == []
    assert report.counts == {
        "created": 14, "updated": 0, "unchanged": 0, "kept": 0, "withdrawn": 0, "refused": 0,
    }  # fmt: skip
    counted = (Session, Reading, Paper, Author, BlogNote, Image, SlideDeck, Page, Category, ReviewItem)
    assert {model.__name__: model.objects.count() for model in counted} == {
        "Session": 12, "Reading": 42, "Paper": 37, "Author": 187, "BlogNote": 11, "Image": 10, "SlideDeck": 4,
        "Page": 2, "Category": 5, "ReviewItem": 0,
    }  # fmt: skip
    assert [page.title for page in Page.objects.all()] == ["About this seminar", "Writing session notes"]
    assert all(default_storage.exists(image.file.name) for image in Image.objects.all())
    assert all(default_storage.exists(deck.file.name) for deck in SlideDeck.objects.all())


def test_sessions_are_in_order_with_their_readings_and_teams(report):
    sessions = Session.objects.in_order().annotate(read=Count("readings"))
    assert [(str(s.date), s.read, s.status, s.lead_team, s.blog_team) for s in sessions] == [
        ("2026-01-13", 3, "released", "Team 1", "Team 2"),
        ("2026-01-20", 3, "released", "Team 2", "Team 3"),
        ("2026-01-27", 6, "released", "Team 3", "Team 4"),
        ("2026-02-03", 3, "released", "Team 4", "Team 1"),
        ("2026-02-10", 4, "released", "Team 3", "Team 2"),
        ("2026-02-17", 3, "released", "Team 1", "Team 3"),
        ("2026-02-24", 3, "released", "Team 2", "Team 4"),
        ("2026-03-03", 3, "released", "Team 4", "Team 1"),
        ("2026-03-17", 3, "released", "Team 1", "Team 2"),
        ("2026-03-24", 4, "released", "Team 2", "Team 3"),
        ("2026-03-31", 4, "released", "Team 3", "Team 4"),
        ("2026-04-07", 3, "upcoming", "Team 4", "Team 1"),
    ]


def test_headings_with_bullets_are_read_in_full(report):
    paper = Paper.objects.get(arxiv_id="1706.03762")
    assert paper.title == "Attention Is All You Need"
    assert [author.name for author in paper.authors_in_order] == [
        "Ashish Vaswani", "Noam Shazeer", "Niki Parmar", "Jakob Uszkoreit", "Llion Jones", "Aidan N. Gomez",
        "Lukasz Kaiser", "Illia Polosukhin",
    ]  # fmt: skip
    assert paper.published == "2017-06-12"
    assert paper.abstract.startswith("A translation model without recurrence and without convolution.")
    assert [link.url for link in paper.links.all()] == ["https://arxiv.org/abs/1706.03762"]


def test_table_rows_are_read_with_presenters_venues_footnotes_and_decks(report):
    readings = Reading.objects.filter(session__slug="s03-training-deep-networks")
    assert [(r.paper.title, r.paper.venue, r.presenter, r.requirement) for r in readings] == [
        ("Understanding the difficulty of training deep feedforward neural networks", "AISTATS 2010", "Amara",
         "unspecified"),
        ("Dropout: A Simple Way to Prevent Neural Networks from Overfitting", "JMLR 2014", "Amara", "unspecified"),
        ("Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift", "ICML 2015",
         "Jonas", "unspecified"),
        ("Layer Normalization", "", "Jonas", "unspecified"),
        ("Adam: A Method for Stochastic Optimization", "ICLR 2015", "Wei", "unspecified"),
        ("On the Convergence of Adam and Beyond", "ICLR 2018", "Wei", "unspecified"),
    ]  # fmt: skip
    assert readings[1].paper.abstract.startswith("Switch off a random part of the units")
    assert [reading.slides.count() for reading in readings] == [0, 0, 1, 1, 0, 0]


def test_lettered_bullets_are_read_with_their_links(report):
    readings = Reading.objects.filter(session__slug="s11-reasoning-and-retrieval")
    assert [(r.requirement, r.paper.arxiv_id, r.paper.published, r.paper.authors.count()) for r in readings] == [
        ("required", "2201.11903", "2022-01", 9),
        ("required", "2005.11401", "2020-05", 12),
        ("more", "2203.11171", "2022-03", 8),
        ("more", "2004.04906", "2020-04", 8),
    ]


def test_papers_read_twice_are_one_record(report):
    twice = Paper.objects.annotate(read=Count("readings")).filter(read__gt=1).order_by("title")
    assert [(paper.title, paper.read) for paper in twice] == [
        ("Attention Is All You Need", 2),
        ("Deep Residual Learning for Image Recognition", 2),
        ("Language Models are Few-Shot Learners", 2),
        ("Layer Normalization", 2),
        ("Neural Machine Translation by Jointly Learning to Align and Translate", 2),
    ]
    again = Reading.objects.get(session__slug="s07-scaling-laws", paper__arxiv_id="2005.14165")
    assert again.instruction == "Section 2 only. How were the sizes chosen?"


def test_notes_have_their_pictures_mathematics_and_code(report):
    shown = {
        note.session.slug[:3]: (note.html.count("<img"), note.html.count("<math") > 0, "<pre" in note.html)
        for note in BlogNote.objects.select_related("session")
    }
    assert shown == {
        "s01": (1, True, True), "s02": (1, True, False), "s03": (0, True, False), "s04": (1, True, True),
        "s05": (2, True, True), "s06": (0, False, True), "s07": (1, True, True), "s08": (2, True, True),
        "s09": (1, True, False), "s10": (1, True, True), "s11": (0, True, False),
    }  # fmt: skip
    assert not any("{%" in note.html or "{{" in note.html for note in BlogNote.objects.all())


def test_every_picture_of_the_folder_is_small_and_shown_by_a_post():
    pictures = sorted((FOLDER / "Lectures").rglob("*.png"))
    text = "".join(post.read_text(encoding="utf-8") for post in (FOLDER / "_contents").glob("*.md"))
    assert len(pictures) == 10
    assert [p.name for p in pictures if p.stat().st_size > LARGEST_PICTURE or p.name not in text] == []


def test_code_in_the_notes_runs():
    blocks = [
        block
        for post in sorted(Path(FOLDER, "_contents").glob("*.md"))
        for block in re.findall(r"^```python\n(.*?)^```", post.read_text(encoding="utf-8"), re.M | re.S)
    ]
    assert len(blocks) == 6
    for block in blocks:
        compile(block, "note", "exec")
