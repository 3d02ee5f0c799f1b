import { describe, expect, it, vi } from 'vitest';
import { findShortcut, type ShortcutGroup } from './shortcuts';

vi.stubGlobal('HTMLElement', EventTarget);
const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
  ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, target: null, ...more }) as KeyboardEvent;
const group = (...keys: string[]): ShortcutGroup => ({
  name: 'g',
  shortcuts: keys.map((one) => ({ keys: one, label: one, run: () => undefined })),
});

describe('shortcuts', () => {
  it.each([
    ['mod+z', press('z', { ctrlKey: true }), true],
    ['mod+z', press('z', { metaKey: true }), true],
    ['mod+z', press('Z', { ctrlKey: true, shiftKey: true }), false],
    ['mod+shift+z', press('Z', { ctrlKey: true, shiftKey: true }), true],
    ['z', press('z', { ctrlKey: true }), false],
    ['?', press('?', { shiftKey: true }), true],
    ['/', press('/'), true],
    ['delete,backspace', press('Backspace'), true],
  ])('%s', (keys, event, expected) => {
    expect(findShortcut(event, [group(keys)]) !== undefined).toBe(expected);
  });

  it('prefer what was opened last', () => {
    const last = group('mod+k');
    expect(findShortcut(press('k', { ctrlKey: true }), [group('mod+k'), last])).toBe(last.shortcuts[0]);
  });
});
