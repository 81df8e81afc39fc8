"""Images: only from the article's folder, bounded, never fetched; what is refused says why."""

from __future__ import annotations

import struct
import threading
import time
import zlib

import pytest
from PySide6.QtGui import QColor, QImage

from reader.articles.pictures.image_paths import ImageError, find_image
from reader.articles.pictures.svg_safety import UnsafeDrawingError, safe_svg
from reader.ui.base.tasks import Tasks
from reader.ui.pane.pictures import image_loading
from reader.ui.pane.pictures.image_loading import load_image
from reader.ui.pane.pictures.section_pictures import NotShown, PictureKey, Pictures, Shown
from tests.conftest import SHARED

AT_ONCE = 20  # seconds of this thread, on any machine: a few ms are usual; unguarded, there is no end
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' width="40" height="20">{}</svg>'
)


@pytest.fixture
def folder(tmp_path):
    inside = tmp_path / "article"
    (inside / "图 片").mkdir(parents=True)
    picture = QImage(200, 100, QImage.Format.Format_RGB32)
    picture.fill(QColor("#3366aa"))
    for path in (inside / "a.png", inside / "图 片" / "b.png", tmp_path / "secret.png"):
        assert picture.save(str(path))
    (inside / "out.png").symlink_to(tmp_path / "secret.png")
    (inside / "loop.png").symlink_to(inside / "loop.png")
    return inside


def test_an_image_is_decoded_at_the_size_it_is_shown(qapp, folder):
    whole = load_image(folder, "a.png", 684, 1)
    assert (whole.width(), whole.deviceIndependentSize().width()) == (200, 200)
    small = load_image(folder, "a.png", 50, 2)
    assert (small.width(), small.deviceIndependentSize().width()) == (100, 50)


@pytest.mark.parametrize("source", ["%E5%9B%BE%20%E7%89%87/b.png", "./图 片/b.png?x=1#y", "图 片/../a.png"])
def test_names_are_read_as_addresses(folder, source):
    assert find_image(folder, source).is_file()


ELSEWHERE = [
    "../secret.png",
    "out.png",
    "loop.png",
    "/etc/passwd",
    "//host/share.png",
    "\\\\host\\x.png",
    "file:///etc/passwd",
    "http://example.com/a.png",
    "data:image/png;base64,AAAA",
    "qrc:/a.png",
    "missing.png",
    ".",
    "a.png\x00b",
    "%2e%2e/secret.png",
]


@pytest.mark.parametrize("source", [*ELSEWHERE, ""])
def test_what_lies_elsewhere_is_refused(folder, source):
    with pytest.raises(ImageError, match=r"\w"):
        find_image(folder, source)


def png_header(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(bytes(1 + width // 8) * 64)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
        + chunk(b"IDAT", rows)
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bomb.png", png_header(30_000, 30_000)),
        ("text.png", b"no image"),
        ("short.png", png_header(10, 1000)[:60]),
        ("empty.png", b""),
    ],
)
def test_bombs_and_damaged_files_are_refused(qapp, folder, name, data):
    (folder / name).write_bytes(data)
    start = time.thread_time()
    with pytest.raises(ImageError, match=r"\w"):
        load_image(folder, name, 684, 2)
    assert time.thread_time() - start < AT_ONCE


def nested_use(levels, each):
    """Return SVG that draws each**levels shapes."""
    steps = ['<g id="n0"><rect width="1" height="1"/></g>']
    steps += [
        f'<g id="n{n}">' + f'<use xlink:href="#n{n - 1}"/>' * each + "</g>" for n in range(1, levels + 1)
    ]
    return SVG.format("".join(steps) + f'<use xlink:href="#n{levels}"/>')


@pytest.mark.parametrize(
    "source",
    [
        nested_use(9, 10),
        SVG.format('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'),
        SVG.format("<g>" * 200 + "</g>" * 200),
        SVG.format("<rect/>" * 30_000),
        "<!DOCTYPE svg [<!ENTITY a 'aaaa'>]>" + SVG.format("&a;"),
        "<html/>",
        "<svg",
    ],
    ids=["nested use", "use in a ring", "nested deep", "many shapes", "entities", "no svg", "damaged"],
)
def test_unsafe_drawings_are_refused_before_they_are_drawn(qapp, folder, monkeypatch, source):
    monkeypatch.setattr(
        "reader.ui.pane.pictures.image_loading.QImageReader", lambda *_given: pytest.fail("It is drawn.")
    )
    (folder / "x.svg").write_text(source, encoding="utf-8")
    start = time.thread_time()
    with pytest.raises(UnsafeDrawingError):
        safe_svg(source.encode())
    with pytest.raises(ImageError, match="safe"):
        load_image(folder, "x.svg", 684, 2)
    assert time.thread_time() - start < AT_ONCE


def test_what_runs_or_reaches_out_of_a_drawing_is_left_out():
    source = SVG.format(
        '<script>x()</script><image href="file:///etc/passwd"/><a href="http://x"><rect onclick="y()" fill="url(http://z)"/></a>'
        '<style>@import url(http://w)</style><use href="other.svg#a"/><animate/><foreignObject/><!-- c -->'
    )
    left = safe_svg(source.encode()).decode()
    for word in (
        "script",
        "passwd",
        "http://x",
        "onclick",
        "http://z",
        "import",
        "other.svg",
        "animate",
        "foreign",
    ):
        assert word not in left
    assert "rect" in left


def test_a_safe_drawing_is_drawn(qapp, folder):
    (folder / "ok.svg").write_text(
        SVG.format('<rect width="40" height="20" fill="#ff0000"/>'), encoding="utf-8"
    )
    image = load_image(folder, "ok.svg", 684, 2)
    assert image.deviceIndependentSize().width() == 40
    assert image.pixelColor(40, 20) == QColor("#ff0000")


MASKED = '<defs><mask id="m"><rect width="400" height="400" fill="white"/></mask></defs>'
MASKED += '<rect width="400" height="400" fill="red" mask="url(#m)"/>'


def svg_of(body):
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400">{body}</svg>'


def test_a_drawing_with_masks_is_drawn_smaller_so_that_they_cost_no_more(qapp, folder, monkeypatch):
    (folder / "masked.svg").write_text(svg_of(MASKED), encoding="utf-8")
    assert load_image(folder, "masked.svg", 400, 1).width() == 400
    monkeypatch.setattr(image_loading, "MOST_LAID", 100 * 100)
    image = load_image(folder, "masked.svg", 400, 1)
    assert (image.width(), image.deviceIndependentSize().width()) == (100, 400)
    assert image.pixelColor(50, 50) == QColor("red")


def test_a_drawing_in_strips_is_the_drawing(qapp, folder, monkeypatch):
    body = '<circle cx="200" cy="190" r="150" fill="#3060c0" stroke="red" stroke-width="7"/>' * 3
    (folder / "plain.svg").write_text(svg_of(body), encoding="utf-8")
    whole = load_image(folder, "plain.svg", 400, 1)
    monkeypatch.setattr(image_loading, "AT_ONCE", 1)
    assert load_image(folder, "plain.svg", 400, 1) == whole


def test_a_drawing_that_takes_too_long_is_given_up(qapp, folder, monkeypatch):
    (folder / "plain.svg").write_text(svg_of("<circle r='9'/>"), encoding="utf-8")
    monkeypatch.setattr(image_loading, "AT_ONCE", 1)
    clock = iter(range(10_000))
    monkeypatch.setattr(image_loading, "monotonic", lambda: next(clock))
    with pytest.raises(ImageError, match="too complex"):
        load_image(folder, "plain.svg", 400, 1)


def test_python_goes_on_while_a_drawing_is_drawn(qapp, folder, monkeypatch):
    """Else the window stands still: three hundred groups, half seen through, take some tenths of a second."""
    two = '<rect width="800" height="600" fill="red"/><rect width="800" height="600" fill="blue"/>'
    body = f'<defs><g id="a">{two}</g></defs>' + '<use href="#a" opacity="0.5"/>' * 300
    (folder / "groups.svg").write_text(svg_of(body), encoding="utf-8")
    monkeypatch.setattr(image_loading, "AT_ONCE", 10**12)
    is_over, longest = threading.Event(), [0.0]

    def tick():
        last = time.monotonic()
        while not is_over.is_set():
            now = time.monotonic()
            longest[0], last = max(longest[0], now - last), now

    other = threading.Thread(target=tick)
    other.start()
    shares = []
    try:
        for _again in range(3):  # a busy machine may let the other thread wait as well
            longest[0], begun = 0.0, time.monotonic()
            load_image(folder, "groups.svg", 400, 1)
            shares.append(longest[0] / (time.monotonic() - begun))
    finally:
        is_over.set()
        other.join()
    assert min(shares) < 0.5


@pytest.mark.parametrize("width", ["400", "100%", ""])
def test_a_drawing_is_as_large_as_it_says_or_as_what_is_drawn(qapp, folder, width):
    said = f'width="{width}" height="{width}"' if width else ""
    box = 'viewBox="0 0 400 400"' if width == "100%" else ""
    rectangle = '<rect width="400" height="400" fill="red"/>'
    source = f'<svg xmlns="http://www.w3.org/2000/svg" {said} {box}>{rectangle}</svg>'
    (folder / "plain.svg").write_text(source, encoding="utf-8")
    image = load_image(folder, "plain.svg", 1000, 1)
    assert (image.width(), image.height()) == pytest.approx((400, 400), abs=1)
    assert image.pixelColor(200, 200) == QColor("red")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared cases are not here")
def test_six_thousand_masks_are_refused_before_they_are_drawn(qapp, monkeypatch):
    monkeypatch.setattr(image_loading, "QImageReader", None)
    with pytest.raises(ImageError, match="not safe"):
        load_image(SHARED / "cases/faults/svg-mask", "mask.svg", 400, 1)


def test_pictures_arrive(qtbot, folder):
    tasks = Tasks()
    pictures = Pictures(tasks, folder, ratio=1)
    try:
        key = PictureKey("a.png", 160)
        with qtbot.waitSignal(pictures.arrived, check_params_cb=lambda got: got == key):
            pictures.get(key)  # None, unless the thread was quicker
        assert isinstance(shown := pictures.get(key), Shown)
        assert shown.width == 160
        missing, formula = PictureKey("no.png", 160), PictureKey("E=mc^2", 18, formula=True)
        with qtbot.waitSignal(pictures.arrived, check_params_cb=lambda got: got == formula, timeout=20_000):
            pictures.get(missing)
            pictures.get(formula)
        assert isinstance(why := pictures.get(missing), NotShown)
        assert why.why
        assert isinstance(made := pictures.get(formula), Shown)
        assert made.mask
        assert made.width > made.ascent > made.descent >= 0
    finally:
        tasks.shut_down()


@pytest.mark.parametrize("tex", [r"\def\x{1}", "{" * 400, r"\frac{", "x" * 3000, ""])
def test_what_cannot_be_set_shows_its_source(qapp, tex):
    assert Pictures(None, None).make(PictureKey(tex, 18, formula=True)) == NotShown()


@pytest.mark.parametrize("tex", [r"\text{中文}", r"\text{速度} = v", r"\operatorname*{argmax}_x f"])
def test_chinese_and_named_operators_are_set(qapp, tex):
    made = Pictures(None, None, ratio=1).make(PictureKey(tex, 18, True, True, "Noto Serif CJK SC"))
    assert isinstance(made, Shown)
    left = made.image.copy(0, 0, 16, made.image.height())
    inked = {left.pixelColor(x, y).alpha() for x in range(16) for y in range(left.height())}
    assert max(inked) > 128
