import { Copy, Trash2 } from 'lucide-react';
import { Button } from '@/components/ui/Button';
import type { Finding } from '@/graph/validate';
import { selectedEdge, selectedNode, useEditor } from '@/store/editor';
import { EdgeInspector } from './EdgeInspector';
import { NodeInspector } from './NodeInspector';
import { WorkflowInspector } from './WorkflowInspector';

/** The panel at the right: what is selected, to look at and to change. */
export function Inspector({ findings, onCopy }: { findings: Finding[]; onCopy(): void }) {
  const node = useEditor(selectedNode);
  const edge = useEditor(selectedEdge);
  const selection = useEditor((state) => state.selection);
  const count = selection.nodes.length + selection.edges.length + selection.notes.length;
  if (node !== undefined) {
    return <NodeInspector node={node} findings={findings} />;
  }
  if (edge !== undefined) {
    return <EdgeInspector key={edge.id} edge={edge} findings={findings} />;
  }
  if (count > 0) {
    return (
      <div className="flex flex-col gap-3 p-4">
        <h2 className="text-base font-semibold">{count === 1 ? 'A note' : `${count} selected`}</h2>
        <p className="text-muted">Drag one to move them together.</p>
        <div className="flex gap-2">
          <Button icon={<Copy className="size-4" />} onClick={onCopy}>
            Copy
          </Button>
          <Button
            variant="danger"
            icon={<Trash2 className="size-4" />}
            onClick={() => useEditor.getState().removeSelection()}
          >
            Remove
          </Button>
        </div>
      </div>
    );
  }
  return <WorkflowInspector />;
}
