import { expect, test } from 'vitest';
import { hindrance, momentIn, proofOf } from './words';

test('a moment is shown as a clock in its zone shows it, over a change of the clocks too', () => {
  expect(momentIn('Europe/Oslo', '2026-03-29T00:30:00.000Z')).toContain('01:30:00');
  expect(momentIn('Europe/Oslo', '2026-03-29T01:30:00.000Z')).toContain('03:30:00');
  expect(momentIn('Nowhere/Else', '2026-03-29T01:30:00.000Z')).toContain('01:30:00 UTC');
});

test('words for how a sender is known, and for what hinders', () => {
  expect(proofOf({ auth: 'hmac', scheme: 'github' })).toBe('Signed · GitHub');
  expect(proofOf({ auth: 'none' })).toBe('Open URL');
  expect(hindrance('active')).toBeUndefined();
  expect(hindrance('workflow_deleted')).toBe('Workflow deleted');
});
