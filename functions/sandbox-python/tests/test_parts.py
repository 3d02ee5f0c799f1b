"""Parts that are best tried without a process: parser, frames, reports, settings, the filter program."""

from __future__ import annotations

import json
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orcheo_sandbox import frames, results
from orcheo_sandbox.http_parser import BadRequest, Parser
from orcheo_sandbox.inside.convert import to_json
from orcheo_sandbox.inside.errors import RunError
from orcheo_sandbox.inside.imports import is_allowed
from orcheo_sandbox.kernel import libc, seccomp, syscalls
from orcheo_sandbox.settings import InvalidSettings, Settings

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@given(_JSON)
def test_json_stays_what_it_is(value: Any) -> None:
    try:
        assert json.loads(to_json(value, 1 << 20)) == value
    except RunError as error:
        assert "surrogate" in str(error)


@given(st.binary(max_size=400), st.integers(1, 50))
def test_the_decoder_survives_anything(data: bytes, step: int) -> None:
    decoder = frames.Decoder({frames.LOG: 100, frames.RESULT: 200}, 300)
    try:
        for start in range(0, len(data), step):
            for kind, payload in decoder.feed(data[start : start + step]):
                assert len(payload) <= {frames.LOG: 100, frames.RESULT: 200}[kind]
    except frames.FrameError:
        return


@given(st.lists(st.tuples(st.sampled_from([frames.LOG, frames.RESULT]), st.binary(max_size=50)), max_size=8), st.integers(1, 30))
def test_frames_come_out_as_they_went_in(sent: list[tuple[bytes, bytes]], step: int) -> None:
    stream = b"".join(frames.pack(kind, payload) for kind, payload in sent)
    decoder = frames.Decoder({frames.LOG: 50, frames.RESULT: 50}, 10_000)
    found = [frame for start in range(0, len(stream), step) for frame in decoder.feed(stream[start : start + step])]
    assert found == sent


@given(st.binary(max_size=300) | st.builds(lambda value: json.dumps(value).encode(), _JSON))
def test_reports_are_read_or_refused(payload: bytes) -> None:
    try:
        outcome, _ = results.read_report(payload, 1 << 20)
        results.encode(outcome)
    except results.Forged:
        return
    assert outcome["ok"] is True or outcome["error"]["kind"]


@given(st.binary(max_size=300), st.integers(1, 40))
def test_the_parser_survives_anything(data: bytes, step: int) -> None:
    parser = Parser(100)
    try:
        for start in range(0, len(data), step):
            parser.feed(data[start : start + step])
            parser.head()
            parser.complete()
    except BadRequest as error:
        assert error.status in (400, 413, 431)


@given(st.binary(max_size=60), st.integers(1, 20), st.integers(1, 20))
def test_chunks_of_any_size_make_the_body(body: bytes, size: int, step: int) -> None:
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    stream = b"POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n"
    stream += b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    parser = Parser(1000)
    found = None
    for start in range(0, len(stream), step):
        parser.feed(stream[start : start + step])
        parser.head()
        found = found or parser.complete()
    assert found is not None and bytes(found.body) == body


def test_an_allowed_package_allows_what_is_below() -> None:
    allowed = frozenset(("collections", "urllib.parse"))
    assert is_allowed("collections.abc", allowed) and is_allowed("urllib.parse", allowed) and is_allowed("__future__", allowed)
    assert not is_allowed("urllib", allowed) and not is_allowed("urllib.request", allowed) and not is_allowed("collectionsx", allowed)


@pytest.mark.parametrize("architecture", ["x86_64", "aarch64"])
@pytest.mark.parametrize("writes", [False, True])
@pytest.mark.parametrize("network", [False, True])
def test_the_filter_is_well_formed(monkeypatch: pytest.MonkeyPatch, architecture: str, writes: bool, network: bool) -> None:
    """Every jump lands inside the program, the last step returns, and the kernel's limit of 4096 steps is far."""
    monkeypatch.setattr(libc, "ARCHITECTURE", architecture)
    program = seccomp.program(writes, network)
    steps = list(struct.iter_unpack("=HBBI", program))
    assert 50 < len(steps) < 4096
    for position, (code, if_true, if_false, _) in enumerate(steps):
        if code & 0x07 == 0x05:
            assert position + 1 + max(if_true, if_false) < len(steps)
    assert steps[-1][0] == 0x06


def _decide(program: bytes, architecture: int, number: int, arguments: list[int]) -> int:
    """Runs the filter as the kernel would."""
    data = struct.pack("=iIQ6Q", number, architecture, 0, *arguments)
    steps = list(struct.iter_unpack("=HBBI", program))
    position = value = 0
    while True:
        code, if_true, if_false, operand = steps[position]
        position += 1
        if code == 0x20:
            value = struct.unpack_from("=I", data, operand)[0]
        elif code == 0x06:
            return int(operand)
        else:
            holds = {0x15: value == operand, 0x35: value >= operand, 0x45: bool(value & operand)}[code]
            position += if_true if holds else if_false


@pytest.mark.parametrize(("architecture", "audit"), [("x86_64", 0xC000003E), ("aarch64", 0xC00000B7)])
def test_the_filter_decides_as_meant(monkeypatch: pytest.MonkeyPatch, architecture: str, audit: int) -> None:
    monkeypatch.setattr(libc, "ARCHITECTURE", architecture)
    numbers = syscalls.NUMBERS[architecture]
    program = seccomp.program(writes=False, network=False)
    allow, refuse, kill = 0x7FFF0000, 0x00050001, 0x80000000

    def decide(name: str, *arguments: int) -> int:
        return _decide(program, audit, numbers[name], [*arguments, 0, 0, 0, 0, 0, 0][:6])

    assert decide("read") == decide("getrandom") == decide("exit_group") == allow
    assert decide("mmap", 0, 4096, 3) == allow and decide("mmap", 0, 4096, 5) == refuse and decide("mprotect", 0, 1, 4) == refuse
    assert decide("openat", 0, 0, 0o2000000) == allow
    assert all(decide("openat", 0, 0, flags) == refuse for flags in (0o1, 0o2, 0o100, 0o1000, 0o2000, 0o20000000))
    assert decide("prlimit64", 0, 9) == allow and decide("prlimit64", 1, 9) == refuse and decide("prlimit64", 1 << 32, 9) == refuse
    assert decide("fcntl", 3, 1030) == allow and decide("fcntl", 3, 8) == refuse and decide("fcntl", 3, 1 | 1 << 32) == refuse
    assert decide("ioctl", 0) == 0x00050019 and decide("clone3", 1) == 0x00050026
    assert decide("socket", 2) == refuse
    assert _decide(program, 0x40000003, numbers["read"], [0] * 6) == kill
    assert all(_decide(program, audit, number, [0] * 6) == refuse for number in range(700, 5000, 7))


def test_settings_have_defaults_and_ranges() -> None:
    assert Settings.from_environment({}).max_concurrency >= 4
    with pytest.raises(InvalidSettings, match="SPARES"):
        Settings.from_environment({"ORCHEO_SANDBOX_SPARES": "many"})
    with pytest.raises(InvalidSettings, match="NETWORK"):
        Settings.from_environment({"ORCHEO_SANDBOX_NETWORK": "maybe"})
    assert Settings.from_environment({"ORCHEO_SANDBOX_REQUIRE": "none"}).require == ()
    assert Settings.from_environment({"ORCHEO_SANDBOX_REQUIRE": "a|b".replace("a", "seccomp").replace("b", "landlock")}).require == (
        ("seccomp", "landlock"),
    )
