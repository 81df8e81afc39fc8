"""Every encoding that articles come in; a sentence for all that is no text; no file is ever written."""

from __future__ import annotations

import pytest

from reader.articles.reading import read_article
from reader.articles.source.decoding import decode
from reader.errors import ArticleError
from tests.long_runs import times

SIMPLIFIED = "题\n- 链接：https://a.cn\n\n深度学习与出口管制，“引号”——完。\n"
TRADITIONAL = "深度學習與機器學習的關係，是一個值得探討的問題。\n我們認為，出口管制非常重要。\n" * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "gbk"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("text", [SIMPLIFIED, SIMPLIFIED * 40, "中文", "短文，测试。"])
def test_every_encoding_gives_the_same_text(encoding, newline, text):
    data = text.replace("\n", newline).encode(encoding)
    assert decode(data, "a.md")[0] == text


def test_traditional_in_big5_is_told_from_simplified():
    assert decode(TRADITIONAL.encode("big5"), "a.md") == (TRADITIONAL, "big5")


def test_a_text_cut_in_the_middle_of_a_character_is_still_a_text():
    text, encoding = decode(SIMPLIFIED.strip().encode()[:-1], "a.md")
    assert encoding == "utf-8"
    assert text.startswith(SIMPLIFIED[:30])


def test_rare_characters_of_gb18030_are_kept():
    text = "𠮷野家，㐂" + SIMPLIFIED
    assert decode(text.encode("gb18030"), "a.md") == (text, "gb18030")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \r\n\n\t", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "not a text"),
        (bytes(range(256)) * 100, "not a text"),
        (b"PK\x03\x04 zip", "not a text"),
        (b"\x81" * 50 + b"\xff" * 50, "encoding"),
    ],
)
def test_what_is_no_text_gives_one_sentence_and_stays_as_it_was(tmp_path, data, words):
    path = tmp_path / "odd.md"
    path.write_bytes(data)
    with pytest.raises(ArticleError, match=words) as raised:
        read_article(path)
    assert "odd.md" in str(raised.value)
    assert str(raised.value).endswith(".")
    assert path.read_bytes() == data


def test_what_cannot_be_opened_gives_one_sentence(tmp_path):
    with pytest.raises(ArticleError, match="cannot be found"):
        read_article(tmp_path / "gone.md")
    with pytest.raises(ArticleError, match="is a folder"):
        read_article(tmp_path)


def test_the_encoding_is_told_and_the_lines_are_the_files(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(("\ufeff" + SIMPLIFIED.strip().replace("\n", "\r\n")).encode())
    article = read_article(path)
    assert article.encoding == "utf-8-sig"
    assert article.title == "题"
    assert article.source == SIMPLIFIED.strip()
    assert article.text.line_at(len(article.text.text)) == 4


def test_megabytes_are_read(tmp_path):
    count = times(15_000, 4_000)  # ten megabytes; in a short run not three
    path = tmp_path / "large.md"
    paragraph = "**重**点与`码`，一段话。" * 20
    path.write_text(f"## 标题\n\n{paragraph}\n\n" * count, encoding="utf-8")
    assert path.stat().st_size > 670 * count
    assert read_article(path).text.text.count("\n") == 4 * count


@pytest.mark.parametrize("text", ["甲\x00乙", "a\x00b\nc", "题" * 20 + "\x00" * 2])
def test_a_stray_control_character_makes_no_short_text_binary(text):
    assert decode(text.encode(), "a.md") == (text.replace("\x00", "\ufffd"), "utf-8")


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02\x03", b"ab\x00\x01\x02\x03\x04\x05" * 9, b"a" * 500 + b"\x00" * 10]
)
def test_what_is_full_of_control_characters_is_no_text(data):
    with pytest.raises(ArticleError):
        decode(data, "a.bin")
