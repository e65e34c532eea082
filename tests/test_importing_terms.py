"""A folder whose posts carry several terms becomes one course for each."""

import json

import pytest

from sessions.models import Course, ImportRun, Session
from tests.factories import make_files, make_post_text
from tests.test_import_posts import call

pytestmark = pytest.mark.django_db


def make_folder(root, **terms: str):
    """Posts by name, each with its term."""
    for name, term in terms.items():
        head = f"term: {term}\n" if term else ""
        make_files(root / "seminar", {f"{name}.md": make_post_text(title=name, head=head)})
    return root / "seminar"


def courses() -> dict[str, list[str]]:
    return {c.slug: [s.title for s in c.sessions.order_by("title")] for c in Course.objects.order_by("slug")}


SPLIT = {"seminar-2023-fall": ["a", "c", "d"], "seminar-2024-spring": ["b"]}


def test_one_course_for_each_term_and_posts_without_one_go_to_the_first(tmp_path):
    folder = make_folder(tmp_path, a="2023 Fall", b='"2024 Spring"  # now', c="", d="2023  fall")
    assert call("import_posts", folder)[0] == 0
    assert courses() == SPLIT
    assert sorted(Course.objects.values_list("title", "term")) == [
        ("seminar, 2023 Fall", "2023 Fall"),
        ("seminar, 2024 Spring", "2024 Spring"),
    ]
    assert sorted(run.counts["created"] for run in ImportRun.objects.all()) == [1, 3]


def test_importing_again_finds_the_same_courses(tmp_path):
    folder = make_folder(tmp_path, a="2023 Fall", b="2024 Spring", c="", d="2023 Fall")
    call("import_posts", folder)
    assert "4 unchanged" in call("import_posts", folder)[1][-1]
    assert "1 unchanged" in call("import_posts", folder / "b.md")[1][-1]
    for name in "acd":
        (folder / f"{name}.md").unlink()
    assert "1 unchanged" in call("import_posts", folder)[1][-1]
    assert courses() == SPLIT
    assert Course.objects.get(slug="seminar-2024-spring").title == "seminar, 2024 Spring"


def test_a_course_that_was_there_before_its_second_term_keeps_its_posts(tmp_path):
    folder = make_folder(tmp_path, a="2023 Fall", c="")
    call("import_posts", folder)
    make_folder(tmp_path, b="2024 Spring", d="2023 Fall")
    call("import_posts", folder)
    assert courses() == {"seminar": ["a", "c", "d"], "seminar-2024-spring": ["b"]}
    assert "4 unchanged" in call("import_posts", folder)[1][-1]


def test_a_named_course_keeps_all_together(tmp_path):
    call("import_posts", make_folder(tmp_path, a="2023 Fall", b="2024 Spring"), "--course", "all")
    assert courses() == {"all": ["a", "b"]}


def test_a_rehearsal_lists_the_split(tmp_path):
    folder = make_folder(tmp_path, a="2023 Fall", b="2024 Spring", c="")
    code, out, _ = call("import_posts", folder, "--dry-run")
    assert (code, out[:2]) == (
        0,
        ["course seminar-2023-fall (2023 Fall): 2 posts", "course seminar-2024-spring (2024 Spring): 1 post"],
    )
    assert not Course.objects.exists()
    assert json.loads("\n".join(call("import_posts", folder, "--dry-run", "--json")[1]))["courses"] == out[:2]


def test_all_or_nothing_holds_for_all_courses(tmp_path):
    folder = make_folder(tmp_path, a="2023 Fall", b="2024 Spring")
    make_files(folder, {"c.md": "no post\n"})
    assert call("import_posts", folder, "--strict")[0] == 1
    assert not Session.objects.exists()


def test_terms_of_toml_and_of_a_site(tmp_path):
    post = "+++\ntitle = 'T'\nterm = 'Fall 2022'\n+++\nx\n"
    files = {"_config.yml": "baseurl: /reading\ntitle: Reading\ntagline: 2024 Spring\n", "_s/a.md": post}
    files["_s/b.md"] = make_post_text(title="B", head="term: 2019Reads\n")
    files["about.md"] = "---\ntitle: About\n---\nProse.\n"
    call("import_posts", make_files(tmp_path, files))
    found = dict(Course.objects.values_list("slug", "term"))
    assert found == {"reading-fall-2022": "2022 Fall", "reading-2019reads": "2019Reads"}
    assert Course.objects.get(pages__title="About").slug == "reading-fall-2022"


def test_a_semester_is_a_term_where_it_names_its_year(tmp_path):
    heads = {"a": "semester: Fall 2023", "b": 'semester: "Spring 2024"', "c": "semester: 2\nterm: Fall 2023"}
    for name, head in heads.items():
        make_files(tmp_path / "seminar", {f"{name}.md": make_post_text(title=name, head=f"{head}\n")})
    call("import_posts", tmp_path / "seminar")
    assert courses() == {
        "seminar-fall-2023": ["a", "c"],
        "seminar-spring-2024": ["b"],
    }


def test_season_before_or_behind_the_year_is_one_term(tmp_path):
    folder = make_folder(tmp_path, a="Fall 2023", b="2023 Fall", c="Spring 2024")
    call("import_posts", folder)
    assert courses() == {"seminar-fall-2023": ["a", "b"], "seminar-spring-2024": ["c"]}


def test_course_keeps_its_address_when_another_post_spells_its_term_otherwise(tmp_path):
    folder = make_folder(tmp_path, b="Fall 2023", c="Spring 2024")
    call("import_posts", folder)
    make_folder(tmp_path, a="2023 Fall")
    call("import_posts", folder)
    assert courses() == {"seminar-fall-2023": ["a", "b"], "seminar-spring-2024": ["c"]}
