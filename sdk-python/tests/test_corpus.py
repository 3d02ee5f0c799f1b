"""The files of shared/schemas/corpus, which the server's tests run too: local validation says what the server says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orcheo.validation import validate
from stack import ROOT

CORPUS = ROOT / "shared" / "schemas" / "corpus"


def samples(folder: str) -> list[Path]:
    found = sorted((CORPUS / folder).glob("*.json"))
    assert found
    return found


@pytest.mark.parametrize("path", samples("valid"), ids=lambda path: path.stem)
def test_a_valid_document_has_no_structural_fault(path: Path) -> None:
    assert [fault for fault in validate(path.read_bytes()) if fault.code.startswith("ORC1")] == []


@pytest.mark.parametrize("path", samples("invalid"), ids=lambda path: path.stem)
def test_every_structural_fault_is_told(path: Path) -> None:
    sample = json.loads(path.read_bytes())
    found = validate(sample["text"] if "text" in sample else sample["document"])
    expected = sorted((error["code"], error["pointer"]) for error in sample["errors"])
    assert sorted((fault.code, fault.pointer) for fault in found if fault.code < "ORC2" or fault.code == "ORC2018") == expected


@pytest.mark.parametrize("path", samples("faulty"), ids=lambda path: path.stem)
def test_every_fault_of_meaning_is_told_in_order(path: Path) -> None:
    sample = json.loads(path.read_bytes())
    found = validate(json.dumps(sample["document"]))
    assert [(fault.code, fault.pointer) for fault in found] == [(error["code"], error["pointer"]) for error in sample["errors"]]
    assert all(fault.message.rstrip().endswith((".", "}}")) for fault in found)
