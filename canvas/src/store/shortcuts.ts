import { create } from 'zustand';

export interface Shortcut {
  /** As `mod+shift+z`; `mod` is Ctrl, and ⌘ on a Mac. Several ways are listed with commas: `delete,backspace`. */
  keys: string;
  label: string;
  run(): void;
  /** Whether it also works while the focus is in a text field. */
  inFields?: boolean;
}

export interface ShortcutGroup {
  name: string;
  shortcuts: Shortcut[];
}

interface ShortcutStore {
  groups: ReadonlyMap<string, ShortcutGroup>;
  add(id: string, group: ShortcutGroup): void;
  remove(id: string): void;
}

/** The shortcuts of what is on the screen: the help sheet and the command menu list them. */
export const useShortcutStore = create<ShortcutStore>((set) => ({
  groups: new Map(),
  add: (id, group) => set(({ groups }) => ({ groups: new Map(groups).set(id, group) })),
  remove: (id) =>
    set(({ groups }) => {
      const rest = new Map(groups);
      rest.delete(id);
      return { groups: rest };
    }),
}));

/** Finds the shortcut that a key press means, if any; the group that came last wins. */
export function findShortcut(event: KeyboardEvent, groups: Iterable<ShortcutGroup>): Shortcut | undefined {
  const typing = isTyping(event.target);
  return [...groups]
    .reverse()
    .flatMap((group) => group.shortcuts)
    .find(
      (shortcut) =>
        (!typing || shortcut.inFields === true) && shortcut.keys.split(',').some((keys) => matches(event, keys)),
    );
}

function matches(event: KeyboardEvent, keys: string): boolean {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  const mod = event.ctrlKey || event.metaKey;
  const pressed = event.key.toLowerCase();
  // Signs such as "?" are typed with Shift on some keyboards and without on others.
  const shiftMatters = /^[a-z0-9]$|^.{2,}$/.test(key);
  return (
    pressed === key &&
    mod === parts.includes('mod') &&
    event.altKey === parts.includes('alt') &&
    (!shiftMatters || event.shiftKey === parts.includes('shift'))
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
