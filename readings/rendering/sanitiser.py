"""The last step: an allow-list of elements, attributes and classes, whatever came before."""

import re

import nh3

from .addresses import is_foreign
from .highlighting import CLASSES
from .pictures import SIZES

_MATH_NAMES = (
    "math mrow mi mn mo ms mspace mtext mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd "
    "mpadded mphantom mstyle menclose mmultiscripts"
)
_HTML_NAMES = (
    "a abbr b blockquote br caption code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 "
    "h6 hr i img ins kbd li mark ol p pre q s samp section small span strong sub summary sup table tbody td tfoot th "
    "thead tr u ul var"
)
MATH = frozenset(_MATH_NAMES.split())
TAGS = set(_HTML_NAMES.split()) | MATH
ATTRIBUTES = {
    "a": {"href", "title", "class", "role", "aria-label"},
    "abbr": {"title"},
    "details": {"open"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "img": {"src", "srcset", "sizes", "alt", "title", "width", "height", "loading", "decoding"},
    "li": {"id", "value"},
    "ol": {"start", "type"},
    "p": {"class"},
    "pre": {"class", "tabindex", "role", "aria-label"},
    "code": {"class"},
    "section": {"class", "role", "aria-label"},
    "span": {"class", "tabindex", "role", "aria-label"},
    "sup": {"id", "class"},
    "td": {"class", "colspan", "rowspan"},
    "th": {"class", "colspan", "rowspan", "scope"},
    "math": {"display", "alttext"},
    "mo": {"stretchy", "fence", "form", "largeop", "movablelimits", "minsize", "maxsize", "separator"},
    "mi": {"mathvariant"},
    "mspace": {"width", "linebreak"},
    "mtable": {"columnalign", "rowspacing", "columnspacing", "displaystyle"},
    "mtd": {"columnalign"},
    "mfrac": {"linethickness"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "mstyle": {"displaystyle", "scriptlevel", "mathvariant"},
    "menclose": {"notation"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}
OURS = frozenset(
    (
        *("table-wrap", "highlight", "missing-image", "foreign-image", "footnotes", "footnote-ref", "footnote-back"),
        *(
            "original",
            "math-display",
            "math-failed",
            "tex",
            "align-center",
            "align-right",
            "full-picture",
            "visually-hidden",
            "caption",
        ),
    )
)
_SCOPES = ("row", "col", "rowgroup", "colgroup")
_ID = re.compile(r"(?:h|fn|fnref)-[\w-]+$")
_NUMBER = re.compile(r"-?\d{1,5}$")
_LENGTH = re.compile(r"-?[\d.]{1,8}(?:em|ex|px|%)?$")
_NUMERIC = frozenset(("width", "height", "colspan", "rowspan", "start", "value", "tabindex"))


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        kept = [part for part in value.split() if part in OURS or (tag == "span" and part in CLASSES)]
        return " ".join(kept) or None
    if name == "id":
        return value if _ID.match(value) else None
    if name == "scope":
        return value if value in _SCOPES else None
    if name in ("src", "srcset"):
        return None if any(is_foreign(part.strip()) for part in value.split(",")) and name == "srcset" else _own(value)
    if name == "sizes":
        return value if value == SIZES else None
    if name in _NUMERIC:
        return value if (_LENGTH if tag in MATH else _NUMBER).match(value) else None
    return value


def _own(address: str) -> str | None:
    return None if is_foreign(address) else address


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    clean_content_tags={"script", "style"},
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener",
    strip_comments=True,
)


def sanitised(html: str) -> str:
    """HTML that can do nothing but be read."""
    return _CLEANER.clean(html)
