"""Parses expressions: the part of JavaScript that one expression can be made of."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

# What begins a token, tried in this order; a slash is told apart by the parser, which knows whether a value or an operator is due.
_SPACE = re.compile(r"(?:\s|\ufeff|//[^\n\r\u2028\u2029]*|/\*[\s\S]*?\*/)+")
_ESCAPED = r"\\u(?:[0-9a-fA-F]{4}|\{[0-9a-fA-F]{1,6}\})"
_NAME = re.compile(rf"(?:[^\W\d]|\$|{_ESCAPED})(?:\w|[$\u200c\u200d]|{_ESCAPED})*")
_NUMBER = re.compile(r"(?:0[xX][0-9a-fA-F]+(?:_[0-9a-fA-F]+)*|0[oO][0-7]+|0[bB][01]+|0\d+|(?:(?:0|[1-9]\d*(?:_\d+)*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)n?")
_STRING = re.compile(r"\"(?:[^\"\\\n\r]|\\[\s\S])*\"|'(?:[^'\\\n\r]|\\[\s\S])*'")
_REGEX = re.compile(r"/(?![*/])(?:[^\[\\/\n\r]|\\[^\n\r]|\[(?:[^\]\\\n\r]|\\[^\n\r])*\])+/([A-Za-z]*)")
_OPERATORS = sorted(
    "{ } ( ) [ ] ; , < > <= >= == != === !== + - * / % ** ++ -- << >> >>> & | ^ ! ~ && || ?? ? ?. : = += -= *= /= %= **= <<= >>= >>>= &= |= ^= "
    "&&= ||= ??= => ... .".split(),
    key=len,
    reverse=True,
)
_ASSIGNMENTS = frozenset("= += -= *= /= %= **= <<= >>= >>>= &= |= ^= &&= ||= ??=".split())
_BINARY = {
    "??": 1, "||": 2, "&&": 3, "|": 4, "^": 5, "&": 6, "==": 7, "!=": 7, "===": 7, "!==": 7, "<": 8, ">": 8, "<=": 8, ">=": 8, "in": 8,
    "instanceof": 8, "<<": 9, ">>": 9, ">>>": 9, "+": 10, "-": 10, "*": 11, "/": 11, "%": 11, "**": 12,
}  # fmt: skip
_UNARY = frozenset("! ~ + - typeof void delete".split())
_KEYWORDS = frozenset(
    "break case catch class const continue debugger default delete do else enum export extends false finally for function if import in "
    "instanceof new null return super switch this throw true try typeof var void while with".split()
)
PYTHON_LEVELS = 20_000


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Lets functions nest as deep as a text does; the server has room for that too."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, PYTHON_LEVELS))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


class SyntaxFault(Exception):
    """A text that is not one expression."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass
class Node:
    """A part of an expression. ``parts`` are its children, ``text`` its name, operator or value."""

    kind: str
    start: int
    text: str = ""
    parts: list[Node] = field(default_factory=list)
    computed: bool = False
    optional: bool = False


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


class Parser:
    """Reads one expression; recursive descent, with precedences for operators."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._closes: dict[int, int] = {}
        self._in_parameters = False
        self._token = self._read(0)

    def parse(self) -> Node:
        """The whole text as one expression.

        Raises:
            SyntaxFault: it is none.
        """
        node = self._expression()
        if self._token.kind != "end":
            raise self._unexpected()
        return node

    def _read(self, position: int) -> _Token:
        if match := _SPACE.match(self._source, position):
            position = match.end()
        if position >= len(self._source):
            return _Token("end", "", position, position)
        for kind, pattern in (("name", _NAME), ("string", _STRING), ("number", _NUMBER)):
            if (match := pattern.match(self._source, position)) and match.end() > position:
                if kind == "number" and _NAME.match(self._source, match.end()):
                    break
                text = unescape(match[0], position) if kind == "name" and "\\" in match[0] else match[0]
                return _Token(kind, text, position, match.end())
        for operator in _OPERATORS:
            if self._source.startswith(operator, position):
                # a?.5:b is a conditional.
                if operator == "?." and self._source[position + 2 : position + 3].isdigit():
                    continue
                return _Token("operator", operator, position, position + len(operator))
        if self._source[position] == "`":
            return _Token("template", "`", position, position + 1)
        raise SyntaxFault("Invalid or unexpected token", position)

    def _next(self) -> _Token:
        token = self._token
        self._token = self._read(token.end)
        return token

    def _is(self, *texts: str) -> bool:
        return self._token.kind in ("operator", "name") and self._token.text in texts

    def _expect(self, text: str) -> _Token:
        if not self._is(text):
            raise self._unexpected()
        return self._next()

    def _unexpected(self) -> SyntaxFault:
        if self._token.kind == "end":
            text = "The expression is empty" if not self._source.strip() else "Unexpected end of input"
            return SyntaxFault(text, self._token.start)
        return SyntaxFault(f"Unexpected token '{self._token.text}'", self._token.start)

    def _expression(self) -> Node:
        node = self._assignment()
        while self._is(","):
            self._next()
            node = Node("sequence", node.start, parts=[node, self._assignment()])
        return node

    def _assignment(self) -> Node:
        return self._arrow() or self._conditional_or_assignment()

    def _conditional_or_assignment(self) -> Node:
        node = self._conditional()
        if self._token.kind == "operator" and self._token.text in _ASSIGNMENTS:
            if node.kind not in ("name", "member", "array", "object"):
                raise SyntaxFault("Invalid left-hand side in assignment", node.start)
            self._next()
            return Node("assignment", node.start, parts=[node, self._assignment()])
        return node

    def _conditional(self) -> Node:
        test = self._binary(1)
        if not self._is("?"):
            return test
        self._next()
        then = self._assignment()
        self._expect(":")
        return Node("conditional", test.start, parts=[test, then, self._assignment()])

    def _binary(self, least: int) -> Node:
        left = self._unary()
        while self._is(*_BINARY) and _BINARY[self._token.text] >= least:
            operator = self._next()
            rank = _BINARY[operator.text]
            if operator.text == "**" and left.kind == "unary":
                raise SyntaxFault("A sign before the left side of ** needs parentheses", left.start)
            right = self._binary(rank if operator.text == "**" else rank + 1)
            mixed = {operator.text} | {part.text for part in (left, right) if part.kind == "binary"}
            if "??" in mixed and mixed & {"||", "&&"}:
                raise SyntaxFault("?? needs parentheses beside || and &&", operator.start)
            left = Node("binary", left.start, operator.text, [left, right])
        return left

    def _unary(self) -> Node:
        if self._is(*_UNARY):
            operator = self._next()
            return Node("unary", operator.start, operator.text, [self._unary()])
        if self._is("++", "--"):
            operator = self._next()
            return Node("update", operator.start, operator.text, [self._assignable(self._unary())])
        if self._is("await"):
            operator = self._next()
            return Node("await", operator.start, parts=[self._unary()])
        node = self._postfix(self._primary())
        if self._is("++", "--"):
            node = Node("update", node.start, self._next().text, [self._assignable(node)])
        return node

    @staticmethod
    def _assignable(node: Node) -> Node:
        inner = node
        while inner.kind == "parenthesized":
            inner = inner.parts[0]
        if inner.kind not in ("name", "member") or inner.optional:
            raise SyntaxFault("Invalid left-hand side expression", node.start)
        return node

    def _postfix(self, node: Node) -> Node:
        chained = False
        while True:
            if self._is("."):
                self._next()
                node = Node("member", node.start, parts=[node, self._property()])
            elif self._is("?."):
                self._next()
                chained = True
                node = self._optional(node)
            elif self._is("["):
                node = Node("member", node.start, parts=[node, self._index()], computed=True)
            elif self._is("("):
                node = Node("call", node.start, parts=[node, *self._arguments()])
            elif self._token.kind == "template":
                if chained:
                    raise self._unexpected()
                node = Node("tagged", node.start, parts=[node, self._template()])
            else:
                return node

    def _optional(self, node: Node) -> Node:
        if self._is("["):
            return Node("member", node.start, parts=[node, self._index()], computed=True, optional=True)
        if self._is("("):
            return Node("call", node.start, parts=[node, *self._arguments()], optional=True)
        return Node("member", node.start, parts=[node, self._property()], optional=True)

    def _property(self) -> Node:
        if self._token.kind != "name":
            raise self._unexpected()
        token = self._next()
        return Node("property", token.start, token.text)

    def _index(self) -> Node:
        self._expect("[")
        node = self._expression()
        self._expect("]")
        return node

    def _arguments(self) -> list[Node]:
        self._expect("(")
        found = []
        while not self._is(")"):
            found.append(self._spread() if self._is("...") else self._assignment())
            if not self._is(")"):
                self._expect(",")
        self._next()
        return found

    def _spread(self) -> Node:
        start = self._expect("...").start
        return Node("spread", start, parts=[self._assignment()])

    def _primary(self) -> Node:
        token = self._token
        if token.kind == "name":
            return self._named()
        if token.kind == "string":
            self._next()
            return Node("string", token.start, unescape(token.text[1:-1], token.start))
        if token.kind == "number":
            self._next()
            return Node("number", token.start, token.text)
        if token.kind == "template":
            return self._template()
        if self._is("("):
            self._next()
            node = self._expression()
            self._expect(")")
            # So that an operator beside it is not taken for a part of what stands inside.
            return Node("parenthesized", token.start, parts=[node])
        if self._is("["):
            return self._array()
        if self._is("{"):
            return self._object()
        if self._is("/", "/="):
            return self._regex()
        raise self._unexpected()

    def _named(self) -> Node:
        token = self._token
        if token.text in ("true", "false", "null"):
            self._next()
            return Node("constant", token.start, token.text)
        if token.text == "this":
            self._next()
            return Node("this", token.start)
        if token.text == "new":
            self._next()
            return Node("new", token.start, parts=[self._postfix(self._primary())])
        if token.text in ("function", "class") or (token.text == "async" and self._read(token.end).text == "function"):
            return self._definition()
        if token.text == "import":
            self._next()
            return Node("import", token.start, parts=self._arguments())
        if token.text in _KEYWORDS:
            raise self._unexpected()
        self._next()
        return Node("name", token.start, token.text)

    def _definition(self) -> Node:
        """A function or a class. Neither is allowed, so that what is inside of it does not matter."""
        start = self._next()
        kind = start.text if start.text != "async" else self._next().text
        if self._is("*") and kind == "function":
            self._next()
        if self._token.kind == "name" and self._token.text not in _KEYWORDS:
            self._next()
        if kind == "class" and self._is("extends"):
            self._next()
            self._postfix(self._primary())
        if not self._is("(" if kind == "function" else "{"):
            raise self._unexpected()
        self._skip_to_body()
        return Node(kind, start.start)

    def _array(self) -> Node:
        node = Node("array", self._expect("[").start)
        while not self._is("]"):
            if self._is(","):
                node.parts.append(Node("hole", self._token.start))
            else:
                node.parts.append(self._spread() if self._is("...") else self._assignment())
            if not self._is("]"):
                self._expect(",")
        self._next()
        return node

    def _object(self) -> Node:
        node = Node("object", self._expect("{").start)
        while not self._is("}"):
            node.parts.append(self._spread() if self._is("...") else self._pair())
            if not self._is("}"):
                self._expect(",")
        self._next()
        return node

    def _pair(self) -> Node:
        start = self._token.start
        if self._is("*") or (self._is("get", "set", "async") and self._read(self._token.end).text not in (":", ",", "}", "(", "=")):
            self._skip_to_body()
            return Node("method", start)
        computed = self._is("[")
        shorthand = self._token.kind == "name" and self._token.text not in _KEYWORDS
        key = self._index() if computed else self._key()
        if self._is("("):
            self._skip_to_body()
            return Node("method", start)
        if self._is(":"):
            self._next()
            return Node("pair", start, parts=[key, self._assignment()], computed=computed)
        if not shorthand:
            raise self._unexpected()
        value = Node("name", key.start, key.text)
        if self._is("=") and self._in_parameters:
            self._next()
            value = Node("default", key.start, parts=[value, self._assignment()])
        return Node("pair", start, parts=[key, value])

    def _key(self) -> Node:
        token = self._token
        if token.kind == "string":
            self._next()
            return Node("string", token.start, unescape(token.text[1:-1], token.start))
        if token.kind == "number":
            self._next()
            return Node("number", token.start, token.text)
        return self._property()

    def _skip_to_body(self) -> None:
        """Passes over a method, whose content does not matter: methods are not allowed."""
        depth = 0
        while self._token.kind != "end":
            token = self._next()
            depth += (token.text in ("{", "(")) - (token.text in ("}", ")"))
            if depth == 0 and token.text == "}":
                return
        raise self._unexpected()

    def _regex(self) -> Node:
        start = self._token.start
        match = _REGEX.match(self._source, start)
        if match is None or not re.fullmatch(r"(?!.*(.).*\1)[dgimsuvy]*", match[1]) or not _is_balanced(match[0]):
            raise SyntaxFault("Invalid regular expression", start)
        self._token = self._read(match.end())
        return Node("regex", start, match[0])

    def _template(self) -> Node:
        node = Node("template", self._token.start)
        position = self._token.start + 1
        text = position
        while True:
            char = self._source[position : position + 1]
            if not char:
                raise SyntaxFault("Unterminated template", node.start)
            if char == "\\":
                position += 2
            elif char == "`":
                node.parts.append(Node("quasi", text, self._source[text:position]))
                self._token = self._read(position + 1)
                return node
            elif self._source.startswith("${", position):
                node.parts.append(Node("quasi", text, self._source[text:position]))
                self._token = self._read(position + 2)
                node.parts.append(self._expression())
                if not self._is("}"):
                    raise self._unexpected()
                position = text = self._token.end
            else:
                position += 1

    def _arrow(self) -> Node | None:
        """An arrow function, when one begins here."""
        start = self._token
        asynchronous = self._is("async") and self._read(start.end).text != "=>" and self._begins_arrow(self._read(start.end))
        if not asynchronous and not self._begins_arrow(start):
            return None
        if asynchronous:
            self._next()
        node = Node("arrow", start.start, "async" if asynchronous else "")
        parameters = Node("parameters", start.start)
        if self._token.kind == "name":
            token = self._next()
            parameters.parts.append(Node("name", token.start, token.text))
        else:
            before, self._in_parameters = self._in_parameters, True
            parameters.parts += [self._pattern(part) for part in self._arguments()]
            self._in_parameters = before
        names = [name for part in parameters.parts for name in bound_names(part)]
        if len(names) != len(set(names)):
            raise SyntaxFault("Duplicate parameter name not allowed in this context", start.start)
        self._expect("=>")
        node.parts.append(parameters)
        if self._is("{"):
            body = Node("block", self._token.start)
            self._skip_to_body()
            node.parts.append(body)
        else:
            node.parts.append(self._assignment())
        return node

    def _begins_arrow(self, token: _Token) -> bool:
        if token.kind == "name" and token.text not in _KEYWORDS:
            return self._read_quietly(token.end).text == "=>"
        if token.text != "(" or token.kind != "operator":
            return False
        if token.start not in self._closes:
            self._match_brackets(token.start)
        return self._read_quietly(self._closes[token.start]).text == "=>"

    def _match_brackets(self, position: int) -> None:
        """Finds where the bracket at a place ends, and all inside of it; where nothing ends them, at the end of the text."""
        opened: list[int] = []
        while True:
            current = self._read_quietly(position)
            if current.kind == "end":
                self._closes.update((start, current.end) for start in opened)
                return
            if current.kind == "operator" and current.text in ("(", "[", "{"):
                opened.append(current.start)
            elif current.kind == "operator" and current.text in (")", "]", "}"):
                self._closes[opened.pop()] = current.end
            position = current.end
            if not opened:
                return

    def _read_quietly(self, position: int) -> _Token:
        try:
            token = self._read(position)
        except SyntaxFault as fault:
            return _Token("other", "", fault.offset, fault.offset + 1)
        if token.kind == "template":
            end = self._source.find("`", token.end)
            return _Token("other", "", token.start, end + 1 if end >= 0 else len(self._source))
        return token

    def _pattern(self, node: Node) -> Node:
        """Checks that what was read can be the parameter of a function."""
        if node.kind == "name":
            return node
        if node.kind == "assignment":
            return Node("default", node.start, parts=[self._pattern(node.parts[0]), node.parts[1]])
        if node.kind == "default":
            return Node("default", node.start, parts=[self._pattern(node.parts[0]), node.parts[1]])
        if node.kind in ("array", "object", "spread"):
            parts = [part if part.kind == "hole" else self._pattern(part) for part in node.parts]
            return Node(f"{node.kind}_pattern", node.start, parts=parts)
        if node.kind == "pair":
            return Node("pair_pattern", node.start, parts=[node.parts[0], self._pattern(node.parts[1])], computed=node.computed)
        raise SyntaxFault("Invalid destructuring target", node.start)


def bound_names(node: Node) -> Iterator[str]:
    """The names that a parameter binds."""
    if node.kind == "name":
        yield node.text
    elif node.kind == "default":
        yield from bound_names(node.parts[0])
    elif node.kind == "pair_pattern":
        yield from bound_names(node.parts[1])
    else:
        for part in node.parts:
            yield from bound_names(part)


def _is_balanced(pattern: str) -> bool:
    """Whether the groups of a regular expression are closed."""
    depth = 0
    for char in re.sub(r"\\.|\[(?:[^\]\\]|\\.)*\]", "", pattern):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return False
    return depth == 0


_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": "", "\u2028": "", "\u2029": ""}
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))")


def unescape(text: str, offset: int) -> str:
    """The value of a string literal without its quotes."""

    def replaced(match: re.Match[str]) -> str:
        digits: Any = match[1] or match[2] or match[3]
        if digits:
            number = int(digits, 16)
            if number > 0x10FFFF:
                raise SyntaxFault("Undefined Unicode code-point", offset)
            return chr(number)
        if match[4] in ("u", "x"):
            raise SyntaxFault("Invalid escape sequence", offset)
        return _ESCAPES.get(match[4], match[4])

    return _ESCAPE.sub(replaced, text)
