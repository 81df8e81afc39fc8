"""A sheet: one file, in which one device wrote about one article. Values and their JSON.

    <slug of the name>-<hash of it>.<device>.json

The article's key is the part before the device. It is made of the name that
the article had when it was first annotated, so that two devices that have
never met choose the same one, and it stays when the article is renamed: what
says which article is meant is the sheet's `about`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from reader.annotations.model import Annotation, Clock
from reader.annotations.store.merge import has_seen
from reader.annotations.store.web_annotation import CONTEXT_URL, clock_from_json, from_json, to_json
from reader.text_hash import digest_of

FORMAT = 1
_NAME = re.compile(r"[\w-]{1,120}\Z")  # becomes part of a file's name: nothing that a path is made of


@dataclass(frozen=True, slots=True)
class About:
    """Which article a sheet is about: its name in the library, its title, its text when last seen."""

    source: str = ""
    title: str = ""
    digest: str = ""
    clock: Clock = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one device wrote about one article. `unread` are items that we do not understand, and keep."""

    key: str
    device: str
    about: About = About()
    versions: tuple[Annotation, ...] = ()
    unread: tuple[Any, ...] = ()
    format: int = FORMAT
    raw: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), compare=False, repr=False)


def key_for(source: str, taken: int = 0) -> str:
    """Return the key of an article of that name; `taken`: how many such keys belong to others that moved."""
    stem = re.sub(r"[^\w]+", "-", PurePosixPath(source).stem).strip("-")[:32] or "article"
    name = source + "\0" * taken
    return f"{stem}-{digest_of(name)[:10]}"


def sheet_name(key: str, device: str) -> str:
    """Return the name of the file."""
    return f"{key}.{device}.json"


def to_file(sheet: Sheet) -> dict[str, Any]:
    """Return the sheet as JSON, over what it was read from."""
    data: dict[str, Any] = dict(sheet.raw)
    data["@context"] = data.get("@context", CONTEXT_URL)
    data["type"] = "AnnotationSet"
    data["gangmu:format"] = FORMAT
    data["gangmu:key"], data["gangmu:device"] = sheet.key, sheet.device
    about = dict(data["about"]) if isinstance(data.get("about"), dict) else {}
    about.update(source=sheet.about.source, title=sheet.about.title, digest=sheet.about.digest)
    about["clock"] = dict(sheet.about.clock)
    data["about"] = about
    data["items"] = [to_json(version) for version in sheet.versions] + list(sheet.unread)
    return data


def from_file(data: object, name: str) -> Sheet:
    """Return the sheet that `data` from the file `name` is. Raises `ValueError` where it is none."""
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        raise ValueError(f"{name} is no file of annotations")
    versions, unread = [], []
    for item in data["items"]:
        try:
            versions.append(from_json(item))
        except ValueError:
            unread.append(item)
    about: dict[str, Any] = data["about"] if isinstance(data.get("about"), dict) else {}
    named = name.removesuffix(".json").rsplit(".", 1)
    key, device = _text(data.get("gangmu:key")), _text(data.get("gangmu:device"))
    return Sheet(
        key=key if _NAME.match(key) else re.sub(r"[^\w-]+", "-", named[0])[:120] or "article",
        device=device if _NAME.match(device) else named[-1],
        about=About(
            _text(about.get("source")),
            _text(about.get("title")),
            _text(about.get("digest")),
            clock_from_json(about.get("clock")),
        ),
        versions=tuple(versions),
        unread=tuple(unread),
        format=data["gangmu:format"] if isinstance(data.get("gangmu:format"), int) else FORMAT,
        raw={key: value for key, value in data.items() if key != "items"},
    )


def latest_about(abouts: Iterable[About]) -> About:
    """Return what is last known of an article: of those that no other has seen, always the same one."""
    known = list(abouts)
    last = [each for each in known if not any(has_seen(other.clock, each.clock) for other in known)]
    return max(
        last,
        key=lambda each: (
            bool(each.source),
            sum(n for _, n in each.clock),
            each.source,
            each.title,
            each.digest,
        ),
        default=About(),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
