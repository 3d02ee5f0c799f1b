import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { curlFor } from './curl';

const SECRET = 'it\'s $HOME `a` "secret"';
const KEY = Buffer.from('a key of some bytes \u0000\u00ff', 'latin1');

/** Runs the line in a shell in which `curl` says what it was called with. */
function run(line: string): { url: string; headers: Record<string, string>; body: string } {
  const shell = spawnSync('bash', ['-euc', `curl() { printf '%s\\0' "$@"; }\n${line}`], { encoding: 'utf8' });
  expect(shell.stderr).toBe('');
  const words = shell.stdout.split('\0');
  const headers = words.flatMap((word, index) =>
    words[index - 1] === '-H' ? [word.split(/: (.*)/s).slice(0, 2)] : [],
  );
  return {
    url: words[1] ?? '',
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: words[words.indexOf('-d') + 1] ?? '',
  };
}

const url = "http://localhost:7071/api/default/hooks/o'clock";
const sign = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text);

test('standard: the id, the time and the body are signed with the decoded key', () => {
  const {
    url: called,
    headers,
    body,
  } = run(curlFor({ url, auth: 'hmac', scheme: 'standard' }, `whsec_${KEY.toString('base64')}`));
  expect(called).toBe(url);
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  expect(headers['webhook-signature']).toBe(`v1,${sign(KEY, signed).digest('base64')}`);
  expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60);
});

test('github: the body is signed with the secret as it is', () => {
  const { headers, body } = run(curlFor({ url, auth: 'hmac', scheme: 'github' }, SECRET));
  expect(headers['X-Hub-Signature-256']).toBe(`sha256=${sign(SECRET, body).digest('hex')}`);
});

test('stripe and slack: the time and the body are signed', () => {
  const stripe = run(curlFor({ url, auth: 'hmac', scheme: 'stripe' }, SECRET));
  const [, time, signature] = /^t=(\d+),v1=(.*)$/.exec(stripe.headers['Stripe-Signature'] ?? '') ?? [];
  expect(signature).toBe(sign(SECRET, `${time}.${stripe.body}`).digest('hex'));
  const slack = run(curlFor({ url, auth: 'hmac', scheme: 'slack' }, SECRET));
  expect(slack.headers['X-Slack-Signature']).toBe(
    `v0=${sign(SECRET, `v0:${slack.headers['X-Slack-Request-Timestamp']}:${slack.body}`).digest('hex')}`,
  );
  expect(JSON.parse(slack.body)).toMatchObject({ type: 'event_callback' });
});

test('a token is sent, an open URL needs nothing, and a secret that is not known is asked for', () => {
  expect(run(curlFor({ url, auth: 'token' }, SECRET)).headers['X-Webhook-Token']).toBe(SECRET);
  expect(Object.keys(run(curlFor({ url, auth: 'none' })).headers)).toEqual(['Content-Type']);
  expect(curlFor({ url, auth: 'token' })).toContain("SECRET='paste the secret here'");
});
