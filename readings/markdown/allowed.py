"""What of HTML the document tree keeps: structure and text, no behaviour and no looks."""

_TAGS_NAMES = (
    "a abbr b blockquote br caption center code col colgroup dd del details dfn div dl dt em figcaption figure "
    "footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q s samp section small span strike "
    "strong sub summary sup table tbody td tfoot th thead tr tt u ul var article aside address bdo cite"
)
TAGS = set(_TAGS_NAMES.split())
ATTRIBUTES = {
    "a": {"href", "title", "id", "class"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"align", "colspan", "rowspan", "style"},
    "th": {"align", "colspan", "rowspan", "style"},
    "ol": {"start", "type"},
    "li": {"id", "value"},
    "abbr": {"title"},
    "details": {"open"},
    "code": {"class"},
    "span": {"class"},
    "sup": {"id"},
    "div": {"class"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}
