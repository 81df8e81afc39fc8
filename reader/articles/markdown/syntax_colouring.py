"""Colours of code: Pygments' tokens as the theme's roles. Pygments is imported when first needed (25 ms)."""

from __future__ import annotations

from functools import lru_cache
from time import thread_time
from typing import TYPE_CHECKING

from reader.articles.markdown.blocks import Run
from reader.articles.markdown.inline_builder import BREAK

if TYPE_CHECKING:
    from pygments.lexer import Lexer

LONGEST = 20_000  # code points that are coloured; lexers can be slow on more
MOST_RUNS = 800  # of one piece of code, each 50 µs to lay out; the densest of Python's library has 624
SECONDS = 0.02  # of this thread, twice for one piece of code; a usual one takes a thousandth
_PLAIN = frozenset(
    {"", "text", "txt", "plain", "plaintext", "markdown", "md", "mermaid", "none", "tree", "output"}
)


def coloured(code: str, language: str) -> tuple[Run, ...]:
    """Return `code` as runs whose `token` is a theme's role; one plain run if the language is unknown.

    Some lexers look through all that follows at each step (Perl's at `s{`, which is never closed): what they
    have not reached in `SECONDS` stays plain, and so does what follows on `MOST_RUNS`. They are given these
    seconds twice: a machine that others use too may take them away once, and that is no fault of the code.
    """
    code = code.replace("\r", "")
    lexer = _lexer(language.lower()) if len(code) <= LONGEST else None
    if lexer is None:
        return (Run(code.replace("\n", BREAK)),) if code else ()
    runs: list[Run] = []
    # Lexers of sessions read whole lines alone: the last one needs an end.
    end, done, is_late = thread_time() + SECONDS, 0, False
    for token, text in lexer.get_tokens(code + "\n"):
        while (is_over := thread_time() > end) and not is_late:
            end, is_late = thread_time() + SECONDS, True
        if is_over or len(runs) == MOST_RUNS:
            break
        text = text[: len(code) - done]
        if not code.startswith(text, done):  # a lexer that changes what it reads
            return (Run(code.replace("\n", BREAK)),)
        if not text:
            continue
        done += len(text)
        role = _role(str(token))
        text = text.replace("\n", BREAK)
        if runs and (runs[-1].token == role or not text.strip()):
            runs[-1] = Run(runs[-1].text + text, token=runs[-1].token)
        else:
            runs.append(Run(text, token=role))
    if done < len(code):
        runs.append(Run(code[done:].replace("\n", BREAK)))
    return tuple(runs)


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    if language in _PLAIN:
        return None
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer: Lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    return lexer


# The first name that a token's own starts with decides.
_ROLES = (
    ("Token.Comment", "code_comment"),
    ("Token.Literal.String", "code_string"),
    ("Token.Literal.Number", "code_number"),
    ("Token.Keyword", "code_keyword"),
    ("Token.Operator.Word", "code_keyword"),
    ("Token.Name.Function", "code_function"),
    ("Token.Name.Class", "code_class"),
    ("Token.Name.Decorator", "code_class"),
    ("Token.Name.Tag", "code_keyword"),
    ("Token.Name.Attribute", "code_function"),
    ("Token.Name.Builtin", "code_builtin"),
    ("Token.Operator", "code_operator"),
    ("Token.Punctuation", "code_operator"),
    ("Token.Generic.Deleted", "danger"),
    ("Token.Generic.Inserted", "tip"),
    ("Token.Generic.Heading", "code_keyword"),
)


@lru_cache(maxsize=512)
def _role(token: str) -> str:
    return next((role for start, role in _ROLES if token.startswith(start)), "")
