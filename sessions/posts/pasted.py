"""What a line copied from arXiv's page brings along."""

import re
from dataclasses import replace

from .lines import Line

AUTHOR_PAGE = re.compile(r"https?://(?:www\.)?arxiv\.org/(?:search/|a/|find/)", re.I)
VERSION, VERSION_NAME = re.compile(r"(?<=\d)v\d+$"), re.compile(r"\s*v\d+\s*")


def pasted(line: Line) -> Line:
    """A line as arXiv shows it, without its links to what people wrote; a link "v1" leads to the paper."""
    spans = (
        replace(span, href="" if AUTHOR_PAGE.match(span.href) else VERSION.sub("", span.href)) if span.href else span
        for span in line.spans
    )
    found = any(AUTHOR_PAGE.match(s.href) or (VERSION_NAME.fullmatch(s.text) and s.href) for s in line.spans)
    return replace(line, spans=tuple(spans)) if found else line
