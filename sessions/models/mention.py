"""Where notes speak of papers: links to them, and sections that bear their titles."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.urls import reverse

from readings.identifiers import identifiers_of_url, title_key
from readings.models import MergedPaper, Paper, PaperLink, link_key
from readings.rendering import Mentioned

from .session import public_paper

# What a key starts with -> the field of papers that holds the rest; a "url:" key is that of a paper's link.
FIELDS = {"arxiv": "arxiv_id", "doi": "doi", "openreview": "openreview_id", "acl": "acl_id", "title": "title_key"}
LONGEST_KEY = 410
FEWEST_WORDS = 4  # of a title that is told from others by its words alone, as when papers are imported
# "Section 5: Title", "Paper B. Title", "Paper II: Title"
NUMBERED = re.compile(r"^(?:section|paper|part|chapter|reading)\s+(?:\d{1,3}|[A-Z]|[IVX]{1,5})\b[\s.:–—-]*", re.I)

LOST = models.Q(paper=None, linked__gt="")  # its paper was deleted: the note's HTML still leads there


class MentionQuerySet(models.QuerySet):
    def public(self) -> "MentionQuerySet":
        """Those in notes that everyone may read."""
        return self.filter(note__state="published", note__session__visible=True, note__session__same_as=None)


class Mention(models.Model):
    """A link of a note to the web, or a heading that may be a paper's title: what it means, and the words around."""

    note = models.ForeignKey("BlogNote", on_delete=models.CASCADE, related_name="mentions")
    position = models.PositiveIntegerField()
    section_id = models.CharField(max_length=120, blank=True)  # id of the heading above it on the page
    section = models.TextField(blank=True)
    url = models.TextField(blank=True)  # "" for a heading
    key = models.CharField(max_length=LONGEST_KEY, db_index=True)  # "arxiv:1706.03762", "url:example.org/a"
    excerpt = models.TextField(blank=True)
    # What the key means, also where the public may not know of it yet.
    paper = models.ForeignKey(Paper, on_delete=models.SET_NULL, null=True, related_name="mentions")
    linked = models.CharField(max_length=100, blank=True)  # slug of the page that the note's HTML names for it

    objects = MentionQuerySet.as_manager()

    class Meta:
        ordering = ["note", "position"]
        indexes = [models.Index(fields=["linked"], name="mention_of_lost_paper", condition=LOST)]

    def __str__(self) -> str:
        return self.url or self.section

    def get_absolute_url(self) -> str:
        """The section of the note; the note itself where nothing stands above it."""
        return f"{self.note.session.get_absolute_url()}#{self.section_id or 'note'}"

    @property
    def page_of_paper(self) -> str:
        return reverse("paper", args=[self.linked])

    @property
    def said(self) -> tuple:
        """All of it, for comparing."""
        return self.section_id, self.section, self.url, self.key, self.excerpt, self.paper_id, self.linked


def key_of(mentioned: Mentioned) -> str:
    """What a link or heading is looked up by; "" for what can mean no paper."""
    if not mentioned.url:
        title = title_key(NUMBERED.sub("", mentioned.section))
        return f"title:{title}" if len(title.split()) >= FEWEST_WORDS else ""
    for kind, value in zip(FIELDS, identifiers_of_url(mentioned.url).items(), strict=False):
        if value:
            return f"{kind}:{value}"
    return f"url:{link_key(mentioned.url)}"


def keys_of(papers: Collection[int]) -> set[str]:
    """Every key that means, or after a change may mean, one of these papers."""
    keys = set()
    for model, name in ((Paper, "pk"), (MergedPaper, "paper")):
        for values in model.objects.filter(**{f"{name}__in": papers}).order_by().values_list(*FIELDS.values()):
            keys |= keys_by_field(values)
    links = PaperLink.objects.filter(paper__in=papers).order_by().values_list("key", flat=True)
    return keys | {f"url:{key}" for key in links}


def keys_by_field(values: Iterable[str | None]) -> set[str]:
    """`values`: a paper's, in the order of FIELDS."""
    return {f"{kind}:{value}" for kind, value in zip(FIELDS, values, strict=True) if value}


def mentions_in(found: Iterable[Mentioned]) -> list[Mention]:
    """Rows to be, in the order of the text, each with its paper: four queries at most."""
    keyed = [(one, key_of(one)) for one in found]
    keyed = [(one, key) for one, key in keyed if key and len(key) <= LONGEST_KEY and "\0" not in one.url + key]
    meanings = meant({key for _, key in keyed})
    return [
        Mention(
            position=position,
            section_id=one.section_id,
            section=one.section,
            url=one.url,
            key=key,
            excerpt=one.excerpt,
            paper_id=meanings[key][0],
            linked=meanings[key][1],
        )
        for position, (one, key) in enumerate(keyed)
    ]


def meant(keys: Collection[str]) -> dict[str, tuple[int | None, str]]:
    """Key -> (the paper, its slug); no paper where none or several are meant, no slug where it is not public."""
    papers: dict[str, set[int]] = {key: set() for key in keys}
    for key, paper in holders(keys):
        if key in papers:
            papers[key].add(paper)
    alone = {key: next(iter(found)) for key, found in papers.items() if len(found) == 1}
    public = Paper.objects.filter(public_paper(), pk__in=set(alone.values())) if alone else Paper.objects.none()
    slugs = dict(public.order_by().values_list("pk", "slug"))
    return {key: (alone.get(key), slugs.get(alone.get(key), "")) for key in keys}


def holders(keys: Collection[str]) -> Iterator[tuple[str, int]]:
    """(key, paper) of those that have one of these, or had it before they were merged; other keys of theirs as well."""
    values: dict[str, list[str]] = {}
    for key in keys:
        kind, _, value = key.partition(":")
        values.setdefault(kind, []).append(value)
    if urls := values.pop("url", ()):
        for value, paper in PaperLink.objects.filter(key__in=urls).order_by().values_list("key", "paper"):
            yield f"url:{value}", paper
    if values:
        named = reduce(or_, (Q(**{f"{FIELDS[kind]}__in": some}) for kind, some in values.items()))
        merged = [(MergedPaper, "paper")] if MergedPaper.objects.exists() else []  # few libraries have any
        for model, owner in [(Paper, "pk"), *merged]:
            for paper, *fields in model.objects.filter(named).order_by().values_list(owner, *FIELDS.values()):
                yield from ((key, paper) for key in keys_by_field(fields))
