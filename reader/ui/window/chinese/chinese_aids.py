"""What helps to read Chinese: pinyin over all of it or over some words, and the other kind of characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from reader.articles.script.script_conversion import SIMPLIFIED, TRADITIONAL, can_convert
from reader.i18n import gettext as _

if TYPE_CHECKING:
    from reader.ui.session.session import Session

_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
LONGEST = 30  # characters of a word that has pinyin over it
MOST = 500  # words; the oldest go first


def set_pinyin_over_selection(session: Session) -> None:
    """Have pinyin over the words that are selected, wherever they stand; or over them no more."""
    article, span, settings = session.article, session.selection, session.settings
    words = _CHINESE.findall(article.text.text[span.start : span.end]) if article is not None else []
    words = [word for word in dict.fromkeys(words) if len(word) <= LONGEST]
    if not words:
        session.tell(_("Select one Chinese word or several first, then there can be pinyin over them."))
        return
    kept = [word for word in settings.get("pinyin_words") if word not in words]
    is_new = not set(words) <= set(settings.get("pinyin_words"))
    settings.set("pinyin_words", [*kept, *words][-MOST:] if is_new else kept)
    told = _("Pinyin over “{words}”.") if is_new else _("No pinyin over “{words}” any more.")
    session.tell(told.format(words="、".join(words)))


def script_choices(session: Session) -> Iterator[tuple[str, bool, partial[None]]]:
    """Yield the kinds of characters: words, whether it is in use, what uses it."""
    now = session.settings.get("script")
    for key, words in (
        ("", _("As written")),
        (SIMPLIFIED, _("Simplified")),
        (TRADITIONAL, _("Traditional")),
    ):
        yield words, now == key, partial(use_script, session, key)


def use_script(session: Session, script: str) -> None:
    """Show the text in `script`; say what is lacking where that cannot be."""
    if script and not can_convert():
        session.tell(what_lacks())
    else:
        session.settings.set("script", script)


def use_next_script(session: Session) -> None:
    """Show the text in the next kind of characters: as written, Simplified, Traditional, and so on."""
    scripts = ("", SIMPLIFIED, TRADITIONAL)
    now = session.settings.get("script")
    use_script(session, scripts[(scripts.index(now) + 1) % len(scripts)])


def what_lacks() -> str:
    """Return the sentence that says how characters can be changed."""
    return _("To change characters Gangmu needs OpenCC: install it with “pip install 'gangmu[opencc]'”.")
