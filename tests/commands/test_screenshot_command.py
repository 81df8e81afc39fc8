"""`gangmu screenshot`, run as a script would run it: in a process of its own, without a display."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from PySide6.QtGui import QImage

from reader import cli
from reader.i18n import use_language

DIGEST = """# 潮汐

### 文章框架
```
├── 月亮
│   └── 大潮
└── 河口
```

#### 月亮
- **大潮**：新月与满月时，潮差最大。

#### 河口
潮水逆流而上。
"""


LONG = "".join(f"第 {number} 段话，占着地方。\n\n" for number in range(60))
DERIVED = f"# 题\n\n## 甲\n\n{LONG}## 乙\n\n### 丙\n\n末了的话。\n\n{LONG}"


@pytest.fixture
def article(tmp_path):
    return written(tmp_path, DIGEST)


def written(folder, text):
    path = folder / "library" / "tides.md"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return path


def shoot(*words):
    return run("-m", "reader", "screenshot", *words)


def run(*words):
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    return subprocess.run(
        [sys.executable, *map(str, words)],
        env={**environment, "LANGUAGE": "en"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_picture_has_the_size_that_was_asked_for_and_leaves_no_trace(article, tmp_path):
    out = tmp_path / "window.png"
    done = shoot(article, "--out", out, "--size", "900x600", "--scale", "2", "--theme", "paper")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    picture = QImage(str(out))
    assert (picture.width(), picture.height()) == (1800, 1200)
    assert not (tmp_path / "own" / "data" / "remembered.json").exists()
    assert not (tmp_path / "own" / "config" / "settings.json").exists()
    assert sorted(article.parent.iterdir()) == [article]


def test_themes_languages_and_places_look_different_and_a_point_that_is_missing_is_said(tmp_path):
    article = written(tmp_path, DERIVED)
    asked = [
        ("paper", "en", ""),
        ("night", "en", ""),
        ("paper", "zh_CN", ""),
        ("paper", "en", "乙/丙"),
        ("paper", "en", "没有/这点"),
    ]
    outs = [tmp_path / f"{number}.png" for number in range(len(asked))]
    words = [
        [
            *("screenshot", str(article), "--out", str(out), "--theme", theme, "--lang", language),
            *(["--node", node] if node else []),
        ]
        for out, (theme, language, node) in zip(outs, asked, strict=True)
    ]
    # One process for all: to start one takes longer than to draw.
    done = run("-c", f"from reader.cli import main\nprint([main(one) for one in {words}])")
    assert (done.returncode, done.stdout.strip()) == (0, "[0, 0, 0, 0, 1]")
    paper, night, chinese, below = (QImage(str(out)) for out in outs[:4])
    assert paper.pixelColor(640, 700).lightness() > 200 > night.pixelColor(640, 700).lightness()
    assert paper != chinese
    assert paper != below
    assert not outs[4].exists()
    [sentence] = done.stderr.splitlines()
    assert "没有/这点" in sentence


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["no-such.md", "--out", "x.png"], 1, "There is no article"),
        (["--out", "no/such/folder/x.png"], 1, "does not exist"),
        (["--out", "x.png", "--theme", "mauve"], 1, "There are: "),
    ],
)
def test_what_cannot_be_drawn_is_said_in_a_sentence(words, status, said, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "en")
    assert cli.main(["screenshot", *words]) == status
    use_language("en")
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--size", "wide"], ["--scale", "9"], ["--lang", "tlh"]])
def test_wrong_usage_is_status_2(words):
    with pytest.raises(SystemExit) as stop:
        cli.main(["screenshot", "--out", "x.png", *words])
    assert stop.value.code == 2
