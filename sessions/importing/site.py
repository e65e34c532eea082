"""What a site says of itself in _config.yml or hugo.toml."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import yaml

from sessions.posts.front_matter import parsed_toml
from sessions.posts.meetings import SEASON
from sessions.posts.permalinks import Permalinks, permalinks_of

from .report import Message
from .sources import FileError, Files

LARGEST_CONFIG = 64 << 10  # bytes: as much as front matter may have


@dataclass(frozen=True, slots=True)
class Site:
    """A site's own words; "" where it says nothing."""

    title: str = ""
    tagline: str = ""
    description: str = ""
    url: str = ""
    baseurl: str = ""
    sort_by: Mapping[str, str] = field(default_factory=dict)  # collection -> the key its posts are ordered by
    permalinks: Permalinks = field(default_factory=Permalinks)

    @property
    def words(self) -> str:
        """Where the site may name its year."""
        season = SEASON.search(self.description)  # any other year there may be that of the group's founding
        return " ".join((self.tagline, self.title, self.baseurl, season[0] if season else ""))

    @property
    def address(self) -> str:
        """`url` and `baseurl` joined with one slash; "" where it is no web address."""
        joined = join_address(self.url, self.baseurl) if self.url else ""
        try:
            parts = urlsplit(joined)
        except ValueError:  # "http://[::1"
            return ""
        return joined if parts.scheme in ("http", "https") and parts.netloc else ""


def join_address(base: str, path: str) -> str:
    """Both with exactly one slash between; an empty path adds nothing."""
    path = path.strip("/")
    return f"{base.rstrip('/')}/{path}" if path else base.rstrip("/")


class PlainLoader(yaml.SafeLoader):
    """YAML without aliases, which let a small file grow without bound."""

    def compose_node(self, parent: yaml.Node | None, index: object) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="aliases are not read", problem_mark=self.peek_event().start_mark)
        return super().compose_node(parent, index)


def read_site(files: Files) -> tuple[Site, list[Message]]:
    """The site's words; a file that is not understood is warned about and passed over."""
    for name, reader in (("_config.yml", read_yaml), ("hugo.toml", read_toml)):
        if name not in files.paths:
            continue
        try:
            return reader(files.read(name, LARGEST_CONFIG).decode("utf-8-sig")), []
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line, what = mark.line + 1 if mark else 1, getattr(error, "problem", None) or "not YAML"
        except (FileError, ValueError, ArithmeticError, RecursionError, LookupError, AttributeError) as error:
            line, what = 1, str(error) if not isinstance(error, RecursionError) else "nested too deeply"
        return Site(), [Message("warning", name, line, f"passed over, because it is not understood: {what}")]
    return Site(), []


def read_yaml(text: str) -> Site:
    """Tabs between a key and its value are YAML that PyYAML does not read."""
    spaced = re.sub(r"(?<=\S)[ \t]*\t[ \t]*", " ", text)
    return site_of(yaml.load(spaced, PlainLoader))


def read_toml(text: str) -> Site:
    """Hugo keeps the whole address in one value."""
    config = parsed_toml(text)
    params = config.get("params") if isinstance(config.get("params"), dict) else {}
    parts = urlsplit(str(config.get("baseURL", "")))
    address = f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""
    return site_of({**params, **config, "url": address, "baseurl": parts.path})


def site_of(config: object) -> Site:
    values = config if isinstance(config, dict) else {}
    said = {name: values.get(name) for name in ("title", "tagline", "description", "url", "baseurl")}
    words = {name: storable(" ".join(str(v).split())) if isinstance(v, str | int) else "" for name, v in said.items()}
    return Site(**words, sort_by=sort_keys(values.get("collections")), permalinks=permalinks_of(values))


def sort_keys(collections: object) -> dict[str, str]:
    """Jekyll's `collections: {name: {sort_by: key}}`."""
    named = collections.items() if isinstance(collections, dict) else []
    return {
        str(name): options["sort_by"]
        for name, options in named
        if isinstance(options, dict) and isinstance(options.get("sort_by"), str)
    }


def storable(text: str) -> str:
    """Without NUL and lone surrogates, which no database and no file name takes."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()
