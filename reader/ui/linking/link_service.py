"""Where the links of the open article lead: followed by a click, shown by a card, marked where broken.

What a name means is known by all the names of the library, so it is worked out in the background, once an
article with links is open, and again when articles come or go. A link that is clicked before that waits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from PySide6.QtCore import QObject, Signal

from reader.articles.link_safety import article_name
from reader.articles.model import Article
from reader.catalogue.entries import Catalogue
from reader.catalogue.library import Library
from reader.catalogue.linking.article_links import hrefs_in, link_of, may_have_links
from reader.catalogue.linking.link_targets import LinkTargets
from reader.i18n import gettext as _
from reader.ui.base.opening_way import Way
from reader.ui.pane.view import ReadingPane
from reader.ui.session.session import Session
from reader.ui.session.tabs.pane_session import PaneSession


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a link leads: to the article at `path` and "#…" in it; or nowhere (None), as `sentence` says."""

    path: Path | None
    section: str = ""
    title: str = ""
    sentence: str = ""


class LinkService(QObject):
    """The links of the open article."""

    leads_changed = Signal()

    def __init__(self, session: Session, pane: ReadingPane, own: PaneSession) -> None:
        """`own` is what is open in `pane`."""
        super().__init__(pane)
        self._session = session
        self._own = own
        self._pane = pane
        self._number = 0
        self._targets: LinkTargets | None = None  # of the open library
        self._followed = ""  # a link that was clicked before it was known where it leads
        self._way = Way.HERE  # in which it is to open
        self._shown = ""  # the address whose card waits for its article
        self.leads: dict[str, Lead] = {}  # by the address as the page has it
        session.library_opened.connect(self._forget)
        session.library_listed.connect(self._renew)
        session.library_changed.connect(self._renew)
        own.article_opened.connect(self._read)
        own.article_changed.connect(self._read)
        own.article_expected.connect(self._fill_card)
        session.link_requested.connect(self._follow_here)
        pane.link_hovered.connect(self._tell)
        pane.aids.rested.connect(self._show_card)
        if own.article is not None:
            self._read(own.article)

    def follow(self, href: str, way: Way = Way.HERE) -> None:
        """Open what `href` leads to, or say that it leads nowhere."""
        lead = self.leads.get(href)
        if lead is None:
            self._followed, self._way = href, way
            self._resolve((href,))
        elif lead.path is None:
            self._session.tell(lead.sentence)
        else:
            self._session.open_article(lead.path, lead.section or None, way)

    def _follow_here(self, href: str, way: Way) -> None:
        if self._own.is_active:
            self.follow(href, way)

    # ---- where they lead

    def _forget(self) -> None:
        self._number += 1
        self._targets, self._followed, self.leads = None, "", {}

    def _renew(self) -> None:
        """Look again: an article has come, gone, or is called otherwise."""
        self._targets = None
        if self._own.article is not None:
            self._read(self._own.article)

    def _read(self, article: Article) -> None:
        self._number += 1
        self.leads, self._followed = {}, ""
        self._resolve(None)

    def _resolve(self, hrefs: Iterable[str] | None) -> None:
        """Work out where `hrefs` lead, or (None) all links of the open article."""
        session, number, known = self._session, self._number, self._targets
        article, library = self._own.article, session.library
        if article is None or library is None:
            return

        def work() -> tuple[LinkTargets | None, dict[str, Lead]]:
            if hrefs is None and not may_have_links(article.source):
                return known, {}
            wanted = hrefs or dict.fromkeys(href for _line, href, _words in hrefs_in(article.scan))
            asked = [href for href in wanted if href[:1] == "#" or article_name(href)]
            if not asked:
                return known, {}
            targets = known or LinkTargets(Catalogue(library).kept())
            return targets, {href: lead_of(href, article, library, targets) for href in asked}

        def done(found: tuple[LinkTargets | None, dict[str, Lead]]) -> None:
            if number == self._number:
                self._take(*found)

        session.cataloguing.run(work, done)

    def _take(self, targets: LinkTargets | None, leads: dict[str, Lead]) -> None:
        self._targets = targets
        self.leads = self.leads | leads
        self._pane.set_broken_links(frozenset(href for href, lead in self.leads.items() if lead.path is None))
        self.leads_changed.emit()
        followed, self._followed = self._followed, ""
        if followed in self.leads:
            self.follow(followed, self._way)

    # ---- what is shown of them

    def _tell(self, href: str) -> None:
        """Say in the status line where the link leads that is pointed at, and read that ahead."""
        lead = self.leads.get(href)
        if lead is None:
            if name := article_name(href):
                self._session.tell(name)
            return
        if lead.path is None:
            self._session.tell(lead.sentence)
        elif href[:1] != "#":
            self._session.tell(" › ".join(filter(None, (lead.title, lead.section.lstrip("#")))))
            self._own.expect(lead.path)

    def _show_card(self, href: str) -> None:
        self._shown = ""
        lead = self.leads.get(href)
        if lead is None:
            return
        if lead.path is None:
            self._pane.aids.card.show_passage(href, "", lead.sentence, "")
            return
        self._shown = href
        article = self._own.article
        if article is not None and article.path == lead.path:
            self._fill_card(article)
        else:
            self._own.expect(lead.path)

    def _fill_card(self, article: Article) -> None:
        lead = self.leads.get(self._shown)
        if lead is None or lead.path != article.path:
            return
        from reader.articles.markdown.inner_links import passage_words

        words = passage_words(article, lead.section)
        shared, href = self._session.shared, self._shown
        if words is not None or shared is None or shared.store is None:
            self._fill_words(article, lead, words)
            return
        store = shared.store

        def work() -> str | None:  # a person's own framework may have a point of that name
            from reader.annotations.reading_as_made import as_made

            kept = store.kept(store.library.relative_name(article.path))
            made = as_made(article, (each.annotation for each in kept), store)
            return passage_words(made, lead.section)

        def arrive(words: str | None) -> None:
            if self._shown == href:
                self._fill_words(article, lead, words)

        self._session.cataloguing.run(work, arrive)

    def _fill_words(self, article: Article, lead: Lead, words: str | None) -> None:
        """Show `words`, to which `lead` leads in `article`; None where it has no such place."""
        href, self._shown = self._shown, ""
        heading = " › ".join(filter(None, (article.title, lead.section.lstrip("#"))))
        if words is None:
            words = _("The article has no section called “{name}”.").format(name=lead.section.lstrip("#"))
            heading = article.title
        library = self._session.library
        foot = library.relative_name(article.path) if library is not None else ""
        self._pane.aids.card.show_passage(href, heading, words, foot)


def lead_of(href: str, article: Article, library: Library, targets: LinkTargets) -> Lead:
    """Return where `href` in `article` leads. May run on any thread."""
    from reader.articles.markdown.inner_links import target_of
    from reader.catalogue.library_check import leads_nowhere, sentence_on

    link = link_of(href)
    if link is None:
        if target_of(article, href) is not None:
            return Lead(article.path, href, article.title)
        words = _("This article has no section called “{name}”.")
        return Lead(None, href, sentence=words.format(name=unquote(href[1:])))
    own = library.relative_name(article.path)
    name = targets.resolve(link, own)
    section = f"#{link.section}" if link.section else ""
    if name is not None:
        return Lead(library.folder / name, section, targets.title(name))
    if not leads_nowhere(link, library, own, targets):
        words = _("{name} is no article: Gangmu cannot show it.")
        return Lead(None, section, sentence=words.format(name=link.target))
    return Lead(None, section, sentence=sentence_on(link, targets))
