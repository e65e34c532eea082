"""What a heading says: a section of the reading list, the start of the blog, a gathering of papers, or a title."""

import re
from difflib import get_close_matches
from functools import lru_cache

from .structure import MORE, REQUIRED, UNSPECIFIED

THINGS = (
    r"(?:readings?|papers?|paper\(s\)|reading\(s\)|materials?|resources?|articles?|references|texts?|literature|works?"
    r"|links?|posts?|lists?|reading\s+lists?|videos?|preparation|sources?|publications?|viewings?|watching)"
)
REQUIRED_WORDS = (
    r"(?:required?|mandatory|must[\s-]*(?:reads?|readings?)|compulsory|core|main|primary|key|assigned|essential"
    r"|(?:please\s+)?(?:to\s+)?read\s+(?:this\s+|these\s+|it\s+)?before\s+(?:the\s+)?(?:class|session|meeting|lecture)"
    r"|(?:what\s+to\s+)?read\s+(?:before|by)\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:to\s+)?(?:be\s+)?read\s+(?:beforehand|in\s+advance)|everyone\s+reads|all\s+read|for\s+(?:everybody|everyone|all)"
    r"|before\s+(?:the\s+)?(?:class|session|meeting|lecture)|pre-?class|pre-?reading)"
)
MORE_WORDS = (
    r"(?:even\s+more|more|extra(?:\s+credit)?|bonus|(?:(?:some|classic|historical|technical|useful|general)\s+)?background|optional|related|additional|further|secondary|side"
    r"|supplementa(?:ry|l)|supplements?|complementary|suggested|recommended|follow-?ups?|companion"
    r"|maybe|post-?(?:class|reading)|other|deeper|extended|advanced|non-?required|not\s+required(?:,?\s+but\s+(?:good|nice|fun|useful|helpful|interesting|worth\w*|recommended)(?:\s+to\s+(?:read|know|have))?)?|also|nice\s+to\s+(?:read|have)"
    r"|(?:to\s+read\s+)?after\s+(?:the\s+)?(?:class|session|meeting|lecture)"
    r"|see\s+also|also\s+useful|you\s+(?:may|might)\s+also\s+(?:like|enjoy)|go(?:ing)?\s+(?:further|deeper)|deep(?:er)?\s+dives?|digging\s+deeper|worth\s+a\s+look"
    r"|(?:also\s+)?(?:of\s+)?interest(?:ing)?|for\s+(?:the\s+)?(?:interested|curious)(?:\s+readers?)?"
    r"|(?:just\s+|not\s+for\s+class,?\s+(?:but\s+)?)?(?:for\s+)?fun|if\s+you\s+want\s+(?:more|some)(?:\s+(?:background|context|details?))?"
    r"|for\s+those\s+who\s+(?:want|would\s+like)\s+(?:to\s+(?:know|read|learn)\s+)?more"
    r"|for\s+more|if\s+you(?:[’']re|\s+are|\s+have)\s+(?:interested|curious|(?:(?:more|the|some)\s+)?time)|if\s+time\s+permits"
    r"|(?:if\s+you(?:\s+want\s+to|’d\s+like\s+to|'d\s+like\s+to)?|to)\s+(?:(?:know|learn|read|explore)\s+more|(?:go|dig|read)\s+(?:deeper|further))|want\s+(?:to\s+know\s+)?more\??)"
)
OWNERS = (
    r"(?:the|this\s+week[’']?s|today[’']?s|weekly|seminar|session|course|class|lecture|our|discussion|selected|suggested"
    r"|week\s+\d+)"
)
DAY = (
    r"(?:(?:(?:next|this)\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day|next\s+(?:time|week|class)"
    r"|the\s+(?:first|second)\s+(?:class|session))"
)
PLAIN_THINGS = (
    rf"(?:(?:for\s+{DAY},?\s+)?please\s+read|what\s+to\s+(?:watch|look\s+at|listen\s+to))|"
    rf"(?:{OWNERS}\s+)*(?:readings?(?:\s+(?:lists?|materials?|assignments?|on))?|papers?(?:\(s\))?(?:\s+(?:lists?|presentations?"
    r"|to\s+(?:read|discuss|be\s+(?:read|discussed|presented))|discussed|presented|covered|read))?|references|bibliography|literature"
    r"|materials?|to\s+read|what\s+(?:to|we)\s+read|(?:watch|read)\s+and\s+(?:read|watch)|read|watch|listen)"
    r"(?:\s+for\s+(?:this\s+|the\s+|today|next\s+)?(?:week|session|class|meeting|lecture|discussion)?(?:\s+\d+)?)?"
)
# "for presenters", "before class", a number: said of a section without changing what it is.
SCOPE = (
    r"(?:\s+(?:for|before|in|of|from)\s+(?:this\s+|the\s+|all\s+|today[’']?s\s+)?"
    r"(?:week|session|class|meeting|lecture|discussion|seminar|talk|presenters?|everyone|everybody|the\s+curious|students?)(?:\s+\d+)?)?"
    r"(?:\s+to\s+(?:read|watch|explore)|\s+(?:that|which)\s+[\w’']+(?:\s+[\w’']+){0,4})?(?:\s+\d{1,2})?"
)
# "Readings and resources", "Readings & discussion questions"
BESIDE = rf"(?:\s*(?:/|,|\band\b|&)\s*(?:(?:discussion\s+)?questions|(?:other\s+)?{THINGS}))*"
TAIL = rf"{SCOPE}(?:\s*\([^()]*\))?\s*(?:[:：\-–—.]+\s*(?P<subtitle>.*))?"
# "Our required readings", "This week's extra papers".
WHOSE = r"(?:(?:our|this\s+week[’']?s|today[’']?s|weekly)\s+)?"
WRITTEN = r"(?:.*\b(?:final|term|response|reaction|student|research|your|position|call|for|of|with|about|and|the)\b)"
# Between two such words; no space can be read in two ways.
JOIN = r"(?:\s*(?:/|,|and\b|&)\s*|\s+)"
FORMS = (
    (
        MORE,
        re.compile(
            rf"{WHOSE}(?:{MORE_WORDS}(?:{JOIN}{MORE_WORDS})*)(?:\s+(?:(?:&|and|/)\s+)?{THINGS})*"
            rf"(?:,\s+{MORE_WORDS})?{TAIL}",
            re.I,
        ),
    ),
    (MORE, re.compile(rf"{THINGS}\s*[\s\-–—:(/]+\s*{MORE_WORDS}\)?{TAIL}", re.I)),
    (
        REQUIRED,
        re.compile(
            rf"{WHOSE}(?:{REQUIRED_WORDS}(?:{JOIN}{REQUIRED_WORDS})*)(?:\s+(?:(?:&|and|/)\s+)?{THINGS})*{TAIL}",
            re.I,
        ),
    ),
    (REQUIRED, re.compile(rf"{THINGS}\s*[\s\-–—:(/]+\s*{REQUIRED_WORDS}\)?{TAIL}", re.I)),
    (UNSPECIFIED, re.compile(rf"{PLAIN_THINGS}{BESIDE}{TAIL}", re.I)),
    # "Seminal papers", "Classic readings": one or two words before the thing, unless it is what students write.
    (UNSPECIFIED, re.compile(rf"(?!{WRITTEN})[\w-]+(?:\s+[\w-]+)?\s+(?:papers|readings){TAIL}", re.I)),
)
# A single word such as "Main" or "Links" is a section only when it is followed by nothing that could be a title.
LONE = re.compile(rf"(?:{THINGS}|core|main|key|also|other|advanced|extended|deeper)\s*[:.]?", re.I)
BLOG = re.compile(
    (
        r"(?:session\s+|class\s+|seminar\s+|our\s+|the\s+)?(?:blog(?:\s*post)?"
        r"|scribe(?:d)?(?:\s+notes)?|(?:session|class|lecture|discussion"
        r"|scribe)\s+notes|(?:session|class|blog)\s+summary)\b\s*(?P<mark>[:：\-–—.]*)\s*(?P<title>.*)"
    ),
    re.I,
)
# Words that begin a note only behind the readings; a name behind them says whose they are.
NOTES = re.compile(
    (
        r"(?:(?:session|class|seminar|meeting|lecture|discussion|reading|group|team|our|the|my)\s+)*"
        r"(?P<word>notes|summary|minutes|write-?\s?up|recap)"
        r"(?P<of>\s+(?:of|from|on|for)\s+(?:(?:the|our|this|today[’']?s)\s+)?(?:session|class|seminar|meeting|lecture|discussion|day|week|papers?|readings?|article))?"
        r"(?P<signed>\s+(?:(?:written|taken|prepared)\s+)?by\s+\S.{0,100}|\s*\([^()]{2,100}\))?"
        r"\s*(?:[:：–—-]+\s*(?P<title>.*))?"
    ),
    re.I,
)
GATHERING = re.compile(
    (
        r"\b(?:papers|readings|articles|tools|libraries|repositories|repos|resources|posts|surveys"
        r"|works|benchmarks|datasets|videos|links|on this topic)\b"
    ),
    re.I,
)
KIND = re.compile(
    r"(?:(?:blog\s*posts?|blogs|videos?|tutorials?|podcasts?|talks?|books?|courses?|code|surveys?|software|libraries|tools?|demos?"
    r"|repositories|repos|datasets?|news|articles?|lectures?)(?:\s*(?:&|and|/|,)\s*)?)+\s*:?",
    re.I,
)
NEVER = re.compile(
    r"(?:discuss(?:ion)?|questions?|agenda|outline|logistics|announcements?|schedule|goals?|objectives?"
    r"|learning\s+(?:goals|objectives|outcomes)|assignments?|homework|exercises?|to\s+hand\s+in|deadlines?|slides?|presentations?|presenters?"
    r"|overview|introduction|summary|description|abstract|instructors?|policies|grading|prerequisites?"
    r"|acknowledge?ments?|recordings?|(?:useful|course)\s+links|to[\s-]?do|forum|tasks?|next\s+(?:week|session|time)|in\s+class|activities|activity|topics?|notes?|feedback|project)"
    r"\b[\s\w]{0,25}[:?]?|(?:course|final|class|term|group)\s+projects?\b(?:\s*[:\-–—].*)?",
    re.I,
)


SOURCES = re.compile(r"(?:primary|secondary)\s+(?:sources?|texts?|literature)\s*:?", re.I)
# "Review (optional)"
IN_BRACKETS = re.compile(
    r"(?P<what>[\w-]+(?:\s+[\w-]+)?)\s*\((?P<word>optional|not required|required|recommended|mandatory)\)\s*:?", re.I
)
SPELLED = ("required", "readings", "reading", "additional", "optional", "recommended", "suggested", "background")
MOST_WORDS_OF_LABEL = 4
MOST_WORDS, LONGEST = 12, 120  # of what stands before a subtitle; characters
SUBTITLE = re.compile(r"[:：–—.]|\s-|\((?!s\))")


# "Paper 2: Attention is all you need" names one.
ONE = re.compile(r"(?:paper|article)\b(?!\(s\))|(?:paper|reading|article)\s+#?\d", re.I)
# Lists of a course's own addresses, where they are no part of a reading list.
TOOLS = re.compile(r"(?:(?:tools?|software|libraries|set-?up|installation)(?:\s*(?:&|and|/|,)\s*)?)+\s*:?", re.I)
RESOURCES = re.compile(r"(?:(?:useful|helpful|online|course)\s+)?(?:resources|links|websites)\s*:?", re.I)


def section_of(text: str) -> tuple[str, str] | None:
    """(requirement, subtitle) of a heading that opens a part of the reading list, or None."""
    text = re.sub(r"\s+", " ", re.sub(r"[*_`\[\]]", "", text)).strip()
    if re.match(r"\W*=", text):
        return None  # "★ = required" explains a mark
    text = re.sub(r"^[^\w]+\s*", "", text)  # an emoji or a dash before the words
    text = re.sub(r"^(?:and|or|but),?\s+(?=if\b)", "", text, flags=re.I).rstrip(" ,")  # "and, if you have time,"
    text = _spelled(re.sub(r"^(?:\d{1,2}|[A-Z]|[IVX]{1,4})[.)]\s+", "", text))
    head = SUBTITLE.split(text, maxsplit=1)[0]
    if len(head) > LONGEST or len(head.split()) > MOST_WORDS:
        return None
    if SOURCES.fullmatch(text):
        return UNSPECIFIED, ""  # as historians tell them apart
    if (said := IN_BRACKETS.fullmatch(text)) and not NEVER.fullmatch(said["what"]):
        return (REQUIRED if said["word"].lower() in ("required", "mandatory") else MORE), ""
    for requirement, form in FORMS:
        match = form.fullmatch(text)
        if match and not (LONE.fullmatch(text) and requirement == REQUIRED):
            subtitle = (match["subtitle"] or "").strip()
            if subtitle and ONE.match(text):
                return None
            enough = requirement != UNSPECIFIED or _plain_enough(subtitle)
            if enough and not _reads_like_title(text, subtitle):
                return requirement, subtitle
    on = re.fullmatch(r"readings?\s+(?:on|for|about)\b\s*:?\s*(.*)", text, re.I)
    return (UNSPECIFIED, on[1]) if on else None


def _spelled(text: str) -> str:
    """The words that open sections as they are spelled, where a few letters were swapped or left out."""

    if len(text.split()) > MOST_WORDS_OF_LABEL:
        return text
    return re.sub(r"[^\W\d_]{6,12}", lambda match: _mended(match[0].casefold()) or match[0], text)


@lru_cache(1000)
def _mended(word: str) -> str:
    """The word of a label that this one is but for a few letters, or ""."""
    close = get_close_matches(word, SPELLED, n=1, cutoff=0.85)
    return close[0] if close and word[0] == close[0][0] and word not in SPELLED else ""


def requirement_said(head: str, word: str) -> str:
    """What "Optional" or "yes" says in a column "Required?" or "Type"; "" for anything else."""
    if section := section_of(word):
        return section[0]
    asked = section_of(head.strip(" ?"))
    said_no = re.match(r"no\b|n$|false\b|[-–✗✘x]$", word, re.I) is not None
    return {REQUIRED: MORE, MORE: REQUIRED}.get(asked[0], "") if asked and said_no else asked[0] if asked else ""


def _plain_enough(subtitle: str) -> bool:
    """ "Papers" and "Reading: Week 3" open a list; "Readings in Database Systems" is a book."""
    return not subtitle or len(subtitle.split()) <= 12


def _reads_like_title(text: str, subtitle: str) -> bool:
    """ "More: A New Benchmark for ..." with no word for readings before the colon may be a title."""
    head = text[: len(text) - len(subtitle)] if subtitle else text
    return bool(subtitle) and not re.search(THINGS, head, re.I) and len(subtitle.split()) > 3


def plain_words(text: str) -> str:
    """Without stars and the picture that may stand before the words."""
    return re.sub(r"^[^\w(\[]+\s*", "", re.sub(r"\s+", " ", text.replace("*", "")).strip())


def blog_title(text: str) -> str | None:
    """The title after "Blog:", "" for a bare one, None for a heading that opens no blog."""
    text = plain_words(text)
    match = BLOG.fullmatch(text)
    if not match:
        return None
    return match["title"].strip() if match["mark"] or not match["title"] else text


def notes_title(text: str) -> str | None:
    """As blog_title, of "Notes", "Summary", "Notes by Ann": words that say so only behind the readings."""
    text = plain_words(text)
    match = NOTES.fullmatch(text)
    if not match:
        return None
    return text.rstrip(" :") if match["signed"] or match["of"] else (match["title"] or "").strip()


def is_signed(text: str) -> bool:
    """Does such a heading say whose notes they are?"""
    match = NOTES.fullmatch(plain_words(text))
    return bool(match and match["signed"])


def is_gathering(text: str) -> bool:
    """Does the heading gather entries ("2025 HIGH-IMPACT PAPERS on this topic", "Blogs") rather than name one?"""
    return bool(GATHERING.search(text) or is_kind(text))


def is_kind(text: str) -> bool:
    """Does the heading only name a kind of thing to read: "Videos", "Blog posts"?"""
    return bool(KIND.fullmatch(re.sub(r"[*_`]", "", text).strip()))


def is_resources(text: str) -> bool:
    """ "Resources", "Useful links"."""
    return bool(RESOURCES.fullmatch(re.sub(r"[*_`]", "", text).strip()))


def is_tools(text: str) -> bool:
    """ "Tools & software": of no use as a reading list, unless it stands in one."""
    return bool(TOOLS.fullmatch(re.sub(r"[*_`]", "", text).strip()))


def is_never_reading(text: str) -> bool:
    """Headings of a session's other parts: agenda, discussion, slides."""
    return bool(NEVER.fullmatch(plain_words(re.sub(r"[_`]", "", text))))
