"""By what a text is known again."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import pytest

from reader.text_hash import digest_of


@pytest.mark.parametrize("text", ["", "abc", "纲目\n" * 1000, "\ud800 alone"])
def test_it_is_sha_256_whoever_reckons_it(text):
    assert digest_of(text) == hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@pytest.mark.parametrize("missing", [(), ("_sha2", "_sha256")])
def test_openssl_is_loaded_only_where_python_has_nothing_else(missing):
    code = f"""
import sys
for name in {missing}:
    sys.modules[name] = None
from reader.text_hash import digest_of
assert digest_of("abc").startswith("ba7816bf")
sys.exit("hashlib" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == bool(missing)
