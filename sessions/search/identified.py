"""Papers by what names them exactly: an identifier, or the address of one of their links."""

from django.db.models import Q

from readings.identifiers import Identifiers, identifiers_of_url, normal_arxiv, normal_doi
from readings.models import Paper, PaperQuerySet, link_key

LONGEST_ADDRESS = 2000


def may_identify(query: str) -> bool:
    """Whether a query is worth asking: one word that is not just letters, or two of which the first is a scheme."""
    words = query.strip(' "').split()
    word = words[-1] if words else ""
    telling = any(not letter.isalpha() for letter in word) or word[1:].lower() != word[1:]
    return telling and (len(words) == 1 or (len(words) == 2 and words[0].lower().strip(":") in ("arxiv", "doi")))


def identifiers_in(query: str) -> Identifiers:
    """What an id ("arXiv:1706.03762v5", "doi 10.1000/1") or an address, with or without its scheme, says."""
    if arxiv := normal_arxiv(query.lower().removeprefix("arxiv")) or normal_arxiv(query):
        return Identifiers(arxiv=arxiv)
    if "://" not in query and (found := identifiers_of_url(f"https://{query}")):
        return found
    doi = "" if "://" in query else normal_doi(query)
    return identifiers_of_url(f"https://doi.org/{doi}" if doi else query)


def identified(papers: PaperQuerySet, query: str) -> PaperQuerySet:
    """The papers among these that the whole query names."""
    query = query.replace("\0", "").strip(' "“”')[:LONGEST_ADDRESS]
    found = identifiers_in(query)
    # Ids of OpenReview and the ACL Anthology are known by their place in an address: a bare one is tried as it is.
    ids = {
        "arxiv_id": found.arxiv,
        "doi": found.doi,
        "openreview_id": found.openreview or query,
        "acl_id": found.acl or query,
    }
    named = Q(pk__in=Paper.objects.filter(links__key=link_key(query)).values("pk"))
    for field, value in ids.items():
        if value:
            named |= Q(**{field: value})
    return papers.filter(named)
