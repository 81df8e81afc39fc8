"""Annotations as JSON, in the W3C Web Annotation model (Readium's profile), and back.

What is ours alone stands under "gangmu". What we do not know is kept: an
annotation carries the JSON it was read from, and is written back over it.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from reader.annotations.model import STRUCTURE, Annotation, Clock, Kind, Target, TextQuote
from reader.articles.source.canonical_text import Span

CONTEXT_URL = "http://www.w3.org/ns/anno.jsonld"
_MOTIVATIONS = {
    Kind.HIGHLIGHT: "highlighting",
    Kind.NODE: "commenting",
    Kind.BOOKMARK: "bookmarking",
    Kind.LINK: "linking",
    Kind.FRAMEWORK: "describing",
}
_URN = "urn:uuid:"
Json = dict[str, Any]


def to_json(annotation: Annotation) -> Json:
    """Return the annotation as a JSON object, over what it was read from."""
    data: Json = copy.deepcopy(dict(annotation.raw))
    data["id"] = _URN + annotation.annotation_id
    data["type"] = "Annotation"
    data["motivation"] = _MOTIVATIONS[annotation.kind]
    data["created"], data["modified"] = annotation.created, annotation.modified
    body = _object(data, "body")
    body.update(type="TextualBody", format="text/markdown", value=annotation.note)
    body["color"], body["tags"] = annotation.colour, list(annotation.tags)
    body["highlight"] = "underline" if annotation.underlined else "solid"
    data["body"] = body
    data["target"] = _target_to_json(annotation.target, _object(data, "target"))
    ours = _object(data, "gangmu")
    ours.update(kind=str(annotation.kind), clock=dict(annotation.clock), device=annotation.device)
    ours.update(digest=annotation.target.digest, extractor=annotation.target.extractor)
    ours["deleted"] = annotation.deleted
    if annotation.refused or "refused" in ours:
        ours["refused"] = list(annotation.refused)
    data["gangmu"] = ours
    return data


def from_json(data: object) -> Annotation:
    """Return the annotation that `data` is. Raises `ValueError` where it is none of ours."""
    if not isinstance(data, dict) or not isinstance(data.get("id"), str) or not data["id"]:
        raise ValueError("not an annotation: no id")
    ours = _object(data, "gangmu")
    body = _object(data, "body")
    try:
        kind = Kind(ours.get("kind") or _kind_of(data.get("motivation")))
    except ValueError as error:
        raise ValueError(f"not an annotation of a kind we know: {ours.get('kind')!r}") from error
    return Annotation(
        annotation_id=data["id"].removeprefix(_URN),
        kind=kind,
        target=_target_from_json(_object(data, "target"), ours),
        note=_text(body.get("value")),
        colour=_text(body.get("color")),
        underlined=body.get("highlight") == "underline",
        tags=tuple(tag for tag in _list(body.get("tags")) if isinstance(tag, str)),
        created=_text(data.get("created")),
        modified=_text(data.get("modified")),
        clock=_clock(ours.get("clock")),
        device=_text(ours.get("device")),
        deleted=ours.get("deleted") is True,
        refused=tuple(filter(_is_text, _list(ours.get("refused")))),
        raw=data,
    )


def clock_from_json(data: object) -> Clock:
    """Return the version vector that `data` is; what is no device with a count is left out."""
    return _clock(data)


def _target_to_json(target: Target, data: Json) -> Json:
    data["source"] = target.source
    known = ("TextQuoteSelector", "TextPositionSelector")
    others = [
        each
        for each in _list(data.get("selector"))
        if not isinstance(each, dict) or each.get("type") not in known
    ]
    selectors: list[Any] = []
    if target.quote is not None:
        quote = target.quote
        selectors.append(
            {"type": known[0], "exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
        )
    if target.span is not None:
        selectors.append({"type": known[1], "start": target.span.start, "end": target.span.end})
    data["selector"] = selectors + others
    meta = _object(data, "meta")
    if target.path or "headings" in meta:
        meta["headings"] = [{"level": n, "txt": label} for n, label in enumerate(target.path, 1)]
    if meta:
        data["meta"] = meta
    return data


def _target_from_json(data: Json, ours: Json) -> Target:
    quote: TextQuote | None = None
    span: Span | None = None
    for selector in _list(data.get("selector")):
        if not isinstance(selector, dict):
            continue
        if selector.get("type") == "TextQuoteSelector" and isinstance(selector.get("exact"), str):
            quote = TextQuote(selector["exact"], _text(selector.get("prefix")), _text(selector.get("suffix")))
        if selector.get("type") == "TextPositionSelector":
            start, end = selector.get("start"), selector.get("end")
            if isinstance(start, int) and isinstance(end, int) and 0 <= start <= end:
                span = Span(start, end)
    headings = _list(_object(data, "meta").get("headings"))
    path = tuple(each["txt"] for each in headings if isinstance(each, dict) and _is_text(each.get("txt")))
    extractor = ours.get("extractor")
    return Target(
        _text(data.get("source")),
        quote,
        span,
        path,
        _text(ours.get("digest")),
        extractor if isinstance(extractor, int) else 0,
    )


def _kind_of(motivation: object) -> str:
    for kind, name in _MOTIVATIONS.items():
        if motivation == name and kind not in STRUCTURE and kind is not Kind.NODE:
            return str(kind)
    return str(Kind.HIGHLIGHT)


def _clock(data: object) -> Clock:
    if not isinstance(data, Mapping):
        return ()
    counted = {
        str(device): count
        for device, count in data.items()
        if isinstance(count, int) and not isinstance(count, bool) and 0 < count < 2**53
    }
    return tuple(sorted(counted.items()))


def _object(data: Mapping[str, Any], key: str) -> Json:
    value = data.get(key)
    return dict(value) if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
