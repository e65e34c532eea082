"""The name that a post's file goes by."""

from pathlib import PurePosixPath

BY_THEIR_FOLDER = ("index", "readme")


def own_name(path: str) -> str:
    """The file's name without its ending; of 2024-03-01-trees/index.md and its like the folder's."""
    file = PurePosixPath(path)
    return file.parent.name if file.stem.casefold() in BY_THEIR_FOLDER and file.parent.name else file.stem
