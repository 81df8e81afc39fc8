"""The program opens no socket but the display's: watched from within Python, and by a network of its own.

Every Python process of the program is told on (`sitecustomize`, an audit hook).
Where Linux lets us, all of it runs in a network namespace without interfaces
too, whose counters know of packets that C++ would send.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reader.annotations.exporters import EXPORTERS

ROOT = Path(__file__).resolve().parents[2]
WATCH = """
import os, socket, sys

def tell(event, given):
    if not event.startswith("socket."):
        return
    inner = socket.AF_UNIX
    first = given[0] if given else None
    family = given[1] if event == "socket.__new__" else getattr(first, "family", None)
    if event in ("socket.gethostname",) or family == inner:
        return
    with open(os.environ["TOLD"], "a") as file:
        file.write(f"{event} {given!r}\\n")

sys.addaudithook(tell)
"""
HOSTILE = """标题
  链接：https://example.org/x

# 题

![图](https://example.org/a.png) ![](//example.org/b.png) [链](https://example.org) <img src="http://example.org/c.png">

$\\color{url(http://example.org/d)}{a}$ 一句话。
"""
NOTE = "![x](http://example.org/n) [c](javascript:fetch(1)) {: style=background:url(http://example.org/o) }"
COUNTED = {
    "Ip": ("OutRequests", "OutNoRoutes"),
    "Tcp": ("ActiveOpens", "AttemptFails", "OutSegs"),
    "Udp": ("OutDatagrams", "SndbufErrors"),
}
SCRIPT = """
import sys
from reader.cli import main
for words in {words!r}:
    print(words, file=sys.stderr)
    status = main(words)
    if status:
        sys.exit(f"{{words}}: {{status}}")
"""
COUNTERS = "\nsys.stdout.write('COUNTERS\\n' + open('/proc/net/snmp').read())\n"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    tmp_path = tmp_path_factory.mktemp("run")
    watch = tmp_path / "watch"
    watch.mkdir()
    (watch / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    told = tmp_path / "told"

    def start(script: str, *before: str) -> tuple[str, str]:
        """Run Python; return what it printed, and what the audit hook told of."""
        told.unlink(missing_ok=True)
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": os.pathsep.join([str(watch), str(ROOT)]),
            "TOLD": str(told),
        }
        done = subprocess.run(
            [*before, sys.executable, "-c", script],
            env=environment, capture_output=True, text=True, encoding="utf-8", timeout=110, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout, told.read_text(encoding="utf-8") if told.exists() else ""

    return start


def acts(tmp_path: Path) -> list[list[str]]:
    """Return what is done: read, annotate, search, export to every format, open the window."""
    library = tmp_path / "library"
    library.mkdir()
    article = library / "a.md"
    article.write_text(HOSTILE, encoding="utf-8")
    file, out = str(article), str(tmp_path / "out")
    formats = [*(exporter.name for exporter in EXPORTERS), "html", "pdf"]
    return [
        ["outline", file],
        ["annotate", file, "--quote", "一句话", "--note", NOTE],
        ["search", "一句话", "--library", str(library)],
        *(["export", "--to", name, "--out", f"{out}.{name}", file] for name in formats),
        ["screenshot", file, "--out", f"{out}.png"],
        [file, "--quit-after-first-paint"],
    ]


@pytest.fixture(scope="module")
def done(run, tmp_path_factory) -> tuple[str, str]:
    """Do all of it, in a network of its own where one can be made; return as `run` does."""
    script = SCRIPT.format(words=acts(tmp_path_factory.mktemp("acts")))
    alone = namespace()
    return run(script + COUNTERS, *alone) if alone else run(script)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there asyncio and Qt talk to themselves by sockets")
def test_no_python_of_ours_opens_a_socket(done):
    assert done[1] == ""


@pytest.mark.slow
def test_a_socket_would_have_been_told_of(run):
    _printed, told = run("import socket; socket.socket().close()")
    assert "socket.__new__" in told


def namespace() -> list[str]:
    """Return the command that gives a process a network of its own; nothing where that is refused."""
    for command in (["unshare", "-n"], ["unshare", "-rn"]):
        if shutil.which("unshare"):
            tried = subprocess.run([*command, "true"], capture_output=True, check=False)
            if tried.returncode == 0:
                return command
    return []


def counters(printed: str) -> dict[str, int]:
    """Return the counters of /proc/net/snmp that a packet, or an attempt to send one, would have moved."""
    lines = [line.split() for line in printed.partition("COUNTERS\n")[2].splitlines()]
    tables: dict[str, dict[str, str]] = {}
    for names, values in zip(lines[::2], lines[1::2], strict=True):
        tables[names[0].rstrip(":")] = dict(zip(names, values, strict=True))
    wanted = [(table, name) for table, names in COUNTED.items() for name in names]
    return {f"{table}.{name}": int(tables[table].get(name, 0)) for table, name in wanted}


@pytest.mark.slow
@pytest.mark.skipif(not namespace(), reason="no network namespace can be made here")
def test_nothing_of_ours_sends_a_packet(done):
    found = counters(done[0])
    assert found
    assert not any(found.values()), found


@pytest.mark.slow
@pytest.mark.skipif(not namespace(), reason="no network namespace can be made here")
def test_a_packet_would_have_been_counted(run):
    send = "import socket, sys\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
    send += "try:\n    s.sendto(b'x', ('192.0.2.1', 9))\nexcept OSError:\n    pass\ns.close()\n"
    printed, told = run(send + COUNTERS, *namespace())
    assert "socket.sendto" in told
    assert any(counters(printed).values())
