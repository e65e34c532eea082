"""Databases that a benchmark makes and throws away: SQLite files in a folder, or on a PostgreSQL server."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


class Databases:
    """`server` is "" for SQLite, else an address without a database: postgres://user@host."""

    def __init__(self, server: str, scratch: Path):
        self.server, self.scratch = server.rstrip("/"), scratch

    def place(self, name: str) -> dict:
        """Where a command on this database runs, and what surrounds it."""
        database = f"{self.server}/bench_{name}" if self.server else f"sqlite:///{self.scratch / name}.sqlite3"
        surroundings = os.environ | {"DATABASE_URL": database, "MEDIA_ROOT": str(self.scratch / f"{name}_media")}
        return {"cwd": PROJECT, "env": surroundings}

    def renew(self, name: str, template: str = "") -> None:
        """An empty database, or a copy of another one; no media."""
        shutil.rmtree(self.scratch / f"{name}_media", ignore_errors=True)
        if self.server:
            self._psql(f"DROP DATABASE IF EXISTS bench_{name} WITH (FORCE)")
            self._psql(f"CREATE DATABASE bench_{name}" + (f" TEMPLATE bench_{template}" if template else ""))
            return
        for file in self.scratch.glob(f"{name}.sqlite3*"):
            file.unlink()
        if template:
            shutil.copy(self.scratch / f"{template}.sqlite3", self.scratch / f"{name}.sqlite3")

    def manage(self, name: str, *arguments: str, told: int = subprocess.DEVNULL) -> subprocess.Popen:
        """A command of the project, in a process group of its own; `told`: where its lines go."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.Popen(
            command, **self.place(name), stdout=told, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )

    def _psql(self, statement: str) -> None:
        command = ["psql", "-q", f"{self.server}/postgres", "-c", statement]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
