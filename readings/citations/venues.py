"""What kind of publication a venue's name stands for: reading lists give the name alone."""

import re

from .works import WorkType

PREPRINT = re.compile(r"rxiv|\bpreprint\b|\bSSRN\b|\bopenreview\b", re.I)
# Journals by name or by what they call themselves, "Proceedings of ..." among them.
JOURNAL = re.compile(
    r"\b(?:journal|transactions|magazine|annals|annual review)\b"
    r"|\bproceedings of the (?:ieee$|national academy|vldb endowment)",
    re.I,
)
CONFERENCE = re.compile(
    r"\b(?:conference|proceedings|proc|workshop|symposium|tutorial|meeting|findings)\b"
    r"|(?:^|[^a-z])(?:NeurIPS|NIPS|ICML|ICLR|CVPR|ICCV|ECCV|WACV|ACCV|ACL|NAACL|EACL|AACL|EMNLP|COLING|CoNLL|COLM|AAAI"
    r"|IJCAI|AISTATS|UAI|COLT|ECAI|KDD|WWW|SIGIR|CIKM|WSDM|RecSys|ICDM|ICDE|VLDB|SIGMOD|CHI|UIST|CSCW|FAccT|AIES|SOSP"
    r"|OSDI|NSDI|ASPLOS|ISCA|MLSys|USENIX|NDSS|CCS|ICRA|IROS|CoRL|RSS|INTERSPEECH|ICASSP|MICCAI|SIGGRAPH|STOC|FOCS)"
    r"(?![a-z])",
    re.I,
)


def type_of_paper(venue: str, *, arxiv: bool) -> WorkType:
    """The type of a paper from its venue; without one it is a preprint if it has an arXiv id, else a document."""
    if PREPRINT.search(venue):
        return WorkType.PREPRINT
    if JOURNAL.search(venue):
        return WorkType.ARTICLE
    if CONFERENCE.search(venue):
        return WorkType.CONFERENCE
    if venue:
        return WorkType.ARTICLE
    return WorkType.PREPRINT if arxiv else WorkType.DOCUMENT
