"""Every error the reader raises on purpose.

The text of each is a whole sentence meant for the person reading: what is
wrong, and what to do next. A window or a terminal can show it as it stands.
Anything else that is raised is a fault of ours, and goes into the log
(`reader.log`) and the error report (`reader.ui.base.error_report`).
"""


class ReaderError(Exception):
    """Base of all expected errors."""


class ArticleError(ReaderError):
    """An article could not be read or understood."""


class ConversionError(ReaderError):
    """A file of another kind could not be made into an article."""


class LibraryError(ReaderError):
    """A library folder could not be opened."""


class SearchError(ReaderError):
    """The index could not be used, and could not be made anew."""


class AnnotationError(ReaderError):
    """An annotation could not be made, kept or found again."""


class MachineError(ReaderError):
    """Something is missing on this machine, such as a system library."""


def words_of(error: BaseException) -> str:
    """Return what a person is told of `error`: the sentence of one of ours, of any other its reason."""
    return str(error) if isinstance(error, ReaderError) else reason_of(error)


def reason_of(error: BaseException) -> str:
    """Return what went wrong in words for a sentence: the system's own without number and path, or a name."""
    said = str(error)
    if isinstance(error, OSError):
        return error.strerror or said or type(error).__name__
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
