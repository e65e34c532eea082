"""Data for machines within a page."""

import json
from collections.abc import Mapping

from django.utils.safestring import SafeString, mark_safe

# As Django's json_script: no text can end the element or open a comment in it.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def json_ld(data: Mapping) -> SafeString:
    """A <script> of JSON-LD, which no browser runs.

    https://www.w3.org/TR/json-ld11/#embedding-json-ld-in-html-documents
    """
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=True).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')
