"""Images: ours with their sizes, unknown ones as a named box, those of other hosts as links."""

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from readings.markdown.tree import Element

from .addresses import cleaned, file_name, host_of, is_foreign, safe_link
from .findings import Kind

if TYPE_CHECKING:
    from .walk import Page

NARROWEST = 320  # pixels; no screen shows such a picture smaller than it is
SIZES = "(max-width: 45em) 100vw, 45em"  # a note's column at its widest
_FILLERS = frozenset(("image", "img", "picture", "alt", "alt text", "alt_text", "untitled", "screenshot"))
_RANDOM = re.compile(r"^(?=.*\d)[0-9a-fA-F_-]{8,}(?:\.\w{2,4})?$")


@dataclass(frozen=True, slots=True)
class ImageInfo:
    """An image of ours."""

    url: str
    width: int
    height: int
    alt: str = ""
    srcset: str = ""


def write(page: "Page", element: Element) -> None:
    """Write an image."""
    address = cleaned(element.attributes.get("src", ""))
    name = file_name(address)
    info = (page.images or {}).get(element.attributes.get("src", "")) or (page.images or {}).get(address)
    if info:
        _ours(page, element, info)
    elif not address or (not is_foreign(address) and page.images is not None):
        page.warn(Kind.MISSING, f"Image missing: {name or 'no address'}.", address)
        page.out.append(f'<span class="missing-image">Image missing: {escape(name or "no address")}</span>')
    elif is_foreign(address):
        _foreign(page, element, address, name)
    else:
        size = {key: element.attributes[key] for key in ("width", "height") if key in element.attributes}
        _picture(page, {"src": element.attributes["src"], "alt": _alt(page, element, address), **size})


def _ours(page: "Page", element: Element, info: ImageInfo) -> None:
    alt = element.attributes.get("alt", "").strip() or info.alt or _alt(page, element, element.attributes["src"])
    size = {"width": str(info.width), "height": str(info.height)}
    picture = {"src": info.url, "alt": alt, **size}
    if info.srcset:
        picture |= {"srcset": info.srcset, "sizes": SIZES}
    if page.in_link or info.width <= NARROWEST:
        _picture(page, picture)
        return
    # What is shown smaller than it is opens large.
    name = "" if alt else ' aria-label="Open the picture"'
    page.out.append(f'<a class="full-picture" href="{escape(info.url)}"{name}>')
    _picture(page, picture)
    page.out.append("</a>")


def _picture(page: "Page", attributes: dict[str, str]) -> None:
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    page.out.append(f'<img{written} loading="lazy" decoding="async">')


def _alt(page: "Page", element: Element, address: str) -> str:
    """The author's words, else the nearest caption or heading."""
    alt = element.attributes.get("alt", "").strip()
    if not alt:
        page.images_without_alt += 1
        page.warn(Kind.NO_ALT, f"The image {file_name(address)} has no alternative text.", address)
    return alt or page.caption


def _says_something(alt: str, name: str) -> bool:
    """Is this alternative text more than what an editor filled in: "image", the file's name, a random one?"""
    return bool(alt) and alt.lower() not in _FILLERS and alt != name and not _RANDOM.match(alt)


def _place(address: str) -> str:
    host = host_of(address)
    return f"Picture on {host}" if host else "Picture"


def _foreign(page: "Page", element: Element, address: str, name: str) -> None:
    alt = element.attributes.get("alt", "").strip()
    text = escape(alt if _says_something(alt, name) else _place(address))
    page.warn(Kind.FOREIGN, f"The image {name} is on another host; a link stands in its place.", address)
    link = safe_link("https:" + address if address.startswith("//") else address)
    if page.in_link:
        page.out.append(text)
    elif link.lower().startswith(("http:", "https:")):
        page.out.append(f'<a class="foreign-image" href="{escape(link)}">{text}</a>')
    else:
        page.out.append(f'<span class="missing-image">Image missing: {text}</span>')
