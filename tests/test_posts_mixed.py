"""What people mix into reading lists: labels, parts to read, quotation marks, sentences; made up."""

import pytest

from sessions.posts import parse_post
from tests.parsed_posts import TITLE, URL, listed, reading_of, session_of

OTHER, OTHER_URL = "Old Tasks Come Back to Deep Nets", "https://arxiv.org/abs/2001.00002"
TWO = ("Ann Lee", "Bo Chen")
NAMES, THREE = "Ann Lee, Bo Chen, and Carla Diaz", ("Ann Lee", "Bo Chen", "Carla Diaz")


@pytest.mark.parametrize(
    ("citation", "authors", "published", "venue"),
    [
        (f"[{TITLE}]({URL}) (FORGET '19)", (), "", "FORGET '19"),
        (f"{TITLE} (OSDI'21, best paper) [[pdf]]({URL})", (), "", "OSDI'21"),
        (f"[“Deep Nets Forget, Old Tasks Remain”]({URL}) — Lee et al. 2020", ("Lee",), "2020", ""),
        (
            f"[{TITLE}]({URL}) – O'Neil et al., Acta Informatica 2020. Sec. 1-3 only",
            ("O'Neil",),
            "2020",
            "Acta Informatica 2020",
        ),
        (f"Lee: *{TITLE}* (Mind, 2018) -- introduction only", ("Lee",), "2018", "Mind, 2018"),
        (f"Lee & Chen (2011), *{TITLE}*, ch. 1–2", ("Lee", "Chen"), "2011", ""),
        (
            f"Lee A, Chen B, et al. {TITLE}. eLife 2017;6:e27041. doi: [10.7554/x]({URL})",
            ("A. Lee", "B. Chen"),
            "2017",
            "eLife",
        ),
        (f'Ann Lee, "{TITLE}," *Journal of Memory* 71 (1974): 5–19', ("Ann Lee",), "1974", "Journal of Memory"),
        (f"Lee, A. (2001). {TITLE}. In *Proceedings of NAACL*. {URL}", ("A. Lee",), "2001", "Proceedings of NAACL"),
    ],
)
def test_citations_with_parts_prizes_and_quotes(citation, authors, published, venue):
    reading = reading_of(f"## Readings\n- {citation}\n")
    assert (reading.title.replace("Forget, Old Tasks Remain", "Forget Old Tasks"), reading.authors) == (TITLE, authors)
    assert (reading.published, reading.venue) == (published, venue)


def test_part_to_read_is_an_instruction():
    assert reading_of(f"## Readings\n- [{TITLE}]({URL}) — Ann Lee, 2001 (skim)\n").instruction == "skim"
    assert reading_of(f"## Readings\n- Ann Lee, *{TITLE}* (1989), ch. 1 and 3\n").instruction == "ch. 1 and 3"


def test_book_of_two_words_behind_its_author_and_a_label():
    reading = reading_of("## Readings\n- Optional: Ann Lee, *Forgetting Nets* (1980), ch. 5\n")
    assert (reading.title, reading.requirement, reading.authors) == ("Forgetting Nets", "more", ("Ann Lee",))


def test_fields_of_a_paper_between_dots():
    reading = reading_of(f"""
        ## To read
        1. **{TITLE}**
           Ann Lee, Bo Chen
           UIST 2022 · [arXiv]({URL})
    """)
    assert (reading.title, reading.authors, reading.venue, reading.published) == (
        TITLE,
        ("Ann Lee", "Bo Chen"),
        "UIST 2022",
        "2022",
    )


def test_label_in_running_text_opens_a_list_only_over_links():
    assert listed(
        f"1. [{TITLE}]({URL})\n\nExtra credit: [{OTHER}]({OTHER_URL}) and [the forgetting talk](https://a.org/talk).\n"
    ) == [
        (TITLE, "unspecified"),
        (OTHER, "more"),
        ("the forgetting talk", "more"),
    ]


def test_sentence_behind_a_bold_word_is_no_list():
    assert listed(f"""
        **Optional:** [{TITLE}]({URL})

        **Before class**, post one picture of yours in [our shared board](https://board.org/x).
    """) == [(TITLE, "more")]


def test_core_beside_extra_is_required():
    assert listed(f"**Core**\n: [{TITLE}]({URL})\n\n**Extra**\n: [{OTHER}]({OTHER_URL})\n") == [
        (TITLE, "required"),
        (OTHER, "more"),
    ]


def test_supplement_belongs_to_the_paper_above_it():
    session = session_of(f"""
        **Paper:** [{TITLE}]({URL})
        **Presenter:** Rohan
        **Supplement:** [PDF](https://a.org/supplement.pdf)
    """)
    [reading] = session.readings
    assert [link.url for link in reading.links] == [URL, "https://a.org/supplement.pdf"]
    assert session.lead_team == "Rohan"


def test_quoted_title_behind_this_week_s_paper():
    reading = reading_of(
        f'This week\'s paper is by Lee and Chen: "{TITLE}" (Nat Rev Genet 2008, {URL}). Led by Sofía.\n'
    )
    assert (reading.title, reading.authors, reading.venue) == (TITLE, ("Lee", "Chen"), "Nat Rev Genet 2008")
    assert [link.url for link in reading.links] == [URL]


def test_nobody_leads_where_the_front_matter_says_so():
    assert session_of("Text.\n", "title: A session\npresenter: TBD").lead_team == ""


def test_names_that_yaml_cut_at_their_commas():
    head = f"title: {TITLE}\nauthors: [Lee, Ann; Chen, Bo]\ndoi: 10.1145/3613904.3642001"
    assert session_of("Text.\n", head).readings[0].authors == ("Ann Lee", "Bo Chen")


def test_list_whose_addresses_stand_below_its_titles():
    assert listed(f"""
        (★ = please read before the meeting)

        - ★ **{TITLE}**
          - Ann Lee, Bo Chen
          - ACL 2016
          - <{URL}>
        - **{OTHER}**
          - Carla Diaz, Dan Evans
          - paper: {OTHER_URL}, code: https://github.com/a/b
    """) == [(TITLE, "required"), (OTHER, "more")]


@pytest.mark.parametrize(
    ("citation", "authors", "published", "venue"),
    [
        (f"Learn, {TITLE}, by Ann Lee, Bo Chen and Carla Diaz (ICLR 2022). [a]({URL})", THREE, "2022", "ICLR 2022"),
        (f"{TITLE}, by Ann Lee et al. (NeurIPS 2023). [arXiv]({URL})", ("Ann Lee",), "2023", "NeurIPS 2023"),
        (f"Ann Lee, Bo Chen: [{TITLE}]({URL}). TCC 2006: 265-284", ("Ann Lee", "Bo Chen"), "2006", "TCC 2006"),
        (f"The book: Lee & Chen, [{TITLE}]({URL}), chapters 2 and 3.", ("Lee", "Chen"), "", ""),
        (f"Lecture notes of [Ann Lee]({URL}): {TITLE}", ("Ann Lee",), "", ""),
        (
            f"{NAMES}, {TITLE}, Center for Memory, Oct. 18, 2016, {URL} (summary)",
            THREE,
            "2016-10-18",
            "Center for Memory",
        ),
    ],
)
def test_people_before_or_behind_in_words(citation, authors, published, venue):
    reading = reading_of(f"## Readings\n- {citation}\n")
    assert (reading.title.removeprefix("Learn, "), reading.authors) == (TITLE, authors)
    assert (reading.published, reading.venue) == (published, venue)


def test_short_heading_over_one_citation_opens_a_part_of_the_list():
    entry = f"- {OTHER}. Ann Lee, Bo Chen. TACL 2021. [[paper]({OTHER_URL})]\n"
    assert listed(f"## Papers\n- [{TITLE}]({URL})\n\n## Maybe\n{entry}\n## Encore\n{entry}") == [
        (TITLE, "unspecified"),
        (OTHER, "more"),
        (OTHER, "more"),
    ]


def test_people_venue_and_year_in_the_brackets_of_a_heading():
    reading = reading_of(f"## Readings\n### {TITLE} (Lee, Diaz & Evans, BBS 2017)\n[arXiv]({URL})\n")
    assert (reading.authors, reading.venue, reading.published) == (("Lee", "Diaz", "Evans"), "BBS 2017", "2017")


def test_surnames_before_a_journal_in_italics():
    reading = reading_of(f"## Readings\n### {TITLE}\nLee, Diaz, Evans. *Memory Review*, 2001. [PDF]({URL})\n")
    assert (reading.authors, reading.venue, reading.published) == (("Lee", "Diaz", "Evans"), "Memory Review", "2001")


def test_lines_that_each_cite_are_readings_each():
    lines = f"Lee, A., & Chen, B. {TITLE}. STOC 2015. {URL}\nDiaz, C. {OTHER}. FOCS 2015. {OTHER_URL}\n"
    assert listed(f"## What to read\n\n{lines}") == [(TITLE, "unspecified"), (OTHER, "unspecified")]


def test_several_papers_of_one_sentence():
    text = (
        f"This week we read two papers: Lee & Chen (2020), [{TITLE}]({URL}), and Diaz (2015), [{OTHER}]({OTHER_URL}).\n"
    )
    assert [(r.title, r.published) for r in session_of(text).readings] == [(TITLE, "2020"), (OTHER, "")]


def test_table_with_a_column_that_has_no_head():
    first, second = session_of(
        "| Group | Paper | |\n|---|---|---|\n"
        f"| A (Mon) | Lee, A. B. (2011). *{TITLE}.* Memory Review. | [pdf]({URL}) [slides](/s/a.pdf) |\n"
        f"| all | [{OTHER}]({OTHER_URL}) | |\n"
        "| | *Guest talk, no reading* | |\n"
    ).readings
    assert (first.title, first.authors, first.published, first.venue) == (
        TITLE,
        ("A. B. Lee",),
        "2011",
        "Memory Review",
    )
    assert ([link.url for link in first.links], [deck.address for deck in first.slides]) == ([URL], ["/s/a.pdf"])
    assert (first.presenter, second.presenter) == ("A (Mon)", "all")


def test_question_that_sends_to_a_paper_in_brackets_is_no_reading():
    assert listed(f"- Is BPE optimal? (see [this paper]({URL}))\n- Who brings snacks?\n") == []


def test_meeting_in_one_line_with_its_readings_and_who_presents():
    text = (
        "# Seminar (Fall 2022)\n\n- **9/8**: Overview. Slides: [pdf](slides/01.pdf)\n"
        f"- **9/13**: Trees. Readings: [{TITLE}]({URL}) (required), [{OTHER}]({OTHER_URL}) (optional). Presenter: Bo\n"
    )
    first, second = parse_post(text, "README.md", variables={}).sessions
    assert ([deck.address for deck in first.slides], first.readings) == (["slides/01.pdf"], ())
    assert (second.title, second.lead_team) == ("Trees", "Bo")
    assert [(r.title, r.requirement) for r in second.readings] == [(TITLE, "required"), (OTHER, "more")]


def test_who_led_is_said_in_a_sentence():
    assert session_of(f"Led by Petra.\n\n## Readings\n- [{TITLE}]({URL})\n").lead_team == "Petra"


@pytest.mark.parametrize(
    ("label", "requirement"),
    [
        ("For Tuesday please read:", "unspecified"),
        ("Primary source:", "unspecified"),
        ("Secondary sources:", "unspecified"),
        ("### What to read before Monday", "required"),
        ("### Everyone reads", "required"),
        ("### Not for class but fun", "more"),
        ("If you want more background:", "more"),
        ("READINGS", "unspecified"),
        ("OPTIONAL", "more"),
    ],
)
def test_labels_that_open_a_list(label, requirement):
    assert listed(f"{label}\n\n- [{TITLE}]({URL})\n\nEXERCISE\n\nRemake a chart of [ours](https://a.org).\n") == [
        (TITLE, requirement)
    ]


@pytest.mark.parametrize(
    ("citation", "authors", "venue", "requirement"),
    [
        (
            f"Paper 2: **{TITLE} by Realistic Means** by Ann Lee and Bo Chen, CCS 2013 ([pdf]({URL}))",
            TWO,
            "CCS 2013",
            "unspecified",
        ),
        (f"Further: **{TITLE}** by Ann Lee et al., NDSS 2016 ([pdf]({URL}))", TWO[:1], "NDSS 2016", "more"),
        (
            f"**Main:** [{TITLE}]({URL}) (Lee & Chen, 1979, *Annals of Memory*)",
            ("Lee", "Chen"),
            "Annals of Memory",
            "required",
        ),
        (f"**For fun:** [{TITLE}]({URL}), Efron 2003", ("Efron",), "", "more"),
        (
            f"Reading: Lee, A. and Chen, B., 2019. {TITLE}. *Memory*, 47(2). ([arXiv]({URL}))",
            ("A. Lee", "B. Chen"),
            "Memory",
            "unspecified",
        ),
        (f"**{TITLE}** (InfoVis 2016). Ann Lee, Bo Chen. [PDF]({URL})", TWO, "InfoVis 2016", "unspecified"),
    ],
)
def test_full_citation_needs_no_label(citation, authors, venue, requirement):
    reading = reading_of(f"Bring your laptops.\n\n{citation}\n")
    assert (reading.title.removesuffix(" by Realistic Means"), reading.authors) == (TITLE, authors)
    assert (reading.venue, reading.requirement) == (venue, requirement)


def test_list_of_full_citations_needs_neither_label_nor_address():
    assert listed(f'- Ann Lee, "{TITLE}," *Mind* 71 (1974): 5–19\n- Bo Chen, *{OTHER}* (1980), ch. 2\n') == [
        (TITLE, "unspecified"),
        (OTHER, "unspecified"),
    ]
    assert listed("- Ann Lee sends her regards (2020)\n- Bring a pen\n") == []


def test_boxes_before_entries_are_no_part_of_them():
    reading = reading_of(f"## Readings\n- [x] Lee et al., *{TITLE}*, CCS 2016 → {URL}\n")
    assert (reading.title, reading.authors, reading.venue) == (TITLE, ("Lee",), "CCS 2016")


def test_papers_of_groups_beside_that_of_everyone():
    found = session_of(f"""
        ### Everyone reads

        Lee, Ann (2015). "{TITLE}." *Science* 348. [[doi]({URL})]

        ### Group A

        Chen, Bo (2016). "{OTHER}." *Mind* 80. [[doi]({OTHER_URL})]
    """).readings
    assert [(reading.requirement, reading.presenter) for reading in found] == [
        ("required", ""),
        ("unspecified", "Group A"),
    ]


def test_table_without_a_head():
    found = session_of(
        f"| Everyone | Lee & Chen: {TITLE} (JASA 1984) [PDF]({URL}) |\n|---|---|\n"
        f"| Team Blue | Diaz & Evans: {OTHER} (InfoVis 2010) [PDF]({OTHER_URL}) |\n"
    ).readings
    assert [(reading.title, reading.venue) for reading in found] == [(TITLE, "JASA 1984"), (OTHER, "InfoVis 2010")]
    assert found[1].presenter == "Team Blue"


def test_one_surname_before_a_linked_title():
    reading = reading_of(f"## Readings\n- Hullman. [{TITLE}]({URL}). *IEEE TVCG*, 26(1), 2020\n")
    assert (reading.authors, reading.venue, reading.published) == (("Hullman",), "IEEE TVCG", "2020")


def test_days_in_bold_before_their_papers():
    first, second = parse_post(
        f"# Group 2024\n\n**Jan 12** {TITLE} (Lee et al., Nature 2017) [pdf]({URL})\n\n"
        f"**Jan 19** {OTHER} (Lee & Chen, Science 2019) [link]({OTHER_URL}); optional: [Deep CFR](https://a.org/cfr)\n\n"
        "**Jan 26** No meeting\n",
        "index.md",
        variables={},
    ).sessions
    assert [(str(session.date), len(session.readings)) for session in (first, second)] == [
        ("2024-01-12", 1),
        ("2024-01-19", 2),
    ]
    assert [(r.title, r.requirement) for r in second.readings] == [(OTHER, "unspecified"), ("Deep CFR", "more")]


def test_paper_set_apart_as_a_quotation():
    reading = reading_of(f"Bo will present\n\n> **{TITLE}**\n> Ann Lee, Bo Chen\n> SIGMOD 2018\n> {URL}\n")
    assert (reading.title, reading.authors, reading.venue) == (TITLE, TWO, "SIGMOD 2018")


@pytest.mark.parametrize("label", ["Related work, not required:", "**Review (optional)**"])
def test_labels_of_further_readings(label):
    assert listed(f"{label}\n\n- [{TITLE}]({URL})\n") == [(TITLE, "more")]


@pytest.mark.parametrize(
    "aside",
    [
        f"The [data sharing form]({OTHER_URL}) must be filled in.",
        f"**Questions to ponder:** Which of the findings of [Lee et al.]({OTHER_URL}) still hold?",
    ],
)
def test_sentences_with_links_within_a_list_are_no_readings(aside):
    assert listed(f"**Papers:**\n\n1. [{TITLE}]({URL})\n\n{aside}\n") == [(TITLE, "unspecified")]


def test_whose_lecture_it_is():
    assert reading_of(f"## Readings\n- Ann Lee's [lecture on forgetting]({URL})\n").authors == ("Ann Lee",)


def test_column_of_roles_says_what_is_optional():
    rows = f"| Pro | [{TITLE}]({URL}) | Leo |\n| Optional | [{OTHER}]({OTHER_URL}) | |\n"
    table = f"| Role | Paper | Who |\n|---|---|---|\n{rows}"
    assert [(r.requirement, r.presenter) for r in session_of(table).readings] == [("unspecified", "Leo"), ("more", "")]
