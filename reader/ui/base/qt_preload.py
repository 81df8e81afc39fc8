"""Qt's classes that are named on a thread, mostly by modules imported there: named on the main thread first.

What the panels beside the text have named by then is left out.

PySide makes a class when it is first named, and two threads that do so at once end
the program (6.11: 10 of 25 runs of a script that does nothing else; 1 start in 40
under load). May go when PySide's making of classes holds a lock.
"""

from __future__ import annotations

from PySide6 import QtCore, QtGui, QtWidgets

REST = (
    "QUrl QUndoCommand QUndoStack QDialog QFileDialog "
    "QInputDialog QMessageBox QPlainTextEdit QProgressBar "
    "QTabBar QTextBrowser QTextEdit QStandardPaths QStorageInfo QDesktopServices"
)

PICTURES = "QBuffer QByteArray QIODevice QRect QRectF QSize QSizeF QImage QImageReader QPainter QSvgRenderer"
PRINTING = (
    f"{PICTURES} QBrush QMarginsF QAbstractTextDocumentLayout QGradient QPagedPaintDevice QPageLayout "
    "QPageSize QPdfWriter QTextFrameFormat QTextTableFormat QTextTable QTextTableCell QTextLength "
    "QTextImageFormat QPlainTextDocumentLayout"
)


def name_classes(names: str) -> None:
    """Let PySide make the classes that are called `names`, separated by spaces."""
    from PySide6 import QtSvg  # the icons of the window have brought it

    for name in names.split():
        for module in (QtCore, QtGui, QtWidgets, QtSvg):
            if hasattr(module, name):
                break
