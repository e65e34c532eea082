"""How much of real posts is still on their pages: elements, links and pictures; run by hand, with jekyll installed.

    .venv/bin/python tests/benchmarks/benign_content.py SITE [--show]

SITE is imported into a scratch database, and each session's page is fetched, with those of its papers, where the long
lists of authors are. What kramdown makes of the post's body is what a reader sees today: each element with text, each
link and each picture whose file is there is looked for on these pages. Text is compared by its letters and digits,
piece by piece where punctuation divides it, an address in it by the links. A label before a reading's field
("Authors:") and the headings of the reading list and the note, which our pages word in their own way, count as kept.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

PROJECT = Path(__file__).resolve().parents[2]
KRAMDOWN = (
    "require 'kramdown'; require 'kramdown-parser-gfm';"
    "puts Kramdown::Document.new(STDIN.read, input: 'GFM', hard_wrap: false, math_engine: nil).to_html"
)
_TEXT_NAMES = "p li h1 h2 h3 h4 h5 h6 td th pre dt dd strong em code del sup sub blockquote figcaption"
TEXTS = frozenset(_TEXT_NAMES.split())
ADDRESS = re.compile(r"https?://[^\s<>()]+")
PIECES = re.compile(rf"{ADDRESS.pattern}|\n|/\s|[.,:;!?()\[\]|–—-]\s*")
LABEL = re.compile(
    r"^\W*(?:authors?|venue|conference|url|link|pdf|abstract|paper|title|date|published|code)s?\W*:\s*", re.I
)
HEADING = re.compile(
    r"^\W*(?:(?:more|required?|further|additional|even more|optional)\W+)*(?:readings?|blog|more|note)\b", re.I
)


class Reader(HTMLParser):
    """Collects (tag, text) of elements, addresses of links, and pictures; `all`: the whole text."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, list[str]]] = []
        self.elements: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.pictures: list[str] = []
        self.all: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        values = dict(attrs)
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])
        if tag == "img":
            self.pictures.append(values.get("src") or "")
        if tag == "math":
            self.handle_data(values.get("alttext") or "")
        if tag in TEXTS or tag in ("math", "script", "style"):
            self.open.append((tag, []))

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self.open):
            while self.open:
                name, text = self.open.pop()
                if name in TEXTS:
                    self.elements.append((name, "".join(text)))
                if name == tag:
                    break

    def handle_data(self, data: str) -> None:
        if any(name in ("math", "script", "style") for name, _ in self.open):
            return
        self.all.append(data)
        for _, text in self.open:
            text.append(data)


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    site = options.site.resolve()
    with tempfile.TemporaryDirectory() as scratch:
        pages = pages_of(site, Path(scratch))
    kept, total, lost = Counter(), Counter(), []
    for path, page in pages.items():
        body = (site / path).read_text(errors="replace").split("---", 2)[-1]
        body = re.sub(r"\{\{\s*site\.baseurl\s*\}\}", "", body)
        made = subprocess.run(["ruby", "-e", KRAMDOWN], input=body, capture_output=True, text=True, check=True).stdout
        compare(Reader(made), Reader(page), site, path, kept, total, lost)
    for line in lost if options.show else ():
        print(line)
    told = ", ".join(f"{name} {kept[name]}/{total[name]}" for name in total)
    print(f"{site.name}: {len(pages)} pages, {told}; together {kept.total() / max(1, total.total()):.2%}")


def compare(was: Reader, now: Reader, site: Path, path: str, kept: Counter, total: Counter, lost: list[str]) -> None:
    text, addresses = letters("".join(now.all)), {known(address) for address in now.links}

    def count(name: str, found: bool, said: str) -> None:
        total[name] += 1
        kept[name] += found
        if not found:
            lost.append(f"{path}: {name}: {said[:150]!r}")

    for tag, said in was.elements:
        if wanted := letters(said):
            linked = all(known(address) in addresses for address in ADDRESS.findall(said))
            pieces = map(letters, PIECES.split(LABEL.sub("", said)))
            is_heading = tag[0] == "h" and HEADING.match(said) is not None
            found = wanted in text or is_heading or (linked and all(piece in text for piece in pieces))
            count("elements", found, f"<{tag}> {said.strip()}")
    for address in was.links:
        if urlsplit(address).scheme in ("http", "https"):
            count("links", known(address) in addresses, address)
    files = {
        site / unquote(urlsplit(source).path).lstrip("/") for source in was.pictures if not urlsplit(source).netloc
    }
    wanted, shown = (
        sum(file.is_file() for file in files),
        len({source for source in now.pictures if "/media/" in source}),
    )
    total["pictures"] += wanted
    kept["pictures"] += min(wanted, shown)
    lost += [f"{path}: {wanted - shown} pictures of {wanted}"] if shown < wanted else []


def known(address: str) -> str:
    return unquote(address).rstrip("/").replace("http://", "https://").casefold()


def pages_of(site: Path, scratch: Path) -> dict[str, str]:
    """The public pages of each post's sessions and of their papers, by its path."""
    os.environ |= {
        "DATABASE_URL": f"sqlite:///{scratch / 'db.sqlite3'}",
        "MEDIA_ROOT": str(scratch / "media"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "benchmark",
        "DEBUG": "1",
        "HTTPS": "0",
        "ALLOWED_HOSTS": "testserver",
    }
    for command in (["migrate", "-v0"], ["import_posts", str(site)]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=PROJECT, capture_output=True)
    sys.path.insert(0, str(PROJECT))
    import django

    django.setup()
    from django.test import Client

    from sessions.models import Session

    sessions = Session.objects.select_related("post").order_by("post__path")
    pages: dict[str, str] = {}
    for session in sessions:
        shown = [session, *(reading.paper for reading in session.readings.select_related("paper"))]
        fetched = [Client().get(one.get_absolute_url()).content.decode() for one in shown]
        pages[session.post.path] = pages.get(session.post.path, "") + "".join(fetched)
    return pages


if __name__ == "__main__":
    main()
