import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

export interface Tab {
  id: string;
  label: ReactNode;
  content: ReactNode;
}

export function Tabs({
  tabs,
  value,
  onChange,
  label,
  aside,
}: {
  tabs: Tab[];
  value: string;
  onChange(id: string): void;
  label: string;
  aside?: ReactNode;
}) {
  return (
    <Radix.Root value={value} onValueChange={onChange} className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center border-b border-line px-3">
        <Radix.List aria-label={label} className="flex flex-1 gap-1">
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.id}
              value={tab.id}
              // A click on the open tab counts too: a panel may be folded.
              onClick={() => tab.id === value && onChange(tab.id)}
              className="-mb-px flex h-9 items-center gap-1.5 border-b-2 border-transparent px-2 text-xs font-medium text-muted hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink"
            >
              {tab.label}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {aside}
      </div>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} className="flex min-h-0 flex-1 flex-col overflow-y-auto">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
