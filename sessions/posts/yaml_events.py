"""YAML for front matter, built from the parser's events so that every value knows its line.

No aliases, no merges, no tags (a few lines of them can stand for gigabytes or for code); duplicate keys are told;
nesting is bounded. Scalars keep the text as written beside what YAML makes of it ("no" is a word and a False).
Events: https://pyyaml.org/wiki/PyYAMLDocumentation
"""

import re
from typing import Any

import yaml

from .characters import refuse_unstorable
from .structure import Message, PostError

DEEPEST = 20


class Scalar(str):
    """A value as written; `value` is YAML's reading of it (number, bool, date, None or the text), `line` its line."""

    value: Any
    line: int

    def __new__(cls, text: str, value: Any, line: int):
        scalar = super().__new__(cls, text)
        scalar.value, scalar.line = value, line
        return scalar

    def __reduce__(self):
        return Scalar, (str(self), self.value, self.line)


class Items(list):
    """A YAML sequence with the line it starts on."""

    line: int = 0


class Mapping(dict):
    """A YAML mapping with the line it starts on."""

    line: int = 0


def load(text: str, first_line: int, warnings: list[Message]) -> Any:
    """The first document of `text` as Mapping, Items, Scalar or None. Raises PostError with the line of the post."""
    loader = None
    try:
        loader = yaml.SafeLoader(text)
        return _Builder(loader, first_line, warnings).document()
    except PostError:
        raise
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if said := unclosed(error, text):
            raise PostError(first_line + error.context_mark.line, said) from None
        raise PostError(first_line + (mark.line if mark else 0), explain(error)) from None
    except yaml.YAMLError as error:  # a character YAML does not allow
        position = getattr(error, "position", 0)
        line = first_line + text.count("\n", 0, position if isinstance(position, int) else 0)
        raise PostError(line, "the front matter holds a character that YAML does not allow; remove it") from None
    except (ValueError, OverflowError):  # "\UFFFFFFFF": the scanner asks for the character without a look
        line = first_line + (loader.line if loader else 0)
        raise PostError(line, "an escape such as \\U0001F600 names a character that does not exist") from None


def explain(error: yaml.MarkedYAMLError) -> str:
    """YAML's complaint as a sentence with a remedy."""
    problem = error.problem or "cannot be read"
    if "mapping values are not allowed" in problem:
        return "a value with a colon needs quotes around it (YAML: mapping values are not allowed here)"
    if "\\t" in problem or "tab" in problem:
        return "a tab stands where YAML wants spaces; indent with spaces"
    if "cannot start any token" in problem:
        return f"a value that starts with this character needs quotes around it (YAML: {problem})"
    if problem.endswith(("but found ']'", "but found '}'")):
        return f"a bracket {problem[-2]} closes nothing; remove it, or put quotes around the value"
    return f"the front matter is not valid YAML near this line: {problem}; quotes around the value often help"


def unclosed(error: yaml.MarkedYAMLError, text: str) -> str:
    """What is wrong where a bracket or a quotation mark is opened and never closed; "" for any other complaint."""
    opened, met = error.context_mark, error.problem_mark
    if not (opened and met and error.problem):
        return ""
    mark = text[opened.index : opened.index + 1]
    if error.problem == "found unexpected end of stream" and mark in ("'", '"'):
        return f"the quotation mark {mark} that this line opens is not closed; add {mark} at the end of the value"
    end = {"[": "]", "{": "}"}.get(mark, "")
    next_key = met.line > opened.line and re.match(r"[\w-]+:", text.split("\n")[met.line])
    if end and error.problem.startswith("expected ','") and (next_key or "<stream end>" in error.problem):
        return f"the bracket {mark} that this line opens is not closed; add {end} behind the last of the list"
    return ""


class _Builder:
    def __init__(self, loader: yaml.SafeLoader, first_line: int, warnings: list[Message]):
        self.loader, self.first_line, self.warnings = loader, first_line, warnings

    def line(self, event: yaml.Event) -> int:
        return self.first_line + event.start_mark.line

    def document(self) -> Any:
        while not self.loader.check_event(yaml.DocumentStartEvent):
            if self.loader.check_event(yaml.StreamEndEvent):
                return None
            self.loader.get_event()
        self.loader.get_event()
        value = self.node(0)
        self.loader.get_event()
        if not self.loader.check_event(yaml.StreamEndEvent):
            raise PostError(self.line(self.loader.peek_event()), "the front matter holds more than one YAML document")
        return value

    def node(self, depth: int) -> Any:
        event = self.loader.get_event()
        if isinstance(event, yaml.AliasEvent):
            raise PostError(
                self.line(event), f"YAML aliases (*{event.anchor}) are not allowed in front matter; write it out"
            )
        if event.anchor:
            raise PostError(self.line(event), f"YAML anchors (&{event.anchor}) are not allowed in front matter")
        if event.tag and event.tag != "!":
            raise PostError(
                self.line(event), f"YAML tags ({event.tag}) are not allowed in front matter; write a plain value"
            )
        if depth > DEEPEST:
            raise PostError(self.line(event), f"the front matter is nested deeper than {DEEPEST} levels")
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        return self.sequence(event, depth) if isinstance(event, yaml.SequenceStartEvent) else self.mapping(event, depth)

    def scalar(self, event: yaml.ScalarEvent) -> Scalar:
        tag = self.loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        line = self.line(event)
        try:
            value = self.loader.construct_object(yaml.ScalarNode(tag, event.value, event.start_mark), deep=True)
            str(value)  # Python refuses to write the longest whole numbers, in whichever base they came
        except (ValueError, OverflowError, yaml.YAMLError):
            kind = "date" if tag.endswith("timestamp") else "number"
            raise PostError(
                line, f"“{event.value[:40]}” is not a {kind} that exists; correct it or put quotes around it"
            ) from None
        return Scalar(event.value, value, line)

    def sequence(self, event: yaml.Event, depth: int) -> Items:
        items = Items()
        items.line = self.line(event)
        while not self.loader.check_event(yaml.SequenceEndEvent):
            items.append(self.node(depth + 1))
        self.loader.get_event()
        return items

    def mapping(self, event: yaml.Event, depth: int) -> Mapping:
        mapping = Mapping()
        mapping.line = self.line(event)
        while not self.loader.check_event(yaml.MappingEndEvent):
            key_event = self.loader.peek_event()
            key = self.node(depth + 1)
            line = self.line(key_event)
            if not isinstance(key, Scalar):
                raise PostError(line, "a key of the front matter must be a word")
            refuse_unstorable(key, "a key")
            if key == "<<":
                raise PostError(line, "YAML merges (<<) are not allowed in front matter; write the values out")
            if key in mapping:
                self.warnings.append(Message(line, f"the key “{key[:40]}” occurs twice; the last value counts"))
            mapping[key] = self.node(depth + 1)
        self.loader.get_event()
        return mapping
