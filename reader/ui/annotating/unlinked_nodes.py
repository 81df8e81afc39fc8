"""The nodes without a passage of their own, one after the other, and their repair by keyboard.

One key steps to the next of them in the tree, and says why none was taken. The person goes to a passage,
or selects it, and another key links the node that was stepped to, or chosen in the tree, with it.
"""

from __future__ import annotations

from reader.articles.model import Article, Link, Match, Node
from reader.i18n import figure
from reader.i18n import gettext as _
from reader.ui.annotating.link_repairing import link_here
from reader.ui.annotating.service.annotation_service import AnnotationService
from reader.ui.session.session import Session


def unlinked(article: Article) -> list[Node]:
    """Return the nodes without a passage of their own, in tree order; not those that a person left so."""
    if article.framework.derived:
        return []
    return [node for node in article.framework.walk() if _is_unlinked(article.links[node.node_id])]


def _is_unlinked(link: Link) -> bool:
    return link.match in (Match.PARENT, Match.NONE) and not link.by_person


def show_next_unlinked(session: Session) -> None:
    """Step in the tree to the next node without a passage, from the first again after the last."""
    article = session.article
    if article is None:
        return
    waiting = unlinked(article)
    if not waiting:
        session.tell(_("Every point of the framework has a passage of its own."))
        return
    order = {node.node_id: at for at, node in enumerate(article.framework.walk())}
    here = order.get(session.chosen_node, -1)
    place = next((at for at, node in enumerate(waiting) if order[node.node_id] > here), 0)
    node = waiting[place]
    session.ask_for_node(node.node_id)
    sentence = _("{number} of {count} without a passage: “{label}”. {reason}")
    reason = article.links[node.node_id].reason
    session.tell(
        sentence.format(number=figure(place + 1), count=figure(len(waiting)), label=node.label, reason=reason)
    )


def link_chosen_here(session: Session, annotations: AnnotationService) -> None:
    """Link the node that was chosen in the tree to what is selected, or else to what is read now."""
    node = session.node(session.chosen_node)
    if node is None or session.article is None or session.article.framework.derived:
        session.tell(_("Choose a point in the tree of the framework first; then it can be linked here."))
        return
    chosen = session.selection
    link_here(session, annotations, node, chosen.start if chosen.end > chosen.start else session.place)
