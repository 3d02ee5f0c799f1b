import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { SecretSchema } from '@/api/adminQueries';
import { fieldsOf, secretOf, secretOfRows, TYPE_WORDS } from './secretFields';

const { components } = JSON.parse(readFileSync('../shared/schemas/openapi.json', 'utf8')) as {
  components: { schemas: Record<string, SecretSchema> & { CredentialType: { enum: string[] } } };
};

test('every type that the API knows has words', () => {
  expect(Object.keys(TYPE_WORDS).sort()).toEqual([...components.schemas.CredentialType.enum].sort());
});

test('the fields of a type are those of its schema; what is secret is hidden', () => {
  const fields = fieldsOf(components.schemas['ApiKeyData'] ?? {});
  expect(fields?.map(({ name, required, hidden }) => [name, required, hidden])).toEqual([
    ['in', true, false],
    ['name', true, false],
    ['value', true, true],
  ]);
  expect(fieldsOf(components.schemas['OpenAiData'] ?? {})?.map(({ name, required }) => [name, required])).toEqual([
    ['api_key', true],
    ['base_url', false],
    ['organization', false],
  ]);
  expect(fieldsOf(components.schemas['GenericData'] ?? {})).toBeNull();
});

test('what was left empty is not sent, unless it is needed', () => {
  const fields = fieldsOf(components.schemas['OpenAiData'] ?? {}) ?? [];
  expect(secretOf(fields, { api_key: 'k', base_url: '' })).toEqual({ api_key: 'k' });
  expect(secretOf(fields, {})).toEqual({ api_key: '' });
  expect(secretOf(fieldsOf(components.schemas['ApiKeyData'] ?? {}) ?? [], { name: 'X-Key', value: 'v' })).toEqual({
    in: 'header',
    name: 'X-Key',
    value: 'v',
  });
  expect(
    secretOfRows([
      { name: ' a ', value: ' 1' },
      { name: '', value: 'x' },
    ]),
  ).toEqual({ a: ' 1' });
});
