import { expect, test } from 'vitest';
import { isFilter, placeOf } from './words';

test('a resource leads to its page', () => {
  expect(placeOf({ type: 'workflow', id: 'wf_1' })).toBe('/workflows/wf_1');
  expect(placeOf({ type: 'webhook_trigger', id: 'hook_1' })).toBe('/triggers');
  expect(placeOf({ type: 'thing', id: 'x_1' })).toBeUndefined();
});

test('only what the server takes is sent as a filter', () => {
  expect(isFilter('wf_01k3z5w8q7m2n4p6r8t0v2x4y6')).toBe(true);
  expect(isFilter('')).toBe(false);
  expect(isFilter('Ada Lovelace')).toBe(false);
});
