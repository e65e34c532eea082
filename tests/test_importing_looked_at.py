"""What rendering finds in a post is told by the import, with the line of the file."""

import io

import pytest
from PIL import Image as Picture

from readings.rendering import Finding, Kind, Rendered
from sessions.importing.looked_at import to_look_at
from sessions.importing.run import Options, run_import
from sessions.models import ImportRun
from sessions.posts import ParsedNote, ParsedPost, ParsedSession
from tests.factories import make_files, make_post_text

pytestmark = pytest.mark.django_db

ENTRY = "#### A paper about many things\n+ https://arxiv.org/abs/2401.00001\n"
BAD = "$\\frac{1$"


def run(tmp_path, blog: str, **files) -> list[str]:
    out = io.BytesIO()
    Picture.new("L", (3, 2)).save(out, "PNG")
    post = make_post_text(required=ENTRY, blog=blog)
    made = {"_config.yml": "title: T\n", "_notes/a.md": post, "images/a.png": out.getvalue(), **files}
    report = run_import(Options(path=str(make_files(tmp_path / "site", made)), course="course"))
    return [str(message) for message in report.messages if message.kind == "warning"]


def test_images_without_alternative_text_and_tex_that_fails_are_told_with_their_lines(tmp_path):
    blog = f"A *graph*:\n\n<img src='{{{{ site.baseurl }}}}/images/a.png'>\n\n- So {BAD} holds.\n"
    told = [
        "warning: _notes/a.md:15: the image a.png has no alternative text",
        "warning: _notes/a.md:17: this TeX could not be set; it is shown as code",
    ]
    assert run(tmp_path, blog) == told
    assert ImportRun.objects.get().messages == told
    assert run(tmp_path, blog) == []


def test_the_same_line_twice_is_told_at_both_places(tmp_path):
    assert run(tmp_path, "![](/images/a.png)\n\nWords.\n\n![](/images/a.png)\n") == [
        "warning: _notes/a.md:13: the image a.png has no alternative text",
        "warning: _notes/a.md:17: the image a.png has no alternative text",
    ]


def test_of_one_kind_three_are_named_and_the_others_counted(tmp_path):
    blog = "\n\n".join(["![](/images/a.png)"] * 5 + [f"So {BAD} holds."] * 4)
    alts = [f"warning: _notes/a.md:{line}: the image a.png has no alternative text" for line in (13, 15, 17)]
    tex = [f"warning: _notes/a.md:{line}: this TeX could not be set; it is shown as code" for line in (23, 25, 27)]
    assert run(tmp_path, blog) == [
        *alts,
        "warning: _notes/a.md:19: and 2 more images without alternative text in this post",
        *tex,
        "warning: _notes/a.md:29: and 1 more formula shown as code in this post",
    ]


def test_a_picture_that_is_not_there_is_told_once(tmp_path):
    assert run(tmp_path, "![](/images/b.png)\n\n![](https://x.org/c.png)\n") == [
        "warning: _notes/a.md:13: image not found: /images/b.png",
        "warning: _notes/a.md:15: image of another host, shown as a link: https://x.org/c.png",
    ]


def test_what_an_introduction_and_a_page_show_is_told_too(tmp_path):
    page = {"about.md": "---\ntitle: About\n---\n\nWords.\n\n![](images/a.png)\n"}
    intro = {"_notes/b.md": f"---\ntitle: B\n---\n\nAn introduction of {BAD}.\n\n## Required Readings\n\n{ENTRY}"}
    assert sorted(run(tmp_path, "Words.\n", **page, **intro)) == [
        "warning: _notes/b.md:5: this TeX could not be set; it is shown as code",
        "warning: about.md:7: the image a.png has no alternative text",
    ]


def test_a_line_that_is_nowhere_in_the_file_is_told_where_its_text_begins():
    note = ParsedNote("", "one\n\ntwo\n\nthree", 4)
    parsed = ParsedPost("a.md", "T", sessions=(ParsedSession("T", note=note),))
    found = tuple(Finding(line, f"Line {line}.", Kind.TEX) for line in (1, 3, 5))
    source = "---\ntitle: T\n---\none\n\nTWO\n\nthree\n"
    rendered = {note.markdown: Rendered("", findings=found)}
    assert to_look_at(source, parsed, rendered) == [(4, "line 1"), (4, "line 3"), (8, "line 5")]
