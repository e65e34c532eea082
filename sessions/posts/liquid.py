"""The little Liquid that posts use: site variables, assigned strings, raw and highlight blocks, address filters.

Everything else stays as text and is warned about; nothing is ever evaluated. Lines stay where they are.
Source: https://shopify.github.io/liquid/ and https://jekyllrb.com/docs/liquid/
"""

import re
from collections.abc import Mapping

from .post_urls import LOOKED_BACK, is_post_url, post_link
from .structure import Message, PostError

STRING = r"'[^'\n]*'|\"[^\"\n]*\""
ASSIGN = re.compile(r"assign\s+([\w.-]+)\s*=\s*([^\n]*)", re.S)
TAG = re.compile(r"\{%([^{}]{0,500}?)%\}|\{\{([^{}]{0,500}?)\}\}")
LONGEST_VALUE = 10_000  # characters: a variable that doubles itself must not fill the memory
LARGEST_TEXT = 1024 * 1024
KEPT_FILTERS = {"relative_url", "absolute_url", "strip", "escape", "prepend: site.baseurl", "prepend:site.baseurl"}


def resolve_liquid(text: str, variables: Mapping[str, str], first_line: int = 1) -> tuple[str, list[Message]]:
    """The text with what is understood replaced, and a warning for each tag that is not."""
    known, warnings, raw = dict(variables), [], False
    pieces, position, size = [], 0, len(text)

    def warn(start: int, said: str) -> None:
        warnings.append(Message(first_line + text.count("\n", 0, start), said))

    for match in TAG.finditer(text):
        tag, expression = map(_words, match.groups())
        if "\n" in (tag or expression or ""):
            continue
        pieces.append(text[position : match.start()])
        position = match.end()
        if raw:
            raw = tag != "endraw"
            pieces.append("" if not raw else match[0])
        elif tag == "raw":
            raw = True
        elif tag is not None and is_post_url(tag):
            pieces.append(link := post_link(tag, text[max(match.start() - LOOKED_BACK, 0) : match.start()]))
            if not link:
                warn(match.start(), f"Liquid is left out, it names no post: {match[0]}")
        elif (replaced := _tag(tag, known) if tag is not None else evaluate(expression, known)) is not None:
            pieces.append(replaced)
            size += len(replaced)
            if size > len(text) + LARGEST_TEXT:
                line = first_line + text.count("\n", 0, match.start())
                raise PostError(line, "the Liquid variables grow the post past 1 MiB; write less with them")
        else:
            pieces.append(match[0])
            warn(match.start(), f"Liquid is shown as text: {match[0]}")
    pieces.append(text[position:])
    return "".join(pieces), warnings


def _words(inside: str | None) -> str | None:
    """What stands between the marks, without the hyphens that take the white space around them."""
    return None if inside is None else inside.removeprefix("-").removesuffix("-").strip()


def _tag(tag: str, known: dict[str, str]) -> str | None:
    """What stands in the tag's place, or None where it is not understood. `assign` adds to `known`."""
    if assign := ASSIGN.fullmatch(tag):
        value = evaluate(assign[2], known)
        if value is not None:
            known[assign[1]] = value
        return None if value is None else ""
    if language := re.fullmatch(r"highlight\s+([\w+#-]+)(?:\s+linenos)?", tag):
        return f"```{language[1]}"
    return "```" if tag == "endhighlight" else None


def evaluate(expression: str, known: Mapping[str, str]) -> str | None:
    """A variable or string with append, prepend and address filters; None for anything else."""
    first, *filters = (part.strip() for part in re.split(r"\|(?=(?:[^'\"]|'[^']*'|\"[^\"]*\")*$)", expression))
    value = _value(first, known)
    for name in filters:
        if value is None or name in KEPT_FILTERS:
            continue
        argument = re.fullmatch(rf"(append|prepend)\s*:\s*({STRING}|[\w.-]+)", name)
        other = _value(argument[2], known) if argument else None
        if other is None or len(value) + len(other) > LONGEST_VALUE:
            return None
        value = value + other if argument[1] == "append" else other + value
    return value


def _value(text: str, known: Mapping[str, str]) -> str | None:
    return text[1:-1] if re.fullmatch(STRING, text) else known.get(text)
