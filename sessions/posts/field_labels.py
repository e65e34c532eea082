"""Labels of the lines of an entry, by the field that each names."""

PEOPLE_LABELS = {"author", "authors", "by", "authored by", "written by"}
VENUE_LABELS = {
    *("venue", "conference", "journal", "published in", "published at", "source"),
    *("journal reference", "journal-reference", "journal ref", "journal-ref"),
}
DATE_LABELS = {"date", "year", "published"}
PRESENTER_LABELS = {
    *("presenter", "presenters", "presented by", "speaker", "speakers", "lead", "leads", "led by", "leader", "leaders"),
    *("leading the discussion", "leading discussion", "discussion led by"),
    *("discussion lead", "discussion leads", "discussion leader", "discussion leaders", "facilitator", "discussant"),
    *("host", "hosts", "moderator"),
}
PLAIN_LABELS = dict.fromkeys(PRESENTER_LABELS, "presenter") | {
    "topic": "topic",
    "read": "instruction",
    "instruction": "instruction",
    "instructions": "instruction",
}
ABSTRACT_LABELS = {"abstract", "summary", "description", "tl;dr", "tldr"}
REMARK_LABELS = {
    *("comment", "comments", "subject", "subjects", "note", "license", "keyword", "keywords"),
    *("cite as", "report number", "acm class", "acm-class", "acm classes", "msc class", "msc-class", "msc classes"),
}
SLIDE_LABELS = {"slide", "slides", "deck", "talk"}
