"""By what a text is known again: its SHA-256. For names of files and for comparing, not against anybody."""

from __future__ import annotations


def digest_of(text: str) -> str:
    """Return the SHA-256 of the UTF-8 form of `text`, lone surrogates included: 64 hexadecimal digits."""
    import hashlib  # brings OpenSSL: not before the first page is painted

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
