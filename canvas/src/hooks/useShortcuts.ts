import { useEffect, useId, useMemo, useRef } from 'react';
import { findShortcut, useShortcutStore, type Shortcut } from '@/store/shortcuts';

/**
 * Offers shortcuts while the component is mounted. They appear in the help sheet (`?`) and in the command menu (`mod+k`) under the
 * group's name. What a shortcut runs may change with every render; keys and labels may not.
 */
export function useShortcuts(name: string, shortcuts: Shortcut[]): void {
  const id = useId();
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const shape = shortcuts.map(({ keys, label }) => `${keys}\n${label}`).join('\n\n');
  const group = useMemo(
    () => ({
      name,
      shortcuts: shape.split('\n\n').map((line, index) => {
        const [keys = '', label = ''] = line.split('\n');
        return { keys, label, run: () => latest.current[index]?.run(), inFields: shortcuts[index]?.inFields };
      }),
    }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `shape` stands for the shortcuts
    [name, shape],
  );
  useEffect(() => {
    useShortcutStore.getState().add(id, group);
    return () => useShortcutStore.getState().remove(id);
  }, [id, group]);
}

/** Listens for the whole page; mounted once, by the shell. */
export function useShortcutListener(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const covered =
        document.querySelector('[role="dialog"][data-state="open"], [role="alertdialog"][data-state="open"]') !== null;
      if (event.defaultPrevented || covered) {
        return;
      }
      const shortcut = findShortcut(event, useShortcutStore.getState().groups.values());
      if (shortcut !== undefined) {
        event.preventDefault();
        shortcut.run();
      }
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
