"""Hostile articles: each a name and a text that a reader stumbles over, by depth, length, number or oddity.

`bombs` yields the 93 that the program was mended by, and `unseen` those of a second set. No text is stored:
all are made here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"><defs>{1}</defs>{2}</svg>'


def bombs(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each article; the pictures that they show are written to `folder`."""
    yield from deep()
    yield from long()
    yield from many()
    yield from odd()
    yield from _pictures(folder)


def deep() -> Iterator[tuple[str, str]]:
    for depth in (200, 3_000):
        yield f"lists {depth} deep", "\n".join("  " * level + "- 深" for level in range(min(depth, 600)))
        yield f"quotations {depth} deep", "> " * depth + "深"
        yield f"brackets {depth} deep", "[" * depth + "深" + "](x)" * depth
        yield f"emphasis {depth} deep", "*_" * depth + "深" + "_*" * depth
        yield f"HTML {depth} deep", "<div>" * depth + "深" + "</div>" * depth
        yield f"braces {depth} deep", "$" + "{" * depth + "x" + "}" * depth + "$"
        tree = "\n".join("│   " * level + "└── 深" for level in range(min(depth, 400)))
        yield f"tree {depth} deep", f"```\n根\n{tree}\n```\n\n## 深\n\n话\n"
        yield f"JSON {depth} deep", "```json\n" + "[" * depth + "]" * depth + "\n```"


def long() -> Iterator[tuple[str, str]]:
    yield "a line of 10 MB", "出口管制与技术，" * 430_000
    yield "a word of 3 MB", "x" * 3_000_000
    yield "a code line of 2 MB", "```python\n" + "x = 1; " * 300_000 + "\n```"
    yield "a table cell of 1 MB", "|a|b|\n|-|-|\n|" + "字" * 350_000 + "|x|\n"
    yield "a heading of 300 KB", "# " + "长" * 100_000
    yield "a link of 300 KB", "[x](http://example.org/" + "a" * 300_000 + ")"
    yield "a tag of 100 KB", "### 文章标签\n#" + "签" * 33_000
    yield "a formula of 100 KB", "$" + "x+" * 50_000 + "$"
    yield "a front matter of 1 MB", "---\n" + "key: value\n" * 90_000 + "---\n\n# 题\n"
    yield "a URL of no end", "http://" + "a." * 200_000


def many() -> Iterator[tuple[str, str]]:
    notes = "\n".join(f"[^{n}]: 注" for n in range(10_000))
    yield "10,000 footnotes", "\n\n".join(f"句[^{n}]。" for n in range(10_000)) + "\n\n" + notes
    yield "footnotes in a ring", "\n".join(f"[^{n}]: 注[^{(n + 1) % 500}]" for n in range(500)) + "\n\n句[^0]"
    yield "50,000 headings", "\n\n".join(f"## 标题{n}\n\n话" for n in range(50_000))
    yield "50,000 items", "- 条\n" * 50_000
    yield "20,000 rows", "|甲|乙|\n|-|-|\n" + "|出口|管制|\n" * 20_000
    yield "500 columns", "|" + "甲|" * 500 + "\n|" + "-|" * 500 + "\n" + ("|" + "乙|" * 500 + "\n") * 50
    yield "2,000 formulas", "\n\n".join(f"$x_{n}$" for n in range(300))
    yield "20,000 links", " ".join(f"[a{n}](#b{n})" for n in range(20_000))
    yield "20,000 references", "\n".join(f"[r{n}]: http://x/{n}" for n in range(20_000)) + "\n\n[r1] [r2]"
    yield "5,000 abbreviations", "\n".join(f"*[A{n}]: b" for n in range(5_000)) + "\n\n" + "A1 A2 " * 5_000
    yield "30,000 wiki links", "[[甲]] " * 30_000
    yield "100,000 emoji", "😀" * 100_000
    yield "100,000 combining marks", "e" + "\u0301" * 100_000
    yield "5,000 tags", "### 文章标签\n" + " ".join(f"#签{n}" for n in range(5_000))
    yield "10,000 metadata lines", "题\n" + "原文标题：x\n" * 10_000
    yield "20,000 nodes", "```\n根\n" + "├── 节点\n" * 20_000 + "└── 末\n```\n\n## 节点\n\n话\n"
    yield "3,000 tables", "|a|\n|-|\n|b|\n\n" * 3_000
    yield "30,000 images", "![x](none.png) " * 30_000
    yield "20,000 code blocks", "```python\nx\n```\n\n" * 20_000
    yield "a million blank lines", "题\n" + "\n" * 1_000_000 + "末"


def odd() -> Iterator[tuple[str, str]]:
    for name, piece, count in (
        ("dashes", "- ", 100_000), ("stars", "*", 200_000), ("underscores", "_a", 100_000),
        ("backticks", "`", 200_000), ("open brackets", "[", 100_000), ("open links", "[a](", 50_000),
        ("open images", "![", 80_000), ("open tags", "<", 100_000), ("open comments", "<!--", 50_000),
        ("entities", "&amp;", 100_000), ("half entities", "&#", 100_000), ("dollars", "$", 100_000),
        ("tildes", "~~a", 60_000), ("marks", "==a ", 50_000), ("pipes", "|", 100_000),
        ("backslashes", "\\", 200_000), ("colons", ": ", 100_000), ("hashes", "#", 200_000),
        ("angle links", "<http://", 50_000), ("mails", "a@", 100_000), ("carets", "[^", 80_000),
        ("braces", "{: #", 50_000), ("wiki", "[[", 80_000), ("quotes", ">", 100_000),
        ("numbers", "1. ", 60_000), ("tabs", "\t", 200_000), ("plus", "+ ", 100_000),
        ("box drawing", "│", 100_000), ("full-width", "《", 100_000), ("zero width", "\u200b", 200_000),
        ("directions", "\u202e\u2066", 50_000), ("surrogate-like", "\ufffd", 100_000),
    ):  # fmt: skip
        yield f"nothing but {name}", "# 题\n\n" + piece * count
    yield "Perl with 50,000 s{", "```perl\n" + "s{" * 50_000 + "\n```"
    yield "a regular expression of hell", "```javascript\n" + "/(a+)+$/ " * 20_000 + "\n```"
    yield "an unclosed fence", "```\n" + "x\n" * 100_000
    yield "mermaid of 20,000", "```mermaid\nmindmap\n" + "  root\n    a\n" * 10_000 + "```"
    yield "CR only", "# 题\r\r" + "行\r" * 100_000


def _pictures(folder: Path) -> Iterator[tuple[str, str]]:
    from PySide6.QtGui import QImage

    large = QImage(12_000, 12_000, QImage.Format.Format_Mono)
    large.fill(1)
    large.save(str(folder / "large.png"))
    uses = "".join(f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 10))
    rect = '<rect id="a0" width="1" height="1"/>'
    masks = "".join(f'<mask id="m{n}"><rect width="9" height="9"/></mask>' for n in range(2_000))
    groups = '<g opacity="0.5">' * 500 + "</g>" * 500
    for name, text in (
        ("uses", SVG.format(9, rect + uses, '<use href="#a9"/>')),
        ("masks", SVG.format(9, masks, '<g mask="url(#m1)"/>' * 2_000)),
        ("groups", SVG.format(9000, "", groups)),
        ("size", SVG.format(10**9, "", rect)),
        ("entity", '<!DOCTYPE s [<!ENTITY a "' + "x" * 1000 + '"><!ENTITY b "' + "&a;" * 1000 + '">]>'
         + SVG.format(9, "", "<text>" + "&b;" * 100 + "</text>")),
        ("path", SVG.format(9, "", '<path d="' + "M0 0L9 9" * 100_000 + '"/>')),
    ):  # fmt: skip
        (folder / f"{name}.svg").write_text(text, encoding="utf-8")
        yield f"SVG {name}", f"# 题\n\n![弹]({name}.svg)\n\n末"
    yield "a PNG of 144 megapixels", "# 题\n\n![大](large.png)\n\n末"
    (folder / "cut.png").write_bytes((folder / "large.png").read_bytes()[:2_000])
    yield "half a PNG", "![半](cut.png)"
    (folder / "text.png").write_text("no picture", encoding="utf-8")
    yield "a text called PNG", "![x](text.png)"


def more() -> Iterator[tuple[str, str]]:
    """Yield articles of a second set, by which the program was mended too."""
    names = ", ".join(f"作者{n}" for n in range(20_000))
    yield "20,000 authors", f"---\ntitle: 题\nauthors: [{names}]\n---\n\n# 题\n\n话\n"
    tags = "\n".join(f"  - 签{n}" for n in range(50_000))
    yield "50,000 tags in front matter", f"---\ntitle: 题\ntags:\n{tags}\n---\n\n# 题\n\n话\n"
    yield (
        "a tree of 100,000",
        "```\n根\n" + "├── 节点\n│   └── 小节\n" * 50_000 + "└── 末\n```\n\n## 节点\n\n话\n",
    )
    tree = "\n".join(" " * level + "- 深" for level in range(3_000))
    yield "an outline 3,000 deep", f"## 框架\n\n{tree}\n\n## 深\n\n话\n"
    yield "a title of 100 KB", "---\ntitle: " + "题目 Title " * 9_000 + "\n---\n\n话\n"
    yield "one tag 50,000 times in the head", "---\ntags:\n" + "  - 签\n" * 50_000 + "---\n\n# 题\n\n话\n"
    yield "lines that no line of the file ends", "行\u2028" * 50_000 + "页\f" * 50_000
    yield "40,000 breaks of HTML", "行<br>" * 40_000
    yield "36,000 rules", "***\n___\n- - -\n" * 12_000
    yield "fractions 60 deep", "$$" + r"\frac{1}{" * 60 + "x" + "}" * 60 + "$$"
    yield "10,000 columns", "|" + "甲|" * 10_000 + "\n|" + "-|" * 10_000 + "\n|" + "乙|" * 10_000 + "\n"
    yield "30,000 definitions", "\n\n".join(f"词{n}\n: 义{n}" for n in range(30_000))
    yield "a footnote of 1 MB", "句[^1]。\n\n[^1]: " + "注解很长。" * 70_000
    yield "a cell of 20,000 lines", "|a|b|\n|-|-|\n|" + "行<br>" * 20_000 + "|x|\n"
    yield "emoji families", "家👨‍👩‍👧‍👦和👩🏽‍🚀" * 20_000
    yield "Zalgo", ("字" + "\u0335\u0321\u0489" * 10) * 10_000
    yield "mixed directions", "עברית English 中文 العربية " * 30_000
    yield "20,000 callouts", "> [!NOTE] 注\n> 话\n\n" * 20_000
    yield "20,000 details", "<details><summary>题</summary>\n\n话\n\n</details>\n\n" * 20_000
    yield "100,000 pieces of code", "`码` " * 100_000
    yield "3,000 formulas in a paragraph", " ".join(f"$x_{{{n}}}$" for n in range(3_000))
    yield (
        "a tree with labels of 10 KB",
        "```\n根\n"
        + "".join(f"├── {n}{'长' * 10_000}\n" for n in range(300))
        + "└── 末\n```\n\n## 节\n\n话\n",
    )
    yield "30,000 checkboxes", "- [ ] 事\n- [x] 毕\n" * 15_000


def unseen() -> Iterator[tuple[str, str]]:
    """Yield articles that nothing was tuned to, so that what is mended is seen to be mended as a kind."""
    yield "20,000 subtitles of one name", "### 节\n\n话\n\n" * 20_000
    yield "HTML rows", "<table>" + "<tr><td>甲</td><td>乙</td></tr>" * 20_000 + "</table>"
    yield "20,000 rubies", "<ruby>汉<rt>hàn</rt></ruby>" * 20_000
    yield "100,000 hard breaks", "行  \n" * 100_000
    yield "a wiki link of 50 KB", "[[" + "名" * 17_000 + "]] 话"
    yield "a link title of 1 MB", '[a](http://example.org "' + "题" * 330_000 + '")'
    yield "control characters", "# 题\n\n" + "".join(map(chr, range(1, 9))) * 60_000
    yield "separators of lines", "# 题\n\n" + "行\u2028段\u2029" * 60_000
    yield "20,000 underlined headings", "\n\n".join(f"标题{n}\n======" for n in range(20_000))
    yield "subscripts", "H~2~O^2^" * 40_000
    yield "Thai without spaces", "ภาษาไทยไม่มีช่องว่าง" * 20_000
    yield "rare characters", "𠀀𠀁𪚥𝒳" * 60_000
    yield "soft hyphens", "a\u00ad" * 300_000
    yield "hard spaces", "字\u00a0" * 200_000
    yield (
        "a mindmap of 50,000",
        "```mermaid\nmindmap\n  root\n" + "    支\n      叶\n" * 25_000 + "```\n\n## 支\n\n话\n",
    )
    yield "50,000 nested items", "- 甲\n  - 乙\n    - 丙\n" * 17_000
    yield "code of 100,000 changes", "```diff\n" + "+ 加\n- 减\n" * 50_000 + "```"
    yield "spans", '<span style="color:red">红</span>' * 20_000
    yield (
        "a matrix",
        "$$\\begin{matrix}"
        + "\\\\".join("&".join("x" for _c in range(60)) for _r in range(60))
        + "\\end{matrix}$$",
    )
