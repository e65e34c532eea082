"""How long an import takes beside `jekyll build` of the same site; run by hand.

    .venv/bin/python tests/benchmarks/import_ratio.py SITE [--rounds 5] [--large LARGE]

SITE is a Jekyll site of some hundred posts; it is copied first. In each round the site is built, imported into a new
SQLite database, and imported again. Printed are medians of time and of computing time (all processes of a command
together), and the ratios: first import to build, import again to first import. `--large`, a site of thousands of
posts, is imported once: its cost for each post beside that of SITE, and the most memory that all processes of the
import held at a moment, beside that of the main process alone.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parents[2]
PAUSE = 0.2  # seconds between two looks at the memory


class Taken(NamedTuple):
    """What a command took: seconds, seconds of computing, MB of all its processes and of the first alone."""

    wall: float
    cpu: float
    memory: int
    memory_of_first: int


def run(command: list[str], folder: Path, surroundings: dict[str, str] | None = None) -> Taken:
    used, started = cpu_of_children(), time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=os.environ | (surroundings or {}), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    most = most_of_first = 0
    while process.poll() is None:
        first, *others = [memory_of(pid) for pid in (process.pid, *children_of(process.pid))]
        most, most_of_first = max(most, first + sum(others)), max(most_of_first, first)
        time.sleep(PAUSE)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return Taken(time.perf_counter() - started, cpu_of_children() - used, most >> 20, most_of_first >> 20)


def cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def children_of(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def memory_of(pid: int) -> int:
    """Bytes of its own that a process holds in memory."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text().split()
    except (OSError, ValueError):
        return 0
    return (int(resident) - int(shared)) * resource.getpagesize()


class Bench:
    """A site and a place for what is made of it."""

    def __init__(self, site: Path, scratch: Path):
        self.site, self.scratch = scratch / site.name, scratch
        shutil.copytree(site, self.site)
        self.posts = sum(1 for _ in self.site.rglob("_*/*.md"))
        self.surroundings = {
            "DATABASE_URL": f"sqlite:///{scratch / 'db.sqlite3'}",
            "MEDIA_ROOT": str(scratch / "media"),
        }

    def build(self) -> Taken:
        for made in (self.site / ".jekyll-cache", self.scratch / "built"):
            shutil.rmtree(made, ignore_errors=True)
        return run(["jekyll", "build", "--quiet", "--destination", str(self.scratch / "built")], self.site)

    def import_first(self) -> Taken:
        for file in self.scratch.glob("db.sqlite3*"):
            file.unlink()
        run([sys.executable, "manage.py", "migrate", "-v0"], PROJECT, self.surroundings)
        return self.import_again()

    def import_again(self) -> Taken:
        return run([sys.executable, "manage.py", "import_posts", str(self.site)], PROJECT, self.surroundings)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--large", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(options.site, Path(scratch))
        rounds = [(bench.build(), bench.import_first(), bench.import_again()) for _ in range(options.rounds)]
    build, first, again = map(median_of, zip(*rounds, strict=True))
    for name, one in (("jekyll build", build), ("first import", first), ("import again", again)):
        print(f"{name}: {one.wall:.2f} s, {one.cpu:.2f} s of computing")
    print(f"first import / jekyll build: {first.wall / build.wall:.2f}, of computing {first.cpu / build.cpu:.2f}")
    print(f"import again / first import: {again.wall / first.wall:.3f}, of computing {again.cpu / first.cpu:.3f}")
    if options.large:
        with tempfile.TemporaryDirectory() as scratch:
            large = Bench(options.large, Path(scratch))
            taken = large.import_first()
        wall, cpu = (ratio(taken, first, name, large.posts / bench.posts) for name in ("wall", "cpu"))
        print(f"a post of {large.posts} / a post of {bench.posts}: {wall:.2f}, of computing {cpu:.2f}")
        print(f"memory: {taken.memory} MB, the main process {taken.memory_of_first} MB")


def median_of(taken: Sequence[Taken]) -> Taken:
    return Taken(*map(statistics.median, zip(*taken, strict=True)))


def ratio(large: Taken, small: Taken, name: str, times: float) -> float:
    return getattr(large, name) / getattr(small, name) / times


if __name__ == "__main__":
    main()
