import { Dialog } from '@/components/ui/Dialog';
import { Kbd } from '@/components/ui/Kbd';
import { useShell } from '@/store/shell';
import { useShortcutStore } from '@/store/shortcuts';

/** Every shortcut of what is on the screen. */
export function HelpSheet() {
  const { helpOpen, set } = useShell();
  const groups = useShortcutStore((store) => store.groups);
  return (
    <Dialog open={helpOpen} onOpenChange={(open) => set({ helpOpen: open })} title="Keyboard shortcuts" size="lg">
      <div className="columns-1 gap-8 sm:columns-2">
        {[...groups.values()].map((group) => (
          <section key={group.name} className="mb-4 break-inside-avoid">
            <h2 className="mb-1 text-xs font-semibold text-muted">{group.name}</h2>
            <dl>
              {group.shortcuts.map((shortcut) => (
                <div
                  key={shortcut.keys}
                  className="flex min-h-7 items-center justify-between gap-3 border-b border-line last:border-0"
                >
                  <dt>{shortcut.label}</dt>
                  <dd className="flex items-center gap-1.5">
                    {shortcut.keys.split(',').map((keys) => (
                      <Kbd key={keys} keys={keys} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
