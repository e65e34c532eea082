"""What an import leaves that is killed at some moment, and whether running it again completes it; run by hand.

    .venv/bin/python tests/benchmarks/interrupted_imports.py SITE [--strikes 60] [--server postgres://user@host]

SITE is a Jekyll site of some sixty posts with pictures; --server makes the databases on a PostgreSQL server, else they
are SQLite files. The import runs once undisturbed. Then, each time into a new database, it is killed with all its
processes (SIGKILL to the group) at a moment drawn from its length, and every post that is there must have all the rows
that it has after the undisturbed run; then it is run again, and all rows must be those of the undisturbed run.
Rows are compared without ids and times, what they point to by what that says itself.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from compared_rows import differing
from scratch_databases import Databases


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("--strikes", type=int, default=60)
    parser.add_argument("--server", default="")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    moments = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as scratch:
        databases, site = Databases(options.server, Path(scratch)), str(options.site.resolve())
        databases.renew("empty")
        databases.manage("empty", "migrate").wait()
        databases.renew("whole", "empty")
        started = time.perf_counter()
        databases.manage("whole", "import_posts", site).wait()
        length = time.perf_counter() - started
        whole = dump(databases, "whole")
        print(f"undisturbed: {length:.1f} s, {len(whole['posts'])} posts, {whole['count']} rows", flush=True)
        strikes = [strike(databases, site, whole, moments.uniform(0, length)) for _ in range(options.strikes)]
    struck = [found for found in strikes if found]
    halves = sum(found["half"] for found in struck)
    differ = sum(bool(found["differing"]) for found in struck)
    print(f"{len(strikes)} imports, {len(struck)} struck before their end")
    print(f"half-imported posts: {halves}; completed runs that differ from the undisturbed one: {differ}")


def strike(databases: Databases, site: str, whole: dict, moment: float) -> dict | None:
    """One import that is killed and run again; None where it had ended before."""
    databases.renew("struck", "empty")
    process = databases.manage("struck", "import_posts", site)
    time.sleep(moment)
    if process.poll() is not None:
        return None
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    time.sleep(0.2)  # a server rolls back
    left = dump(databases, "struck")
    half = [path for path, rows in left["posts"].items() if rows != whole["posts"].get(path)]
    databases.manage("struck", "import_posts", site).wait()
    found = differing(whole, dump(databases, "struck"))
    print(f"{moment:5.1f} s: {len(left['posts']):3} posts, {len(half)} half", *half, *found, flush=True)
    return {"half": len(half), "differing": found}


def dump(databases: Databases, name: str) -> dict:
    script = [sys.executable, str(Path(__file__).with_name("compared_rows.py"))]
    return json.loads(subprocess.run(script, **databases.place(name), capture_output=True, check=True).stdout)


if __name__ == "__main__":
    main()
