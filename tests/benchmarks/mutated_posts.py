"""Posts that something has happened to, read and rendered: how many end in anything but a result or a sentence.

    .venv/bin/python tests/benchmarks/mutated_posts.py FOLDER [--posts 10000] [--first 0]

Every post is one of FOLDER's, drawn by its seed, with a few of its bytes flipped, a stretch cut out or doubled, two
stretches swapped, or one taken from another post. The worker processes of the importer read and render it.
"""

import argparse
import os
import random
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from readings import workers  # noqa: E402
from readings.rendering.stored import Wanted, make_all  # noqa: E402
from sessions.importing.sources import FileError  # noqa: E402
from sessions.importing.text import decoded  # noqa: E402
from sessions.posts import PostError, parse_post  # noqa: E402

SLOW = 2  # seconds
LONGEST = 400  # bytes of a stretch


def flip(data: bytearray, other: bytes, chance: random.Random) -> bytearray:
    highest = chance.choice((127, 256))  # with 256 it is seldom UTF-8 any more
    for _ in range(chance.randint(1, 20)):
        data[chance.randrange(len(data))] = chance.randrange(highest)
    return data


def cut(data: bytearray, other: bytes, chance: random.Random) -> bytearray:
    start, end = stretch(data, chance)
    return data[:start] + data[end:]


def double(data: bytearray, other: bytes, chance: random.Random) -> bytearray:
    start, end = stretch(data, chance)
    return data[:end] + data[start:end] * chance.randint(1, 30) + data[end:]


def swap(data: bytearray, other: bytes, chance: random.Random) -> bytearray:
    (a, b), (c, d) = sorted([stretch(data, chance), stretch(data, chance)])
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:] if b <= c else data[:c] + data[b:]


def graft(data: bytearray, other: bytes, chance: random.Random) -> bytearray:
    (start, end), place = stretch(other, chance), chance.randrange(len(data))
    return data[:place] + bytearray(other[start:end]) + data[place:]


def stretch(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data))
    return start, min(len(data), start + chance.randint(1, LONGEST))


CHANGES = (flip, cut, double, swap, graft)


def mutated(posts: list[bytes], seed: int) -> bytes:
    chance = random.Random(seed)
    data = bytearray(chance.choice(posts))
    for _ in range(chance.randint(1, 6)):
        data = chance.choice(CHANGES)(data, chance.choice(posts), chance) or bytearray(b"\n")
    return bytes(data)


def outcome(posts: list[bytes], seed: int) -> str:
    """What became of one post: "rendered", "refused", or what went wrong."""
    started = time.perf_counter()
    try:
        parsed = workers.run(parse_post, decoded(mutated(posts, seed)), "_posts/2024-01-01-mutated.md")
        texts = [text for s in parsed.sessions for text in (s.introduction, s.note.markdown if s.note else "") if text]
        workers.run(make_all, [Wanted(text, 2, None) for text in texts])
        ended = "rendered"
    except (PostError, FileError, workers.OutOfBounds) as error:
        out_of_time = isinstance(error, workers.OutOfBounds) and "seconds" in str(error)
        ended = "HANG" if out_of_time else "refused"
    except Exception as error:
        ended = f"FAULT {type(error).__name__}"
    took = time.perf_counter() - started
    if ended.isupper() or "FAULT" in ended or took > SLOW:
        print(f"seed {seed}: {ended}, {took:.1f} s", flush=True)
    return ended


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    posts = [file.read_bytes() for file in sorted(options.folder.rglob("*.md")) if file.stat().st_size]
    seeds = range(options.first, options.first + options.posts)
    with ThreadPoolExecutor(workers.processes()) as executor:
        ended = Counter(executor.map(lambda seed: outcome(posts, seed), seeds))
    print(f"{len(posts)} posts, seeds {seeds.start} to {seeds.stop - 1}: {dict(ended)}")


if __name__ == "__main__":
    main()
