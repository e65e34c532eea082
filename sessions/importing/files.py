"""Which files of a source are posts, which are pages of prose, and which are left aside, each with a sentence."""

import re
from dataclasses import dataclass, field
from enum import Enum

from sessions.ordering import natural_key
from sessions.posts.data_files import is_data, looks_like_data
from sessions.posts.own_names import own_name

from .readmes import readmes_to_read
from .report import Message
from .sources import FileError, Source

TEXT = (".md", ".markdown", ".mdx", ".qmd", ".rmd")  # the last three: of Docusaurus, Quarto, R Markdown
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
HEAD = 8 << 10  # bytes of a data file by which it is known
CONFIGURATION = ("_config.yml", "package.json", "package-lock.json", "mkdocs.yml", "hugo.yaml", "hugo.yml")
NO_POSTS = {"readme", "license", "licence", "contributing", "changelog", "code_of_conduct", "authors", "404"}
# Underscored folders that Jekyll gives another meaning than a collection.
DATA_FOLDERS = ("_data", "_bibliography", "data")  # of Jekyll, jekyll-scholar, Hugo
NO_COLLECTIONS = {"_layouts", "_includes", "_sass", "_data", "_plugins", "_drafts", "_pages", "_site"}
NO_COLLECTIONS |= {"_staffers", "_staff", "_people", "_members", "_instructors", "_team", "_authors"}  # each a person
LOOP = re.compile(r"\{%-?\s*for\s+\w+\s+in\s+(?:site|paginator|\w*(?:posts|sessions|contents|docs|items))\b")
LISTING_LAYOUT = re.compile(
    r"^layout:\s*[\"']?(?:home|posts|archive|tags|categories|tag|category|collection|search)\b", re.M
)


class Kind(Enum):
    POST = "post"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Candidate:
    path: str
    kind: Kind


@dataclass(slots=True)
class Found:
    """The files to read, in natural order, and what is said of the others."""

    candidates: list[Candidate] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)


def find_files(source: Source) -> Found:
    """Posts and pages of what was asked for. A file that a person named is never left aside."""
    found = Found()
    paths, is_site = set(source.files.paths), source.is_site
    if source.single:
        role = role_in_site(source.within)[0] if is_site else None
        found.candidates.append(Candidate(source.within, role or Kind.POST))
        return found
    readmes = set() if is_site else readmes_of(source)
    for path in sorted(filter(source.wants, paths), key=natural_key):
        if is_data(path) and path not in CONFIGURATION:
            role, why = role_of_data(source, path, is_site=is_site)
        elif not path.lower().endswith(TEXT):
            continue
        elif is_site:
            role, why = (Kind.PAGE, "") if is_front_page(path, paths) else role_in_site(path)
        else:
            role, why = (Kind.POST, "") if path in readmes else role_in_folder(path)
        if role is None and why:
            found.messages.append(Message("ignored", path, 0, why))
        elif role is None:
            continue
        elif role is Kind.POST and source.files.size(path) < 4 and beside_pictures(path, paths):
            found.messages.append(Message("ignored", path, 0, "blank, beside pictures"))
        else:
            found.candidates.append(Candidate(path, role))
    found.messages += odd_messages(source)
    found.messages += [
        Message(
            "warning", candidate.path, 1, "the name does not start with a date (Jekyll expects 2024-01-30-title.md)"
        )
        for candidate in found.candidates
        if "_posts" in candidate.path.split("/") and not re.match(r"\d{4}-\d{1,2}-\d{1,2}-", name_of(candidate.path))
    ]
    return found


def role_in_site(path: str) -> tuple[Kind | None, str]:
    """(kind, "") or (None, why the file is left aside)."""
    folders = path.split("/")[:-1]
    if bare_stem(path) in NO_POSTS:
        return None, "not a post by its name"
    if "_drafts" in folders:
        return None, "a draft"
    if not folders or folders[0] == "_pages" or (folders[0] == "content" and stem_of(path) == "_index"):
        return Kind.PAGE, ""
    in_collection = folders[0].startswith("_") and folders[0] not in NO_COLLECTIONS
    if in_collection or "_posts" in folders or folders[0] == "content":
        return Kind.POST, ""
    return None, "not in _posts, a collection or content"


def role_in_folder(path: str) -> tuple[Kind | None, str]:
    if bare_stem(path) in NO_POSTS:
        return None, "not a post by its name"
    if "_drafts" in path.split("/"):
        return None, "a draft"
    return Kind.POST, ""


def readmes_of(source: Source) -> set[str]:
    """The READMEs of a folder that are posts."""
    texts = [path for path in source.files.paths if path.lower().endswith(TEXT)]
    others = [path for path in texts if role_in_folder(path)[0] is Kind.POST]
    data = any(role_of_data(source, path, is_site=False)[0] for path in source.files.paths if is_data(path))
    return readmes_to_read(source, texts, others, has_data=data)


def is_front_page(path: str, paths: set[str]) -> bool:
    """A README at the root of a site that has neither an index nor posts, as GitHub shows it."""
    return path.casefold() == "readme.md" and not any(
        re.fullmatch(r"(?:_pages/)?index\.\w+", other, re.I) or role_in_site(other)[0] is Kind.POST
        for other in paths
        if other.lower().endswith((*TEXT, ".html"))
    )


def role_of_data(source: Source, path: str, *, is_site: bool) -> tuple[Kind | None, str]:
    """Reading lists and schedules by their place and their first lines; (None, "") for files nobody would ask about."""
    folders = path.split("/")[:-1]
    in_data = bool(folders) and folders[0] in DATA_FOLDERS
    if (is_site and not in_data) or "_drafts" in folders:
        return None, ""
    try:
        head = source.files.head(path, HEAD).decode("utf-8", "replace")
    except FileError as error:
        return None, str(error)
    if looks_like_data(path, head):
        return Kind.POST, ""
    asked = in_data or path.lower().endswith((".csv", ".tsv"))
    return None, "no sessions or readings in it" if asked else ""


def beside_pictures(path: str, paths: set[str]) -> bool:
    """Whether a picture lies in the same folder: the blank files there only keep the folder."""
    folder = path.rpartition("/")[0]
    return any(other.rpartition("/")[0] == folder and other.lower().endswith(PICTURES) for other in paths)


def odd_messages(source: Source) -> list[Message]:
    """Links, pipes and the like that stand where posts are looked for."""
    return [
        Message("error" if path.lower().endswith(TEXT) and not harmless(why) else "warning", path, 1, why)
        for path, why in sorted(source.files.odd.items())
        if source.wants(path) and (path.lower().endswith(TEXT) or "folder" in why)
    ]


def harmless(why: str) -> bool:
    return why.startswith(("a folder", "another file"))


def lists_only(text: str) -> bool:
    """Whether a page only loops over posts: a layout that does, or a loop with hardly a word around it."""
    if LISTING_LAYOUT.search(text.partition("\n---")[0]):
        return True
    if not LOOP.search(text):
        return False
    body = re.sub(r"\A---\n.*?\n---\s*\n", "", text, flags=re.S)
    prose = re.sub(r"\{%[^{}]{0,400}%\}|\{\{[^{}]{0,400}\}\}|<[^<>]{0,400}>", " ", body)
    return len(re.findall(r"[^\W\d_]{2,}", prose)) < 40


def name_of(path: str) -> str:
    return path.rpartition("/")[2]


def stem_of(path: str) -> str:
    """The file's name without its ending; of a page bundle (x/index.md) the folder's name."""
    return own_name(path) or path


def bare_stem(path: str) -> str:
    return name_of(path).rpartition(".")[0].casefold()
