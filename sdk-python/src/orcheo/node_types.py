"""A class for every node type, with the config of the type as its arguments.

Written by scripts/generate_nodes.py; do not edit. Every argument takes an expression of :mod:`orcheo.expressions` too. ``options`` are
those of every :class:`Node`: ``name``, ``credentials_ref``, ``node_timeout_seconds``, ``retry``, ``on_error``, ``ui``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from ._builder.node import Node
from ._operations.base import UNSET, Unset
from .expressions import Expr


__all__ = [
    "BY_TYPE",
    "Node",
    "AiAgent",
    "CronTrigger",
    "Delay",
    "HttpRequest",
    "IfElse",
    "ManualTrigger",
    "PythonCode",
    "SetVariable",
    "WebhookTrigger",
]


class AiAgent(Node):
    """Asks a language model, which may call tools until it has an answer.

    The type ``ai_agent``. Takes a credential of type openai.
    """

    type = "ai_agent"

    def __init__(
        self,
        id: str | None = None,
        *,
        model: str | Expr,
        prompt: str | Expr,
        system_prompt: str | Expr | Unset = UNSET,
        temperature: float | Expr | Unset = UNSET,
        max_tokens: int | Expr | Unset = UNSET,
        tools: Sequence[Any] | Expr | Unset = UNSET,
        max_turns: int | Expr | Unset = UNSET,
        budget: Mapping[str, Any] | Expr | Unset = UNSET,
        output_schema: Mapping[str, Any] | Expr | Unset = UNSET,
        base_url: str | Expr | Unset = UNSET,
        **options: Any,
    ) -> None:
        """Makes a node.

        Args:
            model: The model's name, as its server knows it; for Azure OpenAI the name of the deployment.
            prompt: What the model is asked.
            system_prompt: What the model is told before the prompt: its part, its rules.
            temperature: How freely the model chooses its words, from 0 to 2. Left out, the server's default applies.
            max_tokens: The most tokens of one answer.
            tools: What the model may call. Tools that it asks for at once run side by side.
            max_turns: The most model calls. An agent that has no answer by then fails.
            budget: What the agent may spend in all; spending more fails it.
            output_schema: A JSON Schema: the answer is then JSON that it allows, and the output has it as data.
            base_url: Where the model's server is, with the path of its version, e.g. http://localhost:11434/v1. Without it,
                the credential's base_url, else OpenAI.
        """
        given = {name: value for name, value in {"model": model, "prompt": prompt, "system_prompt": system_prompt, "temperature": temperature, "max_tokens": max_tokens, "tools": tools, "max_turns": max_turns, "budget": budget, "output_schema": output_schema, "base_url": base_url}.items() if not isinstance(value, Unset)}
        super().__init__(id, config=given or UNSET, **options)


class CronTrigger(Node):
    """Starts the run at the times of a schedule.

    The type ``cron_trigger``.
    """

    type = "cron_trigger"

    def __init__(
        self,
        id: str | None = None,
        **options: Any,
    ) -> None:
        """Makes a node."""
        super().__init__(id, **options)


class Delay(Node):
    """Waits for some seconds or until a time; the wait survives restarts.

    The type ``delay``.
    """

    type = "delay"

    def __init__(
        self,
        id: str | None = None,
        *,
        seconds: float | Expr | Unset = UNSET,
        until: str | Expr | Unset = UNSET,
        **options: Any,
    ) -> None:
        """Makes a node.

        Args:
            seconds: How long to wait, in seconds; fractions allowed, at most 366 days.
            until: Until when to wait: an RFC 3339 date and time with an offset, at most 366 days ahead. A time that has
                passed ends the wait at once.
        """
        given = {name: value for name, value in {"seconds": seconds, "until": until}.items() if not isinstance(value, Unset)}
        super().__init__(id, config=given or UNSET, **options)


class HttpRequest(Node):
    """Calls another server over HTTP and puts out its response.

    The type ``http_request``. Takes a credential of type bearer_token, api_key, basic_auth.
    """

    type = "http_request"

    def __init__(
        self,
        id: str | None = None,
        *,
        url: str | Expr,
        method: Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] | Expr | Unset = UNSET,
        headers: Mapping[str, Any] | Expr | Unset = UNSET,
        query: Mapping[str, Any] | Expr | Unset = UNSET,
        body: Any = UNSET,
        body_type: Literal["json", "form", "text"] | Expr | Unset = UNSET,
        timeout_seconds: float | Expr | Unset = UNSET,
        max_response_bytes: int | Expr | Unset = UNSET,
        follow_redirects: bool | Expr | Unset = UNSET,
        fail_on_status: bool | Expr | Unset = UNSET,
        idempotency_key: str | Expr | Unset = UNSET,
        **options: Any,
    ) -> None:
        """Makes a node.

        Args:
            url: The absolute http or https URL. User names and passwords belong into a header or a credential, not here.
            method: The HTTP method.
            headers: Headers to send, by name; null leaves one out.
            query: Query parameters to add to the URL, by name; a list repeats the parameter, null leaves it out.
            body: The body: any value for json, an object for form, a string for text. Without it, or null, none is sent.
            body_type: How the body is written: as JSON, as an HTML form, or as plain text.
            timeout_seconds: The time limit of one attempt, from connecting to the last byte, in seconds.
            max_response_bytes: The largest response body that is read, in bytes after decompression; a larger one fails the
                node.
            follow_redirects: Whether redirects are followed, at most 10.
            fail_on_status: Whether a status of 400 or above fails the node (408, 429 and 5xx after retries); otherwise it
                is an output like any other.
            idempotency_key: The Idempotency-Key to send; "" sends none. Without it, POST and PATCH carry one derived from
                the execution and the node.
        """
        given = {name: value for name, value in {"url": url, "method": method, "headers": headers, "query": query, "body": body, "body_type": body_type, "timeout_seconds": timeout_seconds, "max_response_bytes": max_response_bytes, "follow_redirects": follow_redirects, "fail_on_status": fail_on_status, "idempotency_key": idempotency_key}.items() if not isinstance(value, Unset)}
        super().__init__(id, config=given or UNSET, **options)


class IfElse(Node):
    """Takes the branch 'true' or 'false', by a condition.

    The type ``if_else``. Its branches: true, false.
    """

    type = "if_else"
    expression_members = frozenset({"condition"})

    def __init__(
        self,
        id: str | None = None,
        *,
        condition: Expr | str,
        **options: Any,
    ) -> None:
        """Makes a node.

        Args:
            condition: A bare expression, for example nodes.fetch.output.status === 200. Its value counts as JavaScript
                would count it: false, 0, "" and null are false.
        """
        given = {name: value for name, value in {"condition": condition}.items() if not isinstance(value, Unset)}
        super().__init__(id, config=given or UNSET, **options)


class ManualTrigger(Node):
    """Starts the run when it is asked for through the API, the canvas or the SDK.

    The type ``manual_trigger``.
    """

    type = "manual_trigger"

    def __init__(
        self,
        id: str | None = None,
        **options: Any,
    ) -> None:
        """Makes a node."""
        super().__init__(id, **options)


class PythonCode(Node):
    """Runs a Python function in an isolated process and puts out what it returns.

    The type ``python_code``.
    """

    type = "python_code"

    def __init__(
        self,
        id: str | None = None,
        *,
        code: str | Expr,
        inputs: Mapping[str, Any] | Expr | Unset = UNSET,
        timeout_seconds: float | Expr | Unset = UNSET,
        memory_mb: int | Expr | Unset = UNSET,
        allowed_imports: Sequence[Any] | Expr | Unset = UNSET,
        **options: Any,
    ) -> None:
        """Makes a node.

        Args:
            code: Python that defines main(**inputs); what main returns is the output. Taken as it is: {{ }} in it is
                Python, not a template. Values of the run come in by inputs.
            inputs: What main is called with, by name. Type hints on main convert and check it.
            timeout_seconds: The time limit of the code, in seconds; without what it waits for its turn. At most what the
                sandbox allows (300 unless configured).
            memory_mb: The memory that the code may take, in MiB. At most what the sandbox allows (1024 unless configured).
            allowed_imports: Modules that the code imports beyond the default ones. Whoever runs Orcheo permits them
                (Orcheo__Sandbox__AllowedImports).
        """
        given = {name: value for name, value in {"code": code, "inputs": inputs, "timeout_seconds": timeout_seconds, "memory_mb": memory_mb, "allowed_imports": allowed_imports}.items() if not isinstance(value, Unset)}
        super().__init__(id, config=given or UNSET, **options)


class SetVariable(Node):
    """Sets values in the state of the run, for every node that follows.

    The type ``set_variable``.
    """

    type = "set_variable"

    def __init__(
        self,
        id: str | None = None,
        *,
        values: Mapping[str, Any] | Expr,
        **options: Any,
    ) -> None:
        """Makes a node.

        Args:
            values: The values by name. A name is an identifier: letters, digits and underscores, not beginning with a
                digit, at most 64 characters.
        """
        given = {name: value for name, value in {"values": values}.items() if not isinstance(value, Unset)}
        super().__init__(id, config=given or UNSET, **options)


class WebhookTrigger(Node):
    """Starts the run when a webhook delivery arrives.

    The type ``webhook_trigger``.
    """

    type = "webhook_trigger"

    def __init__(
        self,
        id: str | None = None,
        *,
        respond: Mapping[str, Any] | Expr | Unset = UNSET,
        **options: Any,
    ) -> None:
        """Makes a node.

        Args:
            respond: What a delivery is answered with when the trigger's response_mode is on_completion and the run
                succeeds; without it, 200 and the run's output. Rendered when the run has ended, so it may refer to any
                node.
        """
        given = {name: value for name, value in {"respond": respond}.items() if not isinstance(value, Unset)}
        super().__init__(id, config=given or UNSET, **options)


BY_TYPE: dict[str, type[Node]] = {
    "ai_agent": AiAgent,
    "cron_trigger": CronTrigger,
    "delay": Delay,
    "http_request": HttpRequest,
    "if_else": IfElse,
    "manual_trigger": ManualTrigger,
    "python_code": PythonCode,
    "set_variable": SetVariable,
    "webhook_trigger": WebhookTrigger,
}
"""The class of every node type."""
