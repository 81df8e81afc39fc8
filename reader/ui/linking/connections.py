"""What an article is connected with: what links to it, mentions it, is related, is like a passage of it.

Worked out in the background, when somebody looks, by the catalogue's links and the search's index; nothing is
learned or sent. An answer about an article that is not open any more is dropped, and its work ends early.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from reader.articles.model import Article
from reader.articles.source.canonical_text import Span
from reader.catalogue.entries import Catalogue
from reader.catalogue.library import Library
from reader.catalogue.linking.library_links import LibraryLinks
from reader.catalogue.linking.link_targets import LinkTargets
from reader.i18n import gettext as _
from reader.ui.search.search_service import SearchService
from reader.ui.search.search_thread import IndexToAsk
from reader.ui.session.session import Session

if TYPE_CHECKING:
    from reader.search.match.related_passages import Related
    from reader.search.model import Hit

PAUSE = 400  # milliseconds at one passage before others like it are looked for
_SETTLED = 1500  # milliseconds without news of the index before it is asked again
_BETWEEN = " · "


class Kind(StrEnum):
    """How two articles are connected; in the order in which it is shown."""

    BACKLINK = "backlink"
    MENTION = "mention"
    RELATED = "related"
    ALIKE = "alike"  # like the passage that is read


@dataclass(frozen=True, slots=True)
class Connection:
    """One passage of another article. `matches` are places in `text`; `why` is a finished phrase, or ""."""

    kind: Kind
    name: str  # of the article in its library
    title: str
    span: Span
    place: tuple[str, ...] = ()
    text: str = ""
    matches: tuple[tuple[int, int], ...] = ()
    why: str = ""


Sections = Mapping[Kind, tuple[Connection, ...]]


@dataclass(slots=True)
class _Known:
    """What is known of the links of a library. For the thread."""

    library: Library
    links: LibraryLinks
    targets: LinkTargets
    is_stale: bool = True


class Connections(QObject):
    """The connections of the open article. Nothing is done before `look`, nor after `rest`."""

    changed = Signal()

    def __init__(self, session: Session, search: SearchService) -> None:
        super().__init__(session)
        self._session = session
        self._search = search
        self._tasks = session.tasks_for("connections")
        self._known: _Known | None = None
        self._number = self._passage_number = 0
        self._is_looking = False
        self.found: dict[Kind, tuple[Connection, ...]] = {}  # by now: a kind that lacks is coming
        self._passage = QTimer(self, singleShot=True, interval=PAUSE)
        self._passage.timeout.connect(self._look_at_passage)
        self._news = QTimer(self, singleShot=True, interval=_SETTLED)
        self._news.timeout.connect(self._look_at_index)
        session.article_opened.connect(self._open)
        session.article_changed.connect(self._open)
        session.article_closed.connect(self._forget)
        session.article_failed.connect(self._forget)
        session.library_opened.connect(self._forget)
        session.library_listed.connect(self._renew)
        session.library_changed.connect(self._renew)
        session.node_changed.connect(lambda _node: self._passage.start() if self._is_looking else None)
        search.indexing.progressed.connect(self._note_index)

    @property
    def is_indexing(self) -> bool:
        """Whether the library is still read for the index: more may be found."""
        return self._search.indexing.is_reading

    def look(self) -> None:
        """Find the connections of the open article, and of those that are opened from now on."""
        self._is_looking = True
        if self._session.article is not None:
            self._open(self._session.article)

    def rest(self) -> None:
        """Stop looking for connections, until `look` is called: the panel is hidden."""
        self._is_looking = False
        self._number += 1
        self._passage_number += 1
        self._passage.stop()
        self._news.stop()

    # ---- when

    def _forget(self, *_library: object) -> None:
        self._number += 1
        self._passage_number += 1
        self._known = None
        self.found = {}
        self.changed.emit()

    def _renew(self, _library: Library) -> None:
        if self._known is not None:
            self._known.is_stale = True
        if self._session.article is not None:
            self._open(self._session.article)

    def _open(self, _article: Article) -> None:
        self._number += 1
        self.found = {}
        if self._is_looking:
            self.changed.emit()
            self._look_at_links()

    def _note_index(self, progress: object) -> None:
        if self._is_looking and progress is None:
            self._news.start()

    # ---- links and mentions, then what is related

    def _look_at_links(self) -> None:
        session, known, number = self._session, self._known, self._number
        article, library = session.article, session.library
        if article is None or library is None:
            return
        name, is_stale = library.relative_name(article.path), known is None or known.is_stale

        def work() -> tuple[_Known, tuple[Connection, ...]]:
            now = known
            if now is None or is_stale:
                entries = Catalogue(library).kept()
                links = now.links if now is not None else LibraryLinks(library)
                now = _Known(library, links, LinkTargets(entries), is_stale=False)
                now.links.update(entries, lambda: number != self._number or self._tasks.is_shut)
            return now, backlinks(now.links, now.targets, name)

        def done(answer: tuple[_Known, tuple[Connection, ...]]) -> None:
            if number == self._number:
                self._known, links = answer
                self._take({Kind.BACKLINK: links})
                self._look_at_index()

        self._tasks.run(work, done)

    def _look_at_index(self) -> None:
        article, library = self._session.article, self._session.library
        if article is None or library is None or Kind.BACKLINK not in self.found:
            return
        linking = frozenset(one.name for one in self.found[Kind.BACKLINK])
        name, names = library.relative_name(article.path), _names_of(article)
        self._ask(partial(_of_article, names=names, name=name, text=article.text.text, linking=linking))
        self._look_at_passage()

    def _look_at_passage(self) -> None:
        article, library, place = self._session.article, self._session.library, self._session.place
        if article is None or library is None or not self._is_looking:
            return
        self._passage_number += 1
        here = [unit.span for unit in article.units if unit.span.start <= place < unit.span.end]
        text = article.text.words(here[0]) if here else ""
        number, name = self._passage_number, library.relative_name(article.path)
        self._ask(partial(_of_passage, text=text, name=name), lambda: number != self._passage_number)

    def _ask(
        self,
        asked: Callable[[IndexToAsk, Callable[[], bool]], Sections | None],
        is_old: Callable[[], bool] = lambda: False,
    ) -> None:
        """Let `asked` look into the index, on the thread; what it finds is shown if it is still wanted."""
        index, number, tasks = self._search.indexing.index, self._number, self._tasks
        if index is None:
            return

        def stale() -> bool:
            return number != self._number or is_old() or tasks.is_shut

        def done(found: Sections | None) -> None:
            if found is not None and not stale():
                self._take(found)

        tasks.run(lambda: asked(index, stale), done)

    def _take(self, found: Sections) -> None:
        self.found = {**self.found, **found}
        self.changed.emit()


def backlinks(links: LibraryLinks, targets: LinkTargets, name: str) -> tuple[Connection, ...]:
    """Return the links of other articles to the one called `name`, each as a connection."""
    return tuple(
        Connection(
            Kind.BACKLINK,
            one.article,
            targets.title(one.article),
            one.placed.span,
            text=one.placed.excerpt,
            matches=((one.placed.start, one.placed.end),),
            why=f"#{one.placed.link.section}" if one.placed.link.section else "",
        )
        for one in links.to(name, targets)
    )


def _names_of(article: Article) -> tuple[str, ...]:
    """Return what other articles may call `article`."""
    from reader.articles.digest.front_matter import aliases_in

    data = article.metadata
    names = (article.title, data.original.title, PurePosixPath(article.path.name).stem)
    return tuple(filter(None, (*names, *aliases_in(article.scan.lines))))


def _of_article(
    index: IndexToAsk,
    stale: Callable[[], bool],
    *,
    names: tuple[str, ...],
    name: str,
    text: str,
    linking: frozenset[str],
) -> Sections | None:
    from reader.search.match.mentions import mentions
    from reader.search.match.related_passages import related_articles

    def look() -> Sections:
        snapshot = index.opened.snapshot()
        said = mentions(snapshot, names, linking | {name}, cancelled=stale)
        related = related_articles(snapshot, text, name, cancelled=stale)
        return {
            Kind.MENTION: tuple(_of_hit(Kind.MENTION, hit) for hit in said),
            Kind.RELATED: tuple(_of_related(Kind.RELATED, one) for one in related),
        }

    return _asked(index, look)


def _of_passage(index: IndexToAsk, stale: Callable[[], bool], *, text: str, name: str) -> Sections | None:
    from reader.search.match.related_passages import related_passages

    def look() -> Sections:
        found = related_passages(index.opened.snapshot(), text, name, cancelled=stale)
        return {Kind.ALIKE: tuple(_of_related(Kind.ALIKE, one) for one in found)}

    return _asked(index, look)


def _asked(index: IndexToAsk, look: Callable[[], Sections]) -> Sections | None:
    """Return what `look` finds; None where nobody waits, or the index is damaged (it is made anew)."""
    from reader.search.ask import CancelledError

    try:
        return look()
    except CancelledError:
        return None
    except (ValueError, LookupError, TypeError, OverflowError):
        index.opened.distrust()
        return None


def _of_hit(kind: Kind, hit: Hit, why: str = "") -> Connection:
    excerpt = hit.excerpt
    shown = hit.span.start + excerpt.first
    span = next((one for one in hit.spans if one.start == shown), Span(shown, shown))
    return Connection(kind, hit.name, hit.title, span, hit.path, excerpt.text, excerpt.matches, why)


def _of_related(kind: Kind, one: Related) -> Connection:
    why = [_("both say {words}").format(words=_(", ").join(one.phrases))] if one.phrases else []
    if one.tags:
        why.append(" ".join(f"#{tag}" for tag in one.tags))
    why += filter(None, (one.category, one.source))
    return _of_hit(kind, one.hit, _BETWEEN.join(why))
