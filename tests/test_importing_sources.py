"""Roots, folders and zips; which files are posts; bytes to text."""

import os
import stat
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from sessions.importing.files import Kind, find_files, lists_only
from sessions.importing.site import join_address, read_site, site_of
from sessions.importing.sources import FileError, SourceError, open_source
from sessions.importing.text import decoded
from sessions.posts import PostError
from tests.factories import make_files


def posts_of(path: Path) -> list[str]:
    return [candidate.path for candidate in find_files(open_source(str(path))).candidates]


@pytest.mark.parametrize("named", [".", "_contents", "_contents/deep", "_contents/deep/a.md"])
def test_whatever_of_a_site_is_named_its_posts_have_the_same_paths(tmp_path, named):
    make_files(tmp_path / "site", {"_config.yml": "title: T", "_contents/deep/a.md": "x"})
    assert posts_of(tmp_path / "site" / named) == ["_contents/deep/a.md"]


def test_a_root_is_not_looked_for_beyond_a_checkout_or_four_folders(tmp_path):
    make_files(
        tmp_path, {"_config.yml": "", "checkout/.git/HEAD": "", "checkout/posts/a.md": "x", "1/2/3/4/5/a.md": "x"}
    )
    assert posts_of(tmp_path / "checkout/posts") == ["a.md"]
    assert posts_of(tmp_path / "1/2/3/4/5") == ["a.md"]
    assert posts_of(tmp_path / "1/2/3/4") == []


def test_files_of_a_site_by_their_place(tmp_path):
    files = [
        "_config.yml",
        "_posts/2024-01-01-a.md",
        "_notes/b.md",
        "content/c.md",
        "about.md",
        "_pages/d.md",
        "README.md",
    ]
    make_files(tmp_path, dict.fromkeys([*files, "_drafts/e.md", "Lectures/f.md", "_site/g.md"], "words"))
    found = find_files(open_source(str(tmp_path)))
    assert {c.path: c.kind for c in found.candidates} == {
        "_posts/2024-01-01-a.md": Kind.POST,
        "_notes/b.md": Kind.POST,
        "content/c.md": Kind.POST,
        "about.md": Kind.PAGE,
        "_pages/d.md": Kind.PAGE,
    }
    assert sorted(m.path for m in found.messages if m.kind == "ignored") == [
        "Lectures/f.md",
        "README.md",
        "_drafts/e.md",
    ]


def test_in_a_plain_folder_every_markdown_file_is_a_post_in_natural_order(tmp_path):
    make_files(tmp_path, {"s10.md": "x", "s2.md": "x", "deep/s1.markdown": "x", "notes.txt": "x", "LICENSE.md": "x"})
    assert posts_of(tmp_path) == ["deep/s1.markdown", "s2.md", "s10.md"]


def test_blank_files_beside_pictures_are_left_aside(tmp_path):
    make_files(tmp_path, {"images/keep.md": "\n", "images/a.png": b"x", "blank.md": ""})
    assert posts_of(tmp_path) == ["blank.md"]


def test_links_pipes_and_odd_names_are_told_and_never_read(tmp_path):
    make_files(tmp_path, {"_posts/2024-01-01-a.md": "x", "secret.txt": "x"})
    os.symlink(tmp_path / "secret.txt", tmp_path / "_posts/2024-01-02-b.md")
    os.symlink("/", tmp_path / "_posts/everything")
    os.mkfifo(tmp_path / "_posts/2024-01-03-c.md")
    found = find_files(open_source(str(tmp_path)))
    assert [candidate.path for candidate in found.candidates] == ["_posts/2024-01-01-a.md"]
    assert [str(m) for m in found.messages] == [
        "error: _posts/2024-01-02-b.md:1: a link to another file is not followed",
        "error: _posts/2024-01-03-c.md:1: neither a file nor a folder",
        "warning: _posts/everything:1: a link to another folder is not followed",
    ]


def test_folders_within_folders_without_end_are_told_and_not_entered(tmp_path):
    folder = os.open(make_files(tmp_path, {"_posts/2024-01-01-a.md": "x"}), os.O_RDONLY)
    for _ in range(1_500):
        os.mkdir("d", dir_fd=folder)
        inner = os.open("d", os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    os.close(folder)
    try:
        source = open_source(str(tmp_path))
        assert posts_of(tmp_path) == ["_posts/2024-01-01-a.md"]
        assert [why for path, why in source.files.odd.items() if len(path) > 400] == [
            "a folder whose path has more than 400 characters is not read"
        ]
    finally:
        subprocess.run(["rm", "-r", tmp_path / "d"], check=True)


def test_a_path_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(SourceError, match=r"none\.md: there is no such file or folder"):
        open_source(str(tmp_path / "none.md"))


def make_zip(path: Path, *entries: tuple[str | zipfile.ZipInfo, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


def test_a_zips_single_top_folder_is_stripped_and_what_computers_add_is_passed_over(tmp_path):
    entries = [("repo-main/_posts/2024-01-01-a.md", "x"), ("__MACOSX/_posts/._a.md", "x"), ("repo-main/.DS_Store", "x")]
    assert posts_of(make_zip(tmp_path / "a.zip", *entries)) == ["_posts/2024-01-01-a.md"]


def link_entry() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("_posts/a.md")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("../out.md", "leads out of its folder"),
        ("/etc/a.md", "leads out of its folder"),
        ("C:/a.md", "leads out of its folder"),
        ("a\\b.md", "leads out of its folder"),
        ("_posts/" + "a" * 500 + ".md", "more than 400 characters"),
        (link_entry(), "is a link"),
    ],
)
def test_one_bad_entry_refuses_the_zip(tmp_path, entry, said):
    with pytest.raises(SourceError, match=said):
        open_source(str(make_zip(tmp_path / "a.zip", ("good.md", "x"), (entry, "x"))))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_one_name_twice_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"“a\.md” twice"):
        open_source(str(make_zip(tmp_path / "a.zip", ("a.md", "x"), ("a.md", "y"))))


def test_a_zip_that_lies_about_its_content_is_told_for_the_post(tmp_path):
    path = make_zip(tmp_path / "a.zip", ("a.md", "Hello"))
    path.write_bytes(path.read_bytes().replace(b"Hello", b"Jello"))
    with pytest.raises(FileError, match="cannot be unpacked"):
        open_source(str(path)).files.read("a.md", 100)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packed_data_that_is_broken_is_told_for_the_post(tmp_path, method):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("a.md", "".join(map(str, range(90))))
    data = bytearray(path.read_bytes())
    data[34:44] = b"\xff" * 10  # behind the head and name of the entry
    path.write_bytes(data)
    with pytest.raises(FileError, match="cannot be unpacked"):
        open_source(str(path)).files.read("a.md", 1000)


def test_a_zip_may_have_as_many_entries_as_the_settings_say(tmp_path, settings):
    settings.LIMITS = replace(settings.LIMITS, entries=1)
    with pytest.raises(SourceError, match=r"a\.zip: the zip has 2 entries; at most 1 are read"):
        open_source(str(make_zip(tmp_path / "a.zip", ("a.md", "Hello"), ("b.md", "Hello"))))


def test_what_a_zip_unpacks_to_is_counted_as_it_is_read(tmp_path, settings):
    files = open_source(str(make_zip(tmp_path / "a.zip", ("a.md", "Hello"), ("b.md", "Hello")))).files
    settings.LIMITS = replace(settings.LIMITS, unpacked=9)  # only now, as if the zip had declared less
    files.read("a.md", 100)
    with pytest.raises(SourceError, match=r"a\.zip: the zip unpacks to more than"):
        files.read("b.md", 100)


def test_no_more_is_read_than_allowed(tmp_path):
    make_files(tmp_path, {"a.md": "x" * 2000})
    with pytest.raises(FileError, match="too large: more than 1 KiB"):
        open_source(str(tmp_path)).files.read("a.md", 1024)


def test_a_site_says_its_title_and_address(tmp_path):
    make_files(tmp_path, {"_config.yml": "baseurl: \t/2024sp/\nurl: https://x.org/\ntitle: \t'A  course'\n"})
    site, messages = read_site(open_source(str(tmp_path)).files)
    assert (site.title, site.address, messages) == ("A course", "https://x.org/2024sp", [])


def test_a_hugo_site_says_its_title_and_address(tmp_path):
    make_files(tmp_path, {"hugo.toml": 'title = "A"\nbaseURL = "https://x.org/course/"\n'})
    site, _ = read_site(open_source(str(tmp_path)).files)
    assert (site.title, site.address) == ("A", "https://x.org/course")


@pytest.mark.parametrize("url", ["http://[::1", "javascript:alert(1)//", "https://"])
def test_what_is_no_address_of_a_site_is_none(tmp_path, url):
    make_files(tmp_path, {"_config.yml": f'url: "{url}"\nbaseurl: /a\n'})
    assert read_site(open_source(str(tmp_path)).files)[0].address == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("_config.yml", "title: 1" + ":1" * 500 + ".5\n"),
        ("_config.yml", 'title: "\\UFFFFFFFF"\n'),
        ("_config.yml", "title: 0x" + "f" * 5_000 + "\n"),
        ("hugo.toml", "title = 0x" + "f" * 5_000 + "\n"),
        ("hugo.toml", 'title = "A"\n' + "a." * 20_000 + "b = 1\n"),
    ],
)
def test_a_configuration_past_what_can_be_read_is_passed_over(tmp_path, name, text):
    make_files(tmp_path, {name: text})
    site, messages = read_site(open_source(str(tmp_path)).files)
    assert (site.title, [str(message)[: len(name) + 24] for message in messages]) == (
        "",
        [f"warning: {name}:1: passed over"],
    )


def test_a_configuration_that_is_not_understood_is_warned_about_with_its_line(tmp_path):
    make_files(tmp_path, {"_config.yml": "title: a\nb: &x [1]\nc: *x\n"})
    site, messages = read_site(open_source(str(tmp_path)).files)
    assert site.title == ""
    assert [str(m) for m in messages] == [
        "warning: _config.yml:3: passed over, because it is not understood: aliases are not read"
    ]


@pytest.mark.parametrize("base", ["https://x.org", "https://x.org/"])
@pytest.mark.parametrize("path", ["a/b", "/a/b"])
def test_addresses_are_joined_with_one_slash(base, path):
    assert join_address(base, path) == "https://x.org/a/b"


def test_pages_that_only_loop_over_posts_are_recognised():
    loop = "---\ntitle: All\n---\n{% for post in site.posts %}<li>{{ post.title }}</li>{% endfor %}\n"
    assert lists_only(loop)
    assert lists_only("---\nlayout: archive\n---\n")
    assert not lists_only(loop + "word " * 50)
    assert not lists_only("---\nlayout: page\n---\nWe meet on Tuesdays.\n")


def test_a_byte_order_mark_and_line_ends_of_other_systems_go():
    assert decoded(b"\xef\xbb\xbfa\r\nb\rc") == "a\nb\nc"


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"", 1, "empty"),
        (b" \n\n", 1, "empty"),
        (b"a\r\nb\rCaf\xe9", 3, "not UTF-8"),
        (b"a\nb\0", 2, "NUL"),
        ("\ufeffa".encode("utf-16-le"), 1, "UTF-16"),
        ("abc".encode("utf-16-be"), 1, "not UTF-8"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_their_line(data, line, said):
    with pytest.raises(PostError, match=said) as caught:
        decoded(data)
    assert caught.value.line == line


@pytest.mark.parametrize("opening", ["<", "{{", "{%"])
def test_page_of_unclosed_marks_is_judged_at_once(opening):
    assert lists_only("---\ntitle: A\n---\n{% for p in site.posts %}" + opening * 200_000)


def test_words_of_a_site_hold_nothing_that_cannot_be_stored():
    assert site_of({"title": "a\x00b\ud800"}).title == "ab"


def test_file_that_nobody_may_read_is_not_read_by_the_superuser_either(tmp_path):
    make_files(tmp_path, {"_posts/a.md": "---\ntitle: A\n---\nText.\n"})
    (tmp_path / "_posts/a.md").chmod(0)
    with pytest.raises(FileError, match="cannot be read"):
        open_source(str(tmp_path)).files.read("_posts/a.md", 1000)


def test_the_readme_of_a_site_that_has_nothing_else_is_its_page(tmp_path):
    make_files(tmp_path, {"_config.yml": "title: A", "README.md": "words", "_staffers/ann.md": "words"})
    found = find_files(open_source(str(tmp_path)))
    assert {c.path: c.kind for c in found.candidates} == {"README.md": Kind.PAGE}
    make_files(tmp_path, {"index.html": "words"})
    assert not find_files(open_source(str(tmp_path))).candidates
