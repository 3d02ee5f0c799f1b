import { Plus, X } from 'lucide-react';
import { ExpressionField } from '@/components/code/ExpressionField';
import { Button, IconButton } from '@/components/ui/Button';
import type { Scope } from '@/graph/expressions/evaluate';

/** Texts in rows. */
export function ListField({
  label,
  value,
  scope,
  onChange,
}: {
  label: string;
  value: unknown;
  scope?: Scope;
  onChange(value: unknown): void;
}) {
  const items = Array.isArray(value) ? value.map(String) : [];
  const change = (changed: string[]) => onChange(changed.length === 0 ? undefined : changed);
  return (
    <div role="group" aria-label={label} className="flex flex-col gap-1.5">
      {items.map((item, index) => (
        <div key={index} className="flex items-start gap-1.5">
          <div className="min-w-0 flex-1">
            <ExpressionField
              label={`${label} ${index + 1}`}
              mode="template"
              value={item}
              scope={scope}
              onChange={(text) => change(items.map((one, at) => (at === index ? text : one)))}
            />
          </div>
          <IconButton
            label={`Remove ${index + 1}`}
            className="h-8! w-6!"
            onClick={() => change(items.filter((_, at) => at !== index))}
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
        onClick={() => change([...items, ''])}
      >
        Add
      </Button>
    </div>
  );
}
