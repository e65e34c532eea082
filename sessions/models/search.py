"""What the search looks through: texts prepared for both databases' indexes. Written by sessions.search alone."""

from django.db import models


class SearchDocument(models.Model):
    """One public thing, or a part of it, as it is found and shown.

    The migration that makes this table puts a full-text index beside it that follows every insertion and deletion:
    an FTS5 table on SQLite, a weighted tsvector on PostgreSQL. The small columns stand first: SQLite then need not
    read a long text to reach them.
    """

    class Kind(models.TextChoices):
        PAPER = "paper", "paper"
        PERSON = "person", "person"
        SESSION = "session", "session"
        NOTE = "note", "note"
        PAGE = "page", "course page"
        DECK = "deck", "slides"

    kind = models.CharField(max_length=8, choices=Kind)
    object_id = models.PositiveBigIntegerField()
    part = models.PositiveIntegerField(default=0)  # 0: the whole; else a note's section, a deck's page
    digest = models.CharField(max_length=32)  # of all other columns: what has not changed is not written again
    times_read = models.PositiveIntegerField(default=0)
    facets = models.TextField(blank=True)  # "kind:paper course:2024sp year:2017 tag:agents is:required"
    address = models.TextField()
    detail = models.TextField(blank=True)
    title = models.TextField()
    people = models.TextField(blank=True)  # a name on each line
    # Folded and stemmed in Python, so that both databases look for the same words.
    # `words` has title and people unstemmed.
    title_terms = models.TextField(blank=True)
    people_terms = models.TextField(blank=True)
    words = models.TextField(blank=True)
    opening = models.TextField(blank=True)  # of body_terms: as much as the order of results is decided by
    body_terms = models.TextField(blank=True)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id", "part"], name="one_document_per_part")]

    def __str__(self) -> str:
        return self.title


class SearchTrigram(models.Model):
    """Three letters in a row of a word of a title or name: for words that are misspelt."""

    gram = models.CharField(max_length=3)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gram", "word"], name="one_row_per_trigram")]

    def __str__(self) -> str:
        return f"{self.gram}: {self.word}"
