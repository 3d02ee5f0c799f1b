import { ArrowRight, Trash2 } from 'lucide-react';
import { ExpressionField } from '@/components/code/ExpressionField';
import { Badge } from '@/components/ui/Badge';
import { Button } from '@/components/ui/Button';
import { Field } from '@/components/ui/Field';
import { nodeLabel, type Edge } from '@/graph/document';
import type { Finding } from '@/graph/validate';
import { current, useEditor } from '@/store/editor';
import { useRunScope } from '../useRunScope';

export function EdgeInspector({ edge, findings }: { edge: Edge; findings: Finding[] }) {
  const nodes = useEditor((state) => current(state).nodes);
  const scope = useRunScope();
  const name = (id: string) => {
    const node = nodes.find((one) => one.id === id);
    return node === undefined ? id : nodeLabel(node);
  };
  const error = findings.find((finding) => finding.edgeId === edge.id)?.message;
  return (
    <div className="flex flex-col gap-4 overflow-y-auto p-4">
      <h2 className="text-base font-semibold">Connection</h2>
      <p className="flex flex-wrap items-center gap-1.5">
        <span className="font-medium">{name(edge.source_node_id)}</span>
        {typeof edge.source_handle === 'string' && (
          <Badge tone={edge.source_handle === 'error' ? 'bad' : 'neutral'}>{edge.source_handle}</Badge>
        )}
        <ArrowRight aria-label="to" className="size-4 text-muted" />
        <span className="font-medium">{name(edge.target_node_id)}</span>
      </p>
      <Field
        label="Condition"
        hint="An expression. The connection is taken only when it is true; without one, always."
        error={error}
      >
        {(control) => (
          <ExpressionField
            id={control.id}
            label="Condition"
            mode="expression"
            value={edge.condition ?? ''}
            scope={scope}
            describedBy={control['aria-describedby']}
            invalid={error !== undefined}
            onChange={(condition) =>
              useEditor.getState().patchEdge(edge.id, { condition: condition === '' ? undefined : condition })
            }
          />
        )}
      </Field>
      <Button
        variant="danger"
        className="self-start"
        icon={<Trash2 className="size-4" />}
        onClick={() => useEditor.getState().removeSelection()}
      >
        Remove
      </Button>
    </div>
  );
}
