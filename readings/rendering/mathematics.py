"""TeX to MathML, on the server. What cannot be set is shown as code."""

import html
import re

from latex2mathml.converter import convert

MAX_TEX = 2_000
MAX_DEPTH = 30
# Macros expand without end; the others carry addresses or markup.
_REFUSED = re.compile(
    r"\\(?:def|gdef|edef|let|newcommand|renewcommand|providecommand|href|url|unicode|style|class|cssId|includegraphics)"
    r"(?![a-zA-Z])"
)
_UNKNOWN = re.compile(r"<m[io]>(?:\\|&(?:amp;)?<)|<mtext>\\")
_GROUP = re.compile(r"\\[a-zA-Z]+|\\.|[{}]", re.S)
_ALIGNED = re.compile(r"\\(begin|end)\{(?:aligned|split|gathered|align|equation\*?|gather\*?|eqnarray\*?)\}")


_NAMED = re.compile(r"\\(arg|argmin|argmax|softmax|sigmoid|sgn|sign|diag|tr|rank|KL)(?![a-zA-Z])")
# Functions whose arguments may stand bare: TeX keeps a thin space between them and letters, numbers and groups on
# either side, none before a bracket, after one that opens, or at the beginning of an environment's row.
_FUNCTION = r"\\(?:log|ln|lg|exp|sin|cos|tan|cot|sinh|cosh|tanh|arcsin|arccos|arctan|det|dim|ker|deg)(?![a-zA-Z])"
_GREEK = (
    r"\\(?:alpha|beta|gamma|delta|(?:var)?epsilon|zeta|eta|(?:var)?theta|kappa|lambda|mu|nu|xi|(?:var)?pi|rho|sigma"
    r"|tau|(?:var)?phi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Sigma|Phi|Psi|Omega)(?![a-zA-Z])"
)
_BEFORE = re.compile(rf"((?<![a-zA-Z\\])[a-zA-Z]|[0-9)\]]|(?<!align\*)(?<!cases)\}}|{_GREEK})\s*(?={_FUNCTION})")
_SCRIPT = r"(?:[_^](?:\{[^{}]*\}|\\[a-zA-Z]+|[^\\{}\s]))"
_PLAIN = rf"(?:[a-zA-Z0-9]|{_GREEK}|{_FUNCTION}|\\(?:[dt]?frac|sqrt|math[a-z]+|hat|bar|vec|tilde)(?![a-zA-Z]))"
_AFTER = re.compile(rf"(?<!frac)(?<!sqrt)(?<![_^])({_FUNCTION}{_SCRIPT}{{0,2}})\s*(?={_PLAIN})")
# Commands of which what stands before a function may be an argument, or that begin a row.
_TAKES_NEXT = re.compile(r"\\(?:underset|overset|stackrel|[dt]?binom|begin|sqrt\[|[dt]?frac\s*[^{\s])")
_BELOW = re.compile(r"(\\(?:lim|max|min|sup|inf|limsup|liminf)|\\operatorname\{arg(?:min|max)\})\s*_")

_MENDED = {
    '<mo accent="true">&#x02015;</mo>': '<mo stretchy="true">&#x000AF;</mo>',  # a bar that grows
    "<mi>&#x0007E;</mi>": "<mo>&#x0223C;</mo>",  # relations stand off what they relate
    "<mi>&#x027C2;</mi>": "<mo>&#x027C2;</mo>",
}


def mathml(tex: str, *, display: bool) -> str | None:
    """The formula as MathML, or None when it is not TeX we can set."""
    tex = tex.strip()
    if not tex or len(tex) > MAX_TEX or _REFUSED.search(tex) or _depth(tex) > MAX_DEPTH:
        return None
    try:
        result = convert(_known(tex, display=display), display="block" if display else "inline")
    except Exception:  # the library raises many kinds, IndexError and RecursionError among them
        return None
    if _UNKNOWN.search(result):
        return None
    for wrong, right in _MENDED.items():
        result = result.replace(wrong, right)
    return result.replace("<math ", f'<math alttext="{html.escape(tex)}" ', 1)


def _known(tex: str, *, display: bool) -> str:
    """The formula in commands the library knows."""
    tex = _NAMED.sub(r"\\operatorname{\1}", _ALIGNED.sub(r"\\\1{align*}", tex))
    tex = _AFTER.sub(r"\1\\,", tex if _TAKES_NEXT.search(tex) else _BEFORE.sub(r"\1\\,", tex))
    return _BELOW.sub(r"\1\\limits_", tex) if display else tex


def _depth(tex: str) -> int:
    """How deep groups go; past every limit when they do not match."""
    depth = deepest = 0
    for match in _GROUP.finditer(tex):
        if match[0] in ("{", "\\left", "\\begin"):
            depth += 1
        elif match[0] in ("}", "\\right", "\\end"):
            depth -= 1
        deepest = max(deepest, depth)
    return deepest if depth == 0 else MAX_DEPTH + 1
