"""A process that reads articles for the index: `python -m reader.search.build.build_worker FOLDER`.

A process and not a thread, because reading articles would make the window
stutter; and our own pipe, not a pool, because it ends by itself when whoever
started it is gone, however that came about. It is asked and answers in lines
of JSON: {"add": name} gives {"added": name, "count": documents so far, "full": whether it is time to write};
{"write": path} gives {"written": path, "count": documents in it}, or {"failed": [errno, reason]};
{"merge": [[path, [deleted, ...]], ...]} gives {"merged": count}.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sys
from pathlib import Path
from typing import Any, TextIO

from reader.search.build.article_batches import ArticleBuilder


def serve(folder: Path, asked: TextIO, answers: TextIO) -> None:
    """Answer line by line until nothing is asked any more."""
    builder = ArticleBuilder(folder)
    for line in asked:
        answer = _answer(builder, json.loads(line))
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _answer(builder: ArticleBuilder, question: dict[str, Any]) -> dict[str, Any]:
    if "add" in question:
        builder.add(question["add"])
        return {"added": question["add"], "count": builder.count, "full": builder.is_full}
    if "merge" in question:
        builder.merge([(Path(path), set(dead)) for path, dead in question["merge"]])
        return {"merged": builder.count}
    path = Path(question["write"])
    try:
        return {"written": question["write"], "count": builder.write(path)}
    except OSError as error:  # the disk is full
        with contextlib.suppress(OSError):
            path.unlink()
        return {"failed": [error.errno, error.strerror or str(error)]}


def main() -> None:
    """Serve on the standard streams, out of everybody's way."""
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(10)
    # Millions of small tuples and no cycles: the collector would only look at them again and again.
    gc.disable()
    answers = sys.stdout
    sys.stdout = sys.stderr  # whatever prints must not disturb the answers
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        serve(Path(sys.argv[1]), sys.stdin, answers)


if __name__ == "__main__":
    main()
