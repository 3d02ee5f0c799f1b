import { Switch as Radix } from 'radix-ui';

interface SwitchProps {
  id?: string;
  checked: boolean;
  onChange(checked: boolean): void;
  disabled?: boolean;
  'aria-label'?: string;
}

export function Switch({ checked, onChange, ...rest }: SwitchProps) {
  return (
    <Radix.Root
      {...rest}
      checked={checked}
      onCheckedChange={onChange}
      className="relative h-4.5 w-8 shrink-0 rounded-full bg-line-strong transition-colors data-[state=checked]:bg-accent disabled:opacity-50"
    >
      <Radix.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-surface shadow-sm transition-transform data-[state=checked]:translate-x-4" />
    </Radix.Root>
  );
}
