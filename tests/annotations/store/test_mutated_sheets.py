"""Sheets that a disk, a syncing tool or somebody hostile has changed harm nobody; nothing else is lost."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest

from reader.annotations.creation import Wanted
from reader.annotations.exporters import EXPORTERS
from reader.annotations.exporters.export_options import Options
from reader.annotations.library_report import annotated
from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.device import Device
from reader.annotations.store.store_check import check_store
from tests.annotations.exporting import annotate, library_with
from tests.long_runs import times

TEXT = "# 题\n\n## 甲\n\n一句话，两句话。\n\n## 乙\n\n三句话。\n"
MINE = Wanted("一句话", note="我的", tags=("签",))
TOGETHER = 4  # changed sheets that lie in the folder at a time
ODD: list[Any] = [
    None, True, 0, -1, 2**63, 10**400, 1.5, 1e308, "", "\ud800", "\0", "../../x", "C:\\x", "a" * 5_000,
    "\u202e", "=1+1", "<script>", "${x}", [], {}, [[]], [None], {"": None}, {"id": "x"}, "urn:uuid:",
    "2026-99-99", "link",
]  # fmt: skip


def changed(value: Any, chance: random.Random) -> Any:
    """Return a copy of a JSON value with one place of it made odd."""
    whole = copy.deepcopy(value)
    place, inside = None, whole
    for _step in range(chance.randint(1, 6)):
        keys = (
            list(inside)
            if isinstance(inside, dict)
            else list(range(len(inside)))
            if isinstance(inside, list)
            else []
        )
        if not keys:
            break
        place = inside, chance.choice(keys)
        inside = inside[place[1]]
    if place is not None:
        holder, key = place
        act = chance.random()
        if act < 0.6:
            holder[key] = copy.deepcopy(chance.choice(ODD))
        elif act < 0.8:
            del holder[key]
        elif isinstance(holder, list):
            holder.extend(copy.deepcopy(holder) * chance.randint(1, 3))
        else:
            holder[chance.choice(("", "id", "items", "gangmu", "source", "\ud800"))] = holder[key]
    return whole


def torn(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with some of them lost, doubled, changed, or with git's marks among them."""
    for _step in range(chance.randint(1, 3)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 1, 4, 40, 400)))
        act = chance.randrange(5)
        if act == 0:
            data = data[:at] + data[end:]
        elif act == 1:
            data = data[:end] + data[at:]
        elif act == 2:
            data = data[:at] + bytes(chance.randrange(256) for _byte in range(end - at)) + data[end:]
        elif act == 3:
            data = data[:at]
        else:
            data = (
                data[:at]
                + chance.choice((b"\n<<<<<<< a\n", b"\n=======\n", b"\n>>>>>>> b\n", b"\0"))
                + data[at:]
            )
    return data


def harm_nobody(folder: Path, count: int, seed: int) -> None:
    library = library_with(folder, TEXT)
    store, _made = annotate(library, MINE, Wanted("三句话", note="也是"))
    [mine] = store.folder.glob("*.json")
    kept = mine.read_bytes()
    ours = next(each.annotation for each in store.kept() if each.annotation.note == "我的")
    theirs = json.loads(kept)
    theirs["gangmu:device"] = "evil"
    names = (
        f"{mine.name.split('.')[0]}.evil.json",
        "x.json",
        "a.b.c.json",
        "-.json",
        "x (conflicted copy).json",
    )
    for number in range(count // TOGETHER):
        chance = random.Random(seed * 1_000_000 + number)
        sheets = {}
        for name in chance.sample(names, TOGETHER):
            data = json.dumps(changed(theirs, chance)).encode()
            sheets[store.folder / name] = torn(data, chance) if chance.random() < 0.5 else data
        for path, data in sheets.items():
            path.write_bytes(data)
        own = number % 5 == 0  # now and then it is our own sheet that was changed
        if own:
            mine.write_bytes(torn(kept, chance))
        fresh = AnnotationStore(library, Device("one"))
        fresh.put(ours)
        groups = annotated(library, fresh)
        check_store(library)
        EXPORTERS[number % len(EXPORTERS)].export(groups, Options())
        if number % 10 == 0:
            fresh.save()
        assert "我的" in {each.annotation.note for each in fresh.kept()} | {
            other.note for each in fresh.kept() for other in each.conflicts
        }, number
        for path, data in sheets.items():
            assert path.read_bytes() == data, number
            path.unlink()
        if own or number % 10 == 0:
            for left in store.folder.iterdir():
                left.unlink()
            mine.write_bytes(kept)
    outside = [path for path in folder.parent.rglob("*") if path.is_file() and folder not in path.parents]
    assert all("own" in path.parts for path in outside)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_changed_sheets_harm_nobody(tmp_path):
    harm_nobody(tmp_path / "library", times(5_000, 400), seed=2)
