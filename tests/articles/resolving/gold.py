"""Articles with what each node means, labelled by hand: to train the resolver and to score it.

The samples of `tests/data/digests` are always there; the real sets only where they are at hand.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reader.articles.digest.framework import find_frameworks
from reader.articles.digest.metadata import read_metadata
from reader.articles.digest.node_ids import build_nodes
from reader.articles.digest.notations.point import Point
from reader.articles.digest.outline import read_outline
from reader.articles.model import Framework, Match, Node
from reader.articles.resolving.candidates import Passages
from reader.articles.source.decoding import read_text
from reader.articles.source.extraction import extract_lines
from reader.articles.source.lines import LineKind
from reader.articles.source.scanner import scan
from tests.conftest import SHARED

DATA = Path(__file__).parents[2] / "data"
_NAMES = ("heading", "lead", "heading", "lead", "item", "row", "text", "none")
_KINDS = dict(zip("HBhbptrn", _NAMES, strict=True))


@dataclass(frozen=True)
class Meant:
    """The lines that are right for a node (none: it has no text of its own), and the kind of its passage."""

    lines: frozenset[int]
    kind: str


@dataclass(frozen=True)
class Labelled:
    """A text with a framework, and what each of its nodes means, by id. `family` is where it comes from.

    `is_read` says whether the program reads this framework from the text by itself.
    """

    name: str
    family: str
    source: str
    framework: Framework
    meant: Mapping[str, Meant]
    is_read: bool = True

    def passages(self) -> Passages:
        """Return the candidates of the text, without the head and the drawing."""
        found = scan(self.source)
        text = extract_lines(found)
        metadata = read_metadata(found)
        hidden = set(metadata.lines)
        for framework in find_frameworks(found, self.source, metadata.title)[:1]:
            hidden.update(range(framework.first_line, framework.last_line + 1))
        if not self.is_read:
            hidden.update(_drawn(found.lines))
        return Passages(read_outline(found, text, frozenset(hidden)), text, found, frozenset(hidden))


def all_passages(source: str) -> Passages:
    """Return the candidates of a whole text, nothing of it left out."""
    found = scan(source)
    text = extract_lines(found)
    return Passages(read_outline(found, text, frozenset()), text, found, frozenset())


def _drawn(lines: list) -> Iterator[int]:
    """Yield the lines of fences that hold a drawn tree."""
    open_at = 0
    for number, line in enumerate(lines, start=1):
        if line.kind is LineKind.FENCE:
            if open_at:
                stretch = range(open_at, number + 1)
                if any(re.search("[├└]", lines[one - 1].content) for one in stretch):
                    yield from stretch
            open_at = 0 if open_at else number


def everything() -> list[Labelled]:
    """Return all that is labelled and at hand, each family in the order of its files."""
    return [*samples(), *made(), *real_digests(), *real_trees()]


@cache
def samples() -> list[Labelled]:
    """Return our own samples that have a framework."""
    found = []
    for path in sorted((DATA / "digests").glob("*.json")):
        right = json.loads(path.read_text(encoding="utf-8"))
        if right["derived"]:
            continue
        nodes = []
        for node in right["nodes"]:
            has_own = node["match"] not in ("parent", "none")
            nodes.append(
                {"path": node["path"], "line": node["line"] if has_own else None, "kind": node["match"]}
            )
        found.append(_labelled(path.with_suffix(".md"), "samples", nodes))
    return found


@cache
def made() -> list[Labelled]:
    """Return the invented digests."""
    return _folder(DATA / "digests-made", "digests-made")


@cache
def real_trees() -> list[Labelled]:
    """Return the real articles with a drawn tree, where they are at hand."""
    return _folder(SHARED / "trees-real", "trees-real")


@cache
def real_digests() -> list[Labelled]:
    """Return the real digests, where they are at hand."""
    folder = SHARED / "digests"
    if not folder.is_dir():
        return []
    by_file: dict[str, list[dict]] = {}
    with (folder / "gold.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            nodes = by_file.setdefault(row["file"], [])
            if row["kind"] == "root":
                continue
            above = nodes[-1]["path"] if nodes else []
            path = [*above[: int(row["depth"]) - 1], row["label"]]
            nodes.append(
                {"path": path, "line": int(row["line"]) if row["line"] else None, "kind": _KINDS[row["kind"]]}
            )
    return [_labelled(folder / f"{name}.md", "digests", nodes) for name, nodes in by_file.items()]


def _folder(folder: Path, family: str) -> list[Labelled]:
    gold = folder / "gold.json"
    if not gold.is_file():
        return []
    labelled = json.loads(gold.read_text(encoding="utf-8"))
    return [
        _labelled(folder / name, family, one["nodes"])
        for name, one in sorted(labelled.items())
        if one["nodes"]
    ]


def _labelled(path: Path, family: str, nodes: list[dict]) -> Labelled:
    source, _ = read_text(path)
    found = scan(source)
    metadata = read_metadata(found)
    frameworks = find_frameworks(found, source, metadata.title)
    wanted = [node for node in nodes if node["kind"] != "root" and node.get("tree", 1) == 1]
    root = next((_label(node["path"][0]) for node in nodes if node["kind"] == "root"), None)
    by_path = _keyed((tuple(node["path"]), node) for node in wanted)
    by_path = {_without(path_, root): node for path_, node in by_path.items()}
    for framework in frameworks[:1]:
        meant = _meant(framework, by_path, root)
        if 2 * len(meant) >= len(by_path):
            return Labelled(path.stem, family, source, framework, meant)
    levels = 1 if root else 0
    points = [Point(len(node["path"]) - levels, node["path"][-1], "", 1) for node in wanted]
    framework = Framework(build_nodes(points, ""))
    return Labelled(path.stem, family, source, framework, _meant(framework, by_path, None), is_read=False)


def _meant(framework: Framework, by_path: Mapping[tuple, dict], root: str | None) -> dict[str, Meant]:
    found = {}
    nodes: dict[tuple, Node] = _keyed((node.path, node) for node in framework.walk())
    for path, node in nodes.items():
        right = by_path.get(_without(path, root))
        if right:
            lines = {right["line"], *right.get("also", [])} - {None}
            kind = right["kind"] if right["line"] else "none"
            found[node.node_id] = Meant(frozenset(lines), kind)
    return found


def _keyed(pairs: Iterator) -> dict:
    """Return values by their path of labels and how often it came before."""
    seen: dict[tuple, int] = {}
    found = {}
    for path, value in pairs:
        name = tuple(_label(part) for part in path)
        seen[name] = seen.get(name, 0) + 1
        found[(*name, seen[name])] = value
    return found


def _without(path: tuple, root: str | None) -> tuple:
    return path[1:] if root and path[:1] == (root,) and len(path) > 2 else path


def _label(label: str) -> str:
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", label)).strip().replace("`", "")
    return re.sub(r"^[→>▶\s]+|[✅🔄🔴🟡\s]+$", "", text)


def is_own(match: Match) -> bool:
    """Whether a match leads to a passage of the node's own."""
    return match not in (Match.PARENT, Match.NONE)


def verdict(meant: Meant, line: int | None) -> str:
    """Return whether a link to `line` (None: it falls back) is "right", "wrong" or "missed"."""
    if meant.kind == "none":
        return "right" if line is None or line in meant.lines else "wrong"
    if line is None:
        return "missed"
    return "right" if line in meant.lines else "wrong"
