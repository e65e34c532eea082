"""Imports run one way, config -> sessions -> readings, and the pure rooms reach neither Django nor a model."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
ROOMS = ("readings", "sessions", "config")  # each may import itself and those before it
PURE = (
    "readings.identifiers",
    "readings.names",
    "readings.markdown",
    "readings.rendering",
    "readings.citations",
    "readings.pdf_text",
    "readings.workers",
    "sessions.posts",
    "sessions.importing.pictures",
    "sessions.charts",
    "sessions.schedule",
    "sessions.search.clauses",
    "sessions.search.language",
    "sessions.search.ranking",
    "sessions.search.sections",
    "sessions.search.snippets",
    "sessions.search.terms",
)
# importlib would let a module reach anything without an import that can be read here.
PURE_LIBRARIES = (
    sys.stdlib_module_names
    | {"markdown", "yaml", "pygments", "latex2mathml", "nh3", "pybtex", "latexcodec", "PIL"}
    | {"rispy", "citeproc", "pypdf", "Stemmer"}
) - {"importlib"}
MARKS_SAFE = "readings.rendering"


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def modules_of(root: Path) -> dict[str, Path]:
    """Dotted name -> file, of every module in the rooms."""
    found = {}
    for path in sorted(file for room in ROOMS for file in (root / room).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports_of(module: str, modules: dict[str, Path]) -> Iterator[str]:
    """Every name the module imports, in full; `from a import b` is a.b where that is a module, else a."""
    path = modules[module]
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*base, *filter(None, [node.module])])
            for alias in node.names:
                yield f"{origin}.{alias.name}" if f"{origin}.{alias.name}" in modules else origin


def parents_and_self(module: str) -> Iterator[str]:
    """Importing a.b.c runs a and a.b first."""
    parts = module.split(".")
    yield from (".".join(parts[: end + 1]) for end in range(len(parts)))


def wrong_doors(root: Path) -> list[str]:
    """Imports of a room that comes later, as sentences."""
    modules = modules_of(root)
    return [
        f"{module} imports {name}"
        for module in modules
        for name in sorted(set(imports_of(module, modules)))
        if name.split(".")[0] in ROOMS and ROOMS.index(name.split(".")[0]) > ROOMS.index(module.split(".")[0])
    ]


def impurities(root: Path) -> list[str]:
    """What the pure rooms reach that they must not, however many imports away, as sentences."""
    modules = modules_of(root)
    wrong = []
    for room in PURE:
        reached, waiting = set(), [module for module in modules if within(module, room)]
        while waiting:
            module = waiting.pop()
            if module in reached:
                continue
            reached.add(module)
            for name in sorted(set(imports_of(module, modules))):
                if name.split(".")[0] in ROOMS:
                    waiting += [parent for parent in parents_and_self(name) if parent in modules]
                elif not allowed_in_pure_room(name, module):
                    wrong.append(f"{room} reaches {name} through {module}")
        wrong += [f"{room} reaches {module}" for module in sorted(reached) if "models" in module.split(".")]
    return sorted(set(wrong))


def allowed_in_pure_room(name: str, module: str) -> bool:
    if within(module, MARKS_SAFE) and within(name, "django.utils"):
        return True
    return name.split(".")[0] in PURE_LIBRARIES


def made_up(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        (path.parent / "__init__.py").touch()
    return root


def test_imports_run_one_way():
    assert wrong_doors(PROJECT) == []


def test_pure_rooms_reach_neither_django_nor_models():
    assert impurities(PROJECT) == []


def test_every_pure_room_that_exists_is_looked_at():
    modules = modules_of(PROJECT)
    missing = {room for room in PURE if not any(within(module, room) for module in modules)}
    assert missing <= {"sessions.schedule"}


@pytest.mark.parametrize(
    ("path", "text", "sentence"),
    [
        ("readings/names.py", "import sessions.posts", "readings.names imports sessions.posts"),
        ("readings/names.py", "from sessions import posts", "readings.names imports sessions"),
        (
            "readings/deep/er.py",
            "def f():\n    from sessions.posts import g",
            "readings.deep.er imports sessions.posts",
        ),
        ("sessions/views.py", "from config import settings", "sessions.views imports config.settings"),
    ],
)
def test_an_import_against_the_doors_is_told(tmp_path, path, text, sentence):
    root = made_up(tmp_path, {"config/settings.py": "", "config/urls.py": "import sessions.views", path: text})
    assert wrong_doors(root) == [sentence]


@pytest.mark.parametrize(
    ("files", "sentences"),
    [
        (
            {"sessions/posts/lists.py": "import django.db"},
            ["sessions.posts reaches django.db through sessions.posts.lists"],
        ),
        (
            {
                "sessions/posts/lists.py": "from readings import dates",
                "readings/dates.py": "from django.db import models",
            },
            ["sessions.posts reaches django.db through readings.dates"],
        ),
        (
            {"sessions/posts/lists.py": "from ..models import course", "sessions/models/course.py": ""},
            ["sessions.posts reaches sessions.models", "sessions.posts reaches sessions.models.course"],
        ),
        (
            {"readings/markdown/lists.py": "from django.utils.html import escape"},
            ["readings.markdown reaches django.utils.html through readings.markdown.lists"],
        ),
        ({"readings/names.py": "import importlib"}, ["readings.names reaches importlib through readings.names"]),
        ({"readings/rendering/safe.py": "from django.utils.safestring import mark_safe"}, []),
        (
            {"readings/rendering/safe.py": "from django.conf import settings"},
            ["readings.rendering reaches django.conf through readings.rendering.safe"],
        ),
    ],
)
def test_what_a_pure_room_must_not_reach_is_told(tmp_path, files, sentences):
    assert impurities(made_up(tmp_path, files)) == sentences
