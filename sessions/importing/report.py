"""What an import did and said: messages, counts, one line at the end."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field

CREATED, UPDATED, UNCHANGED, REFUSED = "created", "updated", "unchanged", "refused"
# Control characters, direction overrides and lone surrogates could rewrite what a terminal shows.
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Message:
    """One line: `kind: FILE:LINE: text`. Ignored files have no line."""

    kind: str  # error, warning, ignored
    path: str
    line: int
    text: str

    def __str__(self) -> str:
        place = self.path if self.kind == "ignored" else f"{self.path}:{self.line}"
        return printable(f"{self.kind}: {place}: {self.text}")


@dataclass(slots=True)
class PostOutcome:
    """What became of one post."""

    path: str
    action: str  # created, updated, unchanged, refused
    changes: list[str] = field(default_factory=list)  # "session “Title”", "reading withdrawn: “Title”"
    kept: int = 0  # values that people changed and that stayed
    withdrawn: int = 0  # readings that left their post
    asked: int = 0  # questions for a person


@dataclass(slots=True)
class Report:
    course: str  # slug; the first of several
    posts: list[PostOutcome] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    undone: bool = False  # --strict, and a post was refused: nothing is in
    outdated: bool = False  # another plan was shown: nothing is in
    runs: list[int] = field(default_factory=list)  # numbers of its ImportRuns
    courses: list[str] = field(default_factory=list)  # "course a (2024): 3 posts", where posts are split by term
    asked: int = 0  # questions that are of no post

    @property
    def counts(self) -> dict[str, int]:
        if self.undone:
            return dict.fromkeys((CREATED, UPDATED, UNCHANGED, "kept", "withdrawn"), 0) | {REFUSED: self.refused}
        counts = {action: sum(post.action == action for post in self.posts) for action in (CREATED, UPDATED, UNCHANGED)}
        counts["kept"] = sum(post.kept for post in self.posts)
        counts["withdrawn"] = sum(post.withdrawn for post in self.posts)
        counts[REFUSED] = self.refused
        return counts

    @property
    def refused(self) -> int:
        return sum(post.action == REFUSED for post in self.posts)

    @property
    def questions(self) -> int:
        """How many a person is asked."""
        return 0 if self.undone or self.outdated else self.asked + sum(post.asked for post in self.posts)

    @property
    def key(self) -> str:
        """The same for the same outcome: what was shown is what is done."""
        told = [self.courses, [asdict(post) for post in self.posts], [asdict(message) for message in self.messages]]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    @property
    def summary(self) -> str:
        counts = ", ".join(f"{count} {name}" for name, count in self.counts.items())
        outcome = ": nothing was imported (--strict)" if self.undone else ""
        return f"{counted(len(self.posts), 'post')}: {counts}{outcome}"

    @property
    def exit_code(self) -> int:
        return 1 if any(message.kind == "error" for message in self.messages) else 0

    def as_json(self) -> dict:
        return {
            "course": self.course,
            "courses": self.courses,
            "summary": self.summary,
            "counts": self.counts,
            "posts": [asdict(post) for post in self.posts],
            "messages": [asdict(message) for message in self.messages],
        }


def counted(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def cut(text: str, longest: int) -> str:
    """The text in at most so many characters, with "…" where something is left out."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def printable(text: str) -> str:
    """The text with what a terminal would obey written out."""
    return UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)
