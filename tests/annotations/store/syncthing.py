"""A real Syncthing on loopback, for `test_syncthing.py`: nothing is announced, relayed or upgraded."""

from __future__ import annotations

import copy
import http.client
import json
import os
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

FOLDER = "library"
PATIENCE = 25  # seconds until a condition that does not come is a failure
_KEY = "only-for-this-test"
_SILENT = {
    "globalAnnounceEnabled": "false",
    "globalAnnounceServer": "https://127.0.0.1:9/",
    "localAnnounceEnabled": "false",
    "announceLANAddresses": "false",
    "relaysEnabled": "false",
    "natEnabled": "false",
    "stunKeepaliveStartS": "0",
    "stunServer": "127.0.0.1:9",
    "urAccepted": "-1",
    "urURL": "http://127.0.0.1:9/",
    "crashReportingEnabled": "false",
    "crashReportingURL": "http://127.0.0.1:9/",
    "autoUpgradeIntervalH": "0",
    "releasesURL": "http://127.0.0.1:9/",
    "startBrowser": "false",
    "setLowPriority": "false",
    "reconnectionIntervalS": "1",
}


class Syncthing:
    """One instance, which shares the folder `shared` with the instances that `meet` was told of."""

    def __init__(self, home: Path, shared: Path) -> None:
        self._home, self._shared = home, shared
        self._process: subprocess.Popen[bytes] | None = None
        self.listens, self._asked = free_port(), free_port()
        self._log = home.with_suffix(".log")
        command = ["syncthing", "generate", f"--home={home}"]
        made = subprocess.run(command, env=self._environment(), capture_output=True, text=True, timeout=60)
        if made.returncode:
            raise OSError(made.stdout + made.stderr)
        device = ElementTree.parse(home / "config.xml").find("device")
        assert device is not None
        self.name = device.attrib["id"]

    def meet(self, *others: Syncthing) -> None:
        """Write the configuration: all on loopback, and `others` known by their addresses."""
        tree = ElementTree.parse(self._home / "config.xml")
        root = tree.getroot()
        for element in [*root.findall("folder"), *root.findall("device")]:
            root.remove(element)
        options, gui = root.find("options"), root.find("gui")
        assert options is not None
        assert gui is not None
        for name, value in {**_SILENT, "listenAddress": f"tcp://127.0.0.1:{self.listens}"}.items():
            _tell(options, name, value)
        _tell(gui, "address", f"127.0.0.1:{self._asked}")
        _tell(gui, "apikey", _KEY)
        # Its own watching is off: a test says when to look, and knows then what has been seen.
        folder = root.find("defaults/folder")
        assert folder is not None
        folder = copy.deepcopy(folder)
        for device in folder.findall("device"):
            folder.remove(device)
        folder.attrib.update(id=FOLDER, path=str(self._shared), fsWatcherEnabled="false")
        root.append(folder)
        for each in (self, *others):
            ElementTree.SubElement(folder, "device", id=each.name)
            device = ElementTree.SubElement(root, "device", id=each.name, name=each._home.name)
            ElementTree.SubElement(device, "address").text = f"tcp://127.0.0.1:{each.listens}"
        tree.write(self._home / "config.xml", encoding="utf-8")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                ["syncthing", "serve", f"--home={self._home}", "--no-browser"],
                env=self._environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        wait_until(self._answers, lambda: f"Syncthing does not answer:\n{self._log.read_text()[-2000:]}")

    def stop(self) -> None:
        """Stop it, by force where it does not go."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)
        self._process = None

    def pause(self, other: Syncthing, *, paused: bool) -> None:
        """Break the connection to `other`, or take it up again."""
        self.ask("POST", "system/pause" if paused else "system/resume", device=other.name)

    def scan(self) -> None:
        """Look at the folder now; returns when all of it has been seen."""
        self.ask("POST", "db/scan", folder=FOLDER)

    def is_connected_to(self, other: Syncthing) -> bool:
        """Return whether they talk to each other."""
        return bool(self.ask("GET", "system/connections")["connections"][other.name]["connected"])

    def lacks(self, other: Syncthing) -> int:
        """Return how many things `other` lacks, as far as this one knows, deletions among them."""
        state = self.ask("GET", "db/completion", folder=FOLDER, device=other.name)
        return int(state["needItems"]) + int(state["needDeletes"]) + (state["completion"] < 100)

    def knows(self) -> dict[str, int]:
        """Return what it counts in the folder of all devices together, what it lacks, whether it is busy."""
        state = self.ask("GET", "db/status", folder=FOLDER)
        counts = ("globalFiles", "globalDirectories", "globalDeleted", "globalBytes", "needTotalItems")
        return {**{name: int(state[name]) for name in counts}, "busy": int(state["state"] != "idle")}

    def ask(self, method: str, what: str, **words: str) -> Any:
        """Ask the instance itself. Raises `OSError` where it does not answer, or refuses."""
        connection = http.client.HTTPConnection("127.0.0.1", self._asked, timeout=PATIENCE)
        try:
            connection.request(method, f"/rest/{what}?{urlencode(words)}", headers={"X-API-Key": _KEY})
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise OSError(f"{what}: {answer.status} {body[:200]!r}")
        return json.loads(body) if body.startswith((b"{", b"[")) else None

    def _answers(self) -> bool:
        try:
            return self.ask("GET", "system/ping") == {"ping": "pong"}
        except OSError:
            return False

    def _environment(self) -> dict[str, str]:
        alone = {"STNORESTART": "1", "STNOUPGRADE": "1", "STNODEFAULTFOLDER": "1", "GOMAXPROCS": "1"}
        return {"PATH": os.environ["PATH"], "HOME": str(self._home), **alone}


def synchronise(one: Syncthing, other: Syncthing) -> None:
    """Look at both folders and wait until each has told that it has all that the other has."""
    wait_until(
        lambda: one.is_connected_to(other) and other.is_connected_to(one), lambda: "They do not connect."
    )
    one.scan()
    other.scan()
    wait_until(lambda: _is_done(one, other), lambda: f"They did not finish: {one.knows()} {other.knows()}")


def wait_until(holds: Callable[[], bool], failure: Callable[[], str]) -> None:
    """Ask again and again until `holds`. Raises `AssertionError` where it does not in `PATIENCE` seconds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(failure())
        time.sleep(0.05)


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_done(one: Syncthing, other: Syncthing) -> bool:
    # Since the scan each counts what it has changed itself as lacking in the other, until that one tells
    # that it has it; but only once the two have ever met. Until then their counts of the whole differ.
    known = one.knows()
    is_idle = not known["needTotalItems"] and not known["busy"]
    return is_idle and known == other.knows() and not one.lacks(other) and not other.lacks(one)


def _tell(parent: ElementTree.Element, name: str, value: str) -> None:
    for old in parent.findall(name):
        parent.remove(old)
    ElementTree.SubElement(parent, name).text = value
