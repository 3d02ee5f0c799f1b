"""The package as a whole: its public names, and that it covers the API."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import subprocess
import sys
from types import ModuleType

import pytest

import orcheo
from orcheo import AsyncOrcheo, Orcheo
from stack import ROOT

PUBLIC = ["orcheo", "orcheo.errors", "orcheo.expressions", "orcheo.models", "orcheo.node_types", "orcheo.secrets", "orcheo.validation", "orcheo.webhooks"]

OPERATIONS = {
    "getHealth": "system.health", "getOpenApi": "system.openapi", "getWorkspace": "system.workspace", "listNodes": "nodes.list", "getNode": "nodes.get",
    "listWorkflows": "workflows.list", "createWorkflow": "workflows.create", "validateWorkflow": "workflows.validate", "getWorkflow": "workflows.get",
    "updateWorkflow": "workflows.update", "deleteWorkflow": "workflows.delete", "restoreWorkflow": "workflows.restore",
    "createVersion": "versions.create", "listVersions": "versions.list", "getVersion": "versions.get", "diffVersions": "versions.diff",
    "startExecution": "executions.create", "listExecutions": "executions.list", "getExecution": "executions.get", "getExecutionDefinition": "executions.definition", "cancelExecution": "executions.cancel",
    "replayExecution": "executions.replay", "listEvents": "executions.events", "listCheckpoints": "executions.checkpoints",
    "getCheckpoint": "executions.checkpoint", "negotiateStream": "executions.stream",
    "createCredential": "credentials.create", "listCredentials": "credentials.list", "getCredential": "credentials.get",
    "updateCredential": "credentials.update", "deleteCredential": "credentials.delete",
    "createApiKey": "api_keys.create", "listApiKeys": "api_keys.list", "revokeApiKey": "api_keys.delete", "listAudit": "audit.list",
    "createCronTrigger": "triggers.cron.create", "listCronTriggers": "triggers.cron.list", "getCronTrigger": "triggers.cron.get",
    "updateCronTrigger": "triggers.cron.update", "deleteCronTrigger": "triggers.cron.delete", "previewCron": "triggers.cron.preview",
    "backfillCronTrigger": "triggers.cron.backfill",
    "createWebhookTrigger": "triggers.webhook.create", "listWebhookTriggers": "triggers.webhook.list", "getWebhookTrigger": "triggers.webhook.get",
    "updateWebhookTrigger": "triggers.webhook.update", "deleteWebhookTrigger": "triggers.webhook.delete",
    "rotateWebhookSecret": "triggers.webhook.rotate_secret",
}  # fmt: skip
"""By which method every operation of the API is called. A new operation needs one."""

NOT_CALLED = {"receiveWebhook"}
"""Called by senders, which sign with orcheo.webhooks."""


def test_every_operation_of_the_api_has_a_method() -> None:
    document = json.loads((ROOT / "shared/schemas/openapi.json").read_text())
    found = {operation["operationId"] for path in document["paths"].values() for method, operation in path.items() if method != "parameters"}
    assert found - NOT_CALLED <= set(OPERATIONS)
    for client in (Orcheo(api_key="k"), AsyncOrcheo(api_key="k")):
        for name in OPERATIONS.values():
            target: object = client
            for part in name.split("."):
                target = getattr(target, part)
            assert callable(target) and target.__doc__


def defined_in(module: ModuleType) -> set[str]:
    """The public names that a module makes itself; of a package, also what it takes from its private modules."""
    names = set()
    for name, value in vars(module).items():
        if name.startswith("_") or isinstance(value, ModuleType):
            continue
        origin = getattr(value, "__module__", None) if inspect.isclass(value) or inspect.isfunction(value) else None
        if origin == module.__name__:
            names.add(name)
    return names


@pytest.mark.parametrize("name", PUBLIC)
def test_all_is_complete(name: str) -> None:
    module = importlib.import_module(name)
    exported = getattr(module, "__all__", None)
    if exported is None:
        assert name in ("orcheo.errors", "orcheo.secrets")
        return
    assert len(exported) == len(set(exported)) and all(hasattr(module, item) for item in exported)
    assert defined_in(module) <= set(exported)
    values = [getattr(module, item) for item in exported]
    assert all(value.__doc__ for value in values if inspect.isclass(value) or inspect.isfunction(value))


def test_every_error_is_exported() -> None:
    errors = [item for item in vars(orcheo.errors).values() if inspect.isclass(item) and issubclass(item, Exception) and item.__module__ == "orcheo.errors"]
    assert {item.__name__ for item in errors} <= set(orcheo.__all__)
    assert all(issubclass(item, orcheo.OrcheoError) for item in errors)


def test_public_things_say_what_they_are() -> None:
    missing = []
    for info in pkgutil.walk_packages(orcheo.__path__, "orcheo."):
        module = importlib.import_module(info.name)
        missing += [] if module.__doc__ else [info.name]
        for name, value in vars(module).items():
            if inspect.isclass(value) and value.__module__ == info.name and not name.startswith("_"):
                missing += [] if value.__doc__ else [f"{info.name}.{name}"]
    assert missing == []


def test_the_entry_point_ends_with_the_exit_code(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from orcheo import __main__ as entry
    from orcheo.cli import app

    monkeypatch.setattr(sys, "argv", ["orcheo", "--version"])
    with pytest.raises(SystemExit) as end:
        entry.main()
    assert not end.value.code and capsys.readouterr().out.strip() == orcheo.__version__

    def interrupted(**options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "app", interrupted)
    with pytest.raises(SystemExit) as end:
        entry.main()
    assert end.value.code == 130


def test_the_client_does_not_need_the_packages_of_the_command_line() -> None:
    code = "import sys; sys.modules['typer'] = sys.modules['rich'] = None; import orcheo, orcheo.__main__ as m\ntry: m.main()\nexcept SystemExit as e: sys.exit(e.code)"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, env={"PYTHONPATH": str(ROOT / "sdk-python/src")})
    assert done.returncode == 2 and "orcheo[cli]" in done.stderr
