"""A person's template is given plain values, and so much time, memory and text and no more."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from reader import paths
from reader.annotations.creation import Wanted
from reader.annotations.exporters import exporter_named, template_process, templates
from reader.annotations.exporters.export_options import Options
from reader.annotations.library_report import annotated
from reader.errors import AnnotationError
from tests.annotations.exporting import annotate, library_with

LOOP = "{% for a in range(99999) %}" * 3 + "{% endfor %}" * 3


@pytest.fixture
def filled(tmp_path):
    library = library_with(tmp_path / "library", "# 题\n\n## 甲\n\n一句话。\n")
    store, _made = annotate(library, Wanted("一句话", note="*记*\ud83d", tags=("签",)))
    groups = annotated(library, store)

    def fill(source: str, name: str = "markdown") -> str:
        path = tmp_path / "own.md"
        path.write_text(source, encoding="utf-8")
        return exporter_named(name).export(groups, Options(template=path)).decode()

    return fill


@pytest.fixture
def here(monkeypatch):
    """Let a process be none of its own where it is not what is looked at: to start it takes 0.4 s."""

    def run(command, **options):
        streams = {"stdin": io.BytesIO(options["input"]), "stdout": io.BytesIO(), "stderr": io.BytesIO()}
        with monkeypatch.context() as patch:
            for name, buffer in streams.items():
                patch.setattr(sys, name, SimpleNamespace(buffer=buffer))
            status = template_process.main()
        return subprocess.CompletedProcess(
            command, status, streams["stdout"].getvalue(), streams["stderr"].getvalue()
        )

    monkeypatch.setattr(templates.subprocess, "run", run)
    monkeypatch.setattr(template_process, "_bound", lambda: None)


def test_everything_that_is_documented_can_be_used(filled):
    text = filled(
        "{% for s in skeletons %}{{ s.article.title }}|{{ s.article.file }}|"
        "{% for b in s.walk(empty=empty_nodes) %}{{ b.label }}"
        "{% for item in b.placed %}|{{ item.kind }}|{{ item.quote|quoted }}|{{ item.note|oneline }}|"
        "{{ item.line }}|{{ item.tags|join }}|{{ item.state }}{% endfor %}{% endfor %}{% endfor %}"
        "|{{ _('Notes') }}"
    )
    assert text == "题|tides.md|甲|highlight|> 一句话|*记*\ufffd|5|签|anchored|Notes\n"
    assert ">记</em>" in filled("{{ skeletons[0].branches[0].placed[0].note|markdown }}", "page")


@pytest.mark.parametrize(
    "source",
    [
        "{{ skeletons[0].article.article.path.parent.joinpath('X').write_text('x') }}",
        "{{ skeletons[0].article.file.__class__.__mro__ }}",
        "{{ skeletons.__class__ }}",
        "{{ _.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('touch X').read() }}",
        "{{ ''|attr('__class__')|attr('__base__') }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}{{ os }}",
    ],
)
def test_a_template_reaches_no_file_and_nothing_of_python(here, filled, tmp_path, monkeypatch, source):
    monkeypatch.chdir(tmp_path)
    before = {path for path in tmp_path.rglob("*") if path.name != "own.md"}
    try:
        text = filled(source)
    except AnnotationError as error:
        text = str(error)
    assert "class '" not in text
    assert "root:" not in text
    assert {path for path in tmp_path.rglob("*") if path.name != "own.md"} == before


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("{% for %}", "line 1"),
        ("a\n\n{{ 1/0 }}", "line 3: division by zero"),
        ("{{ skeletons[0].nothing.more }}", "line 1"),
        ("{{ range(10**9) }}", "line 1"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "recursion"),
        ("{% include 'x' %}", "loader"),
    ],
)
def test_what_is_wrong_in_a_template_is_said_with_its_line(here, filled, source, told):
    with pytest.raises(AnnotationError, match="own.md") as failed:
        filled(source)
    assert told in str(failed.value)
    assert "\n" not in str(failed.value)


def test_a_template_that_never_ends_is_stopped(filled, monkeypatch):
    monkeypatch.setattr(templates, "SECONDS", 1)
    with pytest.raises(AnnotationError, match="longer than 1 second"):
        filled(LOOP)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process")
@pytest.mark.parametrize(
    "source", ["{{ ('x' * 3 * 10**9)|length }}", "{{ 'x'.ljust(10**11) }}", "{{ '%99999999999d' % 1 }}"]
)
def test_a_template_that_takes_all_memory_is_stopped(filled, source):
    with pytest.raises(AnnotationError, match=r"own\.md.*too much memory"):
        filled(source)


def test_a_template_that_writes_too_much_is_stopped(filled):
    with pytest.raises(AnnotationError, match="too much"):
        filled("{% for a in range(99999) %}{{ 'x' * 1000 }}{% endfor %}")


def test_only_a_file_of_a_sane_size_is_a_template(filled, tmp_path):
    path = tmp_path / "own.md"
    path.write_text("x" * (templates.LARGEST + 1), encoding="utf-8")
    with pytest.raises(AnnotationError, match="too large"):
        templates.fill("notes.md", [], Options(template=path))
    with pytest.raises(AnnotationError, match="not there"):
        templates.fill("notes.md", [], Options(template=tmp_path / "none.md"))
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(AnnotationError, match="regular"):
            templates.fill("notes.md", [], Options(template=tmp_path / "pipe"))


def test_the_template_in_the_settings_folder_is_used(filled):
    own = paths.config_folder() / "templates" / "notes.md"
    own.parent.mkdir(parents=True)
    own.write_text("own", encoding="utf-8")
    assert templates.fill("notes.md", [], Options()) == "own"
    assert Path(own).is_file()
