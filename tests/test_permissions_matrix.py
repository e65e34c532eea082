"""Who gets where: docs/permissions.md against every address, for five kinds of people, reading and writing.

An address that is not in the document fails here: give it a row there, and its arguments in ARGUMENTS if a page's
parameters do not tell which record is meant.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse

from sessions.groups import ASSISTANTS, INSTRUCTORS
from sessions.models import Course, ImportUpload, NoteVersion, Page, Session, SlideDeck
from sessions.notes import propose
from sessions.preview_links import make_token
from sessions.review.merging import merge
from tests.admin_pages import make_full_course, make_site
from tests.factories import make_course, make_note, make_paper, make_reading, make_session, make_user

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "permissions.md"
PEOPLE = ("anonymous", "assistant", "instructor", "other instructor", "superuser")
VERBS = ("list", "view", "add", "change", "delete")
ROUTES = ("changelist", "add", "history", "delete", "change")


@dataclass
class Site:
    """A course with one record of every kind, some of them hidden, and a browser for each kind of person."""

    browsers: dict[str, Client]
    course: Course
    hidden: Session


@pytest.fixture
def site() -> Site:
    make_full_course(1)
    make_site()
    course = Course.objects.get()
    users = {name: make_user(username=name.replace(" ", "-"), is_staff=True) for name in PEOPLE[1:4]}
    users["superuser"] = make_user(username="superuser", is_superuser=True)
    for name, group in zip(PEOPLE[1:4], (ASSISTANTS, INSTRUCTORS, INSTRUCTORS), strict=True):
        users[name].groups.add(Group.objects.get(name=group))
    course.assistants.add(users["assistant"])
    course.instructors.add(users["instructor"])
    make_course().instructors.add(users["other instructor"])
    browsers = {name: Client() for name in PEOPLE}
    for name, user in users.items():
        browsers[name].force_login(user)
    plan = {"messages": [], "posts": [], "counts": {}, "courses": []}
    ImportUpload.objects.create(user=users["instructor"], course=course, name="a.zip", sha256="0", root="a", plan=plan)
    return Site(browsers, course, fill(course))


def fill(course: Course) -> Session:
    """What the addresses need beyond the full course; returns its hidden session."""
    session = course.sessions.get()
    Session.objects.filter(pk=session.pk).update(slug="shown", lead_team="Team 1", blog_team="Team 2")
    Course.objects.filter(pk=course.pk).update(slug="course", title="Course")
    hidden = make_session(course=course, slug="hidden", visible=False)
    Session.objects.filter(pk=hidden.pk).update(lead_team="Team 9")
    make_reading(session=hidden, paper=make_paper(title="Only hidden"))
    make_note(session=hidden)
    SlideDeck.objects.create(session=hidden, file=SimpleUploadedFile("hidden.pdf", b"%PDF"))
    deck = session.slides.get()
    deck.file = SimpleUploadedFile("shown.pdf", b"%PDF")
    deck.save()
    Page.objects.create(course=course, title="Plans", slug="plans", visible=False)
    merge(make_paper(), make_paper())
    note = session.notes.get()
    for record in (note, session, Page.objects.get(course=course, slug="about")):
        propose(record, markdown="Other.", by=None)
    return hidden


# -- The document


def tables() -> dict[str, dict[str, dict[str, str]]]:
    """Heading -> first cell of a row -> head of a column -> cell."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    heads: list[str] = []
    for line in DOCUMENT.read_text().splitlines():
        if line.startswith("## "):
            rows, heads = found.setdefault(line[3:], {}), []
        elif line.startswith("|"):
            cells = [cell.strip().strip("`") for cell in line.strip("|").split("|")]
            if not heads:
                heads = cells
            elif set(cells[0]) != {"-"}:
                assert cells[0] not in rows, f"{cells[0]} stands twice in {DOCUMENT.name}"
                rows[cells[0]] = dict(zip(heads[1:], cells[1:], strict=True))
    return found


# -- The addresses


def addresses() -> Iterator[tuple[str, str]]:
    """(name, route) of every pattern."""

    def walk(patterns, route: str, space: str) -> Iterator[tuple[str, str]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                within = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, route + str(pattern.pattern), within)
            else:
                yield f"{space}{pattern.name or ''}", route + str(pattern.pattern)

    yield from walk(get_resolver().url_patterns, "", "")


def name_of(model: type[models.Model]) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


WITHOUT_TOKEN = ("my_list_citations",)  # it gives a file of what it is sent, and keeps nothing
OF_MODELS = {f"admin:{name_of(model)}_{route}" for model in admin.site._registry for route in ROUTES}
UNNAMED = "admin:"  # a record's number alone leads to its form; anything else in the admin is looked for and not found


def others() -> Iterator[tuple[str, str]]:
    """(name, route) of the addresses that are not one of the five pages of a model."""
    return ((name, route) for name, route in addresses() if name not in OF_MODELS and name != UNNAMED)


def newest(model: type[models.Model], **of: object) -> models.Model:
    return model._default_manager.filter(**of).order_by("-pk").first()


def shown_of(site: Site) -> dict[str, object]:
    """The parameters of public addresses."""
    session = site.course.sessions.get(slug="shown")
    reading = session.readings.get()
    return {
        "course": "course",
        "session": "shown",
        "page": "about",
        "team": "team-1",
        "note": session.notes.get().pk,
        "deck": session.slides.get().pk,
        "paper": reading.paper.slug,
        "author": reading.paper.authors_in_order[0].slug,
        "category": session.categories.get().slug,
        "tag": session.tags.get().slug,
        "ending": "bib",
        "section": "papers",
        "name": "decks/shown.pdf",
        "token": make_token(session.notes.get()),
        "app_label": "readings",
        "content_type_id": ContentType.objects.get_for_model(Session).pk,
        "object_id": session.pk,
    }


def hidden_of(site: Site) -> dict[str, object]:
    return shown_of(site) | {
        "session": "hidden",
        "page": "plans",
        "team": "team-9",
        "note": site.hidden.notes.get().pk,
        "deck": site.hidden.slides.get().pk,
        "paper": "only-hidden",
        "name": site.hidden.slides.get().file.name,
        "token": make_token(site.hidden.notes.get()),
    }


def version_of(model: str, site: Site) -> dict[str, int]:
    version = next(version for version in NoteVersion.objects.all() if version.record._meta.model_name == model)
    return {"number": version.record.pk, "version": version.pk}


# Where the model that an address names and its newest record do not tell which numbers are meant.
ARGUMENTS = {
    "admin:auth_user_password_change": lambda site: {"id": newest(get_user_model()).pk},
    "admin:course_sessions_course_import_plan": lambda site: {"number": newest(ImportUpload).pk},
    **{
        f"admin:course_sessions_{name_of_record}_answer": partial(version_of, name_of_record)
        for name_of_record in ("blognote", "session", "page")
    },
    "admin:course_sessions_blognote_preview_link": lambda site: {
        "number": site.course.sessions.get(slug="shown").notes.get().pk
    },
    "admin:readings_paper_merge": lambda site: {
        "one": site.course.sessions.get(slug="shown").readings.get().paper_id,
        "other": make_paper().pk,
    },
}


def number_of(site: Site, name: str) -> int:
    """Of the record of the course that an address of the admin is about."""
    model = max((m for m in admin.site._registry if f":{name_of(m)}_" in name), key=lambda m: len(name_of(m)))
    known = {Course: site.course, Session: site.course.sessions.get(slug="shown")}
    return (known.get(model) or newest(model)).pk


QUERIES = {
    "admin:autocomplete": "?app_label=readings&model_name=authorship&field_name=author&term=a",
    "admin:readings_paper_find": "?app_label=course_sessions&model_name=reading&field_name=paper&term=a",
}


def path_of(site: Site, name: str, route: str, known: dict[str, object]) -> str:
    if name in ARGUMENTS:
        return reverse(name, kwargs=ARGUMENTS[name](site))
    wanted = {key: known[key] for key in known if f":{key}>" in route or f"<{key}>" in route}
    if ":number>" in route:
        wanted["number"] = number_of(site, name)
    return reverse(name, kwargs=wanted) + QUERIES.get(name, "")


# -- What people get


def got(response: HttpResponse) -> bool:
    """Whether the person was let in: not sent to log in, away, or told that there is no such thing for them."""
    if response.status_code in (403, 404, 405):
        return False
    away = (reverse("admin:login"), reverse("admin:index"))
    return response.status_code != 302 or not response.url.split("?")[0].endswith(away)


def methods(site: Site, person: str, path: str) -> str:
    """ "GET POST", as a cell says it; nothing is written."""
    let_in, browser = [], site.browsers[person]
    for method in ("GET", "POST"):
        cookies = copy.deepcopy(browser.cookies)
        with transaction.atomic():
            if got(getattr(browser, method.lower())(path)):
                let_in.append(method)
            transaction.set_rollback(True)
        browser.cookies = cookies
    return " ".join(let_in) or "–"


def row(site: Site, path: str) -> dict[str, str]:
    return {person: methods(site, person, path) for person in PEOPLE}


def rights(site: Site, person: str, model: type[models.Model]) -> str:
    """ "list add", as a cell says it, by what the five pages of the model answer."""
    record, base = newest(model) if model is Group else model._default_manager.first(), f"admin:{name_of(model)}_"
    paths = {route: reverse(base + route, args=[record.pk] if route not in ROUTES[:2] else []) for route in ROUTES}
    found = {route: methods(site, person, path).split() for route, path in paths.items()}
    let_in = {"list": found["changelist"], "view": found["change"], "add": found["add"], "delete": found["delete"]}
    let_in = {verb: "GET" in methods for verb, methods in let_in.items()} | {"change": "POST" in found["change"]}
    assert ("GET" in found["history"]) == let_in["view"], f"{person} and the history of {model._meta.label}"
    for route in ("add", "delete"):
        assert ("POST" in found[route]) == let_in[route], f"{person}: {route} {model._meta.label}"
    return " ".join(verb for verb in VERBS if let_in[verb]) or "–"


def actions(site: Site, person: str, model: type[models.Model]) -> set[str]:
    """The actions that the list offers."""
    context = site.browsers[person].get(reverse(f"admin:{name_of(model)}_changelist"), follow=True).context or {}
    form = context.get("action_form")
    names = [name for name, _ in form.fields["action"].choices if name] if form else []
    return {f"{model._meta.label_lower}.{name}" for name in names}


# -- The matrix


def deviations(table: str, found: dict[str, dict[str, str]]) -> list[str]:
    """What differs between the document and what people get, as sentences."""
    expected, told = tables()[table], []
    for name in sorted(expected.keys() | found.keys()):
        if name not in expected:
            told.append(f"{name} is not in the table “{table}”: {found[name]}")
        elif name not in found:
            told.append(f"{name} is in the table “{table}”, but there is no such address")
        else:
            for person, cell in expected[name].items():
                if found[name][person] != cell:
                    told.append(f"{name}, {person}: {cell} expected, got {found[name][person]}")
    return told


def assert_as_written(table: str, found: dict[str, dict[str, str]]) -> None:
    told = deviations(table, found)
    assert not told, "\n".join(told)


def test_records_are_seen_and_edited_by_those_named_in_the_document(site):
    found = {
        model._meta.label_lower: {person: rights(site, person, model) for person in PEOPLE}
        for model in admin.site._registry
    }
    assert {cells["anonymous"] for cells in found.values()} == {"–"}
    assert_as_written("Records", found)


def test_actions_are_offered_to_those_named_in_the_document(site):
    offered = {person: set().union(*(actions(site, person, m) for m in admin.site._registry)) for person in PEOPLE}
    names = set().union(*offered.values())
    found = {name: {person: "yes" if name in offered[person] else "–" for person in PEOPLE} for name in names}
    assert {cells["anonymous"] for cells in found.values()} == {"–"}
    assert_as_written("Actions", found)


def test_every_other_address_lets_in_those_named_in_the_document(site):
    known, withheld = shown_of(site), hidden_of(site)
    in_admin, public, hidden = {}, {}, {}
    for name, route in others():
        path = path_of(site, name, route, known)
        if name.startswith("admin:"):
            in_admin[name.removeprefix("admin:")] = row(site, path)
            continue
        public[name] = row(site, path)
        if (other := path_of(site, name, route, withheld)) != path:
            hidden[name] = row(site, other)
    everyone = tables()["Public pages"]["everything else"]
    own_rows = {name: cells for name, cells in public.items() if name not in hidden and cells != everyone}
    assert_as_written("Other pages of the admin", in_admin)
    shown = {f"{name} (shown)": public[name] for name in hidden} | {f"{name} (hidden)": hidden[name] for name in hidden}
    assert_as_written("Public pages", shown | own_rows | {"everything else": everyone})


def test_no_address_takes_a_post_without_its_token_and_none_writes_when_read(site):
    boss = site.browsers["superuser"]
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = boss.cookies
    known = shown_of(site)
    paths = [path_of(site, name, route, known) for name, route in others() if name not in WITHOUT_TOKEN]
    for model in admin.site._registry:
        record, base = model._default_manager.first(), f"admin:{name_of(model)}_"
        paths += [reverse(base + route, args=[record.pk] if route not in ROUTES[:2] else []) for route in ROUTES]
    boss.get(reverse("admin:index"))  # content types are asked for once
    wrote, taken = [], [path for path in paths if strict.post(path).status_code not in (403, 405)]
    for path in paths:
        with CaptureQueriesContext(connection) as queries:
            boss.get(path)
        changing = [q["sql"] for q in queries if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
        wrote += [f"{path}: {sql[:200]}" for sql in changing if "django_session" not in sql]
    assert (taken, wrote) == ([], [])
