"""The addresses at which a static site showed a file: its permalinks, pure.

Jekyll: https://jekyllrb.com/docs/permalinks/; Hugo: https://gohugo.io/content-management/urls/
"""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from .yaml_events import Items, Scalar

STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
DATED_NAME = re.compile(r"(\d{2,4})-(\d{1,2})-(\d{1,2})-(.+)")
PLACEHOLDER = re.compile(r":([a-z_]+)")
LONGEST = 500  # characters


@dataclass(frozen=True, slots=True)
class Permalinks:
    """What a site's configuration says of addresses; "" and empty where it says nothing."""

    style: str = ""  # a style's name or a template
    collections: Mapping[str, str] = field(default_factory=dict)  # collection -> template
    defaults: tuple[tuple[str, str, str], ...] = ()  # (folder, type, template)


def permalinks_of(config: Mapping[str, Any]) -> Permalinks:
    """Of a _config.yml; whatever has another shape is passed over."""
    style, collections, defaults = config.get("permalink"), config.get("collections"), config.get("defaults")
    templates = {
        str(name): said["permalink"]
        for name, said in (collections.items() if isinstance(collections, dict) else ())
        if isinstance(said, dict) and isinstance(said.get("permalink"), str)
    }
    scoped = []
    for entry in defaults if isinstance(defaults, list) else ():
        scope, values = (entry.get("scope"), entry.get("values")) if isinstance(entry, dict) else (None, None)
        if isinstance(scope, dict) and isinstance(values, dict) and isinstance(values.get("permalink"), str):
            scoped.append((str(scope.get("path") or ""), str(scope.get("type") or ""), values["permalink"]))
    return Permalinks(style if isinstance(style, str) else "", templates, tuple(scoped))


def addresses_of(path: str, values: Mapping[str, Any], permalinks: Permalinks) -> tuple[str, ...]:
    """Where the site showed the file, the likeliest first: "/contents/S1/". `values` is its front matter.

    A post is listed under every built-in style: sites change theirs, and old links stay about.
    """
    values = {str(key).lower(): value for key, value in values.items()}
    own = [text for key in ("permalink", "url") for text in texts(values.get(key))]
    others = [text for key in ("redirect_from", "aliases") for text in texts(values.get(key))]
    found = [filled(template, path, values) for template in own + templates_of(path, permalinks)] + others
    found += [address_of_name(PurePosixPath(path).stem)] if "_posts" in path.split("/") else []
    plain = ("/" + re.sub(r"/{2,}", "/", address).lstrip("/") for address in found if address and "://" not in address)
    return tuple(dict.fromkeys(address for address in plain if len(address) <= LONGEST and ".." not in address))


def address_of_name(name: str) -> str:
    """Where post_url leads for a file name, its categories aside: "/2026/10/28/slug.html"; "" for other names."""
    dated = DATED_NAME.fullmatch(name)
    day = date_of({}, dated)
    return f"/{day:%Y/%m/%d}/{slug(dated[4], pretty=True)}.html" if day and len(name) <= LONGEST else ""


def texts(value: Any) -> list[str]:
    items = value if isinstance(value, Items) else [value]
    return [str(item).strip() for item in items if isinstance(item, Scalar) and item.strip()]


def templates_of(path: str, permalinks: Permalinks) -> list[str]:
    """The templates that apply to a file by its folder."""
    folders = path.split("/")[:-1]
    kind = "posts" if "_posts" in folders else folders[0][1:] if folders and folders[0].startswith("_") else "pages"
    scoped = [t for folder, type_, t in permalinks.defaults if path.startswith(folder) and type_ in ("", kind)]
    if kind == "posts":
        built_in = [STYLES["date"], STYLES["none"], STYLES["ordinal"], STYLES["weekdate"]]
        style = permalinks.collections.get("posts") or permalinks.style
        return [*scoped, *([STYLES.get(style, style)] if style else []), *built_in]
    if folders and folders[0] == "content":
        return [*scoped, "/:hugo/"]
    if kind in ("pages", ""):
        return [*scoped, "/:path/"]
    own = permalinks.collections.get(kind)
    return [*scoped, *([STYLES.get(own, own)] if own else []), "/:collection/:path/"]


def filled(template: str, path: str, values: Mapping[str, Any]) -> str:
    """The template with its placeholders written out; "" where it needs a date and there is none, or is too long."""
    if len(template) > LONGEST:
        return ""
    words = placeholders(path, values)
    if any(name in DATE_WORDS and name not in words for name in PLACEHOLDER.findall(template)):
        return ""
    return PLACEHOLDER.sub(lambda match: longest_known(match[1], words), template)


DATE_WORDS = {
    *("year", "month", "day", "i_month", "i_day", "short_year", "short_month", "long_month", "y_day"),
    *("week", "w_year", "w_day", "short_day", "long_day"),
}


def longest_known(name: str, words: Mapping[str, str]) -> str:
    """A placeholder's value; of ":title_x" that of "title" with the rest behind it."""
    known = next((name[:end] for end in range(len(name), 0, -1) if name[:end] in words), None)
    return f":{name}" if known is None else words[known] + name[len(known) :]


def placeholders(path: str, values: Mapping[str, Any]) -> dict[str, str]:
    file = PurePosixPath(path)
    dated = DATED_NAME.fullmatch(file.stem)
    title = (texts(values.get("slug")) or [dated[4] if dated else file.stem])[0]
    folders = [part for part in file.parts[:-1] if not part.startswith("_")]
    inside = "/".join(file.with_suffix("").parts[1:] if file.parts[0].startswith("_") else file.with_suffix("").parts)
    categories = [*(folders if "_posts" in file.parts else []), *names(values)]
    section = file.with_suffix("").parts[1:] if file.parts[0] == "content" else file.with_suffix("").parts
    bundle = section[:-1] if section and section[-1] in ("index", "_index") else (*section[:-1], title)
    words = {
        "categories": "/".join(dict.fromkeys(name.lower() for name in categories)),
        "slugified_categories": "/".join(dict.fromkeys(slug(name) for name in categories)),
        "title": slug(title, pretty=True),
        "slug": slug(title),
        "name": slug(file.stem),
        "basename": file.stem,
        "path": inside,
        "collection": file.parts[0].lstrip("_"),
        "output_ext": ".html",
        "hugo": "/".join(bundle),
    }
    day = date_of(values, dated)
    return words | (date_words(day) if day else {})


def names(values: Mapping[str, Any]) -> list[str]:
    """Categories as Jekyll reads them: a list, or words."""
    value = values.get("categories", values.get("category"))
    return texts(value) if isinstance(value, Items) else [word for text in texts(value) for word in text.split()]


def date_of(values: Mapping[str, Any], dated: re.Match | None) -> datetime.date | None:
    """The front matter's date, else the file name's."""
    value = getattr(values.get("date"), "value", None)
    if isinstance(value, datetime.date):
        return value
    written = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})", value) if isinstance(value, str) else None
    try:
        found = written or dated
        return datetime.date(*(int(part) for part in found.groups()[:3])) if found else None
    except ValueError:
        return None


def date_words(day: datetime.date) -> dict[str, str]:
    year, week, weekday = day.isocalendar()
    return {
        "year": f"{day.year:04d}",
        "short_year": f"{day.year % 100:02d}",
        "month": f"{day.month:02d}",
        "i_month": str(day.month),
        "short_month": day.strftime("%b"),
        "long_month": day.strftime("%B"),
        "day": f"{day.day:02d}",
        "i_day": str(day.day),
        "y_day": f"{day.timetuple().tm_yday:03d}",
        "week": f"{week:02d}",
        "w_year": str(year),
        "w_day": str(weekday),
        "short_day": day.strftime("%a"),
        "long_day": day.strftime("%A"),
    }


def slug(text: str, *, pretty: bool = False) -> str:
    """Jekyll's slugify; "pretty" keeps case and the marks that addresses may hold."""
    kept = r"[^\w.~!$&'()+,;=@]+" if pretty else r"[\W_]+"
    done = re.sub(kept, "-", text).strip("-")
    return done if pretty else done.lower()


def key_of(address: str) -> str:
    """An address for looking it up: "contents/s1" of "/contents/S1/", "/contents/S1.html", "contents/S1/index.html"."""
    key = re.sub(r"/{2,}", "/", address).strip("/").casefold()
    key = re.sub(r"(?:^|/)index(?:\.html?)?$", "", key)
    return re.sub(r"\.html?$", "", key).strip("/")


def fragments_of(name: str) -> Iterable[str]:
    """The ids that sites give a tag's heading: its slugs, and the name itself with and without its spaces."""
    forms = (slug(name), slug(name, pretty=True), re.sub(r"\s+", "-", name), re.sub(r"\s+", "", name), name.strip())
    return dict.fromkeys(form for form in forms if form and not re.search(r"\s", form))
