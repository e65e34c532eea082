"""Dates that a site keeps in its index page, for posts that have none; the pages are made up."""

import datetime

import pytest

from sessions.posts.liquid_run import follow
from sessions.posts.liquid_values import holds
from sessions.posts.site_columns import is_prose, names_file, page_heads, propose_label
from sessions.posts.site_dates import SitePost, collection_of, has_list, read_site_dates


def posts(*rows: dict, term: str = "2024 Spring") -> dict:
    made = [SitePost(f"_contents/S{n}.md", {"title": f"S{n}", "term": term, **row}) for n, row in enumerate(rows)]
    return {"contents": collection_of(made)}


def dates_of(template: str, collections: dict, **options) -> dict[str, str]:
    found = read_site_dates("index.md", template, collections, **options)
    assert not found.doubts, found.doubts
    return {path[10:-3]: given.date.strftime("%m%d") for path, given in found.dates.items()}


def doubts_of(template: str, collections: dict, **options) -> list[tuple[str, str]]:
    found = read_site_dates("index.md", template, collections, **options)
    return [(doubt.post, doubt.text) for doubt in found.doubts]


COUNTER = """
{% assign ddates = "|0118|0123|01/30" | split: "|" %}
{% assign counter = 0 %}
<table><tr><th>Date</th><th>Session</th></tr>
{% for post in site.contents %}
  {% if post.lectureVersion == "section" or post.lectureVersion == "extra" or post.categories contains "platform" %}
    <tr><td colspan="2">{{ post.title }}</td></tr>
  {% else %}
    {% assign counter = counter | plus: 1 %}
    <tr><td>{{ ddates[counter] }}</td><td>{{ post.title }}</td></tr>
  {% endif %}
{% endfor %}</table>
"""


def test_each_post_takes_a_place_and_rows_of_other_kinds_take_none():
    given = posts({"lectureVersion": "section"}, {}, {"lectureVersion": "extra"}, {}, {"categories": ["platform"]}, {})
    assert dates_of(COUNTER, given) == {"S1": "0118", "S3": "0123", "S5": "0130"}


@pytest.mark.parametrize(
    "rules",
    [
        '{% unless post.lectureVersion == "extra" %}{% assign n = n | plus: 1 %}{{ days[n] }}{% endunless %}',
        '{% if post.kind != "extra" %}{% assign n = n | plus: 1 %}{% assign d = days[n] %}<b>{{ d }}</b>{% endif %}',
        '{% if post.kind == "extra" %}{% continue %}{% endif %}{% assign n = n | plus: 1 %}{{ days[n] | strip }}',
        '{% case post.kind %}{% when "extra", "x" %}{% else %}{% assign n = n | plus: 1 %}{{ days[n] }}{% endcase %}',
        '{% if post.lectureVersion == "extra" %}{% else %}{% increment m %}{{ days[m] }}{% endif %}',
    ],
)
def test_rules_of_other_pages(rules):
    template = '{% assign days = "|0118|0123" | split: "|" %}{% assign n = 0 %}'
    template += f"{{% for post in site.contents %}}{rules}{{% endfor %}}"
    between = {"lectureVersion": "extra", "kind": "extra"}
    assert dates_of(template, posts({}, between, {})) == {"S0": "0118", "S2": "0123"}


def test_places_of_the_loop_itself_with_limit_offset_and_reversed():
    loop = '{{% assign d = "1/16|1/18" | split: "|" %}}{{% for p in site.contents {} %}}'
    loop += "{{{{ d[forloop.index0] }}}}{{% endfor %}}"
    assert dates_of(loop.format(""), posts({}, {})) == {"S0": "0116", "S1": "0118"}
    assert dates_of(loop.format("limit: 2"), posts({}, {}, {})) == {"S0": "0116", "S1": "0118"}
    assert dates_of(loop.format("limit:2 offset:1"), posts({}, {}, {})) == {"S1": "0116", "S2": "0118"}
    assert dates_of(loop.format("reversed"), posts({}, {})) == {"S1": "0116", "S0": "0118"}


def test_a_loop_over_the_dates_that_fetches_the_posts():
    template = '{% assign d = "0116|0118" | split: "|" %}{% assign all = site.contents | where: "kind", "talk" %}'
    template += "{% for day in d %}{% assign post = all[forloop.index0] %}{{ day }} {{ post.title }}{% endfor %}"
    assert dates_of(template, posts({"kind": "talk"}, {"kind": "lab"}, {"kind": "talk"})) == {
        "S0": "0116",
        "S2": "0118",
    }


@pytest.mark.parametrize("row", ["{{ d[i] }}{% assign post = all[i] %}", "{% assign post = all[i] %}{{ d[i] }}"])
def test_a_loop_over_places_that_fetches_the_posts(row):
    template = '{% assign d = "0116|0118" | split: "|" %}{% assign most = site.contents.size | minus: 2 %}'
    template += '{% assign all = site.contents | where_exp: "p", "p.kind != \'lab\'" %}'
    template += f"{{% for i in (0..most) %}}{row} {{{{ post.title }}}}{{% endfor %}}"
    assert dates_of(template, posts({}, {"kind": "lab"}, {})) == {"S0": "0116", "S2": "0118"}


def test_two_lists_joined_are_one():
    template = '{% assign a = "0118|0123" | split: "|" %}{% assign b = "0220" | split: "|" %}'
    template += "{% assign d = a | concat: b %}{% for p in site.contents %}{{ d[forloop.index0] }}{% endfor %}"
    assert dates_of(template, posts({}, {}, {})) == {"S0": "0118", "S1": "0123", "S2": "0220"}


def test_numbers_of_rooms_are_no_days():
    template = '{% assign dates = "01/16|01/18" | split: "|" %}{% assign rooms = "0204|0110" | split: "|" %}'
    template += "{% for p in site.contents %}{{ rooms[forloop.index0] }}{{ dates[forloop.index0] }}{% endfor %}"
    assert dates_of(template, posts({}, {})) == {"S0": "0116", "S1": "0118"}


def test_a_list_of_the_pages_front_matter():
    template = "{% for p in site.contents %}{{ page.days[forloop.index0] }}{% endfor %}"
    assert has_list(template, {"days": ["0118"]})
    assert dates_of(template, posts({}, {}), own={"days": ["0118", "0123"]}) == {"S0": "0118", "S1": "0123"}


def test_upcoming_sessions_in_a_list_of_their_own():
    template = """{% assign a = "0118|0123" | split: "|" %}{% assign b = "0220" | split: "|" %}
    {% assign i = 0 %}{% for p in site.contents %}{% if p.lectureVersion == "current" %}
      {{ a[i] }}{% assign i = i | plus: 1 %}{% endif %}{% endfor %}
    {% assign i = 0 %}{% for p in site.contents %}{% if p.lectureVersion == "next" %}
      {{ b[i] }}{% assign i = i | plus: 1 %}{% endif %}{% endfor %}"""
    now, then = {"lectureVersion": "current"}, {"lectureVersion": "next"}
    assert dates_of(template, posts(now, then, now)) == {"S0": "0118", "S2": "0123", "S1": "0220"}


def test_a_list_that_is_cut_again_in_every_row_is_one_list():
    template = (
        '{% for p in site.contents %}{% assign d = "0118|0123" | split: "|" %}{{ d[forloop.index0] }}{% endfor %}'
    )
    assert dates_of(template, posts({}, {})) == {"S0": "0118", "S1": "0123"}


def test_an_included_row_counts_where_it_is_included():
    template = '{% assign d = "0118|0123" | split: "|" %}{% assign n = 0 %}{% for post in site.contents %}'
    template += "{% include row.html post=post %}{% assign n = n | plus: 1 %}{% endfor %}"
    assert dates_of(template, posts({}, {}), includes={"row.html": "<td>{{ d[n] }}</td>"}) == {
        "S0": "0118",
        "S1": "0123",
    }


@pytest.mark.parametrize(
    "written",
    [
        "0118|0213",
        "1/18|2/13",
        "01-18|02-13",
        "Jan 18|Feb 13",
        "Thu 1/18|Tue, 2/13",
        "2024-01-18|2024-02-13",
        "18/01|13/02",
        "W1 0118|W4: 0213",
    ],
)
def test_days_as_sites_write_them(written):
    assert dates_of(LISTED.format(written), posts({}, {})) == {"S0": "0118", "S1": "0213"}


LISTED = (
    '{{% assign days = "{}" | split: "|" %}}{{% for p in site.contents %}}{{{{ days[forloop.index0] }}}}{{% endfor %}}'
)


def test_lists_of_weeks_and_topics_give_no_dates_and_an_empty_place_none():
    template = LISTED.format("W1|W2|W3") + LISTED.format("0118|TBA|0130").replace("days", "d")
    assert dates_of(template, posts({}, {}, {})) == {"S0": "0118", "S2": "0130"}


def test_another_number_of_dates_than_posts_is_a_doubt_and_no_date():
    said = "the dates in “days” are not read: it has 2 dates for 3 posts of the page"
    assert doubts_of(LISTED.format("0118|0123"), posts({}, {}, {})) == [("", said)]
    said = "the dates in “days” are not read: it has 3 dates for 2 posts of the page"
    assert doubts_of(LISTED.format("0118|0123|0125"), posts({}, {})) == [("", said)]


def test_dates_that_stand_beside_no_post_are_a_doubt_unless_they_are_shown_elsewhere():
    unused = '{% assign days = "0118|0123" | split: "|" %}{% for p in site.contents %}{{ p.title }}{% endfor %}'
    said = "the dates in “days” are not read: the page shows them beside no post"
    assert doubts_of(unused, posts({}, {})) == [("", said)]
    assert doubts_of(unused + "{% for day in days %}{{ day }}{% endfor %}", posts({}, {})) == []


def test_a_day_out_of_the_term_or_out_of_order_is_a_doubt_of_its_post():
    template = LISTED.format("0118|0930|0130|0125|0206")
    found = read_site_dates("index.md", template, posts({}, {}, {}, {}, {}))
    assert sorted(found.dates) == ["_contents/S0.md", "_contents/S3.md", "_contents/S4.md"]
    assert [(doubt.post, doubt.text) for doubt in found.doubts] == [
        ("_contents/S1.md", "no date is taken from the page: “0930” is no day of its term (2024 Spring)"),
        ("_contents/S2.md", "no date is taken from the page: 2024-01-30 is out of the order of the others"),
    ]


def test_the_year_is_the_terms_and_a_term_that_turns_the_year_is_followed():
    found = read_site_dates("i.md", LISTED.format("1130|0112"), posts({}, {}, term="Fall 2023"))
    assert [str(given.date) for given in found.dates.values()] == ["2023-11-30", "2024-01-12"]
    found = read_site_dates("i.md", LISTED.format("0118"), posts({}, term="2024-seminarRead"), term="2024 Spring")
    assert [str(given.date) for given in found.dates.values()] == ["2024-01-18"]
    said = "no date is taken from the page: “0118” is no day of its term (which names no year)"
    assert doubts_of(LISTED.format("0118"), posts({}, term="Spring")) == [("_contents/S0.md", said)]


def test_a_condition_that_is_not_understood_is_a_doubt():
    template = '{% assign d = "0118" | split: "|" %}{% assign n = 0 %}{% for p in site.contents %}'
    template += (
        "{% if site.data.skipped contains p.title %}{% assign n = n | plus: 1 %}{% endif %}{{ d[n] }}{% endfor %}"
    )
    said = "the dates in “d” are not read: the condition “site.data.skipped contains p.title” is not understood"
    assert doubts_of(template, posts({})) == [("", said)]


def test_jekylls_order_of_a_collection():
    made = [
        SitePost("_c/b.md", {"n": 1}),
        SitePost("_c/a.md", {"n": 10}),
        SitePost("_c/S10.md", {}),
        SitePost("_c/S2.md", {}),
    ]
    assert [post.path for post in collection_of(made, "n").posts] == ["_c/b.md", "_c/a.md", "_c/S10.md", "_c/S2.md"]
    assert [post.path for post in collection_of(made).posts] == ["_c/S10.md", "_c/S2.md", "_c/a.md", "_c/b.md"]
    assert not collection_of([*made, SitePost("_c/x.md", {"n": "x"})], "n").clear


def test_an_unclear_order_is_a_doubt():
    collection = collection_of([SitePost("_c/a.md", {"n": 1}), SitePost("_c/b.md", {"n": "x"})], "n")
    told = doubts_of(LISTED.format("0118|0123"), {"contents": collection}, term="Spring 2024")
    assert [text.split(": ", 1)[1][:26] for _, text in told] == ["the posts sort by values o"]


def test_posts_with_dates_keep_them_and_take_their_place():
    made = [SitePost("_c/a.md", {"term": "2024"}, datetime.date(2024, 1, 19)), SitePost("_c/b.md", {"term": "2024"})]
    found = read_site_dates("index.md", LISTED.format("0118|0123"), {"contents": collection_of(made)})
    assert {path: str(given.date) for path, given in found.dates.items()} == {"_c/b.md": "2024-01-23"}


@pytest.mark.parametrize(
    "template",
    [
        "{% for a in (1..9999) %}{% for b in (1..9999) %}{{ a }}{% endfor %}{% endfor %}",
        "{% if x %}" * 50,
        "{% if x %}",
        "{% endfor %}",
    ],
)
def test_pages_that_cannot_be_followed_are_a_doubt(template):
    told = doubts_of(template, posts({}))
    assert [text[:20] for _, text in told] == ["dates are not read: "]


@pytest.mark.parametrize(
    "expression",
    [
        "site[site.contents]",
        "page[post.tags]",
        "post.n | plus: 0.5",
        "post.n | divided_by: 1.5",
        "post.n | times: post.n",
        "post.endless | modulo: 2",
        "post.tags | append: post.n",
    ],
)
def test_what_has_no_value_hides_no_date(expression):
    made = posts({"n": 10**4000, "endless": float("inf"), "tags": ["x"]}, {})
    row = f"{{{{ {expression} }}}}<td>{{{{ ddates[counter] }}}}"
    template = COUNTER.replace("<td>{{ ddates[counter] }}", row).replace("|01/30", "")
    assert dates_of(template, made) == {"S0": "0118", "S1": "0123"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (datetime.date(2024, 1, 18), datetime.datetime(2024, 1, 18, 10)),
        ({"a": 1}, {"a": 2}),
    ],
)
def test_values_that_have_no_order_are_an_unclear_one(one, other):
    assert not collection_of([SitePost("_c/a.md", {"n": one}), SitePost("_c/b.md", {"n": other})], "n").clear


def test_unclosed_marks_cost_no_time():
    assert follow("{%" * 100_000 + "{{" * 100_000, {}, {}).shown == []


def test_conditions_are_read_as_liquid_reads_them():
    values = {"a": "next", "tags": ["x", "y"], "n": 3}.get
    assert holds('a == "next" and tags contains "x"', values)
    assert holds('a == "x or y" or n >= 3', values)
    assert holds("missing == nil", values)
    assert not holds("missing", values)
    assert holds("n | plus: 1", values)


def test_pages_worth_following():
    assert has_list(COUNTER)
    assert not has_list("{% for p in site.posts %}{{ p.title }}{% endfor %}")


HEADS = """
<table><tr><th>Date</th><th>Who leads</th><th>Focus of the day</th></tr>
{% for post in site.contents %}
  <tr><td>{{ d[n] | default: "|" }}</td><td>{{ post.video }}</td><td>{{ post.notes }}</td></tr>
{% endfor %}
"""


def test_heads_of_the_columns_in_which_the_page_shows_a_value():
    assert page_heads(HEADS) == {"video": "Who leads", "notes": "Focus of the day"}
    table = "| Date | **Team** | Notes |\n|---|:--|---|\n"
    table += "{% for p in site.c %}| {{ d[n] | x }} | {{ p.video }} | {{ p.notes }} |\n{% endfor %}"
    assert page_heads(table) == {"video": "Team", "notes": "Notes"}
    assert page_heads("{% if x %}") == {}


@pytest.mark.parametrize(
    ("values", "head", "label"),
    [
        (["team-4", "team 2", "instructor"], "", "Lead team"),
        (["team-4", "team-2", "on basics of it"], "Video", "Lead team"),
        (["Benchmarks for agents", "on nlp basics"], "", "Topic"),
        (["Benchmarks for agents", "on nlp basics"], "Focus of the day", "Focus of the day"),
        (["Benchmarks for agents", "on nlp basics"], "Leading team", "Topic"),
        (["team-1", "team-2"], "Presenters", "Presenters"),
        (["https://a.org/v.mp4"], "Video", "Link"),
        (["Ada Lovelace", "Alan Turing"], "", "Lead team"),
        ([], "", "Lead team"),
    ],
)
def test_labels_follow_the_values_and_the_heads(values, head, label):
    assert propose_label(values, head, default="Lead team", prose="Topic") == label


def test_what_is_a_topic_and_what_a_file():
    assert all(map(is_prose, ["Benchmarks for agents", "to read at home"]))
    assert not any(map(is_prose, ["Alice de Vries and Bob Ray", "team-4"]))
    assert all(map(names_file, ["W5-more", "https://a.org/x"]))
    assert not any(map(names_file, ["team-4", "read this first"]))
