"""The client for asyncio."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType

import httpx

from .._core.config import Hook, make_config
from .._core.session import Session
from .._core.async_driver import AsyncDriver
from .._operations import executions, resources, triggers, workflows
from ..models import Health
from ..secrets import Secret
from . import async_resources as faces


class AsyncTriggers:
    """What starts executions by itself.

    Attributes:
        cron: triggers that fire by a schedule.
        webhook: triggers that fire when something is posted to their URL.
    """

    def __init__(self, session: Session, driver: AsyncDriver) -> None:
        self.cron = faces.AsyncCronTriggerResource(triggers.CronTriggerOperations(session), driver)
        self.webhook = faces.AsyncWebhookTriggerResource(triggers.WebhookTriggerOperations(session), driver)


class AsyncOrcheo:
    """A client for one event loop. Use it in an ``async with`` statement, or call :meth:`close`.

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
        http_client: httpx.AsyncClient | None = None,
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
        self._driver = AsyncDriver(config, http_client)
        session = Session(config)
        self.base_url = config.api_url
        self.workflows = faces.AsyncWorkflowResource(workflows.WorkflowOperations(session), self._driver)
        self.versions = faces.AsyncVersionResource(workflows.VersionOperations(session), self._driver)
        self.executions = faces.AsyncExecutionResource(executions.ExecutionOperations(session), self._driver)
        self.nodes = faces.AsyncNodeResource(resources.NodeOperations(session), self._driver)
        self.credentials = faces.AsyncCredentialResource(resources.CredentialOperations(session), self._driver)
        self.api_keys = faces.AsyncApiKeyResource(resources.ApiKeyOperations(session), self._driver)
        self.triggers = AsyncTriggers(session, self._driver)
        self.audit = faces.AsyncAuditResource(resources.AuditOperations(session), self._driver)
        self.system = faces.AsyncSystemResource(resources.SystemOperations(session), self._driver)

    async def health(self) -> Health:
        """Whether the server is well; needs no key."""
        return await self.system.health()

    async def close(self) -> None:
        """Closes the connections."""
        await self._driver.close()

    async def __aenter__(self) -> AsyncOrcheo:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self.base_url!r})"
