"""What an import did, or would do, for a page: post by post, with what is said of each."""

import re
from collections import defaultdict
from typing import Any

from ..importing.report import REFUSED, UNCHANGED
from ..models import ImportRun, ReviewItem, Session

SHOWN = 500  # posts of one page
MESSAGE = re.compile(r"(?P<kind>\w+): (?P<path>.+?)(?::(?P<line>\d+))?: (?P<text>.*)", re.S)


def by_weight(message: dict[str, Any]) -> tuple[bool, int]:
    """Errors first, then by line."""
    return message["kind"] != "error", int(message["line"] or 0)


def shown(plan: dict[str, Any]) -> dict[str, Any]:
    """The plan for its page: posts that change, with what is said of them; those that stay are counted."""
    said: dict[str, list] = defaultdict(list)
    for message in plan["messages"]:
        said[message["path"]].append(message)
    posts = [post for post in plan["posts"] if post["action"] != UNCHANGED]
    of_posts = {post["path"] for post in posts}
    others = [message for message in plan["messages"] if message["path"] not in of_posts]
    counts = plan["counts"] | {"asked": sum(post["asked"] for post in plan["posts"])}
    return {
        "counts": counts,
        "courses": plan["courses"],
        "posts": [(post, sorted(said[post["path"]], key=by_weight)) for post in posts[:SHOWN]],
        "more_posts": len(posts) - SHOWN,
        "others": others[:SHOWN],
        "may_apply": any(post["action"] != REFUSED for post in posts),
    }


def report_of(run: ImportRun) -> dict[str, Any]:
    """The same of a run that is over, with the sessions that its posts became and what is still asked."""
    messages = [match.groupdict() for message in run.messages if (match := MESSAGE.fullmatch(message))]
    context = shown({"messages": messages, "posts": run.posts, "counts": run.counts, "courses": []})
    sources = [post["source"] for post, _ in context["posts"]]
    sessions = defaultdict(list)
    for session in Session.objects.filter(course=run.course, post__path__in=sources).select_related("post"):
        sessions[session.post.path].append(session)
    for post, _ in context["posts"]:
        post["sessions"] = sessions[post["source"]]
    asked = ReviewItem.objects.filter(course=run.course, state=ReviewItem.State.OPEN)
    return context | {"asked": asked.count()}
