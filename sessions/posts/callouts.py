"""The boxes of site generators as plain Markdown: `!!! note "Readings"` (MkDocs), `:::tip Optional` (Docusaurus),
`::: {.callout-note title="Optional"}` (Quarto).

A box's title becomes a line in bold and its contents stand as they are; every line keeps its number.
"""

import re

BOX = re.compile(r"""(?:!!!|\?\?\?\+?)[ \t]+[\w-]+(?:[ \t]+[\w-]+){0,3}(?:[ \t]+"(?P<title>[^"\n]*)")?[ \t]*""")
FENCED = re.compile(
    r":{3,}[ \t]*(?:(?P<attributes>\{[^{}\n]*\})"
    r"|[\w-]*(?:\[(?P<label>[^\]\n]*)\]|[ \t]+(?P<title>[^{}\n]*?))?(?:\{[^{}\n]*\})?)[ \t]*:*[ \t]*"
)
SHORTCODE = re.compile(
    r"\{\{[<%][ \t]*/?[ \t]*(?:hint|callout|admonition|alert|notice|details|expand|note|tip|info|tabs?|columns?)\b"
    r"(?P<attributes>[^{}\n]*)[>%]\}\}"
)
QUOTED = re.compile(r"""[ \t]*["'](?P<title>[^"'\n]*)["']""")
TITLE = re.compile(r"""\btitle[ \t]*=[ \t]*["'](?P<title>[^"'\n]*)["']""")
CODE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
LONGEST = 300  # characters of a line that opens or closes a box
MARKS = ("!!!", "???", ":::", "{{<", "{{%")
STEP = 4  # columns by which MkDocs indents what is in a box


def without_boxes(body: str) -> str:
    """The body, its boxes opened; a text without any as it is."""
    if not any(mark in body for mark in MARKS):
        return body
    depth, code, lines = 0, "", []
    for line in body.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        if line.strip() and not code:
            depth = min(depth, indent // STEP)
        inner = line[min(indent, STEP * depth) :]
        fence = CODE.match(inner)
        if fence and (not code or inner.strip().startswith(code)):
            code = "" if code else fence[1]
        elif code or len(inner) > LONGEST or not inner.lstrip().startswith(MARKS):
            pass
        elif box := BOX.fullmatch(inner):
            depth += 1
            inner = _bold(box["title"])
        elif box := FENCED.fullmatch(inner.strip()):
            inner = _bold(_title_of(box))
        elif box := SHORTCODE.fullmatch(inner.strip()):
            said = TITLE.search(box["attributes"]) or QUOTED.match(box["attributes"])
            inner = _bold(said["title"] if said else "")
        lines.append(inner)
    return "\n".join(lines)


def _title_of(box: re.Match) -> str:
    said = TITLE.search(box["attributes"] or "")
    return (said["title"] if said else "") or box["label"] or box["title"] or ""


def _bold(title: str | None) -> str:
    return f"**{title.strip()}**" if title and title.strip() else ""
