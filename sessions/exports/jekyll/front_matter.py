"""Changes one value of a post's front matter and leaves everything else as it was written, pure.

Quotes, comments, order and the form of lists stay. A form that is not understood gives None.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import yaml

OPENING = re.compile(r"(---|\+\+\+)[ \t]*(?:\n|$)")


@dataclass(frozen=True, slots=True)
class Value:
    """Where a key's value stands in the text: [start, end), and what it is."""

    key: str
    start: int
    end: int
    kind: str  # scalar, flow, block, mapping
    style: str = ""  # of a scalar: "", "'", '"', "|", ">"
    items: tuple["Value", ...] = ()
    text: str = ""


def span(text: str) -> tuple[int, int, str] | None:
    """(start, end, fence) of what stands between the fences; None without front matter."""
    opening = OPENING.match(text)
    if not opening:
        return None
    fence = opening[1]
    closing = r"^(?:---|\.\.\.)[ \t]*$" if fence == "---" else r"^\+\+\+[ \t]*$"
    end = re.compile(closing, re.M).search(text, opening.end())
    return (opening.end(), end.start(), fence) if end else None


def values_of(text: str) -> dict[str, Value]:
    """Key in lower case -> its value, of YAML front matter; {} for any other."""
    found = span(text)
    if not found or found[2] != "---":
        return {}
    start, end, _ = found
    try:
        root = yaml.compose(text[start:end], yaml.SafeLoader)
    except yaml.YAMLError:
        return {}
    if not isinstance(root, yaml.MappingNode):
        return {}
    return {str(key.value).lower(): value_of(str(key.value), node, start) for key, node in root.value}


def value_of(key: str, node: yaml.Node, start: int) -> Value:
    begin, end = start + node.start_mark.index, start + node.end_mark.index
    if isinstance(node, yaml.ScalarNode):
        return Value(key, begin, end, "scalar", node.style or "", text=node.value)
    if isinstance(node, yaml.SequenceNode):
        items = tuple(value_of("", item, start) for item in node.value)
        return Value(key, begin, end, "flow" if node.flow_style else "block", items=items)
    return Value(key, begin, end, "mapping")


def written(value: str, style: str = "", *, flow: bool = False) -> str:
    """The value as YAML in the style it had, or in quotes where a plain one would mean something else."""
    single, double = "'" + value.replace("'", "''") + "'", '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'
    if style in ("'", '"'):
        return single if style == "'" else double
    if is_plain(value, flow=flow):
        return value
    return single if '"' in value or "\\" in value else double


def is_plain(value: str, *, flow: bool) -> bool:
    """Whether YAML reads the bare word as this very text."""
    try:
        read = yaml.compose(f"a: [{value}]" if flow else f"a: {value}", yaml.SafeLoader).value[0][1]
    except (yaml.YAMLError, AttributeError):
        return False
    node = read.value[0] if flow and read.value else read
    tag_kept = isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str"
    return tag_kept and node.value == value and not (flow and len(read.value) != 1)


def with_value(text: str, key: str, value: str, *, bare: bool = False) -> str | None:
    """The text with `key: value`, in its place or as a new last line. `bare` values (dates) get no quotes."""
    found = span(text)
    if not found:
        return None
    if found[2] != "---":
        return with_toml(text, key, value, bare=bare)
    old = values_of(text).get(key.lower())
    if old is None:
        line = f"{key}: {value if bare else written(value)}\n"
        return text[: found[1]] + line + text[found[1] :]
    if old.kind != "scalar":
        return None
    new = value if bare and not old.style else written(value, old.style)
    if old.start == old.end or old.style in ("|", ">"):  # nothing stands after the colon, or a block below it
        after = "\n" if text[old.start : old.end].endswith("\n") else ""
        gap = "" if text[: old.start].endswith((" ", "\t")) or not new else " "
        return text[: old.start] + gap + new + after + text[old.end :]
    return text[: old.start] + new + text[old.end :]


def with_toml(text: str, key: str, value: str, *, bare: bool) -> str | None:
    """The same for `key = "value"` of TOML."""
    start, end, _ = span(text)
    new = value if bare else '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'
    table = re.search(r"(?m)^\[", text[start:end])
    top = start + table.start() if table else end
    line = re.compile(rf"(?mi)^{re.escape(key)}[ \t]*=[ \t]*(\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|[^\s#\"'\[]+)")
    if old := line.search(text, start, top):
        return text[: old.start(1)] + new + text[old.end(1) :]
    return text[:top] + f"{key} = {new}\n" + text[top:]


def with_names(text: str, key: str, added: Sequence[str], removed: Callable[[str], bool]) -> str | None:
    """The text with names added to and taken from a list: block, flow, or one string."""
    found = span(text)
    if not found:
        return None
    old = values_of(text).get(key) or values_of(text).get({"tags": "tag", "categories": "category"}.get(key, key))
    if old is None:
        if found[2] != "---":
            return with_toml_names(text, key, added, removed)
        line = f"{key}: {flow_list(added)}\n" if added else ""
        return text[: found[1]] + line + text[found[1] :]
    if old.kind == "block":
        return with_block_names(text, old, added, removed)
    if old.kind == "flow":
        return with_flow_names(text, old, added, removed)
    return with_string_names(text, old, added, removed) if old.kind == "scalar" else None


def flow_list(names: Sequence[str]) -> str:
    return f"[{', '.join(written(name, flow=True) for name in names)}]"


def with_block_names(text: str, old: Value, added: Sequence[str], removed: Callable[[str], bool]) -> str:
    """One line an entry."""
    lines = [(text.rfind("\n", 0, item.start) + 1, text.find("\n", item.end) + 1, item) for item in old.items]
    last_start, last_end, last = lines[-1]
    lead = text[last_start : last.start]
    new = "".join(f"{lead}{written(name, common_style(old))}\n" for name in added)
    if all(removed(item.text) for _, _, item in lines) and not new:
        place = text.rfind("\n", 0, lines[0][0] - 1) + 1
        return text[:place] + re.sub(r":.*", ": []", text[place : lines[0][0]]) + text[last_end:]
    text = text[:last_end] + new + text[last_end:]
    for start, end, item in reversed(lines):
        if removed(item.text):
            text = text[:start] + text[end:]
    return text


def common_style(old: Value) -> str:
    """The quotes that all entries have; "" where some have none."""
    styles = {item.style for item in old.items}
    return styles.pop() if len(styles) == 1 else ""


def with_flow_names(text: str, old: Value, added: Sequence[str], removed: Callable[[str], bool]) -> str:
    """Entries between brackets; what stays keeps its spaces and quotes."""
    if not old.items:
        return text[: old.start] + flow_list(added) + text[old.end :]
    style = common_style(old)
    new = "".join(f", {written(name, style, flow=True)}" for name in added)
    text = text[: old.items[-1].end] + new + text[old.items[-1].end :]
    for place in reversed(range(len(old.items))):
        item = old.items[place]
        if not removed(item.text):
            continue
        if place:
            text = text[: old.items[place - 1].end] + text[item.end :]
        else:
            rest = re.compile(r"\s*,\s*").match(text, item.end)
            text = text[: item.start] + text[rest.end() if rest else item.end :]
    return text


def with_string_names(text: str, old: Value, added: Sequence[str], removed: Callable[[str], bool]) -> str:
    """Words with commas or spaces between; a name that fits neither makes it a list."""
    comma = "," in old.text
    names = [part.strip() for part in (old.text.split(",") if comma else old.text.split())]
    names = [name for name in names if name and not removed(name)] + list(added)
    if old.text.strip() and not any("," in name or (not comma and re.search(r"\s", name)) for name in names):
        new = written((", " if comma else " ").join(names), old.style)
        return text[: old.start] + new + text[old.end :]
    gap = "" if text[: old.start].endswith((" ", "\t")) else " "
    return text[: old.start] + gap + flow_list(names) + text[old.end :]


def with_toml_names(text: str, key: str, added: Sequence[str], removed: Callable[[str], bool]) -> str | None:
    """A list on one line of TOML."""
    start, end, _ = span(text)
    line = re.compile(rf"(?mi)^{re.escape(key)}[ \t]*=[ \t]*\[([^\]\n]*)\]").search(text, start, end)
    quoted = [f'"{re.sub(chr(92) * 2 + "|" + chr(34), lambda m: chr(92) + m[0], name)}"' for name in added]
    if not line:
        table = re.search(r"(?m)^\[", text[start:end])
        top = start + table.start() if table else end
        return text[:top] + f"{key} = [{', '.join(quoted)}]\n" + text[top:]
    kept = [part for part in re.findall(r"\"[^\"]*\"|'[^']*'", line[1]) if not removed(part[1:-1])]
    return text[: line.start(1)] + ", ".join(kept + quoted) + text[line.end(1) :]
