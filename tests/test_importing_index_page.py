"""What a site's index page gives to its posts, through the real command."""

import datetime

import pytest

from sessions.importing import index_page
from sessions.importing.run import Options, run_import
from sessions.models import Course, Post, ReviewItem, Session
from tests.factories import make_files, make_post_text
from tests.test_import_posts import call

pytestmark = pytest.mark.django_db

INDEX = """---
title: Schedule
---
{% assign ddates = "|0118|01/23|0130" | split: "|" %}{% assign counter = 0 %}
<table><tr><th>Date</th><th>Session</th><th>Leads</th><th>Notes</th></tr>
{% for post in site.contents %}{% unless post.lectureVersion == "extra" %}{% assign counter = counter | plus: 1 %}
<tr><td>{{ ddates[counter] }}</td><td>{{ post.title }}</td><td>{{ post.video }}</td><td>{{ post.notes }}</td></tr>
{% endunless %}{% endfor %}</table>
"""


def make_site(root, *, index: str = INDEX, config: str = "tagline: 2024 Spring\n", posts: dict | None = None):
    given = posts or {"S0": "", "S1": "lectureVersion: extra\n", "S2": "", "S3": ""}
    files = {f"_contents/{name}.md": make_post_text(title=name, head=head) for name, head in given.items()}
    return make_files(root, {"_config.yml": config, "index.html": index, **files})


def dates() -> dict[str, datetime.date | None]:
    return dict(Session.objects.order_by("source").values_list("title", "date"))


def test_dates_of_the_index_page_reach_sessions_without_one(tmp_path):
    make_site(tmp_path)
    assert call("import_posts", tmp_path, "--course", "c")[0] == 0
    days = [datetime.date(2024, 1, 18), None, datetime.date(2024, 1, 23), datetime.date(2024, 1, 30)]
    assert list(dates().values()) == days
    assert Post.objects.get(path="_contents/S2.md").from_site == {"date": "2024-01-23", "page": "index.html"}
    assert not ReviewItem.objects.exists()
    assert "4 unchanged" in call("import_posts", tmp_path, "--course", "c")[1][-1]


def test_dates_of_the_front_matter_of_the_index_page(tmp_path):
    index = '---\ntitle: Schedule\ndates: ["0118", 01/23]\n---\n'
    index += "{% for post in site.contents %}{{ page.dates[forloop.index0] }}{% endfor %}\n"
    make_site(tmp_path, index=index, posts={"S0": "", "S1": ""})
    call("import_posts", tmp_path, "--course", "c")
    assert list(dates().values()) == [datetime.date(2024, 1, 18), datetime.date(2024, 1, 23)]


def test_an_interrupted_first_import_is_finished_by_the_next(tmp_path):
    head = "video: team-{}\nnotes: Benchmarks for agents\nterm: 2024 Spring\n"
    make_site(tmp_path, config="title: A course\n", posts={f"S{n}": head.format(n) for n in range(3)})

    def stop(done, of):
        if done == of:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_import(Options(path=str(tmp_path), course="c"), stop)
    assert Course.objects.get().term == ""
    assert call("import_posts", tmp_path, "--course", "c")[1][-1].startswith("3 posts: 0 created, 0 updated, 3 unch")
    course = Course.objects.get()
    assert (course.term, course.lead_team_label) == ("2024 Spring", "Leads")


def test_one_post_of_the_site_gets_the_same_date(tmp_path):
    make_site(tmp_path)
    call("import_posts", tmp_path / "_contents/S2.md", "--course", "c")
    assert dates() == {"S2": datetime.date(2024, 1, 23)}


def test_a_changed_page_moves_its_dates_and_a_persons_date_stays(tmp_path):
    make_site(tmp_path)
    call("import_posts", tmp_path, "--course", "c")
    Session.objects.filter(title="S3").update(date=datetime.date(2024, 2, 1))
    make_site(tmp_path, index=INDEX.replace("01/23|0130", "0125|0130"))
    assert "1 updated, 3 unchanged" in call("import_posts", tmp_path, "--course", "c")[1][-1]
    assert (dates()["S2"], dates()["S3"]) == (datetime.date(2024, 1, 25), datetime.date(2024, 2, 1))


def test_doubt_is_a_question_and_no_date(tmp_path):
    make_site(tmp_path, index=INDEX.replace("|0130", ""))
    said = "the dates in “ddates” are not read: it has 2 dates for 3 posts of the page"
    for _ in range(2):  # asked once
        code, _, err = call("import_posts", tmp_path, "--course", "c")
        assert (code, [line for line in err if "index" in line]) == (0, [f"warning: index.html:4: {said}"])
    item = ReviewItem.objects.get()
    assert (item.message, item.line, item.post, item.kind) == (said, 4, None, "unsure")
    assert set(dates().values()) == {None}


def test_dates_once_read_stay_while_the_page_is_in_doubt(tmp_path):
    make_site(tmp_path)
    call("import_posts", tmp_path, "--course", "c")
    make_files(tmp_path, {"_contents/S4.md": make_post_text(title="S4")})
    assert "1 created, 0 updated, 4 unchanged" in call("import_posts", tmp_path, "--course", "c")[1][-1]
    assert [day and day.day for day in dates().values()] == [18, None, 23, 30, None]
    assert ReviewItem.objects.count() == 1


def test_a_day_that_does_not_fit_is_a_question_of_its_session(tmp_path):
    make_site(tmp_path, index=INDEX.replace("0130", "0930"))
    call("import_posts", tmp_path, "--course", "c")
    item = ReviewItem.objects.get()
    assert (item.post.path, item.session.title) == ("_contents/S3.md", "S3")
    assert item.message == "no date is taken from the page: “0930” is no day of its term (2024 Spring)"


def test_the_order_is_the_collections(tmp_path):
    config = "tagline: 2024 Spring\ncollections:\n  contents:\n    sort_by: order\n"
    make_site(tmp_path, config=config, posts={"a": "order: 3\n", "b": "order: 1\n", "c": "order: 2\n"})
    call("import_posts", tmp_path, "--course", "c")
    assert {title: day.day for title, day in dates().items()} == {"b": 18, "c": 23, "a": 30}


def test_a_new_course_learns_what_its_columns_mean(tmp_path):
    heads = "video: {}\nnotes: {}\n"
    rows = {f"S{n}": heads.format(f"team-{n}", "Benchmarks for agents") for n in range(3)}
    make_site(tmp_path, posts=rows)
    call("import_posts", tmp_path, "--course", "c")
    course = Course.objects.get()
    assert (course.lead_team_label, course.blog_team_label) == ("Leads", "Topic")
    assert Session.objects.filter(lead_team="team-1", blog_team="Benchmarks for agents").count() == 1
    Course.objects.update(blog_team_label="Focus")
    (tmp_path / "_contents/S1.md").write_text(make_post_text(title="T", head=heads.format("team-9", "x")))
    call("import_posts", tmp_path, "--course", "c")
    assert Course.objects.get().blog_team_label == "Focus"


def test_courses_without_a_page_keep_the_usual_words(tmp_path):
    make_files(tmp_path, {"a.md": make_post_text(head="video: team-1\nnotes: team-2\n")})
    call("import_posts", tmp_path, "--course", "c")
    course = Course.objects.get()
    assert (course.lead_team_label, course.blog_team_label) == ("Lead team", "Blog team")


def test_extra_content_that_is_no_file_is_kept_as_words(tmp_path):
    make_files(tmp_path, {"a.md": make_post_text(head="extraContent: bring a laptop, more.pdf\n")})
    call("import_posts", tmp_path, "--course", "c")
    session = Session.objects.get()
    assert session.introduction == "bring a laptop"
    assert [deck.as_given["address"] for deck in session.slides.all()] == ["/Lectures/more.pdf"]


def test_a_page_that_takes_too_long_gives_no_dates_and_the_posts_are_in(tmp_path, monkeypatch):
    run = index_page.workers.run

    def run_out(function, *arguments):
        if "index.html" in arguments:
            raise index_page.workers.OutOfBounds("takes longer than 10 seconds")
        return run(function, *arguments)

    monkeypatch.setattr(index_page.workers, "run", run_out)
    code, _, err = call("import_posts", make_site(tmp_path), "--course", "c")
    said = "warning: index.html:1: dates are not read: following the page takes longer than 10 seconds"
    assert (code, [line for line in err if "index" in line]) == (0, [said])
    assert set(dates().values()) == {None}


def test_a_fault_in_following_a_page_costs_its_dates_alone(tmp_path, monkeypatch):
    run = index_page.workers.run

    def run_into_a_fault(function, *arguments):
        if "index.html" in arguments or function is index_page.page_heads:
            raise TypeError("unhashable")
        return run(function, *arguments)

    monkeypatch.setattr(index_page.workers, "run", run_into_a_fault)
    code, _, err = call("import_posts", make_site(tmp_path), "--course", "c")
    said = (
        "warning: index.html:1: dates are not read: following the page failed, a fault of this program to be reported:"
    )
    assert (code, [line[: len(said)] for line in err if "index" in line]) == (0, [said])
    assert set(dates().values()) == {None}


def test_a_configuration_longer_than_front_matter_may_be_is_passed_over(tmp_path):
    config = "title: Seminar\n" + "a: b\n" * 20_000
    code, _, err = call("import_posts", make_site(tmp_path, config=config), "--course", "c")
    said = next(line for line in err if "passed over" in line)
    assert (code, said.startswith("warning: _config.yml:1: passed over")) == (0, True)
