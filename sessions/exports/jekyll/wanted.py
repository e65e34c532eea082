"""What people changed of an imported post: rows against what the importer last wrote."""

from dataclasses import dataclass, field, replace

from readings.models import Paper, link_key
from sessions.importing.apply import index_of
from sessions.importing.merge import plain as plain_value
from sessions.importing.records import value_of
from sessions.importing.site import join_address
from sessions.models import BlogNote, Post, Reading, Session
from sessions.posts import Link, ParsedPost, ParsedReading, ParsedSession

VALUES = ("title", "date", "number", "status", "lead_team", "blog_team", "introduction")
OWN_FIELDS = ("requirement", "presenter", "topic", "instruction", "remarks")
PAPER_FIELDS = ("title", "published", "venue", "abstract")


@dataclass
class Wanted:
    """Changes of one session. `values` are field -> new value; of readings old -> new, None for a deleted one."""

    index: int
    values: dict[str, object] = field(default_factory=dict)
    added_names: dict[str, list[str]] = field(default_factory=dict)  # tags, categories
    removed_names: dict[str, list[str]] = field(default_factory=dict)
    readings: list[tuple[ParsedReading, ParsedReading | None]] = field(default_factory=list)
    new_readings: list[tuple[int, ParsedReading]] = field(default_factory=list)  # (how many come before, reading)
    orders: list[list[ParsedReading]] = field(default_factory=list)  # of one requirement: as they were, in new order
    left: list[str] = field(default_factory=list)  # what posts have no words for

    def __bool__(self) -> bool:
        named = any((*self.added_names.values(), *self.removed_names.values()))
        return bool(self.values or self.readings or self.new_readings or self.orders or self.left or named)


def wanted_of(post: Post, given: ParsedPost, site: str) -> list[Wanted]:
    """The changes of each session of a post. `given`: the post's text as it was imported, read."""
    rows = {index_of(row.source): row for row in post.sessions.all()}
    found = []
    for index, parsed in enumerate(given.sessions):
        wanted = Wanted(index)
        if row := rows.get(index):
            session_changes(wanted, row, parsed)
            note_changes(wanted, row, parsed)
            reading_changes(wanted, row, parsed, site)
        else:
            wanted.left.append(f"the session “{parsed.title[:80]}” was deleted here; its text stays in the post")
        found.append(wanted)
    return found


def session_changes(wanted: Wanted, row: Session, parsed: ParsedSession) -> None:
    for name in VALUES:
        if name in row.as_given and plain_value(value_of(row, name)) != plain_value(row.as_given[name]):
            wanted.values[name] = getattr(row, name)
    for name in ("tags", "categories"):
        ours = [item.name for item in getattr(row, name).all()]
        given = row.as_given.get(name, [])
        folded_ours, folded = {n.casefold() for n in ours}, {n.casefold() for n in given}
        wanted.added_names[name] = [n for n in ours if n.casefold() not in folded]
        wanted.removed_names[name] = [n for n in given if n.casefold() not in folded_ours]
    deck_changes(wanted, row, parsed)


def deck_changes(wanted: Wanted, row: Session, parsed: ParsedSession) -> None:
    """The decks of the session itself, as the addresses a post would name."""
    addresses = [deck.address for deck in parsed.slides]
    here: dict[str, str] = {}
    for deck in (deck for deck in row.slides.all() if deck.reading_id is None):
        given = deck.as_given.get("address")
        moved = bool(given) and (deck.url != deck.as_given["url"] or str(deck.file) != deck.as_given["file"])
        if given and not moved:
            here[given] = given
        elif deck.url:
            here[given or deck.url] = deck.url
        else:
            wanted.left.append(f"the uploaded slides “{deck}” have no address on the site")
            here[given or str(deck)] = given or ""
        if given and deck.label != deck.as_given.get("label", deck.label):
            wanted.left.append(f"the label of the slides “{deck}”")
    now = [here.pop(address) for address in addresses if address in here]
    now += [address for address in here.values() if address]
    if now != addresses:
        wanted.values["slides"] = tuple(now)


def note_changes(wanted: Wanted, row: Session, parsed: ParsedSession) -> None:
    """The imported note; where there was none, the first published one that a person wrote."""
    notes = list(row.notes.all())
    imported = next((note for note in notes if note.as_given), None)
    by_hand = [note for note in notes if not note.as_given]
    published = BlogNote.State.PUBLISHED
    if imported is None and parsed.note and row.as_given.get("note"):
        wanted.values["note"] = None
    elif imported is None and not parsed.note:
        first = next((note for note in by_hand if note.state == published), None)
        if first:
            by_hand.remove(first)
            wanted.values |= {"note": first.markdown, "note_title": first.title}
    elif imported and parsed.note:
        changed = [
            n for n in ("markdown", "title") if plain_value(getattr(imported, n)) != plain_value(imported.as_given[n])
        ]
        if changed and imported.versions.waiting().filter(imported=True).exists():
            wanted.left.append("the note: its post says something new that waits to be accepted or declined")
            changed = []
        wanted.values |= {"note" if n == "markdown" else "note_title": getattr(imported, n) for n in changed}
        if imported.state != published:
            wanted.left.append("the note is not published here; its text stays in the post")
    wanted.left += [f"a second note, “{note}”" for note in by_hand if note.state == published]


def reading_changes(wanted: Wanted, row: Session, parsed: ParsedSession, site: str) -> None:
    rows = list(row.readings.all())
    by_entry = entries_of([r for r in rows if r.as_given], parsed)
    pks = {reading.pk for reading in rows}
    deleted = [stub for stub in row.as_given.get("readings", []) if stub["pk"] not in pks]
    kept: dict[int, ParsedReading] = {}
    for entry in parsed.readings:
        reading = by_entry.get(entry.line, {}).get(entry.title)
        if reading is None:
            gone = any((s["title"], s["requirement"]) == (entry.title, entry.requirement) for s in deleted)
            wanted.readings += [(entry, None)] if gone else []
            continue
        if reading.withdrawn:
            wanted.readings += [(entry, None)] if not reading.as_given.get("withdrawn") else []
            continue
        kept[reading.pk] = entry
        new = as_wanted(entry, reading, site)
        if new != entry:
            wanted.readings.append((entry, new))
        deck_labels = {deck.address for deck in entry.slides}
        if {d.as_given.get("address") for d in row.slides.all() if d.reading_id == reading.pk} != deck_labels:
            wanted.left.append(f"the slides of “{entry.title[:80]}”")
    order = [reading for reading in sorted(rows, key=lambda r: (r.position, r.pk)) if not reading.withdrawn]
    for place, reading in enumerate(order):
        if not reading.as_given:
            before = sum(other.pk in kept for other in order[:place])
            wanted.new_readings.append((before, of_paper(reading)))
    for requirement in {reading.requirement for reading in order}:
        group = [reading for reading in order if reading.pk in kept and reading.requirement == requirement]
        given = [reading.as_given["position"] for reading in group]
        if given != sorted(given):
            wanted.orders.append([kept[reading.pk] for reading in group])


def entries_of(rows: list[Reading], parsed: ParsedSession) -> dict[int, dict[str, Reading]]:
    """Line and title of an entry -> its row; the title alone where an older parser counted lines otherwise."""
    found: dict[int, dict[str, Reading]] = {}
    titles = {(entry.line, entry.title) for entry in parsed.readings}
    for row in rows:
        line, title = row.as_given.get("line", 0), row.as_given.get("title", "")
        if (line, title) not in titles:
            line = next((entry.line for entry in parsed.readings if entry.title == title), 0)
        found.setdefault(line, {})[title] = row
    return found


def as_wanted(entry: ParsedReading, row: Reading, site: str) -> ParsedReading:
    """The entry with what people changed of its reading and of the paper."""
    paper, given = row.paper, row.as_given
    values = {n: getattr(row, n) for n in OWN_FIELDS if plain_value(getattr(row, n)) != plain_value(given[n])}
    if given.get("paper") != paper.pk:  # a person gave the reading another paper
        other = of_paper(row)
        values |= {name: getattr(other, name) for name in (*PAPER_FIELDS, "authors", "links")}
        return replace(entry, **values)
    for name in PAPER_FIELDS:
        value = getattr(paper, name)
        if plain_value(value) != plain_value(paper.as_given.get(name, value)):
            values[name] = value
    people = [authorship.author for authorship in paper.authorships.all()]
    if [author.pk for author in people] != paper.as_given.get("authors", [author.pk for author in people]):
        values["authors"] = tuple(author.name for author in people)
    return replace(entry, **values, links=links_wanted(entry, paper, site))


def links_wanted(entry: ParsedReading, paper: Paper, site: str) -> tuple[Link, ...]:
    """The entry's links without those that a person removed, with the new addresses and labels, then the added."""
    here = {link.key: link for link in paper.links.all()}
    once = {link_key(link["url"]): link for link in paper.as_given.get("links", [])}
    links, own = [], set()
    for link in entry.links:
        whole = join_address(site, link.url) if link.url.startswith("/") and site else link.url
        key = link_key(whole)
        own.add(key)
        if key in once and key in here:
            changed_url = here[key].url if here[key].url != once[key]["url"] else link.url
            changed_label = here[key].label if here[key].label != once[key]["label"] else link.label
            links.append(Link(changed_url, changed_label))
        elif key not in once:
            links.append(link)
    links += [Link(row.url, row.label) for key, row in here.items() if key not in own and key not in once]
    return tuple(links)


def of_paper(row: Reading) -> ParsedReading:
    """An entry for a reading that no post gave. A paper without any link is told by its identifier."""
    paper = row.paper
    links = [Link(link.url, link.label) for link in paper.links.all()]
    if not links and (paper.arxiv_id or paper.doi):
        links = [Link(f"https://arxiv.org/abs/{paper.arxiv_id}" if paper.arxiv_id else f"https://doi.org/{paper.doi}")]
    return ParsedReading(
        title=paper.title,
        authors=tuple(authorship.author.name for authorship in paper.authorships.all()),
        links=tuple(links),
        **{name: getattr(paper, name).replace("\r\n", "\n") for name in ("published", "venue", "abstract")},
        **{name: getattr(row, name).replace("\r\n", "\n") for name in OWN_FIELDS},
    )
