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
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from compared_rows import differing

PROJECT = Path(__file__).resolve().parents[2]


class Bench:
    """A site, and one database and media folder after the other."""

    def __init__(self, site: Path, server: str, scratch: Path):
        self.site, self.server, self.scratch = site, server, scratch

    def surroundings(self, name: str) -> dict[str, str]:
        database = f"{self.server}/bench_{name}" if self.server else f"sqlite:///{self.scratch / name}.sqlite3"
        return os.environ | {"DATABASE_URL": database, "MEDIA_ROOT": str(self.scratch / f"{name}_media")}

    def renew(self, name: str, template: str = "") -> None:
        """An empty database, or a copy of another one; no media."""
        shutil.rmtree(self.scratch / f"{name}_media", ignore_errors=True)
        if self.server:
            self.psql(f"DROP DATABASE IF EXISTS bench_{name} WITH (FORCE)")
            self.psql(f"CREATE DATABASE bench_{name}" + (f" TEMPLATE bench_{template}" if template else ""))
            return
        for file in self.scratch.glob(f"{name}.sqlite3*"):
            file.unlink()
        if template:
            shutil.copy(self.scratch / f"{template}.sqlite3", self.scratch / f"{name}.sqlite3")

    def psql(self, statement: str) -> None:
        command = ["psql", "-q", f"{self.server}/postgres", "-c", statement]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)

    def manage(self, name: str, *arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT,
            env=self.surroundings(name),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def start(self, name: str) -> subprocess.Popen:
        return self.manage(name, "import_posts", str(self.site))

    def dump(self, name: str) -> dict:
        """Rows by post ("" for the others) and model."""
        script = [sys.executable, str(Path(__file__).with_name("compared_rows.py"))]
        told = subprocess.run(script, cwd=PROJECT, env=self.surroundings(name), capture_output=True, check=True)
        return json.loads(told.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("--strikes", type=int, default=60)
    parser.add_argument("--server", default="")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    moments = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(options.site.resolve(), options.server.rstrip("/"), Path(scratch))
        bench.renew("empty")
        bench.manage("empty", "migrate").wait()
        bench.renew("whole", "empty")
        started = time.perf_counter()
        bench.start("whole").wait()
        length = time.perf_counter() - started
        whole = bench.dump("whole")
        print(f"undisturbed: {length:.1f} s, {len(whole['posts'])} posts, {whole['count']} rows", flush=True)
        strikes = [strike(bench, whole, moments.uniform(0, length)) for _ in range(options.strikes)]
    struck = [found for found in strikes if found]
    halves = sum(found["half"] for found in struck)
    differ = sum(bool(found["differing"]) for found in struck)
    print(f"{len(strikes)} imports, {len(struck)} struck before their end")
    print(f"half-imported posts: {halves}; completed runs that differ from the undisturbed one: {differ}")


def strike(bench: Bench, whole: dict, moment: float) -> dict | None:
    """One import that is killed and run again; None where it had ended before."""
    bench.renew("struck", "empty")
    process = bench.start("struck")
    time.sleep(moment)
    if process.poll() is not None:
        return None
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    time.sleep(0.2)  # a server rolls back
    left = bench.dump("struck")
    half = [path for path, rows in left["posts"].items() if rows != whole["posts"].get(path)]
    bench.start("struck").wait()
    found = differing(whole, bench.dump("struck"))
    print(f"{moment:5.1f} s: {len(left['posts']):3} posts, {len(half)} half", *half, *found, flush=True)
    return {"half": len(half), "differing": found}


if __name__ == "__main__":
    main()
