export interface CredentialField {
  name: string;
  label: string;
  secret?: boolean;
  optional?: boolean;
  options?: string[];
}

/** What each type of credential is made of. `generic` has members of any name, and is made on the credentials page. */
export const CREDENTIAL_FIELDS: Record<string, CredentialField[]> = {
  bearer_token: [{ name: 'token', label: 'Token', secret: true }],
  api_key: [
    { name: 'in', label: 'Where it goes', options: ['header', 'query'] },
    { name: 'name', label: 'Name of the header or parameter' },
    { name: 'value', label: 'Key', secret: true },
  ],
  basic_auth: [
    { name: 'username', label: 'User name' },
    { name: 'password', label: 'Password', secret: true },
  ],
  hmac_secret: [{ name: 'secret', label: 'Secret', secret: true }],
  openai: [
    { name: 'api_key', label: 'API key', secret: true },
    { name: 'base_url', label: 'Base URL', optional: true },
    { name: 'organization', label: 'Organization', optional: true },
  ],
};
