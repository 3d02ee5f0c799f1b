import type { InputHTMLAttributes } from 'react';
import { Input } from '@/components/ui/Field';

interface NumberInputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange'> {
  value: number | null | undefined;
  /** undefined when the field is empty. */
  onChange(value: number | undefined): void;
}

export function NumberInput({ value, onChange, ...rest }: NumberInputProps) {
  return (
    <Input
      {...rest}
      type="number"
      step="any"
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.valueAsNumber)}
    />
  );
}
