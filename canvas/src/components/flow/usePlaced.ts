import { useEffect, useState } from 'react';
import type { WorkflowNode } from '@/api/types';
import type { Catalog } from '@/graph/catalog';
import { lacksPositions, type Edge } from '@/graph/document';
import { arrange } from '@/graph/layout';

/** The nodes with places: their own, or those of an automatic layout when some have none (the API and the SDK give none). */
export function usePlaced(nodes: WorkflowNode[], edges: Edge[], catalog: Catalog): WorkflowNode[] {
  const [arranged, setArranged] = useState<{ of: WorkflowNode[]; nodes: WorkflowNode[] }>();
  const lacking = lacksPositions(nodes);
  useEffect(() => {
    let current = true;
    if (lacking) {
      void arrange(nodes, edges, catalog).then((places) => {
        if (current) {
          setArranged({
            of: nodes,
            nodes: nodes.map((node) => ({ ...node, ui: { ...node.ui, ...places.get(node.id) } })),
          });
        }
      });
    }
    return () => {
      current = false;
    };
  }, [lacking, nodes, edges, catalog]);
  return lacking && arranged?.of === nodes ? arranged.nodes : nodes;
}
