"""Code with classes for its colours: no inline style, no script."""

import html

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES

MAX_CODE = 20_000  # characters of a block; longer ones stay plain
# Languages a seminar uses. Others stay plain: some lexers take very long on hostile text.
_LANGUAGE_NAMES = (
    "python py python3 pycon bash sh shell console json yaml toml javascript js typescript ts html xml css sql r java "
    "c cpp c++ go rust latex tex diff ini docker dockerfile make ruby julia matlab scala"
)
LANGUAGES = frozenset(_LANGUAGE_NAMES.split())
CLASSES = frozenset(name for name in STANDARD_TYPES.values() if name)
_FORMATTER = HtmlFormatter(nowrap=True, classprefix="")


def highlighted(code: str, language: str) -> str:
    """The code as HTML."""
    if language not in LANGUAGES or len(code) > MAX_CODE:
        return html.escape(code, quote=False)
    lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    return highlight(code, lexer, _FORMATTER)
