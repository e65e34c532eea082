"""Two people on one form: the second is told what the first has changed, and nothing is lost silently."""

import random
import threading

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from readings.models import Authorship
from sessions.models import Category, Page, Reading, Session, SlideDeck
from tests.admin_pages import address, filled_in, make_full_course, make_site
from tests.factories import make_course, make_note, make_paper, make_reading, make_session, make_user

pytestmark = pytest.mark.django_db


def person(name: str) -> Client:
    client = Client()
    client.force_login(make_user(username=name, is_superuser=True))
    return client


@pytest.fixture
def ada() -> Client:
    return person("ada")


@pytest.fixture
def ben() -> Client:
    return person("ben")


def opened(browser: Client, record) -> dict:
    """The form's values as the browser would send them back."""
    return filled_in(browser.get(address(type(record), "change", record.pk)))


def sent(browser: Client, record, values: dict):
    return browser.post(address(type(record), "change", record.pk), values)


def told(response) -> dict[str, tuple[str, str, str]]:
    """Label -> as opened, now, as typed."""

    def text(lines) -> str:
        return "\n".join(line for line, _ in lines)

    return {one.label: (text(one.opened), text(one.now), text(one.typed)) for one in response.context["differences"]}


def test_the_second_is_told_and_saves_knowingly(ada, ben):
    page = Page.objects.create(course=make_course(), title="About", slug="about", markdown="One.\n\nTwo.")
    first, second = opened(ada, page), opened(ben, page)
    assert sent(ada, page, {**first, "markdown": "One.\n\nThree.", "position": "4"}).status_code == 302

    response = sent(ben, page, {**second, "markdown": "Mine.", "title": "All about"})

    assert told(response) == {
        "Markdown": ("One.\n\nTwo.", "One.\n\nThree.", "Mine."),
        "Position": ("0", "4", ""),
    }
    said = response.content.decode()
    assert "This record was changed while you had it open" in said
    assert "ada" in said
    again = filled_in(response)
    assert (again["markdown"], again["title"], again["position"]) == ("Mine.", "All about", "4")
    assert Page.objects.values_list("title", "markdown", "position").get() == ("About", "One.\n\nThree.", 4)
    assert sent(ben, page, again).status_code == 302
    assert Page.objects.values_list("title", "markdown", "position").get() == ("All about", "Mine.", 4)


def test_nobody_is_told_of_nothing(ada, ben):
    page = Page.objects.create(course=make_course(), title="About", slug="about", markdown="One.\n")
    first, second = opened(ada, page), opened(ben, page)
    assert sent(ada, page, first).status_code == 302
    assert sent(ben, page, {**second, "title": "New"}).status_code == 302


def test_a_form_that_does_not_tell_when_it_was_opened_saves_only_the_second_time(ada):
    page = Page.objects.create(course=make_course(), title="About", slug="about")
    response = sent(ada, page, {**opened(ada, page), "_opened": "x", "title": "New"})
    assert "This form does not tell when it was opened" in response.content.decode()
    assert Page.objects.get().title == "About"
    assert sent(ada, page, filled_in(response)).status_code == 302
    assert Page.objects.get().title == "New"


def test_rows_of_a_session_are_compared_too(ada, ben):
    session = make_session()
    reading = make_reading(session=session, paper=make_paper(title="Deep nets"))
    note = make_note(session=session, markdown="Words.")
    first, second = opened(ada, session), opened(ben, session)
    assert sent(ada, session, {**first, "readings-0-presenter": "Ada"}).status_code == 302

    response = sent(ben, session, {**second, "readings-0-topic": "Depth", "notes-0-markdown": "Quite different words."})

    assert told(response) == {"Deep nets (Required): Presenter": ("–", "Ada", "")}
    assert sent(ben, session, filled_in(response)).status_code == 302
    reading.refresh_from_db()
    note.refresh_from_db()
    assert (reading.presenter, reading.topic, note.markdown) == ("Ada", "Depth", "Quite different words.")


def test_a_row_changed_on_its_own_page_is_told_on_the_page_of_its_session(ada, ben):
    reading = make_reading(paper=make_paper(title="Deep nets"))
    second = opened(ben, reading.session)
    assert sent(ada, reading, {**opened(ada, reading), "presenter": "Ada"}).status_code == 302
    response = sent(ben, reading.session, {**second, "readings-0-presenter": "Ben"})
    assert told(response) == {"Deep nets (Required): Presenter": ("–", "Ada", "Ben")}
    assert filled_in(response)["readings-0-presenter"] == "Ben"


def test_a_row_that_was_deleted_meanwhile_goes_unless_something_was_typed_in_it(ada, ben):
    session = make_session()
    for name in ("One net", "Two nets", "Three nets"):
        make_reading(session=session, paper=make_paper(title=name))
    second = opened(ben, session)
    first = opened(ada, session)
    gone = {"readings-0-DELETE": "on", "readings-1-DELETE": "on"}
    assert sent(ada, session, {**first, **gone}).status_code == 302

    response = sent(ben, session, {**second, "readings-1-presenter": "Ben", "readings-2-presenter": "Eve"})

    assert told(response) == {
        "reading: One net": ("there", "deleted", ""),
        "reading: Two nets": ("there", "deleted", "Kept as a new row with what you typed; delete it if it is to go."),
    }
    assert sent(ben, session, filled_in(response)).status_code == 302
    rows = session.readings.order_by("paper__title").values_list("paper__title", "presenter")
    assert list(rows) == [("Three nets", "Eve"), ("Two nets", "Ben")]


def test_a_row_that_was_added_meanwhile_stays(ada, ben):
    session, paper = make_session(), make_paper(title="Deep nets")
    first, second = opened(ada, session), opened(ben, session)
    row = {"readings-TOTAL_FORMS": 1, "readings-0-paper": paper.pk, "readings-0-requirement": "more"}
    assert sent(ada, session, {**first, **row}).status_code == 302

    response = sent(ben, session, {**second, "title": "New"})

    assert told(response) == {"reading: Deep nets (More)": ("–", "added; it stays", "")}
    assert sent(ben, session, filled_in(response)).status_code == 302
    assert (Session.objects.get().title, Reading.objects.get().paper) == ("New", paper)


def test_authors_tags_and_files_are_compared(ada, ben):
    paper = make_paper(title="Deep nets", authors=("Ada Lovelace", "Alan Turing"))
    first, second = opened(ada, paper), opened(ben, paper)
    order = {"authorships-0-position": "5", "tags": "depth, graph learning"}
    assert sent(ada, paper, {**first, **order}).status_code == 302
    response = sent(ben, paper, {**second, "title": "Deeper nets"})
    assert told(response) == {
        "Tags": ("–", '"graph learning", depth', ""),
        "Ada Lovelace: order": ("0", "5", ""),
    }
    assert sent(ben, paper, filled_in(response)).status_code == 302
    paper.refresh_from_db()
    assert (paper.title, sorted(paper.tags.names())) == ("Deeper nets", ["depth", "graph learning"])
    assert list(Authorship.objects.values_list("author__name", "position")) == [("Alan Turing", 1), ("Ada Lovelace", 5)]

    deck = SlideDeck.objects.create(session=make_session(), file=SimpleUploadedFile("a.pptx", b"a"))
    first, second = opened(ada, deck), opened(ben, deck)
    assert sent(ada, deck, {**first, "file": SimpleUploadedFile("b.pptx", b"b")}).status_code == 302
    response = sent(ben, deck, {**second, "label": "Talk"})
    assert told(response) == {"File": ("decks/a.pptx", "decks/b.pptx", "")}
    assert sent(ben, deck, filled_in(response)).status_code == 302
    deck.refresh_from_db()
    assert (deck.label, deck.file.name) == ("Talk", "decks/b.pptx")


def test_what_was_typed_into_a_deleted_record_is_shown_to_be_copied(ada, ben):
    note = make_note(markdown="Words.")
    second = opened(ben, note)
    note.delete()
    response = sent(ben, note, {**second, "markdown": "An hour's <b>work</b>."})
    assert response.status_code == 410
    assert "An hour&#x27;s &lt;b&gt;work&lt;/b&gt;." in response.content.decode()


@pytest.mark.parametrize("model", sorted(admin.site._registry, key=lambda model: model._meta.label))
def test_every_form_of_ours_carries_what_it_was_opened_with(ada, model):
    make_full_course(1)
    make_site()
    response = ada.get(address(model, "change", model.objects.first().pk))
    is_ours = model._meta.app_label != "auth" and response.context["has_change_permission"]
    assert ("opened" in response.context) == (
        is_ours and response.context["has_editable_inline_admin_formsets"] in (0, 1)
    )


def test_places_typed_in_the_list_of_categories_take_nothing_back(ada, ben):
    one, two = Category.objects.create(name="One", position=1), Category.objects.create(name="Two", position=2)
    path = address(Category, "changelist")

    def typed(browser: Client, *places: int):
        rows = [(f"form-{row}", record) for row, record in enumerate((one, two))]
        data = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "_save": "Save"}
        for (prefix, record), shown, place in zip(rows, (1, 2), places, strict=True):
            data |= {f"{prefix}-id": record.pk, f"{prefix}-position": place, f"initial-{prefix}-position": shown}
        return browser.post(path, data)

    assert 'name="initial-form-0-position"' in ada.get(path).content.decode()
    assert typed(ada, 7, 2).status_code == 302
    assert typed(ben, 1, 9).status_code == 302
    assert list(Category.objects.order_by("pk").values_list("position", flat=True)) == [7, 9]
    assert "Somebody has made it 9 meanwhile" in typed(ada, 1, 4).content.decode()
    assert list(Category.objects.order_by("pk").values_list("position", flat=True)) == [7, 9]


FIELDS = ("title", "venue", "published", "abstract", "links-0-label", "links-1-label")


@pytest.mark.parametrize("seed", range(25))
def test_nothing_is_lost_whatever_two_people_change(ada, ben, seed):
    chance = random.Random(seed)
    paper = make_paper(title="Deep nets")
    for number in range(2):
        paper.links.create(url=f"https://example.org/{number}", position=number)
    first, second = opened(ada, paper), opened(ben, paper)
    by_ada = dict.fromkeys(chance.sample(FIELDS, chance.randint(1, 3)), "2001")
    by_ben = dict.fromkeys(chance.sample(FIELDS, chance.randint(1, 3)), "2002")
    assert sent(ada, paper, {**first, **by_ada}).status_code == 302
    response = sent(ben, paper, {**second, **by_ben})

    assert response.status_code == 200
    assert [now for _, now, _ in told(response).values()] == ["2001"] * len(by_ada)
    assert sent(ben, paper, filled_in(response)).status_code == 302
    here = opened(ben, paper)
    assert {name: here[name] for name in FIELDS} == {**{name: first[name] for name in FIELDS}, **by_ada, **by_ben}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_one_is_told(ada, ben):
    statuses, lost = [], []

    def save(browser: Client, barrier: threading.Barrier, category: Category, values: dict, results: list) -> None:
        try:
            barrier.wait()
            results.append((values["description"], sent(browser, category, values)))
        finally:
            connection.close()

    for number in range(100):
        category = Category.objects.create(name=f"Topic {number}")
        barrier, results = threading.Barrier(2), []
        forms = [(one, {**opened(one, category), "description": text}) for one, text in ((ada, "A"), (ben, "B"))]
        threads = [threading.Thread(target=save, args=(one, barrier, category, v, results)) for one, v in forms]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        statuses.append(sorted(response.status_code for _, response in results))
        category.refresh_from_db()
        saved = [text for text, response in results if response.status_code == 302]
        lost += [] if saved == [category.description] else [number]
    assert statuses == [[200, 302]] * 100
    assert lost == []
