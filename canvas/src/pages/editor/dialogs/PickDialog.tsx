import { Command } from 'cmdk';
import { Dialog as Radix } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import { searchBy } from '@/graph/search';

export interface Choice {
  id: string;
  label: string;
  detail?: string;
  icon?: ReactNode;
  group?: string;
}

interface PickDialogProps {
  title: string;
  placeholder: string;
  empty: string;
  choices: Choice[];
  onPick(id: string): void;
  onClose(): void;
}

/** A list to choose from by typing: how nodes are added and connected without a mouse. */
export function PickDialog({ title, placeholder, empty, choices, onPick, onClose }: PickDialogProps) {
  const [text, setText] = useState('');
  const found = searchBy(choices, text, (choice) => [choice.label, choice.detail]);
  // The group of what fits best comes first.
  const groups = [...new Set(found.map((choice) => choice.group ?? ''))];
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[oklch(0.15_0.02_300/0.3)]" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => event.preventDefault()}
          className="animate-appear fixed inset-x-3 top-[14vh] z-50 mx-auto max-w-lg overflow-hidden rounded-xl border border-line bg-surface shadow-lg"
        >
          <Radix.Title className="px-4 pt-3 text-xs font-semibold text-muted">{title}</Radix.Title>
          <Command label={title} shouldFilter={false}>
            <Command.Input
              autoFocus
              value={text}
              onValueChange={setText}
              placeholder={placeholder}
              className="h-11 w-full border-b border-line bg-transparent px-4 text-base outline-none placeholder:text-faint"
            />
            <Command.List className="max-h-[46vh] overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-8 text-center text-muted">{empty}</Command.Empty>
              {groups.map((group) => (
                <Command.Group
                  key={group}
                  heading={group || undefined}
                  className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted"
                >
                  {found
                    .filter((choice) => (choice.group ?? '') === group)
                    .map((choice) => (
                      <Command.Item
                        key={choice.id}
                        value={choice.id}
                        onSelect={() => onPick(choice.id)}
                        className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted"
                      >
                        {choice.icon}
                        <span className="font-medium whitespace-nowrap">{choice.label}</span>
                        {choice.detail !== undefined && (
                          <span className="truncate text-xs text-muted">{choice.detail}</span>
                        )}
                      </Command.Item>
                    ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
