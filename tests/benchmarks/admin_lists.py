"""How long the first page of each list of the admin takes, with 20,000 papers and 2,000 sessions; run by hand.

    DATABASE_URL=sqlite:////tmp/lists.sqlite3 .venv/bin/python tests/benchmarks/admin_lists.py [--rounds 5]

The database must be empty, or one that an earlier run has filled; it is migrated and filled first. Printed are, for a
superuser and for an instructor of two courses, the queries and the median of each list, and the slowest of all.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

COURSES, SESSIONS, PAPERS, READINGS, PEOPLE, TAGS = 70, 2000, 20_000, 30_000, 8000, 600
MOST_QUERIES, MOST_MILLISECONDS = 12, 300


def fill() -> None:
    """Rows of every kind, without their documents for the search."""
    import datetime

    from django.contrib.auth.models import User
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone
    from taggit.models import Tag, TaggedItem

    from readings.models import Author, Authorship, MergedPaper, Paper, PaperLink
    from sessions.models import (
        BlogNote,
        Category,
        Course,
        Image,
        ImportRun,
        Page,
        Post,
        Reading,
        ReviewItem,
        Session,
        SlideDeck,
        Version,
    )

    def make(model, rows):
        return model.objects.bulk_create(rows, batch_size=1000)

    now = timezone.now()
    users = make(User, [User(username=f"user{n}", is_staff=True) for n in range(50)])
    courses = make(Course, [Course(slug=f"c{n}", title=f"Seminar {n}", term=f"{2000 + n}") for n in range(COURSES)])
    for course in courses[:2]:
        course.instructors.add(users[0])
    people = make(Author, [Author(name=f"Ada Number{n}", key=f"ada number{n}", slug=f"ada{n}") for n in range(PEOPLE)])
    title = "On the depth of very deep networks and what they learn of "
    papers = make(
        Paper,
        [
            Paper(
                title=f"{title}{n}",
                title_key=f"{title}{n}".lower(),
                slug=f"p{n}",
                published=str(2000 + n % 25) if n % 3 else "",
                abstract="words " * 150,
                abstract_html="<p>" + "words " * 150,
            )
            for n in range(PAPERS)
        ],
    )
    make(
        Authorship,
        [
            Authorship(paper=p, author=people[(n * 7 + k) % PEOPLE], position=k)
            for n, p in enumerate(papers)
            for k in range(3)
        ],
    )
    links = [PaperLink(paper=p, url=f"https://example.org/{p.slug}", key=f"example.org/{p.slug}") for p in papers]
    make(PaperLink, links)
    make(
        MergedPaper, [MergedPaper(paper=papers[n], title=f"M{n}", title_key=f"m{n}", slug=f"m{n}") for n in range(300)]
    )
    posts = [
        Post(course=courses[n % COURSES], path=f"{n}.md", text="x" * 9000, sha256="0", parser_version=1, imported=now)
        for n in range(SESSIONS)
    ]
    posts = make(Post, posts)
    day = datetime.date(2015, 1, 1)
    sessions = make(
        Session,
        [
            Session(
                course=courses[n % COURSES],
                post=posts[n],
                slug=f"s{n}",
                source=f"{n}.md",
                title=f"Session {n}",
                date=day + datetime.timedelta(days=2 * n) if n % 4 else None,
                introduction="words " * 200,
                introduction_html="words " * 200,
            )
            for n in range(SESSIONS)
        ],
    )
    readings = [
        Reading(session=sessions[n % SESSIONS], paper=papers[(n + n // PAPERS) % PAPERS], position=n // SESSIONS)
        for n in range(READINGS)
    ]
    readings = make(Reading, readings)
    notes = [BlogNote(session=s, markdown="words " * 1500, html="words " * 1500, state="published") for s in sessions]
    make(BlogNote, notes)
    make(SlideDeck, [SlideDeck(session=s, url=f"https://example.org/{s.pk}.pdf") for s in sessions for _ in range(2)])
    make(
        Page,
        [
            Page(course=c, title=f"Page {n}", slug=f"page{n}", markdown="words " * 300)
            for c in courses
            for n in range(5)
        ],
    )
    make(Category, [Category(name=f"Topic {n}", slug=f"topic{n}", position=n) for n in range(40)])
    tags = make(Tag, [Tag(name=f"tag {n}", slug=f"tag-{n}") for n in range(TAGS)])
    for model, rows in ((Paper, papers), (Session, sessions)):
        kind = ContentType.objects.get_for_model(model)
        make(
            TaggedItem,
            [
                TaggedItem(content_type=kind, object_id=row.pk, tag=tags[(n * 11 + k) % TAGS])
                for n, row in enumerate(rows)
                for k in range(2)
            ],
        )
    make(Image, [Image(sha256=f"{n:064}", file=f"images/{n}.png", width=9, height=9) for n in range(2000)])
    make(
        ImportRun,
        [ImportRun(course=courses[n % COURSES], path="posts", started=now, messages=["m"] * 200) for n in range(300)],
    )
    make(
        ReviewItem,
        [
            ReviewItem(
                course=courses[n % COURSES],
                session=sessions[n % SESSIONS],
                post=posts[n % SESSIONS],
                kind="conflict",
                message=f"Question {n}",
                key=f"k{n}",
                base="words " * 50,
                ours="words " * 50,
                theirs="words " * 50,
            )
            for n in range(4000)
        ],
    )
    make(
        Version,
        [
            Version(
                kind="note",
                number=n % SESSIONS,
                course=courses[n % COURSES],
                session=n % SESSIONS,
                title=f"V{n}",
                values={"markdown": "words " * 300},
                user=users[n % 50],
            )
            for n in range(5000)
        ],
    )


def measure(user, rounds: int) -> float:
    """Print each list's queries and median; returns the slowest median."""
    from django.contrib import admin
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    browser, slowest, most = Client(), 0.0, 0
    browser.force_login(user)
    for model in sorted(admin.site._registry, key=lambda model: model._meta.label):
        path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        if browser.get(path).status_code != 200:  # warm, and skips what is not theirs or leads elsewhere
            continue
        times, busy = [], []
        for _ in range(rounds):
            start, worked = time.perf_counter(), time.process_time()
            browser.get(path)
            times.append(1000 * (time.perf_counter() - start))
            busy.append(1000 * (time.process_time() - worked))
        with CaptureQueriesContext(connection) as queries:
            browser.get(path)
        median = statistics.median(times)
        slowest, most = max(slowest, median), max(most, len(queries))
        mark = "  <--" if median > MOST_MILLISECONDS or len(queries) > MOST_QUERIES else ""
        worked = statistics.median(busy)
        print(
            f"  {model._meta.label:32} {len(queries):3} queries {median:6.0f} ms, {worked:5.0f} ms of processor{mark}"
        )
        if mark:
            for query in sorted(queries, key=lambda query: -float(query["time"]))[:3]:
                print(f"      {query['time']} s  {query['sql'][:300]}")
    print(f"  at most {most} queries, slowest median {slowest:.0f} ms")
    return slowest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    import django
    from django.conf import settings

    django.setup()
    settings.ALLOWED_HOSTS = ["*"]
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = False
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    from django.contrib.auth.models import Permission, User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    if not User.objects.exists():
        fill()
    teacher = User.objects.get(username="user0")
    teacher.user_permissions.set(Permission.objects.exclude(content_type__app_label="auth"))
    chief, _ = User.objects.get_or_create(username="chief", is_staff=True, is_superuser=True)
    for name, user in (("superuser", chief), ("instructor of two courses", teacher)):
        print(name)
        measure(user, options.rounds)


if __name__ == "__main__":
    main()
