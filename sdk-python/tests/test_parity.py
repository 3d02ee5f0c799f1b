"""Local validation against the server: of anything, both say the same."""

from __future__ import annotations

import random
from typing import Any

import pytest

from orcheo import Orcheo, validate
from orcheo.expressions import text
from orcheo.validation import check_expression
from orcheo.validation.expression import ExpressionFault
from orcheo.validation.schema import check_config

TOKENS = (
    "state input nodes trigger a b.c .x ?.y [0] ['k'] ( ) [ ] { } , : ; + - * / % ** && || ?? ! ~ === == < > <= >= in instanceof typeof void delete "
    "new this => x=>x (a,b)=>a function class async 1 1.5 0x1F 1e3 1n 08 .5 'str' \"s\" `t` `a${1}b` null true false undefined NaN Infinity Math.max( "
    "Math.PI Number String( .map( .filter( .length .push( ... = += ++ -- ? ?. /re/g constructor __proto__ JSON.stringify( Object.keys( Array.from( get "
    "set {a:1} {a} [1,2] if var return yield let of \\u0041 @ # & | ^ << >>> nodes.q.output nodes['z-z'] Date.now() item args execution.id"
).split()
SPECIALS = [
    "(nodes).b.output", "nodes.b?.output?.x", "nodes?.b", "nodes[state.x].output", "a.map(nodes => nodes.x)", "[1].map(nodes => nodes.x)", "({a: 1, 'b': 2, 3: 4, [input.x]: 5}).a",
    "({ get x() { return 1 } })", "({ async f() {} })", "({ *g() {} })", "({ x = 1 })", "({ __proto__: 1 })", "input[`__proto__`]", "input['constr' + 'uctor']", "input[['__proto__']]",
    "input[0b11][0o7][1_000]", "[1].map(async x => x)", "[1].map(x => { return x })", "[1].map(({a = 1, ...r}, [b, , c] = [], ...d) => a + b + r.x + c + d.length)",
    "[1].map((x, x) => x)", "[1].reduce((a, b) => a + b, 0)", "[1].map(Math.abs)", "[1].map(Math.PI)", "[1].map(isNaN).map(Boolean)", "Math", "Number", "Math['max'](1, 2)", "Math.max?.(1)",
    "input?.f()", "input?.x.map(i => i)", "input.x?.[0]?.y", "input ? . 5 : 1", "input?.5:1", "a ?? b || c", "(input.a ?? 1) || 2", "-1 ** 2", "(-1) ** 2", "2 ** 3 ** 2", "!input.x ** 2", "async => 1",
    "[1].map(async => async)", "`${`${input.x}`}`", "`a${}`", "`unclosed", "'unclosed", "'a\\u{1F600}\\x41\\u0041\\n'", "'\\u{110000}'", "'\\xZZ'", "/[/]\\//.test(input.x)", "/a/gg.test('')", "/(/.test('')",
    "/a/.exec(input.x)", "input /2/ 1", "/* c */ 1 // d", "new Date", "new Date(1).x", "import('x')", "super.x", "this?.x", "input`t`", "input?.`t`", "a, b", "(input, 1)", "input.x = 1", "[a] = 1", "1 = 2",
    "input.x++", "++input.x", "1++", "input?.x++", "delete input.x", "void 0", "typeof input", "await 1", "await", "yield 1", "class {}", "class A extends B {}", "function f() {}", "function () { } + 1", "async function () {}",
    "function", "class", "let", "let + 1", "of", "[,1,,]", "[...input.x, ...[1]]", "Math.max(...input.x)", "({...input})", "String.raw`x`", "undefined", "NaN + Infinity", "0777", "1.", ".5.toFixed()", "1.toFixed()", "1..toFixed()",
    "0x", "1_", "3in [1]", "'a' in input && 1 in [1]", "input instanceof Object", "a => a", "(a)", "()", "() => 1", "", "input.\n\nx", "1 +", ")", "input.class.if", "input.#x", "x.y", "{}", "{a:1}", "({})", "args.x + item.y + execution.id",
]  # fmt: skip


def document(texts: list[str]) -> dict[str, Any]:
    config = {"values": {f"v{index}": item for index, item in enumerate(texts)}}
    return {"name": "w", "nodes": [{"id": "n", "type": "set_variable", "config": config}], "edges": []}


def compare(client: Orcheo, texts: list[str]) -> None:
    found: list[dict[str, list[str]]] = []
    for faults in (client.workflows.validate(document(texts)).errors, validate(document(texts))):
        by_pointer: dict[str, list[str]] = {}
        for fault in faults:
            by_pointer.setdefault(fault.pointer, []).append(fault.code)
        found.append(by_pointer)
    places = {f"/nodes/0/config/values/v{index}": item for index, item in enumerate(texts)}
    assert {item: found[1].get(place) for place, item in places.items()} == {item: found[0].get(place) for place, item in places.items()}


def test_special_expressions(client: Orcheo) -> None:
    compare(client, ["{{ " + item + " }}" for item in SPECIALS])


@pytest.mark.parametrize("seed", range(3))
def test_random_expressions(client: Orcheo, seed: int) -> None:
    chance = random.Random(seed)
    compare(client, ["{{ " + chance.choice([" ", ""]).join(chance.choices(TOKENS, k=chance.randint(1, 7))) + " }}" for _ in range(300)])


def test_templates(client: Orcheo) -> None:
    compare(
        client,
        ["{{ {a:{b:1}} }}", "{{ '}}' }}{{ `}}` }} x", "a }} b", "{{{{ 1 }}}}", "{{ 1 }} {{", "{{\n input.x\n}}", text("{{ a }}"), " {{ 1 }} ", "{{ 1 }}{{ 2 }}", "{{ }", "{{}}", "{{ /}}/ }}"],
    )


def test_limits(client: Orcheo) -> None:
    deep = [f"{'(' * n}1{')' * n}" for n in (50, 200)] + [f"{'!' * n}1" for n in (99, 100, 101)] + [f"{'[' * n}1{']' * n}" for n in (99, 100, 101)]
    rows = ["+".join(["1"] * 150), "-".join(["1"] * 100), "-".join(["1"] * 101), "-".join(["1"] * 102), "&&".join(["1"] * 150), "x" * 10_001, "'" + "x" * 9_998 + "'"]
    compare(client, ["{{ " + item + " }}" for item in deep + rows])
    with pytest.raises(ExpressionFault, match="ORC2006|Unexpected end"):
        check_expression("(" * 1500 + "1")


@pytest.mark.parametrize(
    ("schema", "value", "faults"),
    [
        (False, 1, [("", "false")]),
        (True, 1, []),
        ({"const": 1}, 2, [("", "enum")]),
        ({"const": 1}, 1, []),
        ({"enum": [1, "a", {"b": [1]}]}, {"b": [1]}, []),
        ({"enum": [1]}, True, [("", "enum")]),
        ({"type": "string", "pattern": "^a"}, "b", [("", "pattern")]),
        ({"type": "string", "format": "uri"}, "no uri", [("", "format")]),
        ({"type": "string", "format": "uri"}, "https://a", []),
        ({"type": "string", "format": "date-time"}, "2026-13-01T00:00:00Z", [("", "format")]),
        ({"type": "string", "minLength": 2}, "a", [("", "length")]),
        ({"exclusiveMaximum": 1}, 1, [("", "exclusiveMaximum")]),
        ({"maximum": 1}, True, []),
        ({"minItems": 2, "uniqueItems": True}, [1], [("", "items")]),
        ({"uniqueItems": True}, [{"a": 1}, {"a": 1}], [("", "uniqueItems")]),
        ({"minProperties": 1}, {}, [("", "properties")]),
        ({"additionalProperties": {"type": "integer"}}, {"a": "x"}, [("/a", "type")]),
        ({"$ref": "#/$defs/a~1b/0", "$defs": {"a/b": [{"type": "null"}]}}, 1, [("", "type")]),
        ({"allOf": [{"type": "integer"}, {"minimum": 2}]}, 1.0, [("", "minimum")]),
        ({"not": {"type": "integer"}}, 1, [("", "not")]),
        ({"not": {"type": "string"}}, 1, []),
        ({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, {}, [("", "required")]),
        ({"anyOf": [{"type": "string"}, {"$ref": "#/$defs/n"}], "$defs": {"n": {"type": ["number", "integer"]}}}, [], [("", "type")]),
        ({"anyOf": [{"type": "string", "maxLength": 1}, {"type": "integer"}]}, "ab", [("", "length")]),
        ({"anyOf": [{"enum": [1]}, {"enum": [2]}]}, 3, [("", "enum")]),
        ({"oneOf": [{"type": "integer"}, {"minimum": 0}]}, 1, []),
        ({"type": ["object", "null"]}, None, []),
        ({"type": "boolean"}, "{{ input.x }}", []),
        ({"type": "boolean"}, "a {{ input.x }}", [("", "type")]),
        ({"type": "string", "maxLength": 3}, "a {{ input.x }}", []),
    ],
)
def test_schemas(schema: Any, value: Any, faults: list[tuple[str, str]]) -> None:
    assert [(fault.pointer, fault.keyword) for fault in check_config(schema, value, ())] == faults


@pytest.mark.parametrize("source", [b"\xff", b"\xef\xbb\xbf{}", '["\\ud800"]', "[1 2]", '{"a" 1}', "{1: 2}", "[01]", "[1.]", "[-0.5e+3, true, false]", "\ufeff1", "[tru]", '["\x01"]'])
def test_texts(client: Orcheo, source: str | bytes) -> None:
    content = source if isinstance(source, bytes) else source.encode("utf-8")
    answer = client._driver.client.post(
        f"{client.base_url}/workflows/validate", content=content, headers={**client._driver.config.headers, "Content-Type": "application/json"}
    ).json()
    assert [(fault.code, fault.pointer) for fault in validate(source)] == [(item["code"], item["pointer"]) for item in answer["errors"]]
