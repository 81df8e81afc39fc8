"""Colours of code: Pygments' tokens as the theme's roles. Pygments is imported when first needed (25 ms)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from reader.articles.markdown.blocks import Run
from reader.articles.markdown.inline_builder import BREAK

if TYPE_CHECKING:
    from pygments.lexer import Lexer

LONGEST = 20_000  # code points that are coloured; lexers can be slow on more
_PLAIN = frozenset(
    {"", "text", "txt", "plain", "plaintext", "markdown", "md", "mermaid", "none", "tree", "output"}
)


def coloured(code: str, language: str) -> tuple[Run, ...]:
    """Return `code` as runs whose `token` is a theme's role; one plain run if the language is unknown."""
    code = code.replace("\r", "")
    lexer = _lexer(language.lower()) if len(code) <= LONGEST else None
    if lexer is None:
        return (Run(code.replace("\n", BREAK)),) if code else ()
    runs: list[Run] = []
    # Lexers of sessions read whole lines alone: the last one needs an end.
    found = list(lexer.get_tokens(code + "\n"))
    if "".join(text for _token, text in found) not in (code + "\n", code):
        return (Run(code.replace("\n", BREAK)),)  # a lexer that changes what it reads
    left = len(code)
    for token, text in found:
        role, text = _role(str(token)), text[:left].replace("\n", BREAK)
        left -= len(text)
        if not text:
            continue
        if runs and (runs[-1].token == role or not text.strip()):
            runs[-1] = Run(runs[-1].text + text, token=runs[-1].token)
        else:
            runs.append(Run(text, token=role))
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
