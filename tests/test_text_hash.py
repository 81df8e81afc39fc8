"""By what a text is known again: names of files and of notes on the disk hang on it."""

from __future__ import annotations

import pytest

from reader.text_hash import digest_of


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("", "e3b0c44298fc1c14"),
        ("abc", "ba7816bf8f01cfea"),
        ("纲目", "f1d134451395ecc4"),
        ("\ud800 alone", "f7be2fba75c6790e"),
    ],
)
def test_it_is_the_sha_256_of_the_utf_8_form(text, beginning):
    assert digest_of(text).startswith(beginning)
    assert len(digest_of(text)) == 64
