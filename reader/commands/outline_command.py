"""`gangmu outline FILE [--json | --to NOTATION]`: an article's framework, with the lines its nodes lead to.

`line` is where a click on the node goes: for match `parent` the line of the
passage of the nearest node above that has one, for `none` nothing (null).
`certainty` (0 to 1) says how sure the link is, `why` in words what speaks for
it. A node without a passage of its own has the best that was `rejected` for
it, where something was near: its match, line and certainty.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.commands.library.json_answer import print_json
from reader.errors import ArticleError
from reader.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.articles.model import Article, Node
    from reader.catalogue.reading_progress import ReadState

name = "outline"


def describe() -> str:
    """Return the sentence for `--help`."""
    return _("Print an article's framework, and the line each of its points leads to")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help=_("the article"))
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=_("print one JSON object"))
    notations = "mermaid, plantuml, markmap, tree, text"
    form.add_argument(
        "--to",
        metavar="NOTATION",
        help=_("print the framework alone, as {notations}").format(notations=notations),
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the framework; return the exit status. Raises `ArticleError` where the file cannot be read."""
    article = _as_made(arguments.file)
    if arguments.json:
        print_json(as_object(article))
    elif arguments.to:
        print(_written(article, arguments.to), end="")
    else:
        print(as_text(article))
    return 0


def _as_made(path: Path) -> Article:
    """Return the article at `path` as the person has made it: their framework, their links."""
    from reader.annotations.reading_as_made import as_made
    from reader.annotations.store.annotation_store import AnnotationStore
    from reader.articles.reading import read_article
    from reader.commands.library_choice import library_of

    article = read_article(path)
    store = AnnotationStore(library_of(None, str(path)))
    store.refresh()
    kept = store.kept(store.library.relative_name(path))
    return as_made(article, (each.annotation for each in kept), store)


def _written(article: Article, name: str) -> str:
    """Return the framework in the notation of that name. Raises `ArticleError` where there is none."""
    from reader.articles.digest.notations import NOTATIONS, write_framework

    names = [notation.name for notation in NOTATIONS]
    if name not in names:
        raise ArticleError(
            _("There is no notation {name}. There are: {names}.").format(name=name, names=", ".join(names))
        )
    return write_framework(article.framework, article.title, name)


def as_object(article: Article) -> dict[str, Any]:
    """Return what `--json` prints; `derived` is there only where the article has no framework of its own."""
    metadata = article.metadata
    answer: dict[str, Any] = {
        "title": article.title,
        "category": metadata.category,
        "source": {"title": metadata.original.title, "url": metadata.original.url},
        "tags": list(metadata.tags),
    }
    if article.framework.derived:
        answer["derived"] = True
    states = _read_states(article)
    answer["framework"] = [
        {**_node(article, node), "read": states[node.node_id].value} for node in article.framework.walk()
    ]
    return answer


def _read_states(article: Article) -> Mapping[str, ReadState]:
    """Return how far each node has been read, by the log of the library that the article lies in."""
    from reader.catalogue.reading_log import read_events
    from reader.catalogue.reading_progress import progress_of, speed_of
    from reader.commands.library_choice import library_of

    library = library_of(None, str(article.path))
    events = read_events(*library.own_folders)
    name = library.relative_name(article.path)
    return progress_of(article, [one for one in events if one.article == name], speed_of(events)).states


def as_text(article: Article) -> str:
    """Return what is printed: the title, then a point a line, indented, with its line and match."""
    lines = [article.title]
    if article.framework.derived:
        lines.append(_("(This article has no framework of its own; this is its outline.)"))
    for node in article.framework.walk():
        line = _line(article, node)
        place = str(line) if line is not None else "-"
        lines.append(f"{'  ' * node.depth}{node.label}\t{place}\t{article.links[node.node_id].match.value}")
    return "\n".join(lines)


def _node(article: Article, node: Node) -> dict[str, Any]:
    link = article.links[node.node_id]
    answer: dict[str, Any] = {
        "path": list(node.path),
        "label": node.label,
        "depth": node.depth,
        "line": _line(article, node),
        "match": link.match.value,
        "certainty": link.certainty,
        "why": link.reason,
    }
    if link.rejected is not None:
        best = link.rejected
        answer["rejected"] = {
            "line": best.passage.line,
            "match": best.match.value,
            "certainty": best.certainty,
        }
    return answer


def _line(article: Article, node: Node) -> int | None:
    passage = article.links[node.node_id].passage
    return passage.line if passage else None
