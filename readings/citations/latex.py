"""Plain text as LaTeX that BibTeX reads: nothing of a title can end a field or run as a command."""

import re

SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # not \{: BibTeX counts it as a brace
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "&%$#_"},
}


def latex(text: str) -> str:
    return "".join(SPECIAL.get(character, character) for character in text)


def latex_title(text: str) -> str:
    """The title with braces around the words whose capitals a style must keep.

    That is "GPT-4" and "arXiv" in every title; in one that is written like a sentence any later word with a capital.
    """
    words = text.split()
    later = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
    is_sentence = sum(word[0].isupper() for word in later) * 2 < len(later)
    return " ".join(
        _in_braces(word) if _keeps_capitals(word, place, is_sentence) else latex(word)
        for place, word in enumerate(words)
    )


def _in_braces(word: str) -> str:
    before, core, after = re.fullmatch(r"(\W*)(.*?)(\W*)", word).groups()
    return f"{latex(before)}{{{latex(core)}}}{latex(after)}"


def _keeps_capitals(word: str, place: int, is_sentence: bool) -> bool:
    inner = word.lstrip("\"'“‘([")
    if any(character.isupper() for part in inner.split("-") for character in part[1:]):
        return True
    if not inner[:1].isupper() or place == 0:
        return False
    return is_sentence or (len(inner.rstrip(".,:;!?)]")) == 1 and inner[0] not in "AI")
