"""Words the parser knows: those that tell names from titles and topics, and the keys of front matter."""

_NOT_NAMES = """
    a an the of for and or in on to with from by via is are at as we our you how what why when towards toward
    against learning deep machine network networks neural model models language languages large data dataset
    datasets system systems survey review overview introduction tutorial lecture chapter section part paper
    papers reading readings slides video intelligence artificial agent agents reasoning attention transformer
    transformers training tuning fine prompt prompts generation generative adversarial attack attacks defense
    defenses robust robustness vision visual image images text speech audio graph graphs knowledge retrieval
    memory planning reinforcement policy optimization inference bayesian probabilistic stochastic efficient
    scalable fast open source code benchmark benchmarks evaluation evaluating framework analysis approach
    methods method theory applications application algorithm algorithms foundation foundations security privacy
    safety fairness bias ethics risk risks university institute laboratory labs lab department school college
    google microsoft openai deepmind meta facebook anthropic nvidia research inc conference workshop proceedings
    journal arxiv preprint spring fall summer winter january february march april may june july august september
    october november december monday tuesday wednesday thursday friday link url pdf github comments subjects
    abstract new latest recent understanding multimodal multi modal diffusion representation recognition
    detection classification segmentation translation question answering summary notes blog post team group
    human computer science engineering natural processing low high rank state space art free online domain
    transfer contrastive self supervised unsupervised task tasks world first more required optional further
    advanced general basic basics topics topic programming software design control robotics networking
    distributed parallel quantum cloud edge mobile web internet social medical health brain core component key
    concepts function input output use cases role presentation presentations student students guest
    gradient descent alignment projection penalizing before after joint jointly
    less learns forgets matters scales two three four five six seven eight nine ten steps train
"""
# Capitalised words that stand in titles and affiliations, not in names.
NOT_NAMES = frozenset(_NOT_NAMES.split())
# Those of them that are names nevertheless: given ones stand first, family ones last.
GIVEN_NAMES = frozenset({"an", "april", "art", "august", "june", "may", "summer"})
FAMILY_NAMES = frozenset({"an"})

_ORGANISATIONS = """
    university univ université universität universidad universidade institute institut college school faculty
    department dept laboratory laboratories lab labs academy centre center research corporation corp inc llc ltd gmbh
    organization organisation council commission agency ministry association
    technologies technology polytechnic tech hospital csail epfl eth kaist kaust mit cmu nyu ucsd ucla ucl uc tu uiuc
    ustc inria cnrs berkeley stanford harvard princeton caltech google deepmind microsoft meta facebook amazon aws ibm
    intel nvidia huawei alibaba tencent bytedance baidu openai anthropic netapp vmware oracle samsung nec salesforce
    adobe netflix twitter uber linkedin deepseek mistral
"""
# Those that sign what they publish with their own name, and what may stand beside it.
_SIGNING = """
    google deepmind microsoft meta facebook amazon apple ibm nvidia openai anthropic deepseek mistral cohere
"""
SIGNING = frozenset(_SIGNING.split())
BESIDE_SIGNING = frozenset({"ai", "research", "labs", "lab", "brain"})
# Words of places where people work, beside their names.
ORGANISATIONS = frozenset(_ORGANISATIONS.split())

_TOPIC_WORDS = """
    data understand understanding theory survey graph graphs vision application applications optimization basics
    basic robust robustness generative testing security privacy attack attacks defense defenses relation
    relations embedding training hardware memory architecture dynamic structure structures reinforcement
    generation language text image images audio speech health medical biology chemistry matching alignment
    evaluation efficiency scaling agents reasoning safety interpretability fairness bias overview introduction
    transfer
"""
# What a row may be about.
TOPIC_WORDS = frozenset(_TOPIC_WORDS.split())

_IGNORED = """
    layout toc author_profile sidebar classes published draft permalink header excerpt excerpt_separator
    read_time comments share related search sort_by lorder order weight image teaser toc_label toc_sticky
    toc_icon nav nav_order parent mathjax math katex usemathjax redirect_from last_modified_at lastmod url
    aliases type slug cover math_engine linenums id semester_id nav_exclude has_children has_toc
    collection keywords hide_title
"""
# Front matter keys that say how a site looks or is built: of no use here, and no surprise to anyone.
IGNORED = frozenset(_IGNORED.split())

_KNOWN = """
    title date desc term semester quarter tags tag categories category lecture extracontent video notes
    lectureversion authors leader leaders lead leads facilitator facilitators presented_by discussion_lead
    venue journal conference booktitle publication publisher published_in year publication_date link url paper
    paper_url paper_link paper_title pdf links urls code github website project abstract presenter presenters
    speaker speakers readings papers required required_readings optional optional_readings more reading
    references further_reading sessions schedule meetings classes lectures weeks doi arxiv arxiv_id openreview
    slides paper_author paper_authors paper_year paper_date paper_venue paper_journal paper_doi paper_arxiv
    paperurl pdf_url paper_pdf paper_abstract
"""
# Front matter keys that are read.
KNOWN = frozenset(_KNOWN.split())

_PERIODICALS = """
    Biometrika Econometrica Neuron Cognition Psychometrika Technometrics NeuroImage Bioinformatics Mind Synthese
    Genetics Ecology Biostatistics Demography Biometrics eLife Chaos Automatica Algorithmica Combinatorica Distill
    Nature Science Cell Lancet Quanta Wired Medium Substack Springer Wiley Elsevier Routledge Penguin Norton
    Cambridge Oxford Preprint Draft Keynote Spotlight Oral Poster Invited Video Podcast Website Revised Updated
    Edition Online Blog
"""
# One word before a year that is no author: journals, publishers, kinds and states of a text.
PERIODICALS = frozenset(_PERIODICALS.split())

_ACRONYMS = """
    ICLR ICML NeurIPS NIPS ACL EMNLP NAACL EACL AACL COLING CoNLL TACL AAAI IJCAI ECAI CVPR ICCV ECCV WACV BMVC
    KDD WWW SIGIR WSDM CIKM RecSys CHI CSCW UIST USENIX CCS NDSS SOSP OSDI NSDI ATC EuroSys ASPLOS ISCA MICRO
    HPCA PLDI POPL OOPSLA ICSE FSE ASE ISSTA COLM COLT UAI AISTATS JMLR TMLR MLSys SysML PNAS Interspeech ICASSP
    ICRA IROS RSS CoRL VLDB SIGMOD ICDE PODS STOC FOCS SODA FAccT AIES SaTML SIGGRAPH MICCAI BIBM RECOMB ISMB
    PSB PLOSCB WMT LREC DLSS ICPR ACML LoG CLeaR HotNets SIGCOMM IMC PPoPP SC ICS BlackboxNLP
"""
# Conferences and journals of the field.
ACRONYMS = frozenset(_ACRONYMS.split())

_NOT_VENUES = """
    optional required recommended mandatory skim chapter chapters section sections pages ch pp available online
    reprinted revised translated edition see read especially only note esp excerpt excerpts selections introduction
    abstract et al
"""
# Words in italics or behind a title that are no journal.
NOT_VENUES = frozenset(_NOT_VENUES.split())
