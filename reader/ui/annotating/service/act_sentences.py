"""What is said of each act on annotations: one sentence, with the words or the node that it was on."""

from __future__ import annotations

from collections.abc import Sequence

from reader.annotations.model import Annotation, Kind
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _

_SHORT = 24  # code points of the words that are repeated


def short(words: str) -> str:
    """Return the beginning of `words`, in one line."""
    whole = " ".join(words.split())
    return whole if len(whole) <= _SHORT else whole[: _SHORT - 1] + "…"


def marked(words: str, *, underlined: bool) -> str:
    """Return the sentence on a new highlight or underline of `words`."""
    told = _("Underlined “{words}”.") if underlined else _("Highlighted “{words}”.")
    return told.format(words=short(words))


def bookmarked(words: str) -> str:
    """Return what is said of a new bookmark on the line of `words`."""
    return _("Bookmarked “{words}”.").format(words=short(words))


def noted(path: Sequence[str]) -> str:
    """Return what is said of a new note on the node at `path`; on the article where it is empty."""
    return _("Noted on “{label}”.").format(label=short(path[-1])) if path else _("Noted on the article.")


def linked(repair: Annotation) -> str:
    """Return what is said of a person's repair of a link."""
    has_place = repair.target.quote is not None
    told = _("“{label}” is linked here.") if has_place else _("“{label}” has no text of its own now.")
    return told.format(label=short(repair.target.path[-1]))


def unlinked(path: Sequence[str]) -> str:
    """Return the sentence on removing a person's link of the node at `path`: the one found is back."""
    return _("“{label}” is linked as it was found again.").format(label=short(path[-1]))


def framework_kept(act: str) -> str:
    """Return what is said of an edit of the person's own framework, which is called `act`."""
    return _("Your framework: {act}.").format(act=act)


def imported(count: int) -> str:
    """Return the sentence on an import of `count` annotations."""
    return ngettext("{count} annotation was added.", "{count} annotations were added.", count).format(
        count=figure(count)
    )


def deleted(annotations: Sequence[Annotation]) -> str:
    """Return what is said of annotations that were put into the trash."""
    if len(annotations) == 1 and annotations[0].kind is Kind.BOOKMARK:
        return _("The bookmark was taken away.")
    count = len(annotations)
    told = ngettext(
        "{count} annotation was put into the trash.",
        "{count} annotations were put into the trash.",
        count,
    )
    return told.format(count=figure(count))


def restored(count: int) -> str:
    """Return what is said of so many annotations that were taken out of the trash."""
    told = ngettext(
        "{count} annotation was taken out of the trash.",
        "{count} annotations were taken out of the trash.",
        count,
    )
    return told.format(count=figure(count))


def moved(words: str) -> str:
    """Return what is said of an annotation that was put on `words`."""
    return _("It stands on “{words}” now.").format(words=short(words))


def changed(text: str, count: int) -> str:
    """Return what is said of an act called `text` on so many annotations."""
    told = ngettext("{act}: {count} annotation.", "{act}: {count} annotations.", count)
    return told.format(act=text, count=figure(count))


def undone(text: str) -> str:
    """Return what is said when the act called `text` was taken back."""
    return _("Undone: {act}.").format(act=text)


def redone(text: str) -> str:
    """Return what is said when the act called `text` was done again."""
    return _("Done again: {act}.").format(act=text)
