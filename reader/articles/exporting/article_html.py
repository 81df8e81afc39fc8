"""An article as one HTML file that stands by itself: framework as a linked outline, images inside, no script.

The template is `resources/templates/article.html`, the style
`resources/styles/article.css` filled with the colours of the theme, and of its
counterpart for whoever's screen is dark, then the person's own (`own_styles.py`).
On paper it is always light.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import unquote

from reader import paths
from reader.articles.exporting.block_html import Tagger
from reader.articles.exporting.block_nesting import nest
from reader.articles.exporting.highlight_runs import Highlight, stretches
from reader.articles.exporting.language_detection import language_of
from reader.articles.exporting.note_blocks import NodeNote, with_notes
from reader.articles.exporting.own_styles import own_styles
from reader.articles.exporting.safe_html import CONTENT_POLICY, note_html
from reader.articles.link_safety import safe_address
from reader.articles.markdown.blocks import Block, Inline, Run
from reader.articles.markdown.cutting import cut
from reader.articles.markdown.inner_links import InnerTargets
from reader.articles.markdown.rendering import render
from reader.articles.model import Article, Node
from reader.i18n import gettext as _
from reader.theme import Theme, load_theme

COUNTERPARTS = {"contrast-light": "contrast-dark", "contrast-dark": "contrast-light"}


@dataclass(frozen=True, slots=True)
class _Note:
    """A note at the end of the page: the words it is on, what it says (HTML); `number` 0: a node's."""

    number: int
    words: str
    body: str


def export_html(
    article: Article,
    theme: Theme,
    highlights: Sequence[Highlight] = (),
    notes: Sequence[NodeNote] = (),
) -> str:
    """Return `article` as an HTML file in the colours of `theme`, `highlights` and `notes` in place."""
    from jinja2 import Environment
    from markupsafe import Markup

    pieces = with_notes(_blocks(article), notes)
    blocks = [block for piece in pieces for block in piece]
    numbers = {id(block): number for number, block in enumerate(blocks)}
    tagger = Tagger(article.path.parent, lambda block: numbers.get(id(block), -1))
    tagger.mark(highlights, stretches(blocks, article.text, highlights))
    body = "\n".join(tagger.group(nest(piece)) for piece in pieces)
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(paths.resource("templates/article.html").read_text(encoding="utf-8"))
    lines = sorted({block.first_line for block in blocks if block.first_line})
    ending = [
        _Note(number, article.text.words(each.span), Markup(note_html(each.note)))
        for number, each in enumerate(highlights, start=1)
        if each.note
    ]
    ending += [_Note(0, each.label, Markup(note_html(each.note))) for each in notes if not each.line]
    return template.render(
        article=article,
        address=safe_address(article.metadata.original.url),
        content_policy=CONTENT_POLICY,
        language=language_of(article.source),
        style=Markup(_style(theme)),
        body=Markup(body),
        framework=Markup(_framework(article, lines)),
        framework_label=_("Framework"),
        notes_label=_("Notes"),
        notes=ending,
    )


def hidden_lines(article: Article) -> frozenset[int]:
    """Return the lines that are shown as a title and an outline in place of text."""
    drawn = range(article.framework.first_line, article.framework.last_line + 1)
    return article.metadata.lines | frozenset(line for line in drawn if line)


def _blocks(article: Article) -> list[tuple[Block, ...]]:
    found = article.scan
    pieces = [render(piece, found.definitions) for piece in cut(found, hidden_lines(article), whole=True)]
    names = _names_by_line(article, pieces)
    return [tuple(_named(block, names) for block in piece) for piece in pieces] if names else pieces


def _names_by_line(article: Article, pieces: Sequence[Sequence[Block]]) -> dict[int, list[str]]:
    """Return the names that links of the article use for its headings, by line."""
    blocks = [block for piece in pieces for block in piece]
    known = {name for block in blocks for name in block.names}
    inlines = (each for block in blocks for each in (*block.inlines, *_in_cells(block)))
    used = dict.fromkeys(each.href for each in inlines if isinstance(each, Run) and each.href[:1] == "#")
    names: dict[int, list[str]] = {}
    targets = InnerTargets(article)
    for href in used:
        name = unquote(href[1:])
        if name not in known and (span := targets.target_of(href)) is not None:
            names.setdefault(article.text.line_at(span.start), []).append(name)
    return names


def _in_cells(block: Block) -> Iterator[Inline]:
    return (inline for row in block.rows for cell in row for inline in cell.inlines)


def _named(block: Block, names: dict[int, list[str]]) -> Block:
    """Return `block` with the names of its line, which no other block gets."""
    own = names.pop(block.first_line, ())
    return replace(block, names=tuple(dict.fromkeys((*block.names, *own)))) if own else block


def _style(theme: Theme) -> str:
    name = COUNTERPARTS.get(theme.key, "night" if theme.mode == "light" else "paper")
    other = load_theme(paths.resource(f"themes/{name}.toml"))
    light, dark = (theme, other) if theme.mode == "light" else (other, theme)
    sheet = paths.resource("styles/article.css").read_text(encoding="utf-8")
    dark_screen = f"@media screen and (prefers-color-scheme: dark) {{\n{_colours(dark)}}}\n"
    own = "".join(f"\n{each.text}" for each in own_styles())
    return f"{_colours(light)}{dark_screen}{sheet}{own}"


def _colours(theme: Theme) -> str:
    colours = "".join(f"  --{role.replace('_', '-')}: {colour};\n" for role, colour in theme.roles.items())
    return f":root {{\n  color-scheme: {theme.mode};\n{colours}}}\n"


def _framework(article: Article, lines: list[int]) -> str:
    """Return the framework as nested lists; each point leads to the block at its passage, if it has one."""
    if not article.framework.nodes:
        return ""
    return _points(article, article.framework.nodes, lines)


def _points(article: Article, nodes: Sequence[Node], lines: list[int]) -> str:
    parts = []
    for node in nodes:
        label = escape(node.label, quote=False)
        link = article.links.get(node.node_id)
        if link and link.passage and (before := bisect_right(lines, link.passage.line)):
            label = f'<a href="#L{lines[before - 1]}">{label}</a>'
        below = _points(article, node.children, lines) if node.children else ""
        parts.append(f"<li>{label}{below}</li>")
    return f"<ol>{''.join(parts)}</ol>"
