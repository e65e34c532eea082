"""Works as BibTeX, RIS, CSL-JSON, COinS and formatted text. Pure."""

from .bibtex import bibtex
from .coins import coins
from .csl import csl_json
from .formatted import formatted
from .ris import ris
from .venues import type_of_paper
from .works import Work, WorkType

__all__ = ["Work", "WorkType", "bibtex", "coins", "csl_json", "formatted", "ris", "type_of_paper"]
