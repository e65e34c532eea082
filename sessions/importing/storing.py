"""Files that are written once, under the name of their content."""

import os
import tempfile
from pathlib import Path

from django.core.files.storage import default_storage


def keep(name: str, data: bytes) -> None:
    """Write a file unless it is there. It appears whole or not at all, whoever else writes it and whatever ends us."""
    path = Path(default_storage.path(name))
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
        os.chmod(draft, 0o644)
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise
