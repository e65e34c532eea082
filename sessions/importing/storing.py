"""Files that are written once, under the name of their content; pictures also have a row each."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from django.core.files.storage import default_storage

from sessions.models import Image


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


def save_pictures(pictures: Mapping[str, Image]) -> None:
    known = set(Image.objects.filter(sha256__in=pictures).values_list("sha256", flat=True)) if pictures else set()
    for sha256 in pictures.keys() - known:
        values = {name: getattr(pictures[sha256], name) for name in ("file", "width", "height", "smaller")}
        Image.objects.get_or_create(sha256=sha256, defaults=values)
