import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { workflowsQuery } from '@/api/queries';
import { Kbd } from '@/components/ui/Kbd';
import { useShell } from '@/store/shell';
import { useShortcutStore } from '@/store/shortcuts';

const PLACES = ['Workflows', 'Executions', 'Triggers', 'Credentials', 'API keys', 'Audit', 'Settings'];
const ITEM =
  'flex h-9 cursor-pointer items-center justify-between gap-3 rounded-md px-2.5 data-[selected=true]:bg-hover';
const GROUP =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted';

/** Goes anywhere and does anything by name. */
export function CommandMenu() {
  const { commandsOpen, set } = useShell();
  return (
    <Radix.Root open={commandsOpen} onOpenChange={(open) => set({ commandsOpen: open })}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[oklch(0.15_0.02_300/0.45)]" />
        <Radix.Content
          aria-describedby={undefined}
          className="animate-appear fixed inset-x-3 top-[12vh] z-50 mx-auto max-w-xl overflow-hidden rounded-xl border border-line bg-surface shadow-lg"
        >
          <Radix.Title className="sr-only">Commands</Radix.Title>
          <Commands close={() => set({ commandsOpen: false })} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Commands({ close }: { close(): void }) {
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const groups = useShortcutStore((store) => store.groups);
  const workflows = useQuery(workflowsQuery({ limit: 20, ...(text !== '' && { q: text }) }));
  const go = (to: string) => {
    close();
    void navigate(to);
  };
  return (
    <Command label="Commands">
      <div className="flex items-center gap-2 border-b border-line px-4">
        <Search aria-hidden className="size-4 text-muted" />
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder="Go to a workflow, or do something…"
          className="h-12 flex-1 bg-transparent text-base outline-none placeholder:text-faint"
        />
      </div>
      <Command.List className="max-h-[50vh] overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-8 text-center text-muted">Nothing is called like that.</Command.Empty>
        {[...groups.values()].map((group) => (
          <Command.Group key={group.name} heading={group.name} className={GROUP}>
            {group.shortcuts.map((shortcut) => (
              <Command.Item
                key={shortcut.keys}
                value={`${group.name} ${shortcut.label}`}
                className={ITEM}
                onSelect={() => {
                  close();
                  // The menu gives the focus back first; what runs may then move it.
                  setTimeout(shortcut.run);
                }}
              >
                {shortcut.label}
                <Kbd keys={shortcut.keys.split(',')[0] ?? ''} />
              </Command.Item>
            ))}
          </Command.Group>
        ))}
        <Command.Group heading="Go to" className={GROUP}>
          {PLACES.map((place) => (
            <Command.Item
              key={place}
              value={`Go to ${place}`}
              className={ITEM}
              onSelect={() => go(`/${place.toLowerCase().replace('api ', '')}`)}
            >
              {place}
            </Command.Item>
          ))}
        </Command.Group>
        <Command.Group heading="Workflows" className={GROUP}>
          {workflows.data?.items.map((workflow) => (
            <Command.Item
              key={workflow.id}
              value={`${workflow.name} ${workflow.id}`}
              className={ITEM}
              onSelect={() => go(`/workflows/${workflow.id}`)}
            >
              {workflow.name}
            </Command.Item>
          ))}
        </Command.Group>
      </Command.List>
    </Command>
  );
}
