import type { WorkflowNode } from '@/api/types';
import { notifyError } from '@/components/ui/toast';
import { outputHandles } from '@/graph/catalog';
import { nodeLabel } from '@/graph/document';
import { refuseConnection } from '@/graph/edit';
import { current, useEditor } from '@/store/editor';
import { PickDialog } from './PickDialog';

/** Connects the selected node to another, from any of its handles. */
export function ConnectDialog({ source, onClose }: { source: WorkflowNode; onClose(): void }) {
  const document = useEditor(current);
  const catalog = useEditor((state) => state.catalog);
  const choices = outputHandles(source, catalog.get(source.type)).flatMap((handle) =>
    document.nodes
      .filter(
        (target) =>
          refuseConnection(document, source.id, target.id, handle, catalog.get(target.type)?.category === 'trigger') ===
          undefined,
      )
      .map((target) => ({
        id: `${handle}→${target.id}`,
        label: handle === '' ? nodeLabel(target) : `${handle} → ${nodeLabel(target)}`,
        detail: target.id,
      })),
  );
  const pick = (id: string) => {
    const at = id.indexOf('→');
    const refusal = useEditor.getState().connect(source.id, id.slice(at + 1), id.slice(0, at));
    if (refusal !== undefined) {
      notifyError('They cannot be connected', new Error(refusal));
    }
    onClose();
  };
  return (
    <PickDialog
      title={`Connect “${nodeLabel(source)}” to…`}
      placeholder="Which node?"
      empty="There is no node to connect to. Add one first."
      choices={choices}
      onPick={pick}
      onClose={onClose}
    />
  );
}
