"""Heads of columns: what a column holds, told by the words of its head however they are combined."""

import re
from collections.abc import Mapping

LINK_WORDS = frozenset({"link", "links", "url", "urls", "pdf", "pdfs", "address"})
# Words that only say which side of a thing is meant: "paper name", "team number".
SIDES = frozenset({"name", "names", "title", "titles", "id", "index", "no", "nr", "number", "list", "by"}) | LINK_WORDS
MOST_WORDS = 5


def by_word(kinds: Mapping[str, str]) -> dict[str, str]:
    """ "kind" -> "its words" as word -> kind."""
    return {word: kind for kind, words in kinds.items() for word in words.split()}


def head_words(text: str) -> list[str]:
    """The words that say what a head is: before a bracket, of the first of several things, before "of" or "for"."""
    text = re.sub(r"\((s|es)\)", r"\1", text.casefold().replace("’", "'"))
    text = re.sub(r"(?<=\S)\s*[(\[].*|'s\b|[?!:*_]", " ", text)
    return re.findall(r"[^\W\d_][\w;]*|#", text)


def kind_of_head(text: str, kinds: Mapping[str, str]) -> str:
    """The kind of thing a column holds, "" where its head does not say: "Paper URL", "Title & Link", "Our slides"."""
    for part in re.split(r"\s*(?:[/&+,|]|\band\b|\bor\b)\s*", text, flags=re.I):
        for piece in (re.split(r"\s+(?:of|for|to|on)\s+", part.strip(), flags=re.I)[0], part):
            if kind := _kind_of_words(head_words(piece), kinds):
                return kind
    return ""


def _kind_of_words(words: list[str], kinds: Mapping[str, str]) -> str:
    if len(words) > MOST_WORDS:
        return ""
    things = [kinds[word] for word in words if word in kinds and word not in SIDES]
    sides = [kinds[word] for word in words if word in kinds and word in SIDES]
    if things and not (things[-1] == kinds.get("paper") and LINK_WORDS & set(words)):
        return things[-1]
    linked = kinds.get("link", "") if LINK_WORDS & set(words) else ""
    return linked or next(iter(sides), "")
