import { Plus, X } from 'lucide-react';
import { Button, IconButton } from '@/components/ui/Button';
import { Field, Input, Select } from '@/components/ui/Field';
import type { SecretField, SecretRow } from './secretFields';

interface SecretFieldsProps {
  fields: SecretField[];
  values: Record<string, string>;
  onChange(values: Record<string, string>): void;
}

/** What a secret of a known shape is made of. Nothing of it is ever shown again, so nothing is filled in. */
export function SecretFields({ fields, values, onChange }: SecretFieldsProps) {
  const set = (name: string, value: string) => onChange({ ...values, [name]: value });
  return fields.map(({ name, label, hint, required, hidden, choices }) => (
    <Field key={name} label={label} hint={hint} required={required}>
      {(control) =>
        choices === undefined ? (
          <Input
            {...control}
            name={name}
            type={hidden ? 'password' : 'text'}
            autoComplete={hidden ? 'new-password' : 'off'}
            required={required}
            value={values[name] ?? ''}
            onChange={(event) => set(name, event.target.value)}
          />
        ) : (
          <Select {...control} value={values[name] ?? choices[0]} onChange={(event) => set(name, event.target.value)}>
            {choices.map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </Select>
        )
      }
    </Field>
  ));
}

/** What a secret of free shape is made of. */
export function SecretRows({ rows, onChange }: { rows: SecretRow[]; onChange(rows: SecretRow[]): void }) {
  const set = (index: number, change: Partial<SecretRow>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...change } : row)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 text-xs font-medium">Names and values</legend>
      {rows.map((row, index) => (
        <div key={index} className="flex gap-2">
          <Input
            aria-label={`Name ${index + 1}`}
            placeholder="name"
            value={row.name}
            onChange={(event) => set(index, { name: event.target.value })}
          />
          <Input
            aria-label={`Value ${index + 1}`}
            type="password"
            autoComplete="new-password"
            placeholder="value"
            value={row.value}
            onChange={(event) => set(index, { value: event.target.value })}
          />
          <IconButton
            label={`Remove row ${index + 1}`}
            disabled={rows.length === 1}
            onClick={() => onChange(rows.filter((_, at) => at !== index))}
          >
            <X className="size-4" />
          </IconButton>
        </div>
      ))}
      <Button
        size="sm"
        className="self-start"
        icon={<Plus className="size-3.5" />}
        onClick={() => onChange([...rows, { name: '', value: '' }])}
      >
        Another
      </Button>
    </fieldset>
  );
}
