"""`python -m reader` is `gangmu`; `--module NAME …` runs one of our modules in a process of its own.

Processes are started so (`reader.paths.module_command`) because a frozen
program has no `python -m`. They import nothing of the command line.

A file that a running window takes is handed to it before anything else is
imported: that takes a third of the time.
"""

import sys
from importlib import import_module

from reader.desktop.running_window import hand_over_at_once


def main() -> int:
    """Run what the command line asks for; return the exit status."""
    if hand_over_at_once(sys.argv[1:]):
        return 0
    from reader.paths import MODULE_OPTION

    if sys.argv[1:2] == [MODULE_OPTION] and len(sys.argv) > 2:
        return run_module(*sys.argv[2:])
    from reader.cli import main as run_command

    return run_command()


def run_module(name: str, *arguments: str) -> int:
    """Call `main()` of our module `name`, with `arguments` in `sys.argv`; return the exit status.

    What it raises is said on stderr as the log says it (`reader.log`), and the status is 1.
    """
    if not name.startswith("reader."):
        sys.stderr.write(f"{name} is none of our modules.\n")
        return 2
    from reader import log

    log.begin_child()
    sys.argv = [name, *arguments]
    try:
        return int(import_module(name).main() or 0)
    except Exception as error:
        sys.stderr.write(log.told(error))
        return 1


if __name__ == "__main__":
    sys.exit(main())
