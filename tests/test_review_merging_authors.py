"""Two authors become one and two again, whatever happened to their papers in between."""

import json
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Group
from django.core import serializers
from django.test import Client
from django.urls import reverse

from readings.models import Author, Authorship, AuthorSpelling, MergedPaper, OldAuthor, Paper
from sessions.groups import ASSISTANTS, INSTRUCTORS
from sessions.importing.run import Options, run_import
from sessions.models import ReviewItem, Version
from sessions.review.merging import merge, undo
from sessions.review.merging_authors import merge_authors, undo_authors
from sessions.review.settling import CannotSettle
from sessions.search.finding import search
from sessions.search.sync import flush
from tests.admin_pages import address
from tests.factories import make_files, make_paper, make_post_text, make_reading, make_user

pytestmark = pytest.mark.django_db


def everything() -> list[dict]:
    """Every row that a merge could touch, as JSON; the time of the last save aside."""
    models = [Paper, Author, AuthorSpelling, Authorship, OldAuthor, MergedPaper]
    rows = json.loads(serializers.serialize("json", [row for model in models for row in model.objects.order_by("pk")]))
    for row in rows:
        row["fields"].pop("updated", None)
    return rows


@dataclass
class Library:
    """Papers of one author, of another, and of both."""

    stays: Author
    goes: Author
    third: Author
    alone: Paper
    both: Paper
    hers: Paper


@pytest.fixture
def library() -> Library:
    stays, goes, third = (Author.objects.create(name=name) for name in ("Jane Smith", "J. Smith", "J. A. Smith"))
    AuthorSpelling.objects.create(author=goes, name="Smith, Jo")
    papers = []
    for title, authors in (("Alone", [goes]), ("Both", [third, goes, stays]), ("Hers", [stays])):
        paper = make_paper(title=title)
        for position, author in enumerate(authors):
            Authorship.objects.create(paper=paper, author=author, position=position)
        Paper.objects.filter(pk=paper.pk).update(as_given={"authors": [author.pk for author in authors]})
        make_reading(paper=paper)
        papers.append(Paper.objects.get(pk=paper.pk))
    return Library(stays, goes, third, *papers)


def names(paper: Paper) -> list[str]:
    return [str(row) for row in Authorship.objects.filter(paper=paper).order_by("position", "pk")]


@pytest.mark.parametrize("swapped", [False, True])
def test_undoing_a_merge_restores_every_row(library, swapped):
    pair = (library.goes, library.stays) if swapped else (library.stays, library.goes)
    before = everything()
    merged = merge_authors(*pair)
    assert everything() != before
    undo_authors(merged)
    assert everything() == before


def test_what_was_merged_before_stays_with_the_one_it_was_merged_into(library):
    merge_authors(library.goes, library.third)
    before = everything()
    undo_authors(merge_authors(library.stays, library.goes))
    assert everything() == before


def test_a_spelling_that_was_another_authors_is_his_again(library):
    AuthorSpelling.objects.create(author=library.third, name="J. Smith")
    before = everything()
    merged = merge_authors(library.stays, library.goes)
    assert AuthorSpelling.objects.get(name="J. Smith").author == library.stays
    undo_authors(merged)
    assert everything() == before


def test_both_are_found_again(library, client):
    undo_authors(merge_authors(library.stays, library.goes))
    assert client.get(library.goes.get_absolute_url()).status_code == 200
    flush()
    found = {hit.url for hit in search("smith").hits}
    assert {library.alone.get_absolute_url(), library.goes.get_absolute_url()} <= found


def test_what_a_person_did_to_a_paper_since_survives(library):
    merged = merge_authors(library.stays, library.goes)
    Authorship.objects.filter(paper__in=[library.both, library.hers], author=library.stays).delete()
    Authorship.objects.create(paper=library.alone, author=library.third, position=1)
    library.stays.name = "Jane A. Smith"
    library.stays.save()
    undo_authors(merged)
    assert names(library.alone) == ["J. Smith", "J. A. Smith"]
    assert names(library.both) == ["J. A. Smith"]
    assert names(library.hers) == []
    assert Author.objects.get(pk=library.stays.pk).name == "Jane A. Smith"


def test_a_paper_whose_authors_were_listed_anew_since_names_the_other_again(library):
    merged = merge_authors(library.stays, library.goes)
    Authorship.objects.filter(paper=library.alone).delete()
    Authorship.objects.create(paper=library.alone, author=library.stays, position=4)
    undo_authors(merged)
    assert names(library.alone) == ["J. Smith"]


def test_papers_that_are_gone_since_do_not_come_back(library):
    merged = merge_authors(library.stays, library.goes)
    library.alone.readings.all().delete()
    library.alone.delete()
    undo_authors(merged)
    assert list(library.goes.papers.all()) == [library.both]


def test_merges_are_undone_in_the_order_last_one_first(library):
    before = everything()
    first = merge_authors(library.stays, library.goes)
    second = merge_authors(library.third, library.stays)
    first.refresh_from_db()
    with pytest.raises(CannotSettle, match=r"“J\. A\. Smith” took in another author since: undo that merge first"):
        undo_authors(first)
    undo_authors(second)
    first.refresh_from_db()
    undo_authors(first)
    assert everything() == before


def test_merges_with_papers_in_common_are_undone_last_one_first(library):
    before = everything()
    other = Author.objects.create(name="Ada Lovelace")
    first = merge_authors(library.stays, library.goes)
    second = merge_authors(other, library.third)  # of the paper of both
    with pytest.raises(CannotSettle, match=r"“.*” was merged since and has papers in common: undo that merge first"):
        undo_authors(first)
    undo_authors(second)
    undo_authors(OldAuthor.objects.get(pk=first.pk))
    other.delete()
    assert everything() == before


def test_merges_that_changed_one_stored_merge_of_papers_are_undone_last_one_first(library):
    other = Author.objects.create(name="Ada Lovelace")
    papers = merge(library.hers, library.both)
    between = everything()
    first = merge_authors(library.stays, library.goes)
    second = merge_authors(other, library.third)
    with pytest.raises(CannotSettle, match="has papers in common"):
        undo_authors(first)
    undo_authors(second)
    undo_authors(OldAuthor.objects.get(pk=first.pk))
    assert everything() == between
    undo(MergedPaper.objects.get(pk=papers.pk))
    assert Paper.objects.filter(pk=library.both.pk).exists()


def test_papers_that_were_merged_since_are_parted_first(library):
    before = everything()
    merged = merge_authors(library.stays, library.goes)
    papers = merge(library.hers, library.alone)
    with pytest.raises(CannotSettle, match="“Hers” took in another paper since: undo that merge first"):
        undo_authors(merged)
    undo(papers)
    undo_authors(merged)
    assert everything() == before


@pytest.mark.parametrize("swapped", [False, True])
def test_papers_that_were_merged_before_are_as_they_were_whichever_merge_is_undone_first(library, swapped):
    before = everything()
    papers = merge(*((library.both, library.hers) if swapped else (library.hers, library.both)))
    between = everything()
    merged = merge_authors(library.stays, library.goes)
    undo_authors(merged)
    assert everything() == between
    papers.refresh_from_db()
    merged = merge_authors(library.stays, library.goes)
    papers.refresh_from_db()
    undo(papers)
    undo_authors(merged)
    assert everything() == before


def test_an_author_whose_name_is_taken_by_now_is_told_of_and_nothing_changes(library):
    merged = merge_authors(library.stays, library.goes)
    AuthorSpelling.objects.filter(name="J. Smith").delete()
    Author.objects.create(name="J. Smith")
    before = everything()
    with pytest.raises(CannotSettle, match=r"Another author is called “J\. Smith” by now"):
        undo_authors(merged)
    assert everything() == before


def test_a_merge_of_which_nothing_was_kept_cannot_be_undone(library):
    old = OldAuthor.objects.create(author=library.stays, slug="j-smith-9")
    with pytest.raises(CannotSettle, match="When “j-smith-9” was merged, what was moved was not kept yet"):
        undo_authors(old)


def test_an_author_is_not_merged_with_itself_nor_with_one_that_is_gone(library):
    with pytest.raises(CannotSettle):
        merge_authors(library.stays, library.stays)
    merge_authors(library.stays, library.goes)
    with pytest.raises(CannotSettle, match=r"One of the two authors is no longer there\."):
        merge_authors(library.third, library.goes)


def test_an_import_takes_nothing_of_it_for_a_persons_change(tmp_path):
    entry = "#### A paper of many words\n+ {}\n+ https://arxiv.org/abs/2401.00001\n"
    path = make_files(tmp_path, {"a.md": make_post_text(required=entry.format("J. Smith"))})
    run_import(Options(path=str(path)))
    goes, stays = Author.objects.get(), Author.objects.create(name="Jane Smith")
    undo_authors(merge_authors(stays, goes))
    make_files(tmp_path, {"a.md": make_post_text(required=entry.format("J. Smith, Ada Lovelace"))})
    run_import(Options(path=str(path)))
    assert names(Paper.objects.get()) == ["J. Smith", "Ada Lovelace"]
    assert not ReviewItem.objects.exists()


def browser_of(group: str) -> Client:
    browser, user = Client(), make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    browser.force_login(user)
    return browser


def test_instructors_merge_and_part_authors_in_the_admin(library):
    browser = browser_of(INSTRUCTORS)
    form = {"action": "merge", "_selected_action": [library.stays.pk, library.goes.pk], "stays": library.stays.pk}
    page = browser.post(address(Author, "changelist"), {**form, "look": "1"})
    browser.post(address(Author, "changelist"), {**form, "apply": "1", "seen": page.context["plan"].key})
    merged = OldAuthor.objects.get()
    path = reverse("admin:readings_oldauthor_undo", args=[merged.pk])
    listed = browser.get(address(OldAuthor, "changelist")).content.decode()
    assert "J. Smith" in listed
    assert f'formaction="{path}"' in listed
    assert browser_of(ASSISTANTS).post(path).status_code == 403
    assert browser.post(path, follow=True).redirect_chain[-1][0] == address(Author, "change", library.goes.pk)
    assert names(library.alone) == ["J. Smith"]
    reasons = Version.objects.filter(kind="paper", number=library.alone.pk).order_by("-pk")
    assert reasons[0].reason == "Merge of authors undone"


def test_what_cannot_be_undone_is_told_in_the_admin(library):
    old = OldAuthor.objects.create(author=library.stays, slug="j-smith-9")
    page = browser_of(INSTRUCTORS).post(reverse("admin:readings_oldauthor_undo", args=[old.pk]), follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "When “j-smith-9” was merged, what was moved was not kept yet: it cannot be undone."
    ]
