"""Works as BibTeX, RIS, CSL-JSON, COinS and formatted text."""

import json
import re
from urllib.parse import parse_qsl

import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from readings.citations import Work, WorkType, bibtex, coins, csl_json, formatted, ris, type_of_paper
from readings.citations.keys import keys_of
from readings.citations.latex import SPECIAL, latex, latex_title
from readings.citations.people import Name, name_parts

ATTENTION = Work(
    WorkType.PREPRINT,
    "Attention Is All You Need",
    ("Ashish Vaswani", "Laurens van der Maaten", "OpenAI"),
    "2017-06-12",
    arxiv_id="1706.03762",
    url="https://arxiv.org/abs/1706.03762",
    keywords=("required reading",),
)
LDA = Work(
    WorkType.ARTICLE,
    "Latent Dirichlet Allocation",
    ("David Blei", "Andrew Ng", "Michael I. Jordan"),
    "2003-01",
    "Journal of Machine Learning Research",
    doi="10.1000/a_b",
)
BERT = Work(
    WorkType.CONFERENCE, "BERT: Pre-training of Deep Bidirectional Transformers", ("Jacob Devlin",), "2019", "NAACL"
)


def test_a_preprint_as_bibtex():
    assert bibtex([ATTENTION]) == (
        "@misc{vaswani2017attention,\n"
        "    author = {Vaswani, Ashish and van der Maaten, Laurens and {OpenAI}},\n"
        "    title = {Attention Is All You Need},\n"
        "    publisher = {arXiv},\n"
        "    year = {2017},\n"
        "    month = jun,\n"
        "    day = {12},\n"
        "    eprint = {1706.03762},\n"
        "    archivePrefix = {arXiv},\n"
        "    url = {https://arxiv.org/abs/1706.03762},\n"
        "    keywords = {required reading}\n"
        "}\n"
    )


def test_an_article_as_ris():
    assert ris([LDA]).strip() == (
        "TY  - JOUR\nID  - blei2003latent\nAU  - Blei, David\nAU  - Ng, Andrew\nAU  - Jordan, Michael I.\n"
        "TI  - Latent Dirichlet Allocation\nT2  - Journal of Machine Learning Research\nPY  - 2003\nDA  - 2003/01\n"
        "DO  - 10.1000/a_b\nER  -"
    )


def test_works_as_csl_json():
    preprint, conference = json.loads(csl_json([ATTENTION, BERT]))
    assert preprint == {
        "id": "vaswani2017attention",
        "type": "article",
        "title": "Attention Is All You Need",
        "author": [
            {"family": "Vaswani", "given": "Ashish"},
            {"family": "Maaten", "given": "Laurens", "non-dropping-particle": "van der"},
            {"literal": "OpenAI"},
        ],
        "issued": {"date-parts": [[2017, 6, 12]]},
        "publisher": "arXiv",
        "number": "arXiv:1706.03762",
        "URL": "https://arxiv.org/abs/1706.03762",
        "keyword": "required reading",
    }
    assert (conference["type"], conference["container-title"]) == ("paper-conference", "NAACL")
    assert conference["issued"] == {"date-parts": [[2019]]}


def test_coins_name_the_item_type_last_because_zotero_reads_in_order():
    assert parse_qsl(coins(LDA)) == [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.title", "Latent Dirichlet Allocation"),
        ("rft.au", "Blei, David"),
        ("rft.au", "Ng, Andrew"),
        ("rft.au", "Jordan, Michael I."),
        ("rft.date", "2003-01"),
        ("rft.source", "Journal of Machine Learning Research"),
        ("rft_id", "info:doi/10.1000/a_b"),
        ("rft.type", "journalArticle"),
    ]
    assert ("rft.subject", "required reading") in parse_qsl(coins(ATTENTION))


@pytest.mark.parametrize(
    ("work", "texts"),
    [
        (
            BERT,
            {
                "APA": "Devlin, J. (2019). BERT: Pre-training of Deep Bidirectional Transformers. NAACL.",
                "MLA": "Devlin, Jacob. “BERT: Pre-training of Deep Bidirectional Transformers.” NAACL, 2019.",
                "Chicago": "Devlin, Jacob. 2019. “BERT: Pre-training of Deep Bidirectional Transformers.” In NAACL.",
            },
        ),
        (
            LDA,
            {
                "APA": "Blei, D., Ng, A., & Jordan, M. I. (2003). Latent Dirichlet Allocation."
                " Journal of Machine Learning Research. https://doi.org/10.1000/a_b",
                "MLA": "Blei, David, et al. “Latent Dirichlet Allocation.” Journal of Machine Learning Research,"
                " Jan. 2003, https://doi.org/10.1000/a_b.",
                "Chicago": "Blei, David, Andrew Ng, and Michael I. Jordan. 2003. “Latent Dirichlet Allocation.”"
                " Journal of Machine Learning Research, January. doi:10.1000/a_b.",
            },
        ),
        (
            Work(WorkType.POST, "Why is this?", published="2024", url="https://example.org/why"),
            {
                "APA": "Why is this? (2024). https://example.org/why",
                "MLA": "Why is this? 2024, https://example.org/why.",
                "Chicago": "Why is this? 2024. https://example.org/why.",
            },
        ),
    ],
    ids=["conference", "article", "nobody's post"],
)
def test_formatted_text(work, texts):
    assert formatted(work) == texts


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ada Lovelace", Name("Lovelace", "Ada")),
        ("Lovelace, Ada", Name("Lovelace", "Ada")),
        ("Laurens van der Maaten", Name("Maaten", "Laurens", "van der")),
        ("Luc Van Gool", Name("Van Gool", "Luc")),
        ("Quoc V. Le", Name("Le", "Quoc V.")),
        ("Martin Luther King, Jr.", Name("King", "Martin Luther", suffix="Jr.")),
        ("OpenAI", Name("OpenAI")),
        ("Gemini Team", Name("Gemini Team")),
        ("Team 4", Name("Team 4")),
        ("Meta AI", Name("Meta AI")),
        ("Weiwei Ai", Name("Ai", "Weiwei")),
    ],
)
def test_the_parts_of_a_name(name, parts):
    assert name_parts(name) == parts


def test_keys_are_unique_and_stay_where_nothing_collides():
    later = Work(WorkType.POST, "Attention, again", ("Ashish Vaswani",), "2017")
    third = Work(WorkType.POST, "The attention", ("Åsa Vaswani",), "2017")
    nothing = Work(WorkType.POST, "题目", ("王 小明",), "")
    assert keys_of([ATTENTION, later, third, LDA, nothing]) == [
        "vaswani2017attention",
        "vaswani2017attentionb",
        "vaswani2017attentionc",
        "blei2003latent",
        "work",
    ]
    assert keys_of([LDA]) == ["blei2003latent"]


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Language Models are Few-Shot Learners", "Language Models are Few-Shot Learners"),
        ("GPT-4 on arXiv: 50% & more", r"{GPT-4} on {arXiv}: 50\% \& more"),
        ("Fair coins by the law of Bayes and friends", "Fair coins by the law of {Bayes} and friends"),
        (
            "A {b} \\c $x$ ~ ^",
            r"A \textbraceleft{}b\textbraceright{} \textbackslash{}c \$x\$ \textasciitilde{} \textasciicircum{}",
        ),
        ("Naïve Ω (LLM-based)", "Naïve {Ω} ({LLM-based})"),
    ],
)
def test_a_title_as_latex(title, written):
    assert latex_title(title) == written


@pytest.mark.parametrize(
    ("venue", "arxiv", "type_"),
    [
        ("NeurIPS 2017", True, WorkType.CONFERENCE),
        ("ICLR19", False, WorkType.CONFERENCE),
        ("WNLP@ACL2019", False, WorkType.CONFERENCE),
        ("Proceedings of the 37th International Conference on Machine Learning", False, WorkType.CONFERENCE),
        ("Transactions of the ACL", False, WorkType.ARTICLE),
        ("Proceedings of the National Academy of Sciences", False, WorkType.ARTICLE),
        ("Proceedings of the IEEE/CVF Conference on Computer Vision", False, WorkType.CONFERENCE),
        ("Nature", False, WorkType.ARTICLE),
        ("Oracle Review", False, WorkType.ARTICLE),
        ("arXiv preprint arXiv:1706.03762", False, WorkType.PREPRINT),
        ("Arxiv 2016", False, WorkType.PREPRINT),
        ("", True, WorkType.PREPRINT),
        ("", False, WorkType.DOCUMENT),
    ],
)
def test_the_type_of_a_paper_by_its_venue(venue, arxiv, type_):
    assert type_of_paper(venue, arxiv=arxiv) == type_


def test_a_date_that_is_none_counts_as_unknown():
    work = Work(WorkType.ARTICLE, "T", published="2024-13")
    assert (work.date_parts, work.date_with_slashes) == ((), "")
    assert "year" not in bibtex([work])


texts = st.text(max_size=40)
works = st.builds(
    Work,
    type=st.sampled_from(WorkType),
    title=texts,
    authors=st.lists(texts | st.sampled_from(["Ada Lovelace", "A and B", "von Last, Jr, First"]), max_size=3).map(
        tuple
    ),
    published=st.sampled_from(["", "2024", "2024-02", "2024-02-29", "soon"]),
    venue=texts,
    abstract=texts,
    doi=st.sampled_from(["", "10.1000/x{y}_%"]),
    arxiv_id=st.sampled_from(["", "1706.03762"]),
    url=texts.map(lambda text: text and f"https://example.org/{text}"),
    keywords=st.lists(texts, max_size=2).map(tuple),
)
PLAIN = {written: character for character, written in SPECIAL.items()}


@given(st.lists(works, max_size=4))
@settings(max_examples=60, deadline=None)
def test_any_works_come_back_from_bibtex(some):
    entries = parse_string(bibtex(some), "bibtex").entries
    assert list(entries) == keys_of(some)
    for entry, work in zip(entries.values(), some, strict=True):
        assert entry.fields["title"] == latex_title(work.title)
        assert entry.fields.get("year", "") == work.published[:4] * bool(work.date_parts)
        assert len(entry.persons.get("author", [])) == len(work.authors)


@given(st.lists(works, max_size=4))
@settings(max_examples=60, deadline=None)
def test_any_works_come_back_from_ris_and_csl_json(some):
    records, items = rispy.loads(ris(some)), json.loads(csl_json(some))
    assert [record["id"] for record in records] == [item["id"] for item in items] == keys_of(some)
    assert [record["title"] for record in records] == [item["title"] for item in items] == [work.title for work in some]
    assert [len(record.get("authors", [])) for record in records] == [len(work.authors) for work in some]


@given(works)
@settings(max_examples=40, deadline=None)
def test_any_work_has_a_text_in_every_style(work):
    assert all(formatted(work).values())


@given(texts)
def test_escaped_text_says_what_it_said_with_balanced_braces(text):
    assert re.sub("|".join(map(re.escape, PLAIN)), lambda match: PLAIN[match[0]], latex(text)) == text
    assert latex(text).count("{") == latex(text).count("}")
