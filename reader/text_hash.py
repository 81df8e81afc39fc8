"""By what a text is known again: its SHA-256. For names of files and for comparing, not against anybody.

`hashlib` loads OpenSSL, which takes each window 3.5 MB. Python carries SHA-256
itself as well, and takes it for its own `random` in the same way, for the same
reason. The official one stands in wherever that module is not there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import sha256
else:
    try:
        from _sha2 import sha256
    except ImportError:
        try:
            from _sha256 import sha256  # until Python 3.11
        except ImportError:
            from hashlib import sha256


def digest_of(text: str) -> str:
    """Return the SHA-256 of the UTF-8 form of `text`: 64 hexadecimal digits."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
