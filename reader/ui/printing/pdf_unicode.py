"""Making the words of a PDF that Qt has written copy and search as they were written.

For each glyph Qt takes the first character that a font gives that glyph. Source
Han gives the radicals of Unicode (U+2E80 to U+2FDF) the glyphs of the common
characters that look the same, so that "口" would be copied as "\u2f1d"; a space becomes a tab. The
tables in the PDF are mended in place; their length stays the same.
"""

from __future__ import annotations

import re
import unicodedata

_TABLE = re.compile(rb"/ToUnicode (\d+) 0 R")
_CODE = re.compile(rb"<(2[EF][0-9A-F]{2}|0009)>")

# Radicals without a decomposition in Unicode: EquivalentUnifiedIdeograph.txt, Unicode 16.
_SAME = (
    "2E815382 2E884E5B 2E8B353E 2E8E5140 2E8F5C23 2E905C22 2E925DF3 2E935E7A 2E945F51 2E98624C "
    "2E996535 2E9B65E1 2E9E6B7A 2EA06C11 2EA16C35 2EA26C3A 2EA3706C 2EA4722B 2EA64E2C 2EA872AD "
    "2EAD793B 2EAF7CF9 2EB07E9F 2EB17F53 2EB27F52 2EB67F8A 2EB98002 2EBA8080 2EBB807F 2EBE8279 "
    "2EC1864E 2EC28864 2EC38980 2EC4897F 2EC589C1 2EC689D2 2EC88BA0 2EC98D1D 2ECB8F66 2ECC8FB6 "
    "2ECF9091 2ED09485 2ED19577 2ED29578 2ED3957F 2ED495E8 2ED6961D 2ED796E8 2ED89752 2ED997E6 "
    "2EDA9875 2EDB98CE 2EDC98DE 2EDD98DF 2EDF98E0 2EE09963 2EE29A6C 2EE39AA8 2EE49B3C 2EE59C7C "
    "2EE69E1F 2EE75364 2EE89EA6 2EE99EC4 2EEA9EFE 2EEB6589 2EEC9F50 2EED6B6F 2EEE9F7F 2EEF7ADC "
    "2EF09F99 2EF19F9C 2EF24E80 2EF39F9F "
)
_RADICALS = {pair[:4]: pair[4:] for pair in _SAME.split()}


def mend_words(pdf: bytes) -> bytes:
    """Return `pdf` with the common characters in place of radicals."""
    mended = bytearray(pdf)
    for number in {match[1] for match in _TABLE.finditer(pdf)}:
        start = pdf.find(b"\n" + number + b" 0 obj")
        end = pdf.find(b"endstream", start)
        if 0 <= start < end:
            mended[start:end] = _CODE.sub(_common, pdf[start:end])
    return bytes(mended)


def _common(match: re.Match[bytes]) -> bytes:
    code = match[1].decode()
    if code == "0009":
        return b"<0020>"
    plain = unicodedata.normalize("NFKC", chr(int(code, 16)))
    found = _RADICALS.get(code) or (f"{ord(plain):04X}" if len(plain) == 1 else code)
    return b"<" + (found if len(found) == 4 else code).encode() + b">"
