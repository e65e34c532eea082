"""Addresses of an imported site lead to what is here now, and never hide a page of ours."""

import pytest

from sessions.importing.run import Options, run_import
from sessions.models import Course, OldAddress, Page, Session, SlideDeck
from sessions.posts.front_matter import split_front_matter
from sessions.posts.permalinks import Permalinks, addresses_of, fragments_of, key_of, permalinks_of
from tests.factories import make_files, make_post_text

CONFIG = "title: A\nurl: https://x.org/\nbaseurl: /seminar/\npermalink: pretty\n"


def site(folder, *, config: str = CONFIG, **files: str):
    posts = files or {"S1": make_post_text(title="One", head="lecture: L1\ntags: [Deep Nets]\n")}
    return make_files(folder, {"_config.yml": config} | {f"_contents/{name}.md": text for name, text in posts.items()})


def run(folder, course: str = "a"):
    return run_import(Options(path=str(folder), course=course))


@pytest.mark.parametrize(
    ("path", "head", "config", "address"),
    [
        ("_contents/S0-L18.md", "", {"permalink": "pretty"}, "/contents/S0-L18/"),
        ("_contents/a.md", "permalink: /own/place/", {}, "/own/place/"),
        ("_contents/a.md", "", {"collections": {"contents": {"permalink": "/c/:name"}}}, "/c/a"),
        ("_contents/a.md", "", {"defaults": [{"scope": {"path": ""}, "values": {"permalink": "/d/:title"}}]}, "/d/a"),
        (
            "_posts/2019-02-03-Two-Words.md",
            "categories: [2A, b]",
            {"permalink": "/:categories/:title/"},
            "/2a/b/Two-Words/",
        ),
        ("_posts/2019-02-03-a.md", "categories: X Y", {"permalink": "date"}, "/x/y/2019/02/03/a.html"),
        ("_posts/2019-02-03-a.md", "date: 2020-03-04", {"permalink": "pretty"}, "/2020/03/04/a/"),
        ("_posts/2019-02-03-a.md", "", {"permalink": "ordinal"}, "/2019/034/a.html"),
        ("_posts/2019-02-03-a.md", "", {"permalink": "weekdate"}, "/2019/W05/Sun/a.html"),
        ("_posts/2019-02-03-a.md", "slug: b", {"permalink": "none"}, "/b.html"),
        ("sub/_posts/2019-02-03-a.md", "", {"permalink": "none"}, "/sub/a.html"),
        ("About.md", "", {}, "/About/"),
        ("_pages/guide.md", "", {}, "/guide/"),
        ("content/posts/a.md", "", {}, "/posts/a/"),
        ("content/posts/a/index.md", "", {}, "/posts/a/"),
    ],
)
def test_the_first_address_is_the_one_the_site_gave(path, head, config, address):
    values = split_front_matter(f"---\n{head}\n---\n").values or {}
    assert addresses_of(path, values, permalinks_of(config))[0] == address


def test_a_dateless_post_has_no_dated_address_and_redirects_count():
    values = split_front_matter("---\nredirect_from: [/x/, /y]\n---\n").values
    assert addresses_of("_posts/a.md", values, Permalinks()) == ("/a.html", "/x/", "/y")


@pytest.mark.parametrize("address", ["/a/B/", "/a/b", "a/B.html", "/a//b/index.html"])
def test_forms_of_one_address_have_one_key(address):
    assert key_of(address) == "a/b"


def test_fragments_of_a_tag():
    assert list(fragments_of("Deep Nets")) == ["deep-nets", "Deep-Nets", "DeepNets"]


@pytest.mark.django_db
class TestAnswers:
    @pytest.mark.parametrize("base", ["", "/seminar"])
    @pytest.mark.parametrize("path", ["/contents/S1/", "/contents/S1", "/contents/S1.html", "/contents/s1/index.html"])
    def test_a_session(self, client, tmp_path, base, path):
        run(site(tmp_path))
        response = client.get(base + path)
        assert (response.status_code, response["Location"]) == (301, "/courses/a/s1/")

    def test_page_listing_and_front_page(self, client, tmp_path):
        make_files(tmp_path, {"About.md": "---\ntitle: About\n---\nWords.\n"})
        run(site(tmp_path))
        for path, place in {
            "/seminar/About/": "/courses/a/pages/about/",
            "/LecturesByTags/": "/tags/",
            "/seminar/": "/courses/a/",
        }.items():
            assert client.get(path)["Location"] == place

    def test_a_stored_deck_and_a_missing_one(self, client, tmp_path):
        make_files(tmp_path, {"Lectures/L1.pdf": b"%PDF-1.4"})
        run(site(tmp_path, S1=make_post_text(head="lecture: L1\nextraContent: L2\n")))
        deck = SlideDeck.objects.get(label="", url="")
        assert client.get("/Lectures/L1.pdf")["Location"] == deck.get_absolute_url()
        assert client.get(deck.get_absolute_url())["Location"] == deck.file.url
        missing = client.get("/seminar/Lectures/L2.pdf")
        assert (missing.status_code, missing["Location"]) == (302, "https://x.org/seminar/Lectures/L2.pdf")
        Course.objects.update(site_url="https://y.org/other/")
        assert client.get("/Lectures/L2.pdf")["Location"] == "https://y.org/other/Lectures/L2.pdf"

    def test_a_file_no_post_names_is_looked_for_on_the_original_site_but_never_in_a_circle(self, client, tmp_path):
        run(site(tmp_path))
        assert client.get("/seminar/Lectures/a b.pdf")["Location"] == "https://x.org/seminar/Lectures/a%20b.pdf"
        assert client.get("/Lectures/other.pdf").status_code == 404
        Course.objects.update(site_url="http://testserver/seminar")
        assert client.get("/seminar/Lectures/L1.pdf").status_code == 404

    def test_an_address_of_several_courses_lists_them_unless_the_baseurl_tells(self, client, tmp_path):
        run(site(tmp_path / "one"))
        run(site(tmp_path / "two", config=CONFIG.replace("/seminar/", "/later/")), course="b")
        response = client.get("/contents/S1/")
        assert response.status_code == 200
        assert [place["url"] for place in response.context["places"]] == ["/courses/a/s1/", "/courses/b/s1/"]
        assert client.get("/later/contents/S1/")["Location"] == "/courses/b/s1/"

    def test_a_page_of_ours_is_never_hidden(self, client, tmp_path):
        run(
            site(
                tmp_path, S1=make_post_text(head="permalink: /papers\n"), S2=make_post_text(head="permalink: /tags/\n")
            )
        )
        assert client.get("/papers/").status_code == 200
        assert client.get("/papers")["Location"] == "/papers/"
        assert client.get("/tags/").status_code == 200

    def test_what_is_hidden_stays_unknown(self, client, tmp_path):
        make_files(tmp_path, {"About.md": "---\ntitle: About\n---\nWords.\n"})
        run(site(tmp_path))
        Session.objects.update(visible=False)
        Page.objects.update(visible=False)
        for path in ("/contents/S1/", "/About/", "/Lectures/L1.pdf"):
            assert client.get(path).status_code == 404
        assert client.post("/LecturesByTags/").status_code in (403, 404)

    def test_odd_requests_stay_not_found(self, client):
        for path in ("/%00", "/" + "a" * 5000, "/..%2f", "/" + "a/" * 900, "//x.org/a"):
            assert client.get(path).status_code == 404

    def test_an_old_tag_lands_on_its_place(self, client, tmp_path):
        run(site(tmp_path, S1=make_post_text(head="tags: [Deep Nets, deep-nets, main]\n")))
        page = client.get("/tags/").content.decode()
        for name in ("deep-nets", "Deep-Nets", "DeepNets", "main"):
            assert page.count(f'id="{name}"') == 1

    def test_again_adds_nothing_and_one_more_query_only(self, tmp_path, client, django_assert_max_num_queries):
        run(site(tmp_path))
        rows = list(OldAddress.objects.values())
        (tmp_path / "_contents/S1.md").write_text(make_post_text(title="Two"))
        run(tmp_path)
        assert [row for row in OldAddress.objects.values() if row["deck_id"] is None] == [
            r for r in rows if not r["deck_id"]
        ]
        with django_assert_max_num_queries(2):  # the page “not found” asks for the site's name
            client.get("/contents/S1/")

    def test_posts_that_did_not_change_get_the_addresses_of_a_new_permalink(self, tmp_path, client):
        run(site(tmp_path))
        run(site(tmp_path, config=CONFIG + "collections: {contents: {permalink: '/c/:path'}}\n"))
        assert client.get("/c/S1")["Location"] == client.get("/contents/S1/")["Location"] == "/courses/a/s1/"


@pytest.mark.django_db(transaction=True)
def test_a_browser_carries_an_old_fragment_to_its_tag(page, tmp_path):
    run(site(tmp_path))
    page.goto("/seminar/LecturesByTags/#Deep-Nets")
    assert page.url.endswith("/tags/#Deep-Nets")
    assert "Deep Nets" in page.locator(":target").locator("xpath=..").inner_text()


@pytest.mark.django_db
def test_a_post_is_found_where_post_url_of_its_file_name_leads(tmp_path, client):
    text = make_post_text(title="One", head="date: 2026-10-29\ncategories: [nets]\n")
    other = make_post_text(title="Two", blog="See [one]({% post_url 2026-10-28-what-is-a-net %}).")
    posts = {"_posts/2026-10-28-what-is-a-net.md": text, "_posts/2026-11-04-two.md": other}
    run(make_files(tmp_path, {"_config.yml": "title: A\npermalink: pretty\n"} | posts))
    address = "/2026/10/28/what-is-a-net.html"
    assert f'href="{address}"' in Session.objects.get(title="Two").notes.get().html
    assert client.get(address)["Location"] == Session.objects.get(title="One").get_absolute_url()
