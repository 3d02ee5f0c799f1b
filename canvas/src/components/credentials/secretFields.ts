import type { SecretProperty, SecretSchema } from '@/api/adminQueries';
import type { CredentialType } from '@/api/types';

/** What people call the types, and what each is for. */
export const TYPE_WORDS: Record<CredentialType, { label: string; use: string }> = {
  bearer_token: { label: 'Bearer token', use: 'Sent as “Authorization: Bearer …”.' },
  api_key: { label: 'API key', use: 'Sent in a header or in the query of the URL.' },
  basic_auth: { label: 'Basic authentication', use: 'A user name and a password.' },
  hmac_secret: { label: 'Signing secret', use: 'Requests are signed with it.' },
  openai: { label: 'Model provider', use: 'For AI agents: OpenAI, or a service that speaks like it.' },
  generic: { label: 'Other', use: 'Names and values of your own.' },
};

export interface SecretField {
  name: string;
  label: string;
  hint?: string;
  required: boolean;
  /** Whether it is hidden while it is typed. */
  hidden: boolean;
  choices?: string[];
}

/** Members that are no secret, in whatever type. */
const PLAIN = new Set(['in', 'name', 'username', 'base_url', 'organization']);
const LABELS: Record<string, string> = {
  in: 'Sent in',
  name: 'Header or parameter',
  api_key: 'API key',
  base_url: 'Base URL',
  username: 'User name',
};

/** The fields that the schema of a type asks for; null where its members are free. */
export function fieldsOf(schema: SecretSchema): SecretField[] | null {
  return schema.properties === undefined
    ? null
    : Object.entries(schema.properties).map(([name, property]) => fieldOf(name, property, schema.required ?? []));
}

function fieldOf(name: string, property: SecretProperty, required: string[]): SecretField {
  return {
    name,
    label: LABELS[name] ?? `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('_', ' ')}`,
    hint: property.description,
    required: required.includes(name),
    hidden: !PLAIN.has(name),
    choices: property.enum,
  };
}

/** The secret as it is sent: fields that were left empty and need not be there are left out. */
export function secretOf(fields: SecretField[], values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    fields
      .map(({ name, choices, required }): [string, string, boolean] => [
        name,
        values[name] ?? choices?.[0] ?? '',
        required,
      ])
      .filter(([, value, needed]) => value !== '' || needed)
      .map(([name, value]) => [name, value]),
  );
}

/** A row of a secret whose members are free. */
export interface SecretRow {
  name: string;
  value: string;
}

/** The rows as a secret; rows without a name are left out. */
export function secretOfRows(rows: SecretRow[]): Record<string, string> {
  return Object.fromEntries(
    rows.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value]),
  );
}
