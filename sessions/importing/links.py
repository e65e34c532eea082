"""A paper's links: a set whose members, labels and order follow its posts wherever no person has changed them."""

from collections.abc import Sequence

from readings.models import Paper, PaperLink, link_key, link_kind

from .merge import merge_set, merge_value


def links_given(derived: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Links as a paper's as_given keeps them."""
    return [{"url": url, "label": label} for url, label in derived]


def write_links(
    paper: Paper, base: list[dict], theirs: Sequence[tuple[str, str]], ours: list[PaperLink]
) -> list[PaperLink]:
    """Bring the rows in step; returns the new ones, not yet saved. `base`: what was given before; `ours`: the rows."""
    given_before = {link_key(link["url"]): link for link in base}
    new = {link_key(url): (url, label) for url, label in theirs}
    rows = {link.key: link for link in ours}
    wanted = merge_set(given_before, rows, new, key=str).value
    if not in_order_given(list(rows), list(given_before)):
        wanted = [key for key in rows if key in wanted] + [key for key in wanted if key not in rows]
    if gone := [row.pk for key, row in rows.items() if key not in wanted]:
        PaperLink.objects.filter(pk__in=gone).delete()
    made = []
    for position, key in enumerate(wanted):
        if key in rows:
            update_link(rows[key], given_before.get(key), new.get(key), position)
        else:
            url, label = new[key]
            made.append(PaperLink(paper=paper, url=url, label=label, key=key, kind=link_kind(url), position=position))
    return made


def in_order_given(here: list[str], given: list[str]) -> bool:
    """Whether the links that are both here and given stand in the order given."""
    both = set(here) & set(given)
    return [key for key in here if key in both] == [key for key in given if key in both]


def update_link(row: PaperLink, base: dict | None, new: tuple[str, str] | None, position: int) -> None:
    """Place a link, and write its address and label as given unless a person has changed them."""
    values = {"position": position}
    if base and new:
        for name, value in zip(("url", "label"), new, strict=True):
            values[name] = merge_value(base[name], getattr(row, name), value).value
    if any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
