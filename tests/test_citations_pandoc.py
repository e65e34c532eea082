"""What we write is read, and cited from, by pandoc."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from readings.citations import Work, WorkType, bibtex, csl_json, ris

WORKS = [
    Work(
        WorkType.PREPRINT,
        "Attention Is All You Need",
        ("Ashish Vaswani", "Laurens van der Maaten"),
        "2017-06-12",
        arxiv_id="1706.03762",
        url="https://arxiv.org/abs/1706.03762",
    ),
    Work(WorkType.CONFERENCE, "50% of {odd} $titles$ & \\co", ("A & B Group",), "2019-06", "NAACL #3"),
    Work(WorkType.POST, "Naïve Ω", ("Zoë Ångström",), "2024", "A site", url="https://example.org/a_b%20c?d={e}#f"),
    Work(WorkType.DOCUMENT, "Nothing but a title"),
    *(Work(kind, f"A work of type {kind.name}", ("Ada Lovelace",), "1843") for kind in WorkType),
]
FILES = {"bib": (bibtex, "bibtex"), "ris": (ris, "ris"), "json": (csl_json, "csljson")}


def pandoc(*arguments: str, text: str = "") -> str:
    """What pandoc prints. Skipped by name where there is none; in CI that is a failure."""
    if shutil.which("pandoc") is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("no pandoc on the path")
    return subprocess.run(["pandoc", *arguments], input=text, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("ending", FILES)
def test_pandoc_reads_and_cites_every_work(tmp_path, ending):
    write, name = FILES[ending]
    if name not in pandoc("--list-input-formats").split():
        pytest.skip(f"this pandoc does not read {name}, as those before 3.0")
    file = Path(tmp_path, f"all.{ending}")
    file.write_text(write(WORKS), encoding="utf-8")
    read = json.loads(pandoc("--from", name, "--to", "csljson", str(file)))
    keys = [item["id"] for item in json.loads(csl_json(WORKS))]
    assert [item["id"] for item in read] == keys
    text = f"[{'; '.join(f'@{key}' for key in keys)}]"
    cited = pandoc("--citeproc", "--bibliography", str(file), "--to", "plain", "--wrap", "none", text=text)
    assert "not found" not in cited
    assert cited.count("Lovelace, Ada") + cited.count("———") >= len(WorkType)
    assert "Vaswani, Ashish, and Laurens van der Maaten. 2017. " in cited
    assert "Attention Is All You Need." in cited
    assert cited.count("Nothing but a Title") >= 1
