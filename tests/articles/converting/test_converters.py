"""What each converter makes of a file of its kind. The files are made here, or by the kind's own library."""

from __future__ import annotations

import base64
import json
import zipfile
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from reader.articles.converting import CONVERTERS, converter_for, missing_packages
from reader.articles.reading import read_article
from reader.errors import ConversionError
from reader.i18n import use_language

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PICTURE = f"images/{sha256(PNG).hexdigest()[:16]}.png"


def nothing(_name):
    return None


def convert(name, data, beside=nothing):
    path = Path(name)
    data = data.encode() if isinstance(data, str) else data
    return list(converter_for(path).convert(path, data, beside))


def zipped(files):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize("converter", CONVERTERS, ids=lambda one: one.name)
def test_each_converter_is_whole(converter):
    assert converter.suffixes
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in converter.suffixes)
    assert missing_packages(converter) == ()
    names = set()
    for language in ("en", "zh_CN"):
        use_language(language)
        names.add(converter.label())
    use_language("en")
    assert all(names)
    for suffix in converter.suffixes:
        with pytest.raises(ConversionError):
            list(converter.convert(Path(f"x{suffix}"), b"", nothing))


PAGE = """<!DOCTYPE html><html><head><title>站点 · 潮汐的故事</title>
<meta property="og:title" content="潮汐的故事"><meta name="author" content="某人">
<meta property="article:published_time" content="2025-01-31"><meta name="keywords" content="海, 潮汐">
<link rel="canonical" href="https://example.org/tide"><style>p {{color: red}}</style></head><body>
<nav><ul><li><a href="/">首页</a></li><li><a href="/a">归档</a></li></ul></nav>
<div class="page"><div class="side"><p>广告一句。</p></div>{begin}
<h1>潮汐的故事</h1>
<p>第一段<b>很重要</b>，见<a href="https://example.org/x">这里</a>。<script>alert(1)</script></p>
<p>第二段写得更长一些，好让人知道这里才是正文所在的地方，而不是别处。</p>
<ul><li>甲<ul><li>甲一</li></ul></li><li>乙</li></ul>
<blockquote><p>引文一句。</p></blockquote>
<pre><code class="language-python">if x:
    y = 1 * 2</code></pre>
<table><tr><th>名</th><th>值</th></tr><tr><td>a|b</td><td>2</td></tr></table>
<p>图<img src="{image}" alt="海面"><img src="https://example.org/far.png" alt="远处"></p>
<p style="display:none">看不见的</p>
{end}</div><footer>版权所有</footer></body></html>"""


@pytest.mark.parametrize(
    ("begin", "end"),
    [("<article>", "</article>"), ("<main>", "</main>"), ('<div class="text">', "</div>")],
    ids=["article", "main", "densest"],
)
def test_a_page_gives_its_main_text_and_says_what_was_left_out(begin, end):
    image = "data:image/png;base64," + base64.b64encode(PNG).decode()
    (found,) = convert("潮汐.html", PAGE.format(begin=begin, end=end, image=image))
    source = found.source
    assert (source.title, source.url) == ("潮汐的故事", "https://example.org/tide")
    assert (source.author, source.date, source.tags) == ("某人", "2025-01-31", ("海", "潮汐"))
    for words in (
        "第一段**很重要**",
        "[这里](https://example.org/x)",
        "- 甲\n  - 甲一\n- 乙",
        "> 引文一句。",
    ):
        assert words in found.body
    assert "```python\nif x:\n    y = 1 * 2\n```" in found.body
    assert r"a\|b" in found.body
    assert f"![海面]({PICTURE})" in found.body
    assert "![远处](https://example.org/far.png)" in found.body
    assert found.files == {PICTURE: PNG}
    for words in ("alert", "看不见", "版权", "首页", "# 潮汐的故事", "广告"):
        assert words not in found.body
    assert "广告一句。" in found.dropped
    assert "第一段" not in found.dropped


def test_what_a_page_becomes_is_read_as_a_digest(tmp_path):
    (found,) = convert("潮汐.html", PAGE.format(begin="<article>", end="</article>", image="x.png"))
    path = tmp_path / "a.md"
    path.write_text(found.markdown(), encoding="utf-8")
    article = read_article(path)
    assert article.title == "潮汐的故事"
    assert article.metadata.original.url == "https://example.org/tide"
    assert article.metadata.tags == ("海", "潮汐")
    assert "第一段很重要，见这里。" in article.text.text


def test_what_looks_like_markdown_in_a_page_is_text():
    (found,) = convert("a.html", "<p>2 * 3 * 4 与 _a_ 和 [x]</p><p>1. 不是列表</p><p># 不是标题</p>")
    assert r"2 \* 3 \* 4" in found.body
    assert r"\_a\_" in found.body
    for line in found.body.splitlines():
        assert not line.startswith(("1. ", "# "))


def test_pictures_beside_a_page_are_taken_and_those_outside_are_asked_of_nobody():
    asked = []

    def beside(name):
        asked.append(name)
        return PNG if name == "a_files/x.png" else None

    (found,) = convert("a.html", '<p>文字一段。<img src="a_files/x.png" alt="甲"></p>', beside)
    assert found.files == {PICTURE: PNG}
    assert asked == ["a_files/x.png"]


def test_a_page_in_one_message():
    message = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/t\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\n'
        "Content-Type: text/html; charset=utf-8\r\nContent-Location: https://example.org/t\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n"
        "<html><body><h1>题目</h1><p>正文一段。<img src='i/x.png' alt='图'></p></body></html>\r\n--b\r\n"
        "Content-Type: image/png\r\nContent-Location: https://example.org/i/x.png\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{base64.b64encode(PNG).decode()}\r\n--b--\r\n"
    )
    (found,) = convert("a.mhtml", message)
    assert (found.source.title, found.source.url) == ("题目", "https://example.org/t")
    assert found.files == {PICTURE: PNG}


CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/p.opf"/></rootfiles></container>'
)
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">
<metadata><dc:title>一本书</dc:title><dc:creator>作者甲</dc:creator></metadata><manifest>
<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="c" href="cover.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="text/a%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="b" href="text/b.xhtml" media-type="application/xhtml+xml"/>
<item id="i" href="i.png" media-type="image/png"/></manifest>
<spine><itemref idref="c"/><itemref idref="a"/><itemref idref="b"/></spine></package>"""
NAV = """<html xmlns="http://www.w3.org/1999/xhtml"><body><nav><ol>
<li><a href="text/a%20b.xhtml">第一章 起</a></li><li><a href="text/b.xhtml#x">第二章 承</a></li>
</ol></nav></body></html>"""


def test_a_book_gives_its_chapters_by_the_names_of_its_contents():
    chapter = "<html><body><p>{words}</p>{more}</body></html>"
    book = {
        "META-INF/container.xml": CONTAINER,
        "OEBPS/p.opf": PACKAGE,
        "OEBPS/nav.xhtml": NAV,
        "OEBPS/cover.xhtml": "<html><body></body></html>",
        "OEBPS/text/a b.xhtml": chapter.format(words="甲文。", more='<img src="../i.png" alt="图"/>'),
        "OEBPS/text/b.xhtml": chapter.format(words="乙文。", more=""),
        "OEBPS/i.png": PNG,
    }
    first, second = convert("x.epub", zipped(book))
    assert (first.source.title, first.source.author, first.source.category) == (
        "第一章 起",
        "作者甲",
        "一本书",
    )
    assert "甲文。" in first.body
    assert list(first.files.values()) == [PNG]
    assert (second.source.title, second.body.strip()) == ("第二章 承", "乙文。")


def book_of(chapters, contents, besides=None):
    """Return a book of such chapters, by their files, with the list that is its contents."""
    items = "".join(
        f'<item id="{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="{number}"/>' for number in range(len(chapters)))
    package = PACKAGE[: PACKAGE.index("<manifest>")] + (
        f'<manifest>{items}<item id="n" href="nav.xhtml" media-type="text/html" properties="nav"/>'
        f"</manifest><spine>{spine}</spine></package>"
    )
    nav = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>'
    nav += '<nav epub:type="landmarks"><ol><li><a href="x">别的</a></li></ol></nav>'
    nav += f'<nav epub:type="toc">{contents}</nav>'
    book = {f"OEBPS/{name}": f"<html><body>{text}</body></html>" for name, text in chapters.items()}
    return zipped(
        {
            "META-INF/container.xml": CONTAINER,
            "OEBPS/p.opf": package,
            "OEBPS/nav.xhtml": nav + "</body></html>",
        }
        | book
        | (besides or {})
    )


def test_a_book_is_a_folder_whose_contents_are_the_chapters_frameworks(tmp_path):
    note = '<aside epub:type="footnote" id="f"><p>脚注的话。</p></aside>'
    reference = '<sup><a epub:type="noteref" href="#f">1</a></sup>'
    chapters = {
        "a.xhtml": f'<h1>第一章</h1><p>话{reference}。</p><h2 id="x">甲</h2>'
        f'<p>见<a href="c.xhtml#z">后文</a>。</p>{note}',
        "a2.xhtml": f"<p>续前章{reference}。</p>{note}",
        "c.xhtml": '<h1>第二章</h1><p id="z">完。</p>',
    }
    contents = (
        '<ol><li><a href="a.xhtml">第一章</a><ol><li><a href="a.xhtml#x">甲</a></li>'
        '<li><a href="a2.xhtml#y">乙</a></li></ol></li><li><a href="c.xhtml">第二章</a></li></ol>'
    )
    first, _second, third = convert("x.epub", book_of(chapters, contents))
    assert (first.folder, first.name, third.name) == ("一本书", "1 第一章", "3 第二章")
    contents = contents.replace("a2.xhtml#y", "a.xhtml#y")  # now the second file belongs to the first chapter
    first, _second = convert("x.epub", book_of(chapters, contents))
    assert first.body.count("第一章") == 0  # its title is in the head
    assert "### 文章框架\n\n```\n├── 甲\n└── 乙\n```" in first.body
    assert "话[^1]。" in first.body
    assert "续前章[^2]。" in first.body
    assert first.body.count(": 脚注的话。") == 2
    assert "[后文](2%20%E7%AC%AC%E4%BA%8C%E7%AB%A0.md#z)" in first.body
    path = tmp_path / "a.md"
    path.write_text(first.markdown(), encoding="utf-8")
    assert [node.label for node in read_article(path).framework.walk()] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("algorithm", "is_locked"),
    [("http://www.w3.org/2001/04/xmlenc#aes256-cbc", True), ("http://www.idpf.org/2008/embedding", False)],
)
def test_a_locked_book_is_refused_with_the_reason(algorithm, is_locked):
    lock = (
        f'<encryption><EncryptedData><EncryptionMethod Algorithm="{algorithm}"/></EncryptedData></encryption>'
    )
    book = book_of({"a.xhtml": "<p>话</p>"}, "", {"META-INF/encryption.xml": lock})
    if not is_locked:
        assert "话" in convert("x.epub", book)[0].body
        return
    with pytest.raises(ConversionError, match="DRM"):
        convert("x.epub", book)


NOTES = {
    "word": '<p>话<sup><a href="#n1" id="r1">[1]</a></sup>完。</p>'
    '<ol><li id="n1"><p>注的话 <a href="#r1">↑</a></p></li></ol>',
    "github": '<p>话<sup><a href="#n1" id="r1" class="footnote-ref">1</a></sup>完。</p>'
    '<section class="footnotes"><hr><ol><li id="n1"><p>注的话 '
    '<a href="#r1" class="footnote-backref">↩︎</a></p></li></ol></section>',
    "aside": '<p>话<a role="doc-noteref" href="#n1">1</a>完。</p>'
    '<aside role="doc-footnote" id="n1">注的话</aside>',
    "mark": '<p>话<a href="#n1" id="r1"><sup>1</sup></a>完。</p>'
    '<div><p><a id="n1" href="#r1">[1]</a> 注的话</p></div>',
}


@pytest.mark.parametrize("kind", NOTES)
def test_footnotes_are_footnotes(kind):
    (found,) = convert("x.html", f"<html><body><article>{NOTES[kind]}</article></body></html>".encode())
    assert found.body.strip() == "话[^1]完。\n\n[^1]: 注的话"


def test_a_high_figure_that_links_to_a_heading_is_no_footnote():
    (found,) = convert(
        "x.html", '<body><p>话<sup><a href="#h">1</a></sup></p><h2 id="h">节</h2><p>文</p></body>'.encode()
    )
    assert "[^1]" not in found.body
    assert "## 节" in found.body


def test_what_is_nested_deeply_is_not_lost():
    (found,) = convert("x.html", f"<body>{'<div>' * 600}<p>深处的话{'</div>' * 600}".encode())
    assert "深处的话" in found.body


def test_a_script_is_no_address():
    (found,) = convert(
        "x.html", '<body><p><a href=" JavaScript:x()">甲</a> <a href="https://a.b">乙</a></p></body>'.encode()
    )
    assert found.body.strip() == "甲 [乙](https://a.b)"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.mmd", "mindmap\n  root((题))\n    甲\n      甲一\n    乙\n"),
        ("x.puml", "@startmindmap\n* 题\n** 甲\n*** 甲一\n** 乙\n@endmindmap\n"),
    ],
)
def test_a_map_in_text_becomes_the_framework(tmp_path, name, data):
    (found,) = convert(name, data.encode())
    assert found.source.title == "题"
    path = tmp_path / "a.md"
    path.write_text(found.markdown(), encoding="utf-8")
    assert [(one.depth, one.label) for one in read_article(path).framework.walk()] == [
        (1, "甲"),
        (2, "甲一"),
        (1, "乙"),
    ]


def test_another_diagram_is_no_framework():
    with pytest.raises(ConversionError, match="no mind map"):
        convert("x.mmd", b"graph TD; A-->B;")


def test_a_word_document():
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>'
        for style, words in (("Heading1", "一 起因"), ("Normal", "正文一段。"), ("Heading2", "细节"))
    )
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    main = f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>'
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    names = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/></w:style>'
        for n in (1, 2)
    )
    found = convert(
        "文件.docx",
        zipped(
            {
                "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="xml" ContentType="application/xml"/></Types>',
                "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                f'<Relationship Id="r1" Type="{relation}" Target="word/document.xml"/></Relationships>',
                "word/document.xml": main,
                "word/styles.xml": f'<w:styles xmlns:w="{word}">{names}</w:styles>',
                "docProps/core.xml": '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>文件题</dc:title>'
                "<dc:creator>某人</dc:creator></c>",
            }
        ),
    )
    (one,) = found
    assert (one.source.title, one.source.author) == ("文件题", "某人")
    assert "# 一 起因\n\n正文一段。\n\n## 细节" in one.body


MAP = {"题": {"甲": "甲的说明", "乙": ""}}


def mind_map(kind):
    if kind == "opml":
        return (
            '<opml><head><title>题</title></head><body><outline text="甲" _note="甲的说明"/>'
            '<outline text="乙"><outline text="丙"/></outline></body></opml>'
        )
    if kind == "mm":
        note = '<richcontent TYPE="NOTE"><html><body><p>甲的说明</p></body></html></richcontent>'
        below = f'<node TEXT="甲">{note}</node><node TEXT="乙"><node TEXT="丙"/></node>'
        return f'<map><node TEXT="题">{below}</node></map>'
    topic = {
        "title": "题",
        "children": {
            "attached": [
                {"title": "甲", "notes": {"plain": {"content": "甲的说明"}}},
                {"title": "乙", "children": {"attached": [{"title": "丙"}]}},
            ]
        },
    }
    return zipped({"content.json": json.dumps([{"rootTopic": topic}])})


@pytest.mark.parametrize("kind", ["opml", "mm", "xmind"])
def test_a_map_becomes_the_framework_and_its_notes_the_text(tmp_path, kind):
    (found,) = convert(f"x.{kind}", mind_map(kind))
    path = tmp_path / "a.md"
    path.write_text(found.markdown(), encoding="utf-8")
    article = read_article(path)
    assert article.title == "题"
    assert not article.framework.derived
    assert [node.path for node in article.framework.walk()] == [("甲",), ("乙",), ("乙", "丙")]
    assert article.links["甲"].passage.line == found.markdown().splitlines().index("## 甲") + 1
    assert "甲的说明" in article.text.text


@pytest.mark.parametrize("suffix", ["opml", "mm"])
def test_entities_are_refused(suffix):
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    bomb = f'{entities}<opml><body><outline text="&b;"/></body></opml>'
    with pytest.raises(ConversionError):
        convert(f"x.{suffix}", bomb)


def test_a_map_as_deep_as_a_well_is_taken_or_refused():
    deep = "<map>" + '<node TEXT="a">' * 5_000 + "</node>" * 5_000 + "</map>"
    with suppress(ConversionError):
        assert convert("x.mm", deep)[0].body


def pdf(*pages):
    """Return a PDF of pages of lines, written by hand: Helvetica, 12 points."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for lines in pages:
        text = "".join(f"({line}) Tj T* " for line in lines)
        stream = f"BT /F1 12 Tf 14 TL 72 720 Td {text}ET"
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    data, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    data += "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return f"{data}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()


def test_a_pdf_gives_paragraphs():
    page = [
        "The tide comes in twice a day, and nobody who lives by the sea",
        "would think of asking why: it is as sure as the sun, and as old.",
        "A second paragraph ends here.",
        "The third one begins with a longer line again, so that it is told",
        "from the one before it.",
    ]
    (found,) = convert("潮.pdf", pdf(page, page))
    paragraphs = [line for line in found.body.splitlines() if line]
    assert paragraphs[0].startswith(
        "The tide comes in twice a day, and nobody who lives by the sea would think"
    )
    assert paragraphs[0].endswith("A second paragraph ends here.")
    assert paragraphs[1].startswith("The third one begins")
    assert found.source.title == "潮"


def test_a_scanned_pdf_is_refused_with_the_reason():
    with pytest.raises(ConversionError, match="scanned"):
        convert("x.pdf", pdf([], ["7"]))
