"""Names in their parts, as citation formats want them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from readings.names import PARTICLES, family_name, given_first

SUFFIX = re.compile(r",?\s+((?:jr|sr)\.?|ii|iii|iv)$", re.I)
# Words of groups, which have no first name: "Gemini Team", "BigScience Workshop".
GROUP = re.compile(
    r"\b(?:team|group|collaboration|consortium|workshop|project|community|laborator(?:y|ies)|labs?|institute|university"
    r"|foundation|inc|corporation|company|committee|council|association|contributors|authors|research|deepmind|staff)\b|[\d@&]|\band\b|(?-i:\bAI\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in parts; a group's is all in `family`."""

    family: str
    given: str = ""
    particle: str = ""  # "van der": before the family name, and not sorted by
    suffix: str = ""

    @property
    def is_group(self) -> bool:
        return not self.given

    @property
    def family_first(self) -> str:
        """ "van der Maaten, Laurens", "King, Martin Luther, Jr.", "OpenAI"."""
        return ", ".join(filter(None, [f"{self.particle} {self.family}".strip(), self.given, self.suffix]))


@lru_cache(maxsize=8192)
def name_parts(name: str) -> Name:
    """The parts of "First Last"; a single word, or what reads as a group, is not taken apart."""
    name = given_first(name)
    suffix = SUFFIX.search(name)
    plain = (name[: suffix.start()] if suffix else name).replace(",", " ").strip()
    words = plain.split()
    if len(words) < 2 or GROUP.search(plain):
        return Name(name.replace(",", " ").strip() or name)
    family = family_name(plain).split()
    particles = 0
    while particles < len(family) - 1 and family[particles] in PARTICLES:  # "Van Gogh" is sorted under V
        particles += 1
    return Name(
        family=" ".join(family[particles:]),
        given=" ".join(words[: len(words) - len(family)]),
        particle=" ".join(family[:particles]),
        suffix=suffix[1] if suffix else "",
    )
