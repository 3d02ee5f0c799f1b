"""Node types, credentials, API keys and the audit log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from .._core.commands import Flow, Items, Request
from .._core.session import mutation, path_of, query_of
from ..models import ApiKey, ApiKeyCreated, AuditEntry, Credential, CredentialType, Health, NodeType, Scope, Workspace
from ..secrets import Secret
from .base import Operations, given


class NodeOperations(Operations):
    """The node types that the server has."""

    def list(self) -> Items[NodeType]:
        """Every node type."""
        return (yield from self.session.pages(NodeType, "/nodes"))

    def get(self, type: str) -> Flow[NodeType]:
        """A node type with the JSON Schema of its config."""
        return (yield from self.session.model(NodeType, Request("GET", path_of("nodes", type))))


class CredentialOperations(Operations):
    """Secrets that nodes use by reference."""

    def create(
        self,
        name: str,
        type: CredentialType,
        data: Mapping[str, Any] | Secret[dict[str, Any]],
        *,
        idempotency_key: str | None = None,
    ) -> Flow[Credential]:
        """Stores a secret, encrypted.

        Args:
            data: by type: ``bearer_token`` ``{token}``, ``api_key`` ``{in, name, value}``, ``basic_auth`` ``{username, password}``,
                ``hmac_secret`` ``{secret}``, ``openai`` ``{api_key, base_url?, organization?}``, ``generic`` anything.
        """
        body = given(name=name, type=type, data=data)
        return (yield from self.session.model(Credential, mutation("POST", "/credentials", body, idempotency_key=idempotency_key)))

    def get(self, credential_id: str, *, reveal: bool = False) -> Flow[Credential]:
        """What is known of a credential; with ``reveal`` its secret too, which is audited."""
        path = path_of("credentials", credential_id)
        return (yield from self.session.model(Credential, Request("GET", path, query_of(reveal=True if reveal else None))))

    def list(self, *, type: CredentialType | None = None, limit: int | None = None) -> Items[Credential]:
        """Every credential, newest first, without its secret; only those of a type."""
        return (yield from self.session.pages(Credential, "/credentials", limit, type=type))

    def update(
        self,
        credential_id: str,
        *,
        name: str | None = None,
        data: Mapping[str, Any] | Secret[dict[str, Any]] | None = None,
        if_match: str | None = None,
        idempotency_key: str | None = None,
    ) -> Flow[Credential]:
        """Renames a credential, or with ``data`` rotates its secret."""
        path = path_of("credentials", credential_id)
        request = mutation("PUT", path, given(name=name, data=data), if_match=if_match, idempotency_key=idempotency_key)
        return (yield from self.session.model(Credential, request))

    def delete(
        self, credential_id: str, *, force: bool = False, if_match: str | None = None, idempotency_key: str | None = None
    ) -> Flow[None]:
        """Deletes a credential.

        Raises:
            ConflictError: workflows refer to it, and ``force`` was not given.
        """
        path, query = path_of("credentials", credential_id), query_of(force=True if force else None)
        yield from self.session.send(mutation("DELETE", path, query=query, if_match=if_match, idempotency_key=idempotency_key))


class ApiKeyOperations(Operations):
    """The keys with which callers prove who they are."""

    def create(
        self,
        name: str,
        scopes: Sequence[Scope],
        *,
        expires_at: datetime | str | None = None,
        idempotency_key: str | None = None,
    ) -> Flow[ApiKeyCreated]:
        """Makes a key. ``secret_once`` of the answer is the whole key, and cannot be had again."""
        body = given(name=name, scopes=scopes, expires_at=expires_at)
        return (yield from self.session.model(ApiKeyCreated, mutation("POST", "/api-keys", body, idempotency_key=idempotency_key)))

    def list(self, *, limit: int | None = None) -> Items[ApiKey]:
        """Every key that is valid, newest first."""
        return (yield from self.session.pages(ApiKey, "/api-keys", limit))

    def delete(self, api_key_id: str, *, idempotency_key: str | None = None) -> Flow[None]:
        """Revokes a key, at once."""
        yield from self.session.send(mutation("DELETE", path_of("api-keys", api_key_id), idempotency_key=idempotency_key))


class AuditOperations(Operations):
    """Who changed what."""

    def list(self, *, resource: str | None = None, actor: str | None = None, limit: int | None = None) -> Items[AuditEntry]:
        """Every entry, newest first; only those of a resource (an id or a type), or of an actor."""
        return (yield from self.session.pages(AuditEntry, "/audit", limit, resource=resource, actor=actor))


class SystemOperations(Operations):
    """The server itself."""

    def health(self) -> Flow[Health]:
        """Whether the server is well; needs no key."""
        return (yield from self.session.model(Health, Request("GET", "/health")))

    def workspace(self) -> Flow[Workspace]:
        """The installation, and the key of this client with its scopes."""
        return (yield from self.session.model(Workspace, Request("GET", "/workspace")))

    def openapi(self) -> Flow[dict[str, Any]]:
        """The server's description of its API."""
        answer = yield from self.session.get("/openapi.json")
        document: dict[str, Any] = answer.body
        return document
