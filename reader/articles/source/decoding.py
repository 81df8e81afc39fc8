"""From the bytes of a file to its text, whatever wrote them.

UTF-8 and UTF-16 are told by their marks or by being valid; for the rest
charset-normalizer judges a sample among the encodings that Chinese articles
come in. What is no text raises `ArticleError` with a sentence for the person.
"""

from __future__ import annotations

import codecs
import stat
from pathlib import Path

from reader.errors import ArticleError
from reader.i18n import gettext as _

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16's, which it starts with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ["gb18030", "big5", "big5hkscs", "shift_jis", "euc_kr", "cp1252"]
_BINARY_STARTS = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF-",
    b"PK\x03\x04",
    b"\x7fELF",
    b"\x1f\x8b",
    b"MZ\x90",
)
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 26, 27})
_SAMPLE = 1 << 16
_SHORT = 200
_LARGEST = 200 << 20


def read_text(path: Path, most: int = -1) -> tuple[str, str]:
    r"""Return the text of the file at `path`, with "\n" for newlines, and the name of its encoding.

    Of a file larger than `most` bytes only whole lines from its first `most` bytes.
    Raises `ArticleError` for what cannot be read: a missing or empty file, a
    folder, a pipe, no permission, binary data, an unknown encoding.
    """
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode) and not stat.S_ISDIR(state.st_mode):
            # A pipe that nobody writes to is waited for for ever, and a device never ends.
            raise ArticleError(_("“{name}” is no plain file.").format(name=path.name))
        if state.st_size > _LARGEST:
            raise ArticleError(
                _("{name} is larger than 200 MB. Split it into smaller articles to read it here.").format(
                    name=path.name
                )
            )
        with path.open("rb") as file:
            data = file.read(most)
        if len(data) == most:
            data = data[: data.rfind(b"\n") + 1] or data
    except OSError as error:
        raise ArticleError(_why(path, error)) from error
    if not data.strip():
        if most > 0:
            return read_text(path)
        raise ArticleError(
            _(
                "{name} is empty. Write something in it with any text editor; it will show here at once."
            ).format(name=path.name)
        )
    return decode(data, path.name)


def decode(data: bytes, name: str) -> tuple[str, str]:
    r"""Return the text that `data` is, with "\n" for newlines, and its encoding; `name` is for the errors."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _tidy(data.decode(encoding, "replace")), encoding
    if _is_binary(data):
        raise ArticleError(
            _(
                "{name} is not a text. Open it with the program that made it, or save it as Markdown first."
            ).format(name=name)
        )
    try:
        return _tidy(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        return _guess(data, name)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # it stands in a folder that may not be entered
        return False


def _why(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        sentence = _("{name} cannot be found. It may have been moved or renamed: open it from its new place.")
    elif isinstance(error, IsADirectoryError) or _is_folder(path):
        sentence = _("{name} is a folder. Open it as a library with File › Open folder.")
    elif isinstance(error, PermissionError):
        sentence = _("{name} may not be read. Ask its owner for permission to read it, then open it again.")
    else:
        sentence = _("{name} cannot be read: {reason}. Check that its disk is connected, then open it again.")
    return sentence.format(name=path.name, reason=error.strerror or error)


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    if sample.startswith(_BINARY_STARTS):
        return True
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    # One stray character makes no file binary, and in a short text some more do not.
    return controls > max(1, min(9, len(sample) // 10), len(sample) // 100)


def _guess(data: bytes, name: str) -> tuple[str, str]:
    # A UTF-8 text with a few broken bytes, such as one that was cut in the middle of a character.
    mended = data.decode("utf-8", "replace")
    if mended.count("\ufffd") <= 3 + sum(byte > 127 for byte in data[:_SAMPLE]) // 300:
        return _tidy(mended), "utf-8"
    for encoding in (_likely(data[:_SAMPLE]), "gb18030"):
        try:
            return _tidy(data.decode(encoding)), encoding
        except (UnicodeDecodeError, LookupError):
            continue
    raise ArticleError(
        _(
            "The encoding of {name} is not known. Save it as UTF-8 in a text editor, then open it again."
        ).format(name=name)
    )


def _likely(sample: bytes) -> str:
    if len(sample) < _SHORT:  # too little for statistics: what can be plain simplified Chinese is
        try:
            sample.decode("gb2312")
        except UnicodeDecodeError:
            pass
        else:
            return "gb18030"
    from charset_normalizer import from_bytes  # 40 ms to import, and rarely wanted

    best = from_bytes(sample, cp_isolation=_CANDIDATES, threshold=0.4).best()
    return best.encoding if best else ""


def _tidy(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "\ufffd") if "\0" in text else text
