"""Data files through the real command: found by their place and look, each a small course."""

import pytest

from readings.models import Paper
from sessions.models import Reading, ReviewItem, Session
from tests.factories import make_files, make_post_text
from tests.test_import_posts import call
from tests.test_posts_data_files import BIBTEX, CSL, RIS

pytestmark = pytest.mark.django_db

SCHEDULE = (
    "Date,Title,Teams,Links\n2024-01-16,Engines,Team 1,https://arxiv.org/abs/1706.03762\n2024-01-18,Rest,Team 2,\n"
)
YAML = "- date: 2024-02-01\n  topic: Machines\n  presenter: Ada\n  readings:\n    - title: On Computable Numbers\n"


def titles() -> dict[str, list[str]]:
    return {
        session.source: [str(reading.paper) for reading in session.readings.all()]
        for session in Session.objects.order_by("source")
    }


def test_a_folder_of_data_is_a_course(tmp_path):
    files = {"a.bib": BIBTEX, "b.ris": RIS, "c.json": CSL, "d.csv": SCHEDULE, "e.yml": YAML, "package.json": "{}"}
    code, _, err = call("import_posts", make_files(tmp_path, files), "--course", "c")
    assert (code, err) == (0, ["warning: a.bib:13: not recognised, kept in the introduction: “2020”"])
    assert titles() == {
        "a.bib": ["Attention Is All You Need", "Über formal unentscheidbare Sätze"],
        "b.ris": ["Notes on the Analytical Engine", "A Second Thing to Read"],
        "c.json": ["Computing Machinery and Intelligence", "A Report without a Date"],
        "d.csv#1": ["Attention Is All You Need"],
        "d.csv#2": [],
        "e.yml": ["On Computable Numbers"],
    }
    assert "5 unchanged" in call("import_posts", tmp_path, "--course", "c")[1][-1]


def test_an_edited_entry_is_an_updated_reading(tmp_path):
    make_files(tmp_path, {"b.ris": RIS})
    call("import_posts", tmp_path, "--course", "c")
    make_files(tmp_path, {"b.ris": RIS.replace("1843/09//", "1844")})
    assert "1 updated" in call("import_posts", tmp_path, "--course", "c")[1][-1]
    assert Reading.objects.get(position=0).as_given["published"] == "1844"
    assert Paper.objects.count() == 2
    Session.objects.all().delete()
    call("import_posts", tmp_path, "--course", "c")
    assert not Session.objects.exists()


@pytest.mark.parametrize("named", [".", "_data", "_data/schedule.yml"])
def test_data_of_a_site(tmp_path, named):
    files = {"_config.yml": "title: T\n", "_data/schedule.yml": YAML, "index.md": "---\ntitle: Home\n---\nHello.\n"}
    files |= {"_data/navigation.yml": "- title: Home\n  url: /\n", "assets/list.json": CSL}
    code, _, err = call("import_posts", make_files(tmp_path, files) / named, "--course", "c")
    assert (code, list(titles())) == (0, ["_data/schedule.yml"])
    ignored = ["ignored: _data/navigation.yml: no sessions or readings in it"]
    assert [line for line in err if "navigation" in line] == (ignored if named != "_data/schedule.yml" else [])


def test_data_of_a_hugo_site(tmp_path):
    files = {"hugo.toml": "title = 'T'\n", "data/schedule.yml": YAML, "static/list.json": CSL}
    code, _, _ = call("import_posts", make_files(tmp_path, files), "--course", "c")
    assert (code, list(titles())) == (0, ["data/schedule.yml"])


def test_a_bad_file_is_refused_with_its_line_and_the_others_are_in(tmp_path):
    make_files(tmp_path, {"a.bib": "@misc{a,\n title = {x\n", "b.ris": RIS})
    code, out, err = call("import_posts", tmp_path, "--course", "c")
    assert code == 1
    assert err[0].startswith("error: a.bib:2: not BibTeX near this line: ")
    assert (list(titles()), out[-1][:7]) == (["b.ris"], "2 posts")


def test_a_file_that_is_named_is_read_whatever_it_looks_like(tmp_path):
    make_files(tmp_path, {"x.yml": "- x: 1\n"})
    code, _, err = call("import_posts", tmp_path / "x.yml", "--course", "c")
    assert (code, err) == (1, ["error: x.yml:1: no sessions or readings are recognised in this file"])
    assert call("import_posts", tmp_path, "--course", "c")[0] == 2


README = (
    "# A Reading Group\n\nWe meet.\n\n## Readings\n\n- [A Paper of Some Length](https://arxiv.org/abs/1706.03762)\n"
)


def test_a_readme_alone_is_a_post(tmp_path):
    make_files(tmp_path, {"README.md": README, "LICENSE": "x"})
    assert call("import_posts", tmp_path, "--course", "c")[0] == 0
    assert Session.objects.get().title == "A Reading Group"
    assert titles() == {"README.md": ["A Paper of Some Length"]}


@pytest.mark.parametrize(
    ("files", "read"),
    [
        ({"README.md": README, "CONTRIBUTING.md": "Open an issue."}, ["README.md"]),
        ({"README.md": "# Group\n\nA folder for each week.", "w1/README.md": README, "w2/README.md": README}, None),
        ({"README.md": README, "2023-03-01-trees/README.md": README, "2023-03-15-bark/README.md": README}, None),
        (
            {"README.md": "# Coffee\n\nEdit the schedule to sign up.", "list.bib": "@book{a, title={On Trees}}"},
            ["list.bib"],
        ),
    ],
)
def test_which_readmes_are_posts(tmp_path, files, read):
    make_files(tmp_path, files)
    code, _, _ = call("import_posts", tmp_path, "--course", "c")
    assert (code, list(titles())) == (0, read or sorted(path for path in files if "/" in path))


def test_a_readme_without_front_matter_in_front_of_a_site(tmp_path):
    rows = "".join(
        f"{day} | [Title {n} of Words](https://doi.org/10.1000/{n}) Ann Lee. TREES 1990 | Bo\n"
        for n, day in enumerate(("01/31", "02/07"))
    )
    readme = f"# Trees\n\nSpring 2025.\n\nDate | Paper | Lead\n--- | --- | ---\n{rows}"
    make_files(tmp_path, {"_config.yml": "title: Trees", "README.md": readme})
    assert call("import_posts", tmp_path, "--course", "c")[0] == 0
    assert [str(session.date) for session in Session.objects.order_by("date")] == ["2025-01-31", "2025-02-07"]


def test_a_folder_names_its_readme(tmp_path):
    make_files(tmp_path, {f"2023-03-{day}-trees-{day}/README.md": README for day in ("01", "15")})
    assert call("import_posts", tmp_path, "--course", "c")[0] == 0
    sessions = Session.objects.order_by("date")
    assert [(s.slug, str(s.date)) for s in sessions] == [
        ("2023-03-01-trees-01", "2023-03-01"),
        ("2023-03-15-trees-15", "2023-03-15"),
    ]


def test_a_table_whose_head_says_titles_of_papers(tmp_path):
    rows = "1/13/2023\tAnn Lee\tHow Roots Grow\thttps://a.org/1\n1/20/2023\tBo Chen\tHow Leaves Fall\thttps://a.org/2\n"
    make_files(tmp_path, {"schedule.tsv": f"Date\tSpeaker\tTitle of paper\tLink\n{rows}"})
    assert call("import_posts", tmp_path, "--course", "c")[0] == 0
    assert [(s.title, s.lead_team) for s in Session.objects.order_by("date")] == [
        ("How Roots Grow", "Ann Lee"),
        ("How Leaves Fall", "Bo Chen"),
    ]


def test_a_readme_beside_posts_is_left_out_unless_it_is_named(tmp_path):
    make_files(tmp_path, {"README.md": README, "a.md": make_post_text()})
    assert "ignored: README.md: not a post by its name" in call("import_posts", tmp_path, "--course", "c")[2]
    assert list(titles()) == ["a.md"]
    assert call("import_posts", tmp_path / "README.md", "--course", "c")[0] == 0
    assert list(titles()) == ["README.md", "a.md"]
    assert not ReviewItem.objects.filter(kind="conflict").exists()
