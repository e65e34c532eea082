"""Splits a post into front matter and body, and reads the front matter (YAML between ---, TOML between +++).

Jekyll: https://jekyllrb.com/docs/front-matter/; Hugo: https://gohugo.io/content-management/front-matter/
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .characters import refuse_unstorable
from .structure import Message, PostError
from .yaml_events import DEEPEST, Items, Mapping, Scalar, load

LONGEST = 64 * 1024
# A dotted key of that many parts: the parser takes quadratic time and memory for it.
DOTTED = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){100}""")


@dataclass(frozen=True, slots=True)
class Split:
    """A post's text in two. `values` is None where there is no front matter."""

    values: Mapping | None
    body: str
    body_line: int  # 1-based line of the post on which the body starts
    warnings: list[Message] = field(default_factory=list)


def split_front_matter(text: str) -> Split:
    """Raises PostError with the line for front matter that is unclosed, too long, or not a mapping."""
    lines = text.split("\n")
    opening = re.fullmatch(r"(---|\+\+\+)[ \t]*", lines[0])
    if not opening:
        refuse_other_dashes(lines)
        return Split(None, text, 1)
    fence = opening[1]
    closing = r"(?:---|\.\.\.)[ \t]*" if fence == "---" else r"\+\+\+[ \t]*"
    end = next((number for number, line in enumerate(lines[1:], 1) if re.fullmatch(closing, line)), None)
    if end is None:
        raise PostError(
            1, f"the front matter opened on line 1 is never closed; add a line “{fence}” after its last line"
        )
    source = "\n".join(lines[1:end])
    if len(source.encode("utf-8", "replace")) > LONGEST:
        raise PostError(1, f"the front matter is longer than {LONGEST // 1024} KiB; is its closing “{fence}” missing?")
    warnings: list[Message] = []
    values = load(source, 2, warnings) if fence == "---" else load_toml(source)
    if values is None:
        values = Mapping()
    if not isinstance(values, Mapping):
        raise PostError(2, "the front matter must be a mapping: lines of the form “key: value”")
    body = "\n".join(lines[end + 1 :])
    if fence == "---" and re.match(r"\s*---[ \t]*\n\w+:", body):
        warnings.append(Message(end + 2, "a second block of front matter follows the first; it is shown as text"))
    return Split(values, body, end + 2, warnings)


def refuse_other_dashes(lines: Sequence[str]) -> None:
    """Raises PostError where two dashes, or more than three, stand over lines that are front matter."""
    dashes = re.fullmatch(r"(-{1,2}|-{4,})[ \t]*", lines[0])
    closed = any(re.fullmatch(r"-{2,}[ \t]*", line) for line in lines[1:])
    if dashes and closed and re.match(r"[A-Za-z][\w-]*:(?:\s|$)", lines[1]):
        count, counted = len(dashes[1]), {1: "one dash", 2: "two dashes", 4: "four dashes"}
        raise PostError(1, f"line 1 has {counted.get(count, f'{count} dashes')}: front matter begins with three")


def load_toml(source: str) -> Mapping:
    """TOML as the same kinds of value; lines of keys are looked up by their names."""
    try:
        return _marked(parsed_toml(source), source, 2)
    except PostError:
        raise
    except tomllib.TOMLDecodeError as error:
        line, last = re.search(r"at line (\d+)", str(error)), 2 + source.count("\n")
        raise PostError(1 + int(line[1]) if line else last, f"the front matter is not valid TOML: {error}") from None
    except RecursionError:
        raise PostError(2, f"the front matter is nested deeper than {DEEPEST} levels") from None
    except ValueError:  # Python's own limit
        raise PostError(2, "the front matter holds a number that is too long; put quotes around it") from None


def parsed_toml(source: str) -> dict[str, Any]:
    """The values of a TOML text. Raises what the parser raises."""
    if DOTTED.search(source):
        raise RecursionError
    return tomllib.loads(source)


def _marked(value: Any, source: str, line: int, depth: int = 0) -> Any:
    if depth > DEEPEST:
        raise PostError(line, f"the front matter is nested deeper than {DEEPEST} levels")
    if isinstance(value, dict):
        mapping = Mapping()
        mapping.line = line
        for key, item in value.items():
            found = re.search(rf"(?m)^\s*[\"\[]*{re.escape(key)}\b", source)
            at = 2 + source.count("\n", 0, found.start()) if found else line
            name = Scalar(key, key, at)
            refuse_unstorable(name, "a key")
            mapping[name] = _marked(item, source, at, depth + 1)
        return mapping
    if isinstance(value, list):
        items = Items(_marked(item, source, line, depth + 1) for item in value)
        items.line = line
        return items
    return Scalar(value if isinstance(value, str) else str(value), value, line)
