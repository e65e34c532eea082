"""A Liquid template -> nodes: text, outputs, tags and blocks with their branches. Nothing is evaluated here.

Source: https://shopify.github.io/liquid/tags/control-flow/ and https://jekyllrb.com/docs/includes/
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

BLOCKS = {"if", "unless", "case", "for", "capture", "comment", "raw", "tablerow"}
BRANCHES = {"elsif", "else", "when"}
DEEPEST = 40


class NotUnderstood(ValueError):
    """A template that is not followed, with the line and why."""

    def __init__(self, line: int, text: str):
        super().__init__(text)
        self.line, self.text = line, text


@dataclass(slots=True)
class Branch:
    """One way through a block: `words` are those of its if, elsif, else or when."""

    name: str
    words: str
    nodes: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Node:
    """`kind` is text, output or a tag's name; `words` the text, the expression or the tag's words."""

    kind: str
    words: str
    line: int
    branches: list[Branch] = field(default_factory=list)


def tree_of(template: str) -> list[Node]:
    """The nodes of a template. Raises NotUnderstood where blocks do not close."""
    top = Branch("", "")
    open_blocks: list[Node] = []
    for node in _tokens(template):
        into = open_blocks[-1].branches[-1] if open_blocks else top
        inside = open_blocks[-1].kind if open_blocks else ""
        if inside in ("raw", "comment") and node.kind != f"end{inside}":
            continue
        if node.kind in BLOCKS:
            if len(open_blocks) == DEEPEST:
                raise NotUnderstood(node.line, f"blocks are nested deeper than {DEEPEST} levels")
            node.branches.append(Branch(node.kind, node.words))
            into.nodes.append(node)
            open_blocks.append(node)
        elif node.kind in BRANCHES and open_blocks:
            open_blocks[-1].branches.append(Branch(node.kind, node.words))
        elif node.kind.startswith("end") and node.kind[3:] in BLOCKS:
            if inside != node.kind[3:]:
                raise NotUnderstood(node.line, f"{node.kind} closes nothing")
            open_blocks.pop()
        else:
            into.nodes.append(node)
    if open_blocks:
        raise NotUnderstood(open_blocks[-1].line, f"{open_blocks[-1].kind} is never closed")
    return top.nodes


def _tokens(template: str) -> Iterator[Node]:
    """Texts, outputs and tags in order; each mark is looked for once, so that the cost is that of the length."""
    position, line = 0, 1
    for start, end, is_tag in _marks(template):
        if start > position:
            yield Node("text", template[position:start], line)
        line += template.count("\n", position, start)
        words = template[start + 2 : end - 2].strip("-").strip()
        if is_tag:
            name = re.match(r"\w*", words)[0]
            yield Node(name, words[len(name) :].strip(), line)
        else:
            yield Node("output", words, line)
        line += template.count("\n", start, end)
        position = end
    yield Node("text", template[position:], line)


def _marks(template: str) -> Iterator[tuple[int, int, bool]]:
    position = 0
    while (start := template.find("{", position)) >= 0:
        mark = template[start : start + 2]
        if mark not in ("{{", "{%"):
            position = start + 1
            continue
        end = template.find("}}" if mark == "{{" else "%}", start + 2)
        if end < 0:
            return
        position = end + 2
        yield start, position, mark == "{%"
