"""Eight imports at the same moment, of the same folder and of folders that overlap; run by hand.

    .venv/bin/python tests/benchmarks/imports_at_once.py SITE [SITE ...] [--rounds 10] [--server postgres://user@host]

In every odd round all eight import the first site; in every even one they take the sites in turn, each into a course
of its own. --server makes the databases on a PostgreSQL server, else they are SQLite files. After each round every
command must have ended well and said nothing of a locked database, and papers, people and posts must be those of the
same imports one after the other.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from scratch_databases import Databases

AT_ONCE = 8
COUNTED = """
import json
from readings.models import Author, Paper
from sessions.models import Post, Reading, Session
told = lambda model, *names: sorted(map(list, model.objects.values_list(*names)))
print(json.dumps({
    "papers": told(Paper, "title_key", "doi", "arxiv_id", "published"), "people": told(Author, "name"),
    "posts": told(Post, "course__slug", "path"), "sessions": told(Session, "course__slug", "title"),
    "readings": told(Reading, "session__course__slug", "session__title", "paper__title_key", "requirement"),
}))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sites", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--server", default="")
    options = parser.parse_args()
    sites = [site.resolve() for site in options.sites]
    with tempfile.TemporaryDirectory() as scratch:
        databases = Databases(options.server, Path(scratch))
        databases.renew("empty")
        databases.manage("empty", "migrate").wait()
        bad = 0
        for number in range(options.rounds):
            jobs = [sites[0]] * AT_ONCE if number % 2 == 0 else [sites[n % len(sites)] for n in range(AT_ONCE)]
            bad += bool(wrong(databases, jobs, number + 1))
    print(f"{options.rounds} rounds of {AT_ONCE} imports, {bad} with something wrong")


def wrong(databases: Databases, jobs: list[Path], number: int) -> list[str]:
    """What is not as it should be after a round."""
    for name in ("at_once", "in_turn"):
        databases.renew(name, "empty")
    for site in dict.fromkeys(jobs):
        databases.manage("in_turn", "import_posts", str(site), "--course", site.name).wait()
    processes = [
        databases.manage("at_once", "import_posts", str(site), "--course", site.name, told=subprocess.PIPE)
        for site in jobs
    ]
    found = []
    for process in processes:
        said = process.communicate()[0]
        found += [f"exit {process.returncode}"] if process.returncode else []
        found += ["locked"] if "locked" in said else []
    one, other = counted(databases, "at_once"), counted(databases, "in_turn")
    found += [f"{name}: {len(one[name])} for {len(other[name])}" for name in one if one[name] != other[name]]
    kinds = {str(site.name) for site in jobs}
    print(f"round {number}, {', '.join(sorted(kinds))}: {len(one['papers'])} papers", *found, flush=True)
    return found


def counted(databases: Databases, name: str) -> dict[str, list]:
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", COUNTED]
    told = subprocess.run(command, **databases.place(name), capture_output=True, text=True, check=True)
    return json.loads(told.stdout)


if __name__ == "__main__":
    main()
