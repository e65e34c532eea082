"""The block structure of the kramdown dialect, written out in the form the Markdown parser understands.

Python-Markdown nests by four spaces and wants blank lines around lists; kramdown nests by the column of an
item's text and lets lists, headings, quotes and code interrupt a paragraph. This pass reads the lines by
kramdown's rules (https://kramdown.gettalong.org/syntax.html) and writes them again by the stricter ones.
Code, block HTML and display math go to the stash.
"""

import html
import re
from dataclasses import dataclass, field

from . import block_html, tables
from .limits import MAX_NESTING, Budget, TooCostly
from .lines import (
    ATTRIBUTES,
    BLANK,
    DEFINITION,
    EXTENSION,
    FENCE,
    HEADING,
    INDENTED,
    MATH,
    QUOTE,
    RULE,
    TERM,
    TERM_MARK,
    interrupts,
    is_prose,
    starts_list,
)
from .stash import Stash


@dataclass(slots=True)
class Reader:
    """Lines of one container (the page, an item, a quote) read once, from the top."""

    lines: list[str]
    stash: Stash
    budget: Budget
    line: int  # of the first line, in the text
    depth: int = 0
    position: int = 0
    out: list[str] = field(default_factory=list)
    no_fence: dict[str, int] = field(default_factory=dict)  # shortest fence known to have no end
    no_end: set[str] = field(default_factory=set)  # closers known not to come any more
    parts: list[tuple[str, Stash]] = field(default_factory=list)  # of the page: what was written, and its stash
    whole: bool = True  # the page stays in one part

    def emit(self, *lines: str) -> None:
        """Write a block, with a blank line on either side."""
        self.out += ["", *lines, ""]

    @property
    def number(self) -> int:
        """The line of the text that is read now."""
        return self.line + self.position

    def cut(self) -> None:
        """End a part of the page; the next has a stash of its own."""
        text = "\n".join(self.out)
        while "\n\n\n" in text:  # the parser's time grows with the square of its empty blocks
            text = text.replace("\n\n\n", "\n\n")
        self.parts.append((text, self.stash))
        self.out, self.stash = [], Stash()

    def inner(self, lines: list[str], line: int) -> list[str]:
        """The lines of a container inside this one, written out."""
        if self.depth >= MAX_NESTING:
            raise TooCostly(line, f"Lists and quotes are nested too deeply, at most {MAX_NESTING} levels.")
        return write(Reader(lines, self.stash, self.budget, line, self.depth + 1))


def normalise(text: str, *, whole: bool) -> list[tuple[str, Stash]]:
    """The text in the stricter dialect; without `whole` a part for each heading of the page."""
    reader = Reader(text.split("\n"), Stash(), Budget(), 1, whole=whole)
    write(reader)
    reader.cut()
    return reader.parts


def write(reader: Reader) -> list[str]:
    """Read all blocks of a container."""
    while reader.position < len(reader.lines):
        line = reader.lines[reader.position]
        readers = () if is_prose(line) and "|" not in line else READERS
        for starts, take in readers:
            if starts(line) and take(reader):
                break
        else:
            _paragraph(reader)
    return reader.out


def _blank(reader: Reader) -> bool:
    reader.position += 1
    reader.out.append("")
    return True


def _dropped(reader: Reader) -> bool:
    # Attribute lists style what stands before them; only our own classes exist, so nothing is lost.
    reader.position += 1
    return True


def _heading(reader: Reader) -> bool:
    if not (reader.whole or reader.depth):
        reader.cut()
    reader.budget.take(reader.lines[reader.position], reader.number)
    reader.emit(reader.lines[reader.position].rstrip())
    reader.position += 1
    return True


def _rule(reader: Reader) -> bool:
    reader.emit("***")
    reader.position += 1
    return True


def _fence(reader: Reader) -> bool:
    fence, language = FENCE.match(reader.lines[reader.position]).group(1, 2)
    if len(fence) >= reader.no_fence.get(fence[0], len(fence) + 1):
        return False
    closer = re.compile(r"^ {0,3}" + re.escape(fence) + re.escape(fence[0]) + r"*[ \t]*$")
    for end in range(reader.position + 1, len(reader.lines)):
        if closer.match(reader.lines[end]):
            break
    else:
        reader.no_fence[fence[0]] = len(fence)
        return False
    code = "\n".join(reader.lines[reader.position + 1 : end])
    reader.emit(reader.stash.keep(_code(code, language)))
    reader.position = end + 1
    return True


def _code(code: str, language: str) -> str:
    name = re.sub(r"[^A-Za-z0-9+#.-]", "", language)[:30].lower()
    return f'<pre><code class="language-{name}">{html.escape(code)}\n</code></pre>'


def _indented(reader: Reader) -> bool:
    start = end = reader.position
    last = start
    while end < len(reader.lines):
        line = reader.lines[end]
        if INDENTED.match(line):
            last = end
        elif not BLANK.match(line) and (BLANK.match(reader.lines[end - 1]) or interrupts(line)):
            break
        elif not BLANK.match(line):
            last = end  # a lazy line
        end += 1
    code = [INDENTED.sub("", line.expandtabs(4), count=1) for line in reader.lines[start : last + 1]]
    reader.emit(reader.stash.keep(_code("\n".join(code), "")))
    reader.position = last + 1
    return True


def _math(reader: Reader) -> bool:
    if "$$" in reader.no_end:
        return False
    first = reader.lines[reader.position].strip()
    for end in range(reader.position, len(reader.lines)):
        line = reader.lines[end].strip()
        if line.endswith("$$") and (end > reader.position or len(first) > 4):
            break
        if end > reader.position and "$$" in line:
            return False
    else:
        reader.no_end.add("$$")
        return False
    tex = "\n".join(reader.lines[reader.position : end + 1]).strip()[2:-2]
    if "$$" in tex:
        return False
    reader.emit(reader.stash.keep(f'<p><span class="math-display">{html.escape(tex.strip())}</span></p>'))
    reader.position = end + 1
    return True


def _quote(reader: Reader) -> bool:
    start = reader.position
    while reader.position < len(reader.lines) and not BLANK.match(reader.lines[reader.position]):
        reader.position += 1
    lines = [re.sub(r"^ {0,3}> ?", "", line) for line in reader.lines[start : reader.position]]
    inner = reader.inner(lines, reader.line + start)
    opening, closing = reader.stash.keep("<blockquote>"), reader.stash.keep("</blockquote>")
    reader.emit(opening, "", *inner, "", closing)
    return True


def _html(reader: Reader) -> bool:
    found = block_html.read(reader.lines, reader.position, reader.no_end)
    if found is None:
        return False
    if found.markdown:
        inner = reader.inner(found.inner, reader.number)
        reader.emit(reader.stash.keep(found.opening), "", *inner, "", reader.stash.keep(found.closing))
    elif found.html:
        reader.emit(reader.stash.keep(found.html))
    reader.position = found.end
    return True


def _definition(reader: Reader) -> bool:
    start = reader.position
    reader.position += 1
    while reader.position < len(reader.lines):
        line = reader.lines[reader.position]
        following = reader.lines[reader.position + 1] if reader.position + 1 < len(reader.lines) else ""
        if not (INDENTED.match(line) or (BLANK.match(line) and INDENTED.match(following))):
            break
        reader.position += 1
    lines = reader.lines[start : reader.position]
    reader.budget.take("\n".join(lines), reader.line + start)
    reader.emit(*(line.expandtabs(4) for line in lines))
    return True


def _defines_list(reader: Reader, position: int) -> bool:
    """Does a definition hold a list: on its own line, or indented below it?"""
    following = reader.lines[position + 1] if position + 1 < len(reader.lines) else ""
    own = TERM_MARK.sub("", reader.lines[position], count=1)
    return starts_list(own) or (following.startswith("  ") and starts_list(following.strip()))


def _definition_list(reader: Reader) -> bool:
    """A definition with a list in it, its lines indented by two or more; others are left to the paragraph."""
    start = reader.position
    if not _defines_list(reader, start):
        return False
    lines = [TERM_MARK.sub("", reader.lines[start], count=1)]
    while start + len(lines) < len(reader.lines) and reader.lines[start + len(lines)].startswith("  "):
        lines.append(reader.lines[start + len(lines)][2:])
    inner = reader.inner(lines, reader.number)
    while inner and not inner[0]:
        inner.pop(0)
    if starts_list(lines[0]):
        inner = [reader.stash.keep(""), "", *inner]
    reader.emit(":   " + inner[0], *("    " + line if line else "" for line in inner[1:]))
    reader.position = start + len(lines)
    return True


def _table(reader: Reader) -> bool:
    rows = tables.read(reader.lines, reader.position)
    if rows is None:
        return False
    end = reader.position + len(rows)
    for number, row in enumerate(rows, start=reader.number):
        reader.budget.take(row, number)
    reader.emit(*tables.write(rows, reader.number))
    reader.position = end
    return True


def _paragraph(reader: Reader) -> None:
    start = reader.position
    reader.position += 1
    while reader.position < len(reader.lines) and not interrupts(reader.lines[reader.position]):
        if TERM.match(reader.lines[reader.position]) and _defines_list(reader, reader.position):
            break
        reader.position += 1
    lines = reader.lines[start : reader.position]
    reader.budget.take("\n".join(lines), reader.line + start)
    for part in _definitions_apart(lines):
        reader.emit(*(_plain(line) for line in part))


def _definitions_apart(lines: list[str]) -> list[list[str]]:
    """A paragraph of terms with definitions, one term each: the parser takes quadratic time for many in one."""
    parts: list[list[str]] = [[]]
    for number, line in enumerate(lines):
        next_defines = number + 1 < len(lines) and TERM.match(lines[number + 1])
        if parts[-1] and next_defines and not TERM.match(line) and TERM.match(lines[number - 1]):
            parts.append([])
        parts[-1].append(line)
    return parts


def _plain(line: str) -> str:
    # What kramdown reads as text must not look like structure to the parser behind us.
    line = line.lstrip(" \t")
    return "\\" + line if line.startswith(("#", ">", "+ ", "- ", "* ")) else line


def _list(reader: Reader) -> bool:
    from .lists import take_list

    return take_list(reader)


READERS = (
    (BLANK.match, _blank),
    (ATTRIBUTES.match, _dropped),
    (EXTENSION.match, _dropped),
    (INDENTED.match, _indented),
    (HEADING.match, _heading),
    (RULE.match, _rule),
    (starts_list, _list),
    (FENCE.match, _fence),
    (QUOTE.match, _quote),
    (MATH.match, _math),
    (block_html.starts, _html),
    (DEFINITION.match, _definition),
    (TERM.match, _definition_list),
    (tables.starts, _table),
)
