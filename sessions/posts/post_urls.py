"""Jekyll's tags that stand for another post's address: {% post_url 2026-10-28-slug %}, {% link _posts/… %}.

Source: https://jekyllrb.com/docs/liquid/tags/#links
"""

import re

from .permalinks import address_of_name

TAG = re.compile(r"post_url\s+(?P<post>\S+)|link\s+(?:\S*/)?_posts/(?P<file>\S+)")
# What stands before an address: of a link, a definition or an attribute; perhaps the site's own before it.
IN_LINK = re.compile(r"(?:\]\(\s*<?|\]:\s*<?|=\s*[\"']?)(?:\{\{[^{}\n]*\}\})?$")
LOOKED_BACK = 200  # characters


def is_post_url(tag: str) -> bool:
    return bool(TAG.fullmatch(tag))


def post_link(tag: str, before: str) -> str:
    """The other post's address, as a link of its own where none stands around it; "" where the tag names no post."""
    match = TAG.fullmatch(tag)
    name = (match["post"] or match["file"]).rpartition("/")[2] if match else ""
    name = re.sub(r"\.(?:md|markdown|html)$", "", name)
    address = address_of_name(name)
    if not address or IN_LINK.search(before[-LOOKED_BACK:]):
        return address
    words = re.sub(r"[-_\[\]]+", " ", re.sub(r"^[\d-]+-", "", name)).strip()
    return f"[{words or name}]({address})"
