"""Pages that forward a course's old addresses, for the host it had."""

import pytest
from django.core.management import CommandError, call_command

from sessions.exports.folder import open_folder
from sessions.exports.redirects import export_redirects
from sessions.importing.run import Options, run_import
from sessions.models import Course
from tests.factories import make_files, make_post_text

pytestmark = pytest.mark.django_db
SITE = "https://library.example.org/"


@pytest.fixture
def course(tmp_path) -> Course:
    files = {
        "_config.yml": "title: A\nurl: https://x.org\nbaseurl: /a\npermalink: pretty\n",
        "_contents/S1.md": make_post_text(title="One <b>", head="lecture: L1\nextraContent: L2\n"),
        "Lectures/L1.pdf": b"%PDF-1.4",
    }
    run_import(Options(path=str(make_files(tmp_path / "in", files)), course="a"))
    return Course.objects.get()


def test_a_page_forwards_names_its_place_and_shows_a_link(course, tmp_path):
    export = export_redirects(course, open_folder(str(tmp_path / "out")), SITE)
    page = (tmp_path / "out/contents/S1/index.html").read_text()
    place = "https://library.example.org/courses/a/s1/"
    assert f'<meta http-equiv="refresh" content="0; url={place}">' in page
    assert f'<link rel="canonical" href="{place}">' in page
    assert f'<a href="{place}">One &lt;b&gt;</a>' in page
    assert export.warnings == []
    assert (tmp_path / "out/index.html").exists()
    assert (tmp_path / "out/Lectures/L1.pdf/index.html").exists()
    assert not (tmp_path / "out/Lectures/L2.pdf").exists()  # still where it was
    again = export_redirects(course, open_folder(str(tmp_path / "out")), SITE)
    assert (again.new, again.changed) == ([], [])


def test_what_is_there_and_does_not_forward_stays(course, tmp_path):
    root = make_files(tmp_path / "out", {"contents/S1/index.html": "mine", "Lectures/L1.pdf": "a file"})
    export = export_redirects(course, open_folder(str(root)), SITE)
    assert (root / "contents/S1/index.html").read_text() == "mine"
    assert (root / "Lectures/L1.pdf").read_text() == "a file"
    assert len(export.warnings) == 1


def test_the_command_asks_for_an_address_where_it_knows_only_this_machine(course, tmp_path, capsys):
    call_command("export_course", "a", "--format", "redirects", str(tmp_path / "out"))
    assert "--site" in capsys.readouterr().err
    with pytest.raises(CommandError, match="not the address of a site"):
        call_command("export_course", "a", "--format", "redirects", str(tmp_path / "out"), "--site", "x")
