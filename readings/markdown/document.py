"""What a text is made of: blocks, and runs of text in them."""

from dataclasses import dataclass, field

from .tree import Element


@dataclass(frozen=True, slots=True)
class Span:
    """A run of inline text, as a reader sees it."""

    text: str
    href: str = ""
    image: str = ""
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    footnote: str = ""

    def with_text(self, text: str) -> "Span":
        """The same run with another text."""
        if text == self.text:
            return self
        return Span(text, self.href, self.image, self.strong, self.emphasis, self.code, self.footnote)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of structure. `blocks` are its children; `spans` its own inline text."""

    kind: str
    line: int
    level: int = 0
    label: str = ""
    spans: tuple[Span, ...] = ()
    blocks: tuple["Block", ...] = ()

    @property
    def text(self) -> str:
        """The block's own visible text, white space folded, line breaks kept."""
        joined = "".join(span.text for span in self.spans)
        if self.kind == "code":
            return joined
        return "\n".join(" ".join(line.split()) for line in joined.split("\n")).strip()


@dataclass(frozen=True, slots=True)
class Document:
    """A text, read."""

    text: str
    blocks: tuple[Block, ...]
    warnings: tuple[tuple[int, str], ...] = ()
    tree: Element = field(default_factory=lambda: Element("root"), repr=False, compare=False)
