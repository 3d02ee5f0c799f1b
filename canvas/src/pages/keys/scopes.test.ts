import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ALL_SCOPES, expiryOf, ROLES, sameScopes } from './scopes';

test('every scope that the API knows can be given', () => {
  const { components } = JSON.parse(readFileSync('../shared/schemas/openapi.json', 'utf8')) as {
    components: { schemas: { Scope: { enum: string[] } } };
  };
  expect([...ALL_SCOPES].sort()).toEqual([...components.schemas.Scope.enum].sort());
});

test('roles are known by their scopes in whatever order, and a lifetime is counted from now', () => {
  const runner = ROLES[0]?.scopes ?? [];
  expect(sameScopes([...runner].reverse(), runner)).toBe(true);
  expect(sameScopes(runner, ALL_SCOPES)).toBe(false);
  expect(expiryOf(null, 0)).toBeNull();
  expect(expiryOf(30, Date.UTC(2026, 0, 1))).toBe('2026-01-31T00:00:00.000Z');
});
