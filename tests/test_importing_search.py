"""When what an import writes can be found, and no more be found."""

import pytest

from sessions.importing.run import Options, run_import
from sessions.models import SearchDocument
from sessions.search.finding import search
from tests.factories import make_files, make_post_text

pytestmark = pytest.mark.django_db(transaction=True)

LOOMS = "#### Looms and their many cards\n+ Ada Lovelace\n+ https://arxiv.org/abs/2401.00001\n"
ENGINES = "#### Engines of a different kind\n+ https://arxiv.org/abs/2401.00002\n"


def run(tmp_path, required, seen=lambda: None):
    """Import a site of one post; `seen` is called when that is written and the run is not over yet."""
    text = make_post_text(required=required, blog="# Weaving\n\nWhat was said.")
    root = make_files(tmp_path, {"_config.yml": "title: A course\n", "_posts/a.md": text, "about.md": ABOUT})
    return run_import(Options(path=str(root), course="course"), lambda done, of: seen() if done == of else None)


ABOUT = "---\ntitle: Syllabus\n---\nThe rules of this course.\n"


def documents():
    return set(SearchDocument.objects.values_list("kind", "title", "part"))


def test_all_that_an_import_wrote_is_found_when_it_is_over(tmp_path):
    run(tmp_path, LOOMS)
    assert documents() == {
        ("session", "Session", 0),
        ("note", "Note on Session", 0),
        ("note", "Weaving", 1),
        ("paper", "Looms and their many cards", 0),
        ("person", "Ada Lovelace", 0),
        ("page", "Syllabus", 0),
    }


def test_what_a_changed_post_takes_back_is_found_no_more_before_the_run_is_over(tmp_path):
    run(tmp_path, LOOMS)
    seen = []
    run(tmp_path, ENGINES, lambda: seen.append([search(word).total for word in ("looms", "engines")]))
    assert seen == [[0, 1]]


def test_documents_that_an_interrupted_import_left_out_are_written_by_the_next(tmp_path):
    run(tmp_path, LOOMS)
    before = documents()
    SearchDocument.objects.all().delete()
    assert run(tmp_path, LOOMS).counts["unchanged"] == 2
    assert documents() == before
