"""What a piece of a reading's text says: a date, a venue, a label, nothing but addresses. Pure functions on strings."""

import re
from datetime import date

from .vocabulary import ACRONYMS, NOT_NAMES

MONTHS = {
    name[:3]: number
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
}
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
YEAR = r"(?:19[5-9]\d|20\d\d)"
DATE_FORMS = (
    (rf"(?P<y>{YEAR})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})"),
    (rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<M>{MONTH}),?\s+(?P<y>{YEAR})"),
    (rf"(?P<M>{MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>{YEAR})"),
    (rf"(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})/(?P<y>{YEAR})"),
    (rf"(?P<M>{MONTH}),?\s+(?P<y>{YEAR})"),
    (rf"(?P<y>{YEAR})[-/](?P<m>0[1-9]|1[0-2])"),
    (rf"(?P<y>{YEAR})"),
)
DATE = [re.compile(rf"(?<![\w/.-]){form}(?![\w/-]|\.\d)", re.I) for form in DATE_FORMS]
SUBMITTED = re.compile(
    r"[\[(]?\s*(?:originally )?(?:submitted|published|posted|released|filed|issued|first published)(?: on)?:?\s+"
    r"([^\])]*)[\])]?",
    re.I,
)

# Identifiers written as text rather than as links.
IDENTIFIER = re.compile(r"\b(?:doi:\s*(?P<doi>10\.\d{4,9}/[^\s,;\"<>]+)|arxiv:\s*(?P<arxiv>\d{4}\.\d{4,5}))", re.I)
# The acronym of a conference or journal may carry a year and a track.
VENUE_NAME = "|".join(sorted(ACRONYMS, key=len, reverse=True))
TRACK = (
    r"(?:\s+(?i:Findings|Workshops?|Tutorials?|Orals?|Position(?: Papers?)?|Spotlights?|Posters?|Main|Demos?"
    r"|(?:Datasets and Benchmarks|D&B|Industry|Main|Demo)(?: Track)?|(?:Best|Outstanding) Paper(?: Award)?))*"
)
YEARLY_ACRONYM = rf"[A-Z]{{2,}}[A-Za-z]*\s?['’]\d{{2}}(?!\d){TRACK}(?:\s+Companion)?"  # "FAST '16"
OAKLAND = rf"S&P(?=\s(?:{YEAR}|['’]?\d\d(?!\d))|['’]\d\d)"  # no index of shares
ACRONYM_VENUE = (
    rf"(?:{YEARLY_ACRONYM}|(?:Findings of\s+)?(?:[A-Za-z]+@)?(?:USENIX\s+(?:Security|ATC)|IEEE\s+S&P|{OAKLAND}|(?:IEEE"
    rf"|ACM)\s+(?:{VENUE_NAME})|(?:{VENUE_NAME})(?:-IJCNLP)?)"
    rf"(?:[ '’-]?\s*(?:{YEAR}|['’]?\d{{2}})(?!\d))?{TRACK}(?:\s+{YEAR}(?!\d))?)"
)
# "InfoVis 2014", "JCGS 2010", where they stand alone
ANY_ACRONYM = (
    r"(?-i:(?!OpenAI|DeepMind|Ma?c[A-Z]|(?:De|La|Le|Di|Du|Van|Fitz)[A-Z])(?:[A-Z]{3,8}|[A-Z][a-z]+[A-Z][A-Za-z]{1,12}))"
    rf"\s?(?:{YEAR}|['’]\d\d(?!\d))"
)
JOURNALS = (
    r"(?:Nature(?:\s+(?:Machine Intelligence|Methods|Medicine|Communications|Biotech(?:nology)?"
    r"|Physics|Neuroscience|Genetics|Computational Science|Human Behaviou?r|Reviews(?:\s+\w+)?))?"
    r"|Science(?:\s+(?:Advances|Robotics))?|Genome (?:Research|Biology)|Nucleic Acids Research|Scientific Reports"
    r"|Bioinformatics|PLo?S(?:\s+(?:One|Computational Biology|Biology|Genetics))?|Cell(?:\s+(?:Systems|Reports))?|PNAS"
    r"|Communications of the ACM|CACM|Distill"
    r"|Neural Computation|Machine Learning Journal|Pattern Recognition|The Lancet|NEJM|JAMA)"
)
ARXIV_VENUE = rf"[Aa]r[Xx]iv(?:\s+preprint)?\s+{YEAR}(?!\.?\d)"
PROCEEDINGS = (
    r"(?:In\s+)?(?:Proceedings|Proc\.|Advances|Transactions|Journal|Annals|Communications"
    r"|IEEE Transactions|ACM Transactions)\s+(?:of|in|on)\s+[^.;]{3,120}"
)
VENUE = re.compile(rf"(?<![\w@-])(?:{ACRONYM_VENUE}|{ARXIV_VENUE})(?![\w-])")
WHOLE_VENUE = re.compile(
    r"\s*(?:(?:accepted|published|presented|appeared|appears|to appear)\s+(?:as\s+an?\s+[a-z ]{3,30}\s+)?"
    r"(?:in|at|to|by|for)\s+|in\s+)?"
    rf"(?P<venue>{ACRONYM_VENUE}|{ANY_ACRONYM}|{JOURNALS}(?:,?\s+{YEAR})?|{ARXIV_VENUE}|{PROCEEDINGS})"
    r"(?:,?\s*\(?(?:oral|spotlight|poster|demo|highlight|notable|(?:best|outstanding) paper)\b[^()]{0,20}\)?)?"
    r"\s*[.,;]?\s*",
    re.I,
)
LABEL = re.compile(
    r"\s*[*_`]*(?P<label>authors?|by|(?:authored|written) by|venue|published(?: in| at)?|conference|journal|date|year"
    r"|links?|urls?|paper(?: link| url)?|pdf|arxiv|doi"
    r"|code|github(?: repository| repo)?|repo(?:sitory)?|project(?: page| site)?|website"
    r"|homepage|blog(?:post)?(?: post)?|video|talk|slides?|deck"
    r"|leaderboard|demo|dataset|abstract|summary|description|tl;?dr|comments?|subjects?"
    r"|related(?: post| paper| link| reading| doi)?s?|see also"
    r"|cite as|journal[- ]ref(?:erence)?|report number|(?:acm|msc)[- ]class(?:es)?|license|keywords?"
    r"|presenters?|presented by|speakers?|(?:discussion )?lead(?:er)?s?|(?:discussion )?led by"
    r"|leading(?: the)? discussion|facilitator|discussant|hosts?|moderator"
    r"|topic|read|instructions?|note|openreview|model|title"
    r"|referenced in|source|available(?: at)?|from)"
    r"[*_`]*\s*[:：]{1,2}[*_`]*\s*",
    re.I,
)


HAS_DIGIT = re.compile(r"\d")
READING_TIME = re.compile(r"\s*[·•●|,–—-]\s*\d{1,3}[\s-]min(?:ute)?s?(?:\s+read)?\.?$", re.I)


def find_date(text: str) -> str:
    """The first date in `text`, as exactly as written: 2024-01-30, 2024-01 or 2024; "" where there is none."""
    for form in DATE:
        for match in form.finditer(text):
            if found := _iso(match.groupdict()):
                return found
    return ""


def _iso(parts: dict[str, str | None]) -> str:
    year, day = int(parts["y"] or 0), parts.get("d")
    month = MONTHS[parts["M"][:3].lower()] if parts.get("M") else int(parts.get("m") or 0)
    try:
        date(year, month or 1, int(day or 1))
    except ValueError:
        return ""
    return f"{year}" + (f"-{month:02d}" if month else "") + (f"-{int(day):02d}" if day else "")


def only_date(text: str) -> str:
    """The date of a line that says nothing else ("2024/1/30", "[Submitted on 22 Aug 2023 (v1), ...]"), or ""."""
    text = text.strip()
    if not HAS_DIGIT.search(text):  # most lines
        return ""
    if re.match(r"\[v\d+\]\s", text) and len(text) < 80:  # arXiv's submission history
        return find_date(text)
    if (submitted := SUBMITTED.match(text)) and len(text) < 160:
        return find_date(submitted[1].split("(v1)")[0]) or find_date(submitted[1])
    text = READING_TIME.sub("", text)
    bare = re.sub(r"^\(?(?:updated|date|year|published)\s*:?\s*|[()\[\].,;]", " ", text, flags=re.I).strip()
    for form in DATE:
        if match := form.fullmatch(bare):
            return _iso(match.groupdict())
    return ""


def only_venue(text: str) -> str:
    """The venue of a line that names nothing else, or ""."""
    match = WHOLE_VENUE.fullmatch(text.strip().strip("*_"))
    return match["venue"].strip() if match and len(text) < 160 else ""


def find_venue(text: str) -> str:
    """The first venue named in running text ("v3 is the ICLR camera ready version" -> "ICLR")."""
    match = VENUE.search(text)
    return match[0].strip() if match else ""


def venue_year(venue: str) -> str:
    """A four-digit year of a venue counts as a date; "ICLR17" does not."""
    match = re.search(rf"(?<!\d){YEAR}(?!\d)", venue)
    return match[0] if match else ""


YEARLY = rf",\s+(?P<venue>[^,]{{2,60}}\s{YEAR})$"  # "Title, Nature 2021"


# "Cognitive Science 1985"
DATED_NAME = re.compile(rf"(?P<name>[A-Z][\w&.-]+(?:\s(?:of|and|in|on|the|for|&|[A-Z][\w&.-]+)){{1,6}}),?\s{YEAR}")
SEASONS = re.compile(rf"\b(?:{MONTH}|spring|summer|fall|autumn|winter)(?!\w)", re.I)


def dated_journal(text: str) -> str:
    """A name of several words before a year, one of them a word of titles as no person's is; "" for any other."""
    match = DATED_NAME.fullmatch(text.strip())
    words = match["name"].split() if match and not SEASONS.search(text) else []
    return text.strip() if any(len(w) > 3 and w[0].isupper() and w.casefold() in NOT_NAMES for w in words) else ""


def split_venue_tail(title: str) -> tuple[str, str]:
    """(title, venue) of "Title / EMNLP2023", "Title, ICML17 Tutorial", "Title (NeurIPS 2020)", "Title WNLP@ACL2019"."""
    for form in (r"\s+/\s+(?P<venue>[^/]{2,80})$", r"\s*[(\[](?P<venue>[^()\[\]]{2,80})[)\]]$", YEARLY):
        if (
            (tail := re.search(form, title))
            and tail.start() >= 4
            and (venue := only_venue(tail["venue"]) or dated_journal(tail["venue"]))
        ):
            return title[: tail.start()].rstrip(), venue
    tail = re.search(
        (
            rf"(?:\s*[/|,]\s*|\s+[-–—]\s+|\s*\(\s*(?=[^()]*\)\s*$)|\s*\[\s*(?=[^\[\]]*\]\s*$)"
            rf"|\s+)(?P<venue>{ACRONYM_VENUE}|{ARXIV_VENUE})\s*[)\]]?[\s.,]*$"
        ),
        title,
    )
    if not tail or tail.start() < 4:
        return title, ""
    marked = not re.fullmatch(r"\s+", title[tail.start() : tail.start("venue")])
    if not marked and not re.search(r"\d", tail["venue"]):
        return title, ""  # "... at ICLR" may belong to the title
    return title[: tail.start()].rstrip(" ,/|-"), tail["venue"].strip()


# "Title, July 31, 2024", "Title, May 2025"
DAY_TAIL = re.compile(rf"(?:,|\s[–—-])\s+((?:{MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{MONTH}|{MONTH}),?\s+{YEAR})$", re.I)


def split_date_tail(title: str) -> tuple[str, str]:
    """(title, date) of "Title (March 2025)" or "Title (August 2024, Updated 2025)"; the first date counts."""
    tail = re.search(r"\s*[(\[]([^()\[\]]{4,60})[)\]]\s*$", title) or DAY_TAIL.search(title)
    if not tail:
        return title, ""
    words = re.sub(
        rf"{MONTH}|{YEAR}|\b\d{{1,2}}(?:st|nd|rd|th)?\b|updated|revised|submitted|published|v\d+|on|to"
        rf"|arxiv(?=,?\s+{MONTH})|blog(?:\s?post)?|post|video|talk|preprint|tutorial|report|[-–,./]",
        "",
        tail[1],
        flags=re.I,
    )
    found = find_date(re.split(r"[,;]\s*(?:updated|revised)", tail[1], flags=re.I)[0]) if not words.strip() else ""
    return (title[: tail.start()].rstrip(), found) if found else (title, "")


def split_label(text: str) -> tuple[str, str]:
    """("authors", "rest") of "Authors: rest"; ("", text) where no known label leads."""
    match = LABEL.match(text)
    return (re.sub(r"\s+", " ", match["label"].lower()), text[match.end() :]) if match else ("", text)
