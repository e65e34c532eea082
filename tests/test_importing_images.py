"""Pictures and slide decks of posts: found, checked, stored once, missing ones told."""

import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image as Picture
from PIL.PngImagePlugin import PngInfo

from sessions.importing import one_post as importing
from sessions.importing import pictures
from sessions.importing.decks import elsewhere, stored_name
from sessions.importing.images import places
from sessions.importing.pictures import PictureError, worthwhile, write_anew
from sessions.importing.run import Options, run_import
from sessions.importing.storing import keep
from sessions.models import BlogNote, Image, Post, ReviewItem, SlideDeck
from tests.factories import make_files, make_post_text

ENTRY = "#### A paper about many things\n+ https://arxiv.org/abs/2401.00001\n"


def picture(*, kind: str = "PNG", size: tuple[int, int] = (3, 2), colour: int = 0) -> bytes:
    out = io.BytesIO()
    Picture.new("L", size, colour).save(out, kind)
    return out.getvalue()


def run(tmp_path, files, **options):
    make_files(tmp_path / "site", {"_config.yml": "title: T\nurl: https://x.org/\nbaseurl: /c/\n"} | files)
    return run_import(Options(path=str(tmp_path / "site"), course="course", **options))


def post(blog: str, head: str = "") -> dict:
    return {"_notes/a.md": make_post_text(head=head, required=ENTRY, blog=blog)}


def warnings(report):
    return [str(message) for message in report.messages if message.kind == "warning"]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/images/a.png", ["images/a.png", "static/images/a.png"]),
        (
            "a%20b.png?raw=1",
            ["_posts/a%20b.png", "a%20b.png", "static/a%20b.png", "_posts/a b.png", "a b.png", "static/a b.png"],
        ),
        ("../images/a.png", ["images/a.png"]),
        ("../../etc/passwd", []),
        (
            "..%2f..%2fetc/passwd",
            ["_posts/..%2f..%2fetc/passwd", "..%2f..%2fetc/passwd", "static/..%2f..%2fetc/passwd"],
        ),
        ("https://x.org/a.png", []),
        ("//x.org/a.png", []),
        ("data:image/png;base64,x", []),
        ("file:///etc/passwd", []),
    ],
)
def test_where_an_address_may_lie_is_never_outside(address, found):
    assert places(address, "_posts/a.md") == found


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg"), ("GIF", "gif"), ("WEBP", "webp")])
def test_a_picture_is_known_by_its_content(kind, ending):
    written = write_anew(picture(kind=kind), ())
    assert (written.ending, written.width, written.height) == (ending, 3, 2)


@pytest.mark.parametrize("data", [b"", b"<script>alert(1)</script>", b"<svg/>", picture(kind="BMP"), picture()[:40]])
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(PictureError, match="not a PNG, JPEG, GIF or WebP picture"):
        write_anew(data, ())


def test_a_picture_beyond_the_limit_is_refused_before_it_is_unpacked():
    with pytest.raises(PictureError, match="3 by 2 pixels: at most 0 megapixels"):
        write_anew(picture(), (), 5)


def laden(kind: str) -> bytes:
    """A picture on its side, with words of its camera, its author and its sender."""
    exif = Picture.Exif()
    exif[0x0112], exif[0x010E] = 6, "SECRET"
    out = io.BytesIO()
    options = {"JPEG": {"comment": b"SECRET"}, "WEBP": {"xmp": b"SECRET"}, "PNG": {"pnginfo": PngInfo()}}[kind]
    if kind == "PNG":
        options["pnginfo"].add_text("Comment", "SECRET")
    Picture.new("RGB", (40, 20), "red").save(out, kind, exif=exif, icc_profile=b"SECRET" * 9, **options)
    return out.getvalue() + b"<script>SECRET</script>"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_of_a_picture_only_its_pixels_stay_and_it_stands_upright(kind):
    written = write_anew(laden(kind), (10,))
    assert (written.width, written.height) == (20, 40)
    assert b"SECRET" not in written.data + b"".join(data for _, data in written.smaller)
    assert Picture.open(io.BytesIO(written.data)).getexif() == {}


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_an_animation_keeps_its_frames_and_their_times(kind):
    frames = [Picture.new("RGB", (40, 20), colour) for colour in ("red", "blue", "lime")]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=0)
    written = write_anew(out.getvalue() + b"SECRET", (10,))
    moving, seen = Picture.open(io.BytesIO(written.data)), []
    for number in range(moving.n_frames):
        moving.seek(number)
        moving.load()
        strongest = max(range(3), key=moving.convert("RGB").getpixel((9, 9)).__getitem__)
        seen.append((int(moving.info["duration"]), strongest))
    assert seen == [(100, 0), (200, 2), (300, 1)]  # red, blue, green
    assert (b"SECRET" in written.data, written.smaller, written.warning) == (False, (), "")


def test_of_a_long_animation_the_first_frame_stays_and_it_is_told(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_MOVING_PIXELS", 1_000)
    frames = [Picture.new("RGB", (40, 20), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    written = write_anew(out.getvalue(), ())
    assert Picture.open(io.BytesIO(written.data)).n_frames == 1
    assert written.warning == "a long animation: only its first frame is shown"


@pytest.mark.parametrize(
    ("widths", "own", "made"),
    [
        ((480, 960), 2000, [480, 960]),
        ((480, 960), 700, [480, 700]),
        ((480,), 480, [480]),
        ((480,), 99, [99]),
        ((), 99, []),
    ],
)
def test_a_picture_no_wider_than_the_largest_size_is_packed_in_its_own_too(widths, own, made):
    assert worthwhile(widths, own) == made


def test_smaller_pictures_are_made_where_they_save_anything():
    out = io.BytesIO()
    Picture.effect_noise((300, 150), 50).save(out, "PNG")
    written = write_anew(out.getvalue(), (200, 100))
    assert [width for width, _ in written.smaller] == [100, 200]
    assert [Picture.open(io.BytesIO(data)).size for _, data in written.smaller] == [(100, 50), (200, 100)]
    out = io.BytesIO()
    Picture.effect_noise((300, 150), 50).convert("1").save(out, "PNG")
    assert write_anew(out.getvalue(), (200,)).smaller == ()


@pytest.mark.django_db
def test_a_browser_may_choose_a_smaller_picture(tmp_path, settings):
    settings.IMAGE_SIZES = (100, 5000)
    out = io.BytesIO()
    Picture.effect_noise((300, 150), 50).save(out, "PNG")
    run(tmp_path, post("![one](/images/a.png)") | {"images/a.png": out.getvalue()})
    image = Image.objects.get()
    small = image.file.url.replace(".png", "-100.webp")
    own = image.file.url.replace(".png", "-300.webp")
    assert f'srcset="{small} 100w, {own} 300w" sizes="' in BlogNote.objects.get().html
    assert [default_storage.exists(name) for name in image.file_names] == [True, True, True]


def test_a_browser_is_not_offered_the_file_where_its_own_width_is_packed_smaller():
    image = Image(file="images/a.png", width=300, height=150, smaller=[100, 300])
    assert image.info.srcset == "/media/images/a-100.webp 100w, /media/images/a-300.webp 300w"


@pytest.mark.django_db
def test_a_picture_is_worked_on_once(tmp_path, monkeypatch):
    files = post("![one](/images/a.png)") | {"images/a.png": picture()}
    run(tmp_path, files)
    monkeypatch.setattr("sessions.importing.images.made", None)  # would fail if it were called
    again = {"_notes/b.md": make_post_text(title="B", required=ENTRY, blog="![two](/images/a.png)")}
    report = run(tmp_path, again)
    assert (warnings(report), report.counts["created"], report.counts["unchanged"]) == ([], 1, 1)
    assert Image.objects.count() == 1


@pytest.mark.django_db
def test_a_picture_whose_file_was_lost_is_made_again(tmp_path):
    run(tmp_path, post("![one](/images/a.png)") | {"images/a.png": picture()})
    name = Image.objects.get().file.name
    default_storage.delete(name)
    run(tmp_path, post("![again](/images/a.png)"))
    assert default_storage.exists(name)


@pytest.mark.django_db
def test_a_picture_of_a_refused_post_is_there_for_the_next_one(tmp_path, monkeypatch):
    files = {
        f"_notes/{name}.md": make_post_text(title=name, required=ENTRY, blog="![x](/images/a.png)") for name in "ab"
    }
    write = importing.write_post

    def fail_once(writing):
        monkeypatch.setattr(importing, "write_post", write)
        raise RuntimeError

    monkeypatch.setattr(importing, "write_post", fail_once)
    report = run(tmp_path, files | {"images/a.png": picture()})
    assert (report.counts["refused"], report.counts["created"]) == (1, 1)
    assert Image.objects.get().file.url in BlogNote.objects.get().html


def test_a_file_appears_whole_and_is_written_once(settings):
    keep("images/ab/a.png", b"whole")
    keep("images/ab/a.png", b"other")
    folder = settings.MEDIA_ROOT / "images/ab"
    assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [("a.png", b"whole")]


@pytest.mark.django_db
def test_a_picture_is_stored_once_under_its_content_and_shown(tmp_path):
    text = "Look:\n\n![one](/images/a.png)\n\n![two](../images/b.png)"
    assert warnings(run(tmp_path, post(text) | {"images/a.png": picture(), "images/b.png": picture()})) == []
    image = Image.objects.get()
    assert image.file.name == f"images/{image.sha256[:2]}/{image.sha256}.png"
    assert Picture.open(default_storage.open(image.file.name)).size == (3, 2)
    assert Post.objects.get().images == {"/images/a.png": image.sha256, "../images/b.png": image.sha256}
    assert BlogNote.objects.get().html.count(image.file.url) == 2


@pytest.mark.django_db
def test_a_missing_picture_and_one_of_another_host_are_told_with_their_lines(tmp_path):
    report = run(tmp_path, post("![one](/images/a.png)\n\n![two](https://y.org/b.png)"))
    assert warnings(report) == [
        "warning: _notes/a.md:13: image not found: /images/a.png",
        "warning: _notes/a.md:15: image of another host, shown as a link: https://y.org/b.png",
    ]
    assert Post.objects.get().images == {"/images/a.png": None}


@pytest.mark.django_db
@pytest.mark.parametrize(("number", "more"), [(3, []), (4, ["19: and 1 more image was not found in this post"])])
def test_of_many_missing_pictures_three_are_named_and_the_others_counted(tmp_path, number, more):
    report = run(tmp_path, post("\n\n".join(f"![x{n}](/images/{n}.png)" for n in range(number))))
    told = [f"{13 + 2 * n}: image not found: /images/{n}.png" for n in range(3)]
    assert warnings(report) == [f"warning: _notes/a.md:{line}" for line in told + more]
    assert len(Post.objects.get().images) == number


@pytest.mark.django_db
def test_a_picture_that_is_found_later_changes_its_post(tmp_path):
    files = post("![one](/images/a.png)")
    run(tmp_path, files)
    report = run(tmp_path, files | {"images/a.png": picture()})
    assert report.counts["updated"] == 1
    assert Image.objects.get().file.url in BlogNote.objects.get().html


@pytest.mark.django_db
def test_another_picture_under_the_same_name_changes_its_post(tmp_path):
    run(tmp_path, post("![one](/images/a.png)") | {"images/a.png": picture()})
    report = run(tmp_path, {"images/a.png": picture(colour=9)})
    assert (report.counts["updated"], Image.objects.count()) == (1, 2)
    assert Image.objects.last().file.url in BlogNote.objects.get().html


@pytest.mark.django_db
def test_a_rehearsal_stores_no_file(tmp_path, settings):
    files = {"images/a.png": picture(), "Lectures/L1.pdf": b"%PDF-1.4"}
    run(tmp_path, post("![one](/images/a.png)", head="lecture: L1\n") | files, dry_run=True)
    assert not settings.MEDIA_ROOT.exists()


@pytest.mark.django_db
def test_a_deck_that_is_there_is_stored(tmp_path):
    run(tmp_path, post("Words.", head="lecture: L1\n") | {"Lectures/L1.pdf": b"%PDF-1.4"})
    deck = SlideDeck.objects.get()
    assert deck.file.name.endswith("/L1.pdf")
    assert (deck.file.read(), deck.url) == (b"%PDF-1.4", "")
    assert list(Post.objects.get().decks) == ["/Lectures/L1.pdf"]


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["_notes/slides/week01.pdf", "slides/week01.pdf"])
def test_a_deck_beside_its_post_or_below_the_root_is_found(tmp_path, place):
    files = post("Words.", head="lecture: slides/week01.pdf\n") | {place: b"%PDF-1.4"}
    run(tmp_path, files)
    assert SlideDeck.objects.get().file.name.endswith("/week01.pdf")
    assert run(tmp_path, files).counts["unchanged"] == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("slides: week9.pdf", "week9.pdf, looked for as /Lectures/week9.pdf"),
        ("lecture: L1", "L1, looked for as /Lectures/L1.pdf"),
        ("slides:\n- week9.pdf", "week9.pdf, looked for as /Lectures/week9.pdf"),
        ("slides: /week9.pdf", "/week9.pdf"),
    ],
)
def test_a_missing_deck_is_told_at_its_key_as_it_is_written(tmp_path, head, said):
    files = post("Words.", head=f"{head}\n") | {"_config.yml": "title: A course\n"}
    line = files["_notes/a.md"].split("\n").index(head.split("\n")[-1]) + 1
    assert warnings(run(tmp_path, files)) == [
        f"warning: _notes/a.md:{line}: slides not found: {said} (and no url in _config.yml to link to)"
    ]


@pytest.mark.django_db
def test_a_deck_that_is_not_there_is_linked_to_the_original_site(tmp_path):
    run(tmp_path, post("Words.", head="lecture: L 1\n"))
    assert SlideDeck.objects.get().address == "https://x.org/c/Lectures/L%201.pdf"


@pytest.mark.django_db
def test_decks_follow_a_site_that_moved(tmp_path):
    files = post("Words.", head="lecture: L1\n")
    run(tmp_path, files)
    (tmp_path / "site/_config.yml").write_text("title: T\nurl: https://y.org\n")
    report = run_import(Options(path=str(tmp_path / "site"), course="course"))
    assert report.counts["updated"] == 1
    assert SlideDeck.objects.get().address == "https://y.org/Lectures/L1.pdf"


@pytest.mark.django_db
@pytest.mark.parametrize("edit", ["delete", "label"])
def test_what_a_person_did_to_a_deck_stays(tmp_path, edit):
    run(tmp_path, post("Words.", head="lecture: L1\n"))
    if edit == "delete":
        SlideDeck.objects.all().delete()
    else:
        SlideDeck.objects.update(label="Mine", url="https://mine.org/x.pdf")
    run(tmp_path, post("Other words.", head="lecture: L1\n"))
    assert list(SlideDeck.objects.values_list("label", "url")) == (
        [] if edit == "delete" else [("Mine", "https://mine.org/x.pdf")]
    )


@pytest.mark.django_db
def test_a_deck_that_left_its_post_goes(tmp_path):
    run(tmp_path, post("Words.", head="lecture: L1\n"))
    run(tmp_path, post("Words.", head="lecture: L2\n"))
    assert SlideDeck.objects.get().address == "https://x.org/c/Lectures/L2.pdf"


@pytest.mark.django_db
def test_decks_follow_the_order_of_their_post_unless_a_person_moved_them(tmp_path):
    run(tmp_path, post("Words.", head="lecture: A\nextraContent: B; C\n"))
    run(tmp_path, post("Words.", head="lecture: B\nextraContent: A; C\n"))
    assert [deck.url[-5:] for deck in SlideDeck.objects.all()] == ["B.pdf", "A.pdf", "C.pdf"]
    SlideDeck.objects.filter(url__endswith="B.pdf").update(position=9)
    run(tmp_path, post("Words.", head="lecture: B\nextraContent: C; A\n"))
    assert [deck.url[-5:] for deck in SlideDeck.objects.all()] == ["C.pdf", "A.pdf", "B.pdf"]


@pytest.mark.django_db
@pytest.mark.parametrize("edit", [{"label": "Mine"}, {"position": 7}])
def test_a_deck_that_a_person_worked_on_stays_when_it_leaves_its_post_and_is_asked_about(tmp_path, edit):
    run(tmp_path, post("Words.", head="lecture: L1\n"))
    SlideDeck.objects.update(**edit)
    assert run(tmp_path, post("Words.")).counts["kept"] == 1
    assert SlideDeck.objects.count() == 1
    said = "slides /Lectures/L1.pdf are no longer in the post, but were changed here"
    assert ReviewItem.objects.get().message == said


def test_a_whole_address_stays_and_one_of_the_site_gets_the_sites_before_it():
    assert elsewhere("https://y.org/a.pdf", "https://x.org").url == "https://y.org/a.pdf"
    assert elsewhere("/a//b.pdf", "https://x.org/c/").url == "https://x.org/c/a//b.pdf"
    assert elsewhere("/a.pdf", "").url == "/a.pdf"


def test_a_decks_name_is_one_that_every_storage_takes():
    assert stored_name("Lectures/My talk: (1).pdf", "ab" * 32) == "decks/abababababab/My_talk_1_.pdf"
