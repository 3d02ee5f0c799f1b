import { createElement } from 'react';
import { nodeIcon } from '@/components/flow/nodeIcons';
import { CATEGORIES } from '@/graph/catalog';
import { nodeLabel } from '@/graph/document';
import { selectedNode, useEditor } from '@/store/editor';
import { PickDialog } from './PickDialog';

/** Adds a node behind the selected one, connected to it. */
export function AddNodeDialog({ onAdd, onClose }: { onAdd(type: string): void; onClose(): void }) {
  const catalog = useEditor((state) => state.catalog);
  const after = useEditor(selectedNode);
  const order = CATEGORIES.map((category) => category.id);
  const types = [...catalog.values()].sort(
    (a, b) => order.indexOf(a.category) - order.indexOf(b.category) || a.name.localeCompare(b.name),
  );
  return (
    <PickDialog
      title={after === undefined ? 'Add a node' : `Add a node after “${nodeLabel(after)}”`}
      placeholder="What should happen?"
      empty="No node type is called like that."
      choices={types.map((type) => ({
        id: type.type,
        label: type.name,
        detail: type.description,
        icon: createElement(nodeIcon(type.type, type.category), { 'aria-hidden': true }),
        group: CATEGORIES.find((category) => category.id === type.category)?.label,
      }))}
      onPick={onAdd}
      onClose={onClose}
    />
  );
}
