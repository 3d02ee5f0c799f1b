import type { WebhookTrigger } from '@/api/types';

type Proof = Pick<WebhookTrigger, 'url' | 'auth' | 'scheme'>;

const BODY = `BODY='{"hello":"world"}'`;
const JSON_TYPE = `-H 'Content-Type: application/json'`;

/** A word as a shell takes it, whatever is in it. */
const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * A line for a shell that delivers to a webhook as its sender would. It makes the time and the signature when it is run, so it does not go
 * stale; it takes curl and openssl.
 * @param secret the signing secret or token; without it the line says where to put it
 */
export function curlFor(trigger: Proof, secret?: string): string {
  const url = quote(trigger.url);
  const known = `SECRET=${secret === undefined ? `'paste the secret here'` : quote(secret)}`;
  if (trigger.auth === 'none') {
    return [BODY, `curl -sS ${url} ${JSON_TYPE} -d "$BODY"`].join('\n');
  }
  if (trigger.auth === 'token') {
    return [known, BODY, `curl -sS ${url} ${JSON_TYPE} -H "X-Webhook-Token: $SECRET" -d "$BODY"`].join('\n');
  }
  return [known, ...SIGNERS[trigger.scheme ?? 'standard'](url)].join('\n');
}

const hmac = (what: string, key = 'key:$SECRET') =>
  `printf %s "${what}" | openssl dgst -sha256 -mac HMAC -macopt "${key}"`;
const hex = (what: string) => `$(${hmac(what)} | sed 's/^.* //')`;

const SIGNERS: Record<NonNullable<WebhookTrigger['scheme']>, (url: string) => string[]> = {
  standard: (url) => [
    BODY,
    'TS=$(date +%s) ID=msg_$(date +%s)$$',
    `KEY=$(printf %s "\${SECRET#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')`,
    `SIG=$(${hmac('$ID.$TS.$BODY', 'hexkey:$KEY')} -binary | openssl base64 -A)`,
    `curl -sS ${url} ${JSON_TYPE} -H "webhook-id: $ID" -H "webhook-timestamp: $TS" -H "webhook-signature: v1,$SIG" -d "$BODY"`,
  ],
  github: (url) => [
    BODY,
    `SIG=${hex('$BODY')}`,
    `curl -sS ${url} ${JSON_TYPE} -H "X-GitHub-Event: ping" -H "X-GitHub-Delivery: test-$(date +%s)$$" -H "X-Hub-Signature-256: sha256=$SIG" -d "$BODY"`,
  ],
  stripe: (url) => [
    `BODY="{\\"id\\":\\"evt_test_$(date +%s)$$\\",\\"type\\":\\"ping\\"}" TS=$(date +%s)`,
    `SIG=${hex('$TS.$BODY')}`,
    `curl -sS ${url} ${JSON_TYPE} -H "Stripe-Signature: t=$TS,v1=$SIG" -d "$BODY"`,
  ],
  slack: (url) => [
    `BODY="{\\"event_id\\":\\"Ev$(date +%s)$$\\",\\"type\\":\\"event_callback\\"}" TS=$(date +%s)`,
    `SIG=${hex('v0:$TS:$BODY')}`,
    `curl -sS ${url} ${JSON_TYPE} -H "X-Slack-Request-Timestamp: $TS" -H "X-Slack-Signature: v0=$SIG" -d "$BODY"`,
  ],
};
