import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './classes';
import { Kbd } from './Kbd';

export interface MenuItem {
  label: string;
  icon?: ReactNode;
  keys?: string;
  danger?: boolean;
  disabled?: boolean;
  onSelect(): void;
}

/** A menu under its trigger; `'separator'` draws a line. */
export function Menu({
  trigger,
  items,
  align = 'end',
}: {
  trigger: ReactNode;
  items: (MenuItem | 'separator')[];
  align?: 'start' | 'end';
}) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="animate-appear z-50 min-w-44 rounded-lg border border-line bg-surface p-1 shadow-lg"
        >
          {items.map((item, index) =>
            item === 'separator' ? (
              <Radix.Separator key={index} className="my-1 border-t border-line" />
            ) : (
              <Radix.Item
                key={item.label}
                disabled={item.disabled}
                onSelect={item.onSelect}
                className={cx(
                  'flex h-8 cursor-pointer items-center gap-2 rounded-md px-2 text-sm outline-none select-none data-[disabled]:pointer-events-none data-[disabled]:opacity-50 data-[highlighted]:bg-hover [&_svg]:size-4',
                  item.danger === true ? 'text-bad' : '[&_svg]:text-muted',
                )}
              >
                {item.icon}
                <span className="flex-1">{item.label}</span>
                {item.keys !== undefined && <Kbd keys={item.keys} />}
              </Radix.Item>
            ),
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
