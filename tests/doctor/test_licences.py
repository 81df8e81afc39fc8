"""Whose work is shipped: nothing is missing, nothing that is for tests alone, and Qt's licence in full."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from reader import paths
from reader.doctor import licences
from reader.doctor.licences import shipped

PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


@pytest.fixture(scope="module")
def components():
    return {re.sub(r"[-_.]+", "-", each.name).lower(): each for each in shipped()}


def test_each_dependency_has_its_version_and_licence(components):
    project = tomllib.loads(PROJECT.read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["import"]]
    known = " ".join(distribution("gangmu").requires).lower()  # an editable install may be older
    names = [re.match(r"[\w.-]+", each)[0] for each in asked]
    for name in (each for each in names if each.lower() in known):
        try:
            version = distribution(name).version
        except PackageNotFoundError:
            continue
        found = components[re.sub(r"[-_.]+", "-", name).lower()]
        assert found.version == version
        assert found.licence, name


def test_what_they_ask_for_is_there_too_and_what_only_tests_use_is_not(components):
    assert {"gangmu", "python", "opencc", "pypinyin", "markupsafe", "shiboken6"} <= set(components)
    assert not {"pytest", "hypothesis", "anki", "babel", "mypy"} & set(components)


def test_the_licences_that_ask_for_it_are_there_in_full(components):
    for name in ("pyside6-essentials", "shiboken6"):
        assert "GNU LESSER GENERAL PUBLIC LICENSE" in components[name].text()
        assert "GNU GENERAL PUBLIC LICENSE" in components[name].text()
    assert "Apache License" in components["opencc"].text()
    assert "Permission is hereby granted" in components["gangmu"].text()
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in components["python"].text()


def test_nothing_is_under_a_licence_that_forbids_shipping_it(components):
    for each in components.values():
        assert "AGPL" not in each.licence, each.name


def test_without_metadata_the_rest_is_told(monkeypatch):
    def nowhere(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(licences, "distribution", nowhere)
    assert [each.name for each in shipped()] == ["Gangmu", "Python", "OpenCC", "pypinyin"]


def test_tables_of_others_lie_beside_their_licence():
    for folder in ("folding", "pinyin", "licences"):
        assert any("LICENSE" in each.name or "GPL" in each.name for each in paths.resource(folder).iterdir())
