"""Posts of a small course and their import, for the tests of importing."""

from readings.models import Authorship, Paper, PaperLink
from sessions.importing.run import Options, run_import
from sessions.models import BlogNote, Category, Course, Page, Post, Reading, ReviewItem, Session
from tests.factories import make_files, make_post_text

PAPER = "#### A paper about many things\n+ Ada Lovelace, Alan Turing\n+ https://arxiv.org/abs/2401.00001\n"
OTHER = "#### Another paper with a title\n+ https://arxiv.org/abs/2401.00002\n"
HEAD = "tags: [one, two]\ncategories: [5Topic]\ndate: 2024-01-30\nvideo: team-1\nnotes: team-2\n"
BLOG = "What we said, at some length, about it."


def run(path, **options):
    options.setdefault("course", "course")
    return run_import(Options(path=str(path), **options))


def site(tmp_path, **posts):
    """A site with a post for each keyword."""
    return make_files(tmp_path / "site", {"_config.yml": "title: A course\n"} | named(posts))


def named(posts):
    return {f"_posts/2024-01-30-{name}.md": text for name, text in posts.items()}


def post(**parts):
    return make_post_text(**({"head": HEAD, "required": PAPER, "blog": BLOG} | parts))


def outcome(report):
    return {name: count for name, count in report.counts.items() if count}


def everything():
    """Every row's content, for comparing."""
    models = [Session, Reading, Paper, Authorship, PaperLink, BlogNote, Page, Post, Category, Course, ReviewItem]
    return [list(model.objects.order_by("pk").values()) for model in models]
