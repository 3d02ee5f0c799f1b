import type { NodeType, WorkflowNode } from '@/api/types';
import { configSchema } from '@/graph/catalog';
import type { Scope } from '@/graph/expressions/evaluate';
import { schemaTypes, type JsonSchema } from '@/graph/schema';
import type { Finding } from '@/graph/validate';
import { useEditor } from '@/store/editor';
import { FieldControl } from './FieldControl';

/** The config of a node as a form, made from the schema of its type. What most nodes leave alone is folded away. */
export function ConfigForm({
  node,
  type,
  findings,
  scope,
}: {
  node: WorkflowNode;
  type: NodeType;
  findings: Finding[];
  scope?: Scope;
}) {
  const schema = configSchema(type);
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties ?? {});
  const rare = fields.filter(([name, field]) => !required.has(name) && isRare(field, schema));
  const common = fields.filter((field) => !rare.includes(field));
  const config = node.config ?? {};
  const used = rare.some(([name]) => config[name] !== undefined);

  const control = ([name, field]: [string, JsonSchema]) => (
    <FieldControl
      key={name}
      name={name}
      schema={field}
      value={config[name]}
      required={required.has(name)}
      error={errorOf(findings, name)}
      scope={scope}
      onChange={(value) => useEditor.getState().patchConfig(node.id, name, value)}
    />
  );
  if (fields.length === 0) {
    return <p className="text-muted">{type.description} It has nothing to set.</p>;
  }
  return (
    <div className="flex flex-col gap-4">
      {common.map(control)}
      {rare.length > 0 && (
        <details open={used || undefined} className="group">
          <summary className="cursor-pointer text-xs font-medium text-muted hover:text-ink">
            More options ({rare.length})
          </summary>
          <div className="mt-3 flex flex-col gap-4">{rare.map(control)}</div>
        </details>
      )}
    </div>
  );
}

/** Numbers and switches that have a default, where the form is long enough to be worth folding. */
function isRare(field: JsonSchema, schema: JsonSchema): boolean {
  const types = schemaTypes(field).filter((type) => type !== 'null');
  const folds = Object.keys(schema.properties ?? {}).length > 4;
  return (
    folds && types.every((type) => type === 'number' || type === 'integer' || type === 'boolean') && types.length > 0
  );
}

function errorOf(findings: Finding[], name: string): string | undefined {
  return findings.find(
    ({ pointer, severity }) => severity === 'error' && new RegExp(`^/nodes/\\d+/config/${name}(/|$)`).test(pointer),
  )?.message;
}
