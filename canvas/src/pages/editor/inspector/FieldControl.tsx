import { SquareFunction } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { ExpressionField } from '@/components/code/ExpressionField';
import { JsonField } from '@/components/code/JsonField';
import { IconButton } from '@/components/ui/Button';
import { Field, Select } from '@/components/ui/Field';
import { Loading } from '@/components/ui/Spinner';
import { Switch } from '@/components/ui/Switch';
import type { Scope } from '@/graph/expressions/evaluate';
import { hasTemplate } from '@/graph/expressions/template';
import { fieldKind, fieldLabel, type FieldKind, type JsonSchema } from '@/graph/schema';
import { ListField } from './ListField';
import { MapField } from './MapField';

const PythonField = lazy(async () => ({ default: (await import('@/components/code/PythonField')).PythonField }));

interface FieldControlProps {
  name: string;
  schema: JsonSchema;
  value: unknown;
  required: boolean;
  /** The first thing that is wrong with it. */
  error?: string;
  scope?: Scope;
  onChange(value: unknown): void;
}

/** One member of a config, edited by what its schema says. Whatever the type, a template can stand in its place. */
export function FieldControl({ name, schema, value, required, error, scope, onChange }: FieldControlProps) {
  const kind = fieldKind(name, schema);
  const [asExpression, setAsExpression] = useState(typeof value === 'string' && hasTemplate(value));
  const choice = kind === 'enum' || kind === 'boolean';
  const label = fieldLabel(name);
  const toggle = choice && (
    <IconButton
      label={asExpression ? 'Choose a value' : 'Use an expression'}
      size="sm"
      pressed={asExpression}
      onClick={() => {
        setAsExpression(!asExpression);
        onChange(asExpression ? schema.default : '{{  }}');
      }}
    >
      <SquareFunction className="size-3.5" />
    </IconButton>
  );
  return (
    <div data-field={`/${name}`}>
      <Field label={label} hint={schema.description} error={error} required={required} aside={toggle}>
        {(control) => (
          <Control
            kind={choice && asExpression ? 'text' : kind}
            control={control}
            {...{ name, label, schema, value, scope, onChange }}
          />
        )}
      </Field>
    </div>
  );
}

interface ControlProps extends Omit<FieldControlProps, 'required' | 'error'> {
  kind: FieldKind;
  label: string;
  control: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true };
}

function Control({ kind, name, label, schema, value, scope, onChange, control }: ControlProps) {
  const code = {
    id: control.id,
    describedBy: control['aria-describedby'],
    invalid: control['aria-invalid'] === true,
    label,
  };
  const text = asText(value);
  switch (kind) {
    case 'expression':
      return (
        <ExpressionField
          {...code}
          mode="expression"
          value={text}
          scope={scope}
          onChange={onChange}
          placeholder="nodes.request.output.status === 200"
          multiLine={text.length > 60}
        />
      );
    case 'code':
      return (
        <Suspense fallback={<Loading />}>
          <PythonField {...code} value={text} onChange={onChange} />
        </Suspense>
      );
    case 'enum':
      return (
        <Select {...control} value={text} onChange={(event) => onChange(event.target.value)}>
          {text === '' && (
            <option value="">
              {schema.default === undefined ? 'Choose…' : `${String(schema.default as string)} (default)`}
            </option>
          )}
          {schema.enum?.map((option) => (
            <option key={String(option)}>{String(option)}</option>
          ))}
        </Select>
      );
    case 'boolean':
      return <Switch id={control.id} checked={(value ?? schema.default ?? false) === true} onChange={onChange} />;
    case 'number':
      return (
        <ExpressionField
          {...code}
          mode="template"
          value={text}
          scope={scope}
          placeholder={schema.default === undefined ? undefined : asText(schema.default)}
          onChange={(next) => onChange(toNumber(next))}
        />
      );
    case 'map':
      return <MapField label={label} value={value} typed={isTyped(schema)} scope={scope} onChange={onChange} />;
    case 'list':
      return <ListField label={label} value={value} scope={scope} onChange={onChange} />;
    case 'object':
    case 'json':
      return (
        <JsonField
          {...code}
          value={value}
          isText={isTemplate}
          onChange={onChange}
          placeholder="JSON, with {{ expressions }} in its strings"
        />
      );
    case 'text':
      return (
        <ExpressionField
          {...code}
          mode="template"
          value={text}
          scope={scope}
          multiLine={isLong(name, schema)}
          onChange={(next) => onChange(next === '' && schema.minLength === undefined ? undefined : next)}
        />
      );
  }
}

const isTemplate = (text: string) => text.trim().startsWith('{{');
/** Maps whose values may be of any type take numbers and lists as they are written. */
const isTyped = (schema: JsonSchema) =>
  typeof schema.additionalProperties !== 'object' || Array.isArray(schema.additionalProperties.type);
const isLong = (name: string, schema: JsonSchema) =>
  /prompt|text|message|description/.test(name) || (schema.maxLength ?? 0) > 20_000;

function asText(value: unknown): string {
  return value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}

function toNumber(text: string): unknown {
  const trimmed = text.trim();
  return trimmed === '' ? undefined : Number.isNaN(Number(trimmed)) ? text : Number(trimmed);
}
