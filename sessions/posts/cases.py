"""Judgments as lawyers cite them: "State v. Loomis, 881 N.W.2d 749 (Wis. 2016)", "Caparo v Dickman [1990] 2 AC 605"."""

import re

from .clues import YEAR
from .tails import Citation

PARTIES = r"(?P<title>[^\W\d_][^,;()\[\]]{1,100}?\s(?:v|vs)\.?\s[^,;()\[\]]{2,100}?)"
CASE = re.compile(
    rf"{PARTIES}[,.]?\s+(?P<venue>(?:\d{{1,4}}\s+(?:[A-Z][\w.’' ]{{0,25}}?)\s+(?:\d{{1,5}}|_+)"
    rf"|\[{YEAR}\][\w. ]{{2,30}})"
    rf"(?:[,\s]+\d[\d–-]*)*)\s*(?:\((?:[^()\d]{{0,40}}\s)?(?P<year>{YEAR})\))?[.;]?(?P<rest>.*)",
)


def case_cited(text: str) -> Citation | None:
    """The judgment that a text cites, None for any other text."""
    match = CASE.fullmatch(text)
    if not match:
        return None
    year = match["year"] or next(iter(re.findall(YEAR, match["venue"] if "[" in match["venue"] else "")), "")
    return Citation(match["title"].strip(), (), match["venue"].strip(), year, match["rest"].strip(" .,;"), certain=True)
