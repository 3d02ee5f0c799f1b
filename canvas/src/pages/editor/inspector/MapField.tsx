import { Plus, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { ExpressionField } from '@/components/code/ExpressionField';
import { Button, IconButton } from '@/components/ui/Button';
import { Input } from '@/components/ui/Field';
import type { Scope } from '@/graph/expressions/evaluate';
import { fromEntryText, toEntryText } from '@/graph/entryText';

interface MapFieldProps {
  label: string;
  value: unknown;
  /** Whether `42` means the number; otherwise every value is a text. */
  typed: boolean;
  scope?: Scope;
  onChange(value: unknown): void;
}

interface Row {
  key: number;
  name: string;
  text: string;
}

/** Names and values in rows. Rows without a name are kept on the screen and left out of the value. */
export function MapField({ label, value, typed, scope, onChange }: MapFieldProps) {
  const [rows, setRows] = useState<Row[]>(() => toRows(value));
  const given = useRef(value);
  const next = useRef(rows.length);
  const adding = useRef(false);

  useEffect(() => {
    if (value !== given.current) {
      given.current = value;
      setRows(toRows(value));
    }
  }, [value]);

  const change = (changed: Row[]) => {
    setRows(changed);
    const map = Object.fromEntries(
      changed.filter(({ name }) => name !== '').map(({ name, text }) => [name, typed ? fromEntryText(text) : text]),
    );
    given.current = Object.keys(map).length === 0 && value === undefined ? undefined : map;
    onChange(given.current);
  };
  const patch = (key: number, part: Partial<Row>) =>
    change(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));

  return (
    <div role="group" aria-label={label} className="flex flex-col gap-1.5">
      {rows.map((row, index) => (
        <div key={row.key} className="flex items-start gap-1.5">
          <Input
            aria-label={`${label}: name ${index + 1}`}
            autoFocus={adding.current && index === rows.length - 1}
            value={row.name}
            placeholder="name"
            className="w-2/5! font-mono text-xs!"
            onChange={(event) => patch(row.key, { name: event.target.value })}
          />
          <div className="min-w-0 flex-1">
            <ExpressionField
              label={`${label}: value of ${row.name === '' ? `row ${index + 1}` : row.name}`}
              mode="template"
              value={row.text}
              scope={scope}
              placeholder="value"
              onChange={(text) => patch(row.key, { text })}
            />
          </div>
          <IconButton
            label={`Remove ${row.name === '' ? 'the row' : row.name}`}
            className="h-8! w-6!"
            onClick={() => change(rows.filter((one) => one.key !== row.key))}
          >
            <X className="size-3.5 text-muted" />
          </IconButton>
        </div>
      ))}
      <Button
        size="sm"
        variant="ghost"
        className="self-start"
        icon={<Plus className="size-3.5" />}
        onClick={() => {
          adding.current = true;
          next.current += 1;
          setRows([...rows, { key: next.current, name: '', text: '' }]);
        }}
      >
        Add
      </Button>
    </div>
  );
}

function toRows(value: unknown): Row[] {
  const map = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  return Object.entries(map).map(([name, member], key) => ({ key, name, text: toEntryText(member) }));
}
