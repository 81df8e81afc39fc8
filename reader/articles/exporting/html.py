"""An article as one HTML file that stands by itself: framework as a linked outline, images inside, no script.

The template is `resources/templates/article.html`, the style
`resources/styles/article.css` filled with the colours of the theme.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from reader import paths
from reader.articles.blocks import Block
from reader.articles.cutting import cut
from reader.articles.definitions import collect
from reader.articles.exporting.marking import Highlight, stretches
from reader.articles.exporting.nesting import nest
from reader.articles.exporting.tags import Tagger
from reader.articles.model import Article, Node
from reader.articles.render import render
from reader.i18n import language
from reader.theme import Theme


def export_html(article: Article, theme: Theme, highlights: Sequence[Highlight] = ()) -> str:
    """Return `article` as an HTML file in the colours of `theme`, `highlights` and their notes in place."""
    from jinja2 import Environment
    from markupsafe import Markup

    pieces = _blocks(article)
    blocks = [block for piece in pieces for block in piece]
    numbers = {id(block): number for number, block in enumerate(blocks)}
    tagger = Tagger(article.path.parent, lambda block: numbers[id(block)])
    tagger.marked = stretches(blocks, article.text, highlights)
    tagger.colours = [highlight.colour for highlight in highlights]
    tagger.notes = [highlight.note for highlight in highlights]
    body = "\n".join(tagger.group(nest(piece)) for piece in pieces)
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(paths.resource("templates/article.html").read_text(encoding="utf-8"))
    lines = sorted({block.first_line for block in blocks})
    return template.render(
        article=article,
        language=language().replace("_", "-"),
        style=Markup(_style(theme)),
        body=Markup(body),
        framework=Markup(_framework(article, lines)),
        notes=[(n, each) for n, each in enumerate(highlights, start=1) if each.note],
        words=article.text.words,
    )


def hidden_lines(article: Article) -> frozenset[int]:
    """Return the lines that are shown as a title and an outline in place of text."""
    drawn = range(article.framework.first_line, article.framework.last_line + 1)
    return article.metadata.lines | frozenset(line for line in drawn if line)


def _blocks(article: Article) -> list[tuple[Block, ...]]:
    definitions = collect(article.source)
    return [render(piece, definitions) for piece in cut(article.source, hidden_lines(article), whole=True)]


def _style(theme: Theme) -> str:
    colours = "".join(f"  --{role.replace('_', '-')}: {colour};\n" for role, colour in theme.roles.items())
    sheet = paths.resource("styles/article.css").read_text(encoding="utf-8")
    return f":root {{\n  color-scheme: {theme.mode};\n{colours}}}\n{sheet}"


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
        if link and link.passage and (before := [line for line in lines if line <= link.passage.line]):
            label = f'<a href="#L{before[-1]}">{label}</a>'
        below = _points(article, node.children, lines) if node.children else ""
        parts.append(f"<li>{label}{below}</li>")
    return f"<ol>{''.join(parts)}</ol>"
