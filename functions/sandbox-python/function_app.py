"""The sandbox as an Azure Function app (Python v2 programming model): one HTTP function, authorized by its function key.

Everything but the HTTP layer is shared with the local stack's server: see orcheo_sandbox/endpoint.py and README.md. The host
checks the key, so the endpoint's own check is not used here; answers are not streamed, since this model has no streaming.
"""

from __future__ import annotations

import asyncio
import os

import azure.functions as func

from orcheo_sandbox.endpoint import Endpoint, Response, problem
from orcheo_sandbox.processes import ForkServerLost
from orcheo_sandbox.service import NotServing, SandboxService
from orcheo_sandbox.settings import Settings

app = func.FunctionApp(http_auth_level=func.AuthLevel.FUNCTION)


class _Sandbox:
    """The one sandbox of this worker process, started by the first request."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._endpoint: Endpoint | None = None

    async def endpoint(self) -> Endpoint:
        """The endpoint. Raises NotServing or ForkServerLost when the sandbox may not or does not start."""
        async with self._lock:
            if self._endpoint is None:
                service = SandboxService(Settings.from_environment(os.environ))
                await service.start()
                self._endpoint = Endpoint(service)
            return self._endpoint


_sandbox = _Sandbox()


@app.function_name("sandbox")
@app.route(route="{action}", methods=[func.HttpMethod.GET, func.HttpMethod.POST])
async def sandbox(req: func.HttpRequest) -> func.HttpResponse:
    """`POST /run`, `POST /cancel`, `GET /health`."""
    try:
        endpoint = await _sandbox.endpoint()
        headers = {name.lower(): value for name, value in req.headers.items()}
        path = "/" + req.route_params.get("action", "")
        response = await endpoint.handle(req.method or "GET", path, headers, req.get_body(), None)
    except (NotServing, ForkServerLost) as error:
        response = problem(503, "not_serving", str(error), {"retry-after": "60"})
    return _answer(response)


def _answer(response: Response) -> func.HttpResponse:
    return func.HttpResponse(
        response.body, status_code=response.status, headers=dict(response.headers), mimetype=response.content_type
    )
