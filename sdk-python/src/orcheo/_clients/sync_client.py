"""The blocking client."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType

import httpx

from .._core.config import Hook, make_config
from .._core.session import Session
from .._core.sync_driver import SyncDriver
from .._operations import executions, resources, triggers, workflows
from ..models import Health
from ..secrets import Secret
from . import resources as faces


class Triggers:
    """What starts executions by itself.

    Attributes:
        cron: triggers that fire by a schedule.
        webhook: triggers that fire when something is posted to their URL.
    """

    def __init__(self, session: Session, driver: SyncDriver) -> None:
        self.cron = faces.CronTriggerResource(triggers.CronTriggerOperations(session), driver)
        self.webhook = faces.WebhookTriggerResource(triggers.WebhookTriggerOperations(session), driver)


class Orcheo:
    """A client that blocks. Use it in a ``with`` statement, or call :meth:`close`. It may be shared between threads.

    Attributes:
        workflows: drafts.
        versions: finalized versions.
        executions: runs, their events and checkpoints.
        nodes: the node types that the server has.
        credentials: secrets for nodes.
        api_keys: keys for callers.
        triggers: ``triggers.cron`` and ``triggers.webhook``.
        audit: who changed what.
        system: the server itself.
    """

    def __init__(
        self,
        *,
        api_key: str | Secret[str] | None = None,
        base_url: str | None = None,
        timeout: float = 60.0,
        max_retries: int = 4,
        hooks: Sequence[Hook] = (),
        http_client: httpx.Client | None = None,
    ) -> None:
        """Makes a client.

        Args:
            api_key: ``$ORCHEO_API_KEY`` when it is not given.
            base_url: the server's address; ``$ORCHEO_BASE_URL``, else ``http://localhost:7071``.
            timeout: the seconds that one answer may take.
            max_retries: how often a request is sent again when it fails in a way that may pass.
            hooks: are called with a :class:`CallEvent` for every request, answer, failure and retry; they see no secrets.
            http_client: an httpx client to use, such as one with a proxy or certificates of your own; you close it.
        """
        config = make_config(api_key, base_url, timeout, max_retries, hooks)
        self._driver = SyncDriver(config, http_client)
        session = Session(config)
        self.base_url = config.api_url
        self.workflows = faces.WorkflowResource(workflows.WorkflowOperations(session), self._driver)
        self.versions = faces.VersionResource(workflows.VersionOperations(session), self._driver)
        self.executions = faces.ExecutionResource(executions.ExecutionOperations(session), self._driver)
        self.nodes = faces.NodeResource(resources.NodeOperations(session), self._driver)
        self.credentials = faces.CredentialResource(resources.CredentialOperations(session), self._driver)
        self.api_keys = faces.ApiKeyResource(resources.ApiKeyOperations(session), self._driver)
        self.triggers = Triggers(session, self._driver)
        self.audit = faces.AuditResource(resources.AuditOperations(session), self._driver)
        self.system = faces.SystemResource(resources.SystemOperations(session), self._driver)

    def health(self) -> Health:
        """Whether the server is well; needs no key."""
        return self.system.health()

    def close(self) -> None:
        """Closes the connections."""
        self._driver.close()

    def __enter__(self) -> Orcheo:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self.base_url!r})"
