"""BibTeX, by pybtex.

Fields: "BibTeXing", https://ctan.org/pkg/bibtex; eprint and archivePrefix: https://info.arxiv.org/help/hypertex/bibstyles
"""

from collections.abc import Sequence

from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.output.bibtex import Writer

from .keys import keys_of
from .latex import latex, latex_title
from .people import name_parts
from .works import Work, WorkType

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CONTAINER = {WorkType.ARTICLE: "journal", WorkType.CONFERENCE: "booktitle"}
# What would end or open a field inside an address.
IN_ADDRESSES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20", '"': "%22"})


class LatexWriter(Writer):
    """Values are LaTeX already, all in braces: within quotation marks some programs read % as a comment."""

    def _write_field(self, stream, type, value) -> None:
        # pybtex itself would escape addresses, which LaTeX takes as they are, and put months in quotation marks.
        stream.write(f",\n    {type} = {value if type == 'month' else f'{{{value}}}'}")


def bibtex(works: Sequence[Work]) -> str:
    """A .bib file with an entry for each work, in UTF-8."""
    entries = {key: entry_of(work) for key, work in zip(keys_of(works), works, strict=True)}
    return LatexWriter(encoding="UTF-8").to_string(BibliographyData(entries))


def entry_of(work: Work) -> Entry:
    year, month, day = (*work.date_parts, 0, 0, 0)[:3]
    fields = {
        "title": latex_title(work.title),
        CONTAINER.get(work.type, "howpublished"): latex(work.container),
        "publisher": latex(work.publisher),
        "year": str(year) if year else "",
        "month": MONTHS[month - 1] if month else "",
        "day": str(day) if day else "",
        "eprint": work.arxiv_id,
        "archivePrefix": "arXiv" if work.arxiv_id else "",
        "doi": work.doi.translate(IN_ADDRESSES),
        "url": work.url.translate(IN_ADDRESSES),
        "keywords": latex(", ".join(keyword.replace(",", " ") for keyword in work.keywords)),
        "abstract": latex(work.abstract),
    }
    persons = [_person(author) for author in work.authors]
    return Entry(
        work.type.bibtex,
        fields=[(name, value) for name, value in fields.items() if value],
        persons={"author": persons} if persons else {},
    )


def _person(author: str) -> Person:
    name = name_parts(author)
    if name.is_group:
        return Person(last=f"{{{latex(name.family)}}}")
    return Person(
        first=latex(name.given), prelast=latex(name.particle), last=latex(name.family), lineage=latex(name.suffix)
    )
