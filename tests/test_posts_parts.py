"""Front matter, Liquid, the session's own fields, and where the blog begins."""

import datetime
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.posts import PARSER_VERSION, PostError, parse_page, parse_post
from sessions.posts.liquid import resolve_liquid
from sessions.posts.structure import Unpublished


def parse(text: str, path: str = "_posts/a.md", **variables: str):
    return parse_post(text, path, variables={"site.baseurl": ""} | variables)


def test_an_entry_that_is_no_reading_is_told_with_its_line():
    listed = "readings:\n- title: How Trees Talk\n- {pages: 3}\n- [a, b]\n-\n"
    post = parse(f"---\ntitle: A\n{listed}---\nHello.\n")
    said = "an entry of the readings has neither title nor address, and is left out"
    assert [reading.title for reading in post.sessions[0].readings] == ["How Trees Talk"]
    assert [(message.line, message.text) for message in post.warnings] == [(5, said), (6, said)]


def test_seed_keys_fill_the_session():
    post = parse(
        "---\ntitle: Interpretability \nlecture: W10-T6\nlectureVersion: next\nnotes: team-4\nvideo: team-6\n"
        "tags:\n- 1Basic\ncategories: [FMRisk]\ndesc: 2024-S18\nterm: 2024-seminarRead\n---\nHello.\n",
        "_contents/S0-L18.md",
    )
    session = post.sessions[0]
    assert (session.title, session.number, session.status) == ("Interpretability", 18, "upcoming")
    assert (session.lead_team, session.blog_team) == ("team-6", "team-4")
    assert (session.tags, session.categories, post.term) == (("1Basic",), ("FMRisk",), "2024-seminarRead")
    assert [deck.address for deck in session.slides] == ["/Lectures/W10-T6.pdf"]
    assert (session.introduction, session.readings, session.note, post.warnings) == ("Hello.", (), None, ())


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("# Hello\n\nText\n", 1, "no front matter and no readings"),
        ("---\ntitle: A\n\nBody\n", 1, "never closed"),
        ("---\n- a\n---\nBody\n", 2, "mapping"),
        ("---\nlayout: post\ntitle: Attention: Is All\n---\nBody\n", 3, "quotes"),
        ("---\ntitle: A\ntags:\n\t- a\n---\nBody\n", 4, "tab"),
        ("---\ntitle: A\nx: &a [1]\ny: *a\n---\nBody\n", 3, "anchors"),
        ("---\ntitle: !!python/name:os.system x\n---\nBody\n", 2, "tags"),
        ("---\ntitle: A\ndate: 2024-02-30\n---\nBody\n", 3, "date"),
        ("---\ntitle: A\ntags: {a: b}\n---\nBody\n", 3, "tags must be a list"),
        ("---\ntitle:\n---\nBody\n", 2, "title is empty"),
        ("---\n---\nBody\n", 1, "no title"),
        ("---\ntitle: " + "x" * 301 + "\n---\nBody\n", 2, "longer than 300"),
        ("---\ntitle: " + "[" * 10_000 + "\n---\nBody\n", 2, "nested"),
        ('---\ntitle: "a\\0b"\n---\nBody\n', 2, "cannot be stored"),
        ('---\ntitle: A\nreadings:\n- title: "The trees \\ud800 of winter"\n---\nBody\n', 4, "cannot be stored"),
        ('---\ntitle: A\n"x\\ud800": b\n---\nBody\n', 3, "a key holds a character that cannot be stored"),
        ('+++\ntitle = "A"\n"x\\u0000" = 1\n+++\nBody\n', 2, "a key holds a character that cannot be stored"),
        ('---\ntitle: A\nlecture:\n- a\n- "b\\0"\n---\nBody\n', 5, "cannot be stored"),
        ('---\ntitle: A\nx: "\\UFFFFFFFF"\n---\nBody\n', 3, "a character that does not exist"),
        ('---\ntitle: A\nx: "\\U00110000"\n---\nBody\n', 3, "a character that does not exist"),
        ("---\ntitle: A\nx: 0x" + "f" * 5_000 + "\n---\nBody\n", 3, "is not a number that exists"),
        ('+++\ntitle = "A"\nx = 0x' + "f" * 5_000 + "\n+++\nBody\n", 2, "a number that is too long"),
        ('+++\ntitle = "A"\nx = ' + "9" * 5_000 + "\n+++\nBody\n", 2, "a number that is too long"),
        ('+++\ntitle = "A"\n' + "a." * 90 + "b = 1\n+++\nBody\n", 3, "nested deeper than 20 levels"),
        ('+++\ntitle = "A"\n' + "a." * 9_000 + "b = 1\n+++\nBody\n", 2, "nested deeper than 20 levels"),
        ('+++\ntitle = "A"\ntitle = "B"\n+++\nBody\n', 3, "not valid TOML"),
        (
            "---\ntitle: A\ntags: [a, b\n---\nBody\n",
            3,
            "the bracket [ that this line opens is not closed; add ] behind the last",
        ),
        ("---\ntags: [a, b\ntitle: A\n---\nBody\n", 2, "the bracket [ that this line opens is not closed; add ]"),
        ("---\ntitle: A\nx: {a: b\n---\nBody\n", 3, "the bracket { that this line opens is not closed; add }"),
        (
            '---\ntitle: "A\ntags: b\n---\nBody\n',
            2,
            'the quotation mark " that this line opens is not closed; add "',
        ),
        ("---\ntags: [a b]]\ntitle: A\n---\nBody\n", 2, "a bracket ] closes nothing"),
        ("--\ntitle: A\n---\nBody\n", 1, "line 1 has two dashes: front matter begins with three"),
        ("----\ntitle: A\n---\nBody\n", 1, "line 1 has four dashes: front matter begins with three"),
    ],
)
def test_broken_post_is_refused_with_line_and_reason(text, line, words):
    with pytest.raises(PostError) as caught:
        parse(text)
    assert caught.value.line == line
    assert words in caught.value.text


def test_a_rule_or_two_dashes_over_prose_are_no_front_matter():
    for first in ("--", "-----"):
        post = parse(f"{first}\n\n## Readings\n- [A title of a paper](https://arxiv.org/abs/2001.00001)\n")
        assert [reading.title for reading in post.sessions[0].readings] == ["A title of a paper"]


def test_duplicate_and_unknown_keys_are_warnings_with_lines():
    post = parse("---\ntitle: A\ncolour: red\ntitle: B\n---\nBody\n")
    assert post.title == "B"
    assert [(warning.line, warning.text.split("”")[0]) for warning in post.warnings] == [
        (3, "the key “colour"),
        (4, "the key “title"),
    ]


def test_draft_is_unpublished_and_no_error():
    with pytest.raises(Unpublished):
        parse("---\ntitle: A\npublished: false\n---\nBody\n")


@pytest.mark.parametrize(
    "text", ['+++\ntitle = "A"\ndate = 2023-10-05\n+++\nBody\n', "---\ntitle: A\ndate: 2023-10-05\n...\nBody\n"]
)
def test_toml_and_dots_are_front_matter_too(text):
    session = parse(text).sessions[0]
    assert (session.title, session.date) == ("A", datetime.date(2023, 10, 5))


def test_date_of_the_file_name_counts_where_the_front_matter_has_none():
    assert parse("---\ntitle: A\n---\nB\n", "_posts/2024-03-01-a.md").sessions[0].date == datetime.date(2024, 3, 1)


@pytest.mark.parametrize(
    ("path", "number"), [("S0-L18.md", 18), ("W02.2.agentb.md", 2), ("lecture-5.md", 5), ("2024-03-01-a.md", None)]
)
def test_number_is_read_from_the_file_name(path, number):
    assert parse("---\ntitle: A\n---\nB\n", path).sessions[0].number == number


def test_one_string_of_tags_is_split_as_jekyll_does():
    assert parse("---\ntitle: A\ntags: llm safety\n---\nB\n").sessions[0].tags == ("llm", "safety")


def test_liquid_variables_are_resolved_and_the_rest_is_shown_and_told():
    text = (
        "{% assign dir = site.baseurl | append: '/talks/' %}\n"
        "[a]({{dir}}a.pdf) {{ '/x.png' | relative_url }}\n{% include toc.html %}\n"
    )
    resolved, warnings = resolve_liquid(text, {"site.baseurl": ""})
    assert resolved == "\n[a](/talks/a.pdf) /x.png\n{% include toc.html %}\n"
    assert [(warning.line, warning.text) for warning in warnings] == [
        (3, "Liquid is shown as text: {% include toc.html %}")
    ]


NAMED = "2026-10-28-what-is-a-net"
ADDRESS = "/2026/10/28/what-is-a-net.html"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"[last week]({{% post_url {NAMED} %}})", f"[last week]({ADDRESS})"),
        (f"[last week]({{{{ site.baseurl }}}}{{% post_url {NAMED} %}})", f"[last week]({ADDRESS})"),
        (f"[last week]({{% post_url sub/{NAMED} %}}#end)", f"[last week]({ADDRESS}#end)"),
        (f"[last week]({{% link _posts/{NAMED}.md %}})", f"[last week]({ADDRESS})"),
        (f"[w]: {{% post_url {NAMED} %}}", f"[w]: {ADDRESS}"),
        (f'<a href="{{% post_url {NAMED} %}}">w</a>', f'<a href="{ADDRESS}">w</a>'),
        (f"See {{% post_url {NAMED} %}}.", f"See [what is a net]({ADDRESS})."),
        (f"(see {{% post_url {NAMED} %}})", f"(see [what is a net]({ADDRESS}))"),
    ],
)
def test_post_url_leads_to_the_other_post(text, shown):
    assert resolve_liquid(text, {"site.baseurl": ""}) == (shown, [])


def test_post_url_that_names_no_post_is_left_out_and_told_in_full():
    tag = "{% post_url " + "a-name-without-any-date-" * 4 + "%}"
    resolved, warnings = resolve_liquid(f"A\nSee {tag}.\n", {})
    assert resolved == "A\nSee .\n"
    assert [(w.line, w.text) for w in warnings] == [(2, f"Liquid is left out, it names no post: {tag}")]


def test_long_liquid_is_told_in_full():
    tag = "{% include " + "x" * 150 + ".html %}"
    assert [w.text for w in resolve_liquid(tag, {})[1]] == [f"Liquid is shown as text: {tag}"]


def test_raw_blocks_are_left_alone_and_highlight_becomes_a_fence():
    resolved, warnings = resolve_liquid(
        "{% raw %}{{ x }}{% endraw %}\n{% highlight python %}\nx\n{% endhighlight %}\n", {}
    )
    assert (resolved, warnings) == ("{{ x }}\n```python\nx\n```\n", [])


READINGS = "## Readings\n\n- [A Title of Words](https://a.org/b.pdf)\n\n"


@pytest.mark.parametrize(
    ("rest", "title", "start", "line"),
    [
        ("<!--excerpt.start-->\n\n# Blog: About It\n\nText.\n", "About It", "Text.", 10),
        ("<!--excerpt.start-->\n\n# Blog: \n## Part One\nText.\n", "", "## Part One", 10),
        ("# Session Blog\nText.\n", "", "Text.", 8),
        ("# A Survey of Things\n\nLong text.\n", "", "# A Survey of Things", 8),
        ("<!--excerpt.start-->\n\nText without heading.\n", "", "Text without heading.", 10),
    ],
)
def test_blog_begins_at_its_mark_heading_or_above_the_list(rest, title, start, line):
    note = parse("---\ntitle: A\n---\n" + READINGS + rest).sessions[0].note
    assert (note.title, note.markdown.split("\n")[0], note.line) == (title, start, line)


def test_mark_with_nothing_behind_it_is_no_note():
    session = parse("---\ntitle: A\n---\n" + READINGS + "<!--excerpt.start-->\n\n# Blog:\n\n").sessions[0]
    assert session.note is None


def test_page_keeps_its_body_and_takes_its_title_from_the_first_heading():
    page = parse_page("# Syllabus\n\nRead ![plan](img/plan.png).\n", "About.md")
    assert (page.title, page.sessions, page.images) == ("Syllabus", (), (("img/plan.png", 3),))
    assert page.markdown == "# Syllabus\n\nRead ![plan](img/plan.png)."


def test_parser_version_is_a_number_that_imports_can_compare():
    assert PARSER_VERSION >= 1


WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=9)
SENTENCE = st.lists(WORD, min_size=1, max_size=12).map(" ".join)
PIECE = st.one_of(
    SENTENCE,
    SENTENCE.map(lambda text: f"## {text}"),
    SENTENCE.map(lambda text: f"#### {text}"),
    st.lists(SENTENCE, min_size=1, max_size=4).map(lambda items: "\n".join(f"- {item}" for item in items)),
    SENTENCE.map(lambda text: f"1. [{text}](https://a.org/b.pdf)"),
    st.tuples(SENTENCE, SENTENCE).map(lambda pair: f"+ {pair[0]}\n  + {pair[1]}"),
    SENTENCE.map(lambda text: f"| Presenter | Papers |\n|---|---|\n| Maria | {text} |"),
    st.sampled_from(["## Required Readings:", "## More Readings", "**Optional:**", "<!--excerpt.start-->", "# Blog:"]),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECE, min_size=1, max_size=12))
def test_no_visible_word_of_a_body_is_lost(pieces):
    body = "\n\n".join(pieces)
    session = parse(f"---\ntitle: A\n---\n{body}\n").sessions[0]
    note = session.note
    kept = [session.introduction, *(f"{note.title} {note.markdown}" if note else "",)]
    for reading in session.readings:
        kept += [reading.section, reading.text, reading.title]
    # The one heading that may vanish says only that a blog follows.
    words = set(body.replace("# Blog:", "").replace("<!--excerpt.start-->", "").replace("|", " ").split())
    left = " ".join(kept)
    assert {word for word in words if word.isalpha() and word not in left} == set()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read_or_refused_with_a_line(text):
    try:
        said = parse("---\ntitle: A\n---\n" + text).title
    except PostError as error:
        said = f"{error.line}: {error.text}"
    assert said == "A" or re.match(r"[1-9]\d*: \w", said)


def test_variable_that_doubles_itself_stays_text():
    doubling = "{% assign a = 'xxxxxxxxxx' %}" + "{% assign a = a | append: a %}" * 40
    resolved, warnings = resolve_liquid(doubling, {})
    assert len(resolved) < 2_000
    assert len(warnings) == 31  # ten doublings stay below 10,000 characters... the others are shown


def test_variables_may_not_grow_a_post_without_bound():
    text = "{% assign a = '" + "x" * 300 + "' %}" + "{% assign a = a | append: a %}" * 5 + "{{a}}\n" * 200
    with pytest.raises(PostError, match="1 MiB"):
        resolve_liquid(text, {})
