import '@xyflow/react/dist/style.css';
import './flow.css';
import {
  Background,
  BackgroundVariant,
  MiniMap,
  ReactFlow,
  ReactFlowProvider,
  type ReactFlowProps,
} from '@xyflow/react';
import { useMemo, type ReactNode } from 'react';
import { lacksPositions, type GraphDocument } from '@/graph/document';
import type { FlowStore } from '@/store/flow';
import { FlowProvider } from './FlowContext';
import { FlowEdge, type FlowEdgeType } from './FlowEdge';
import { FlowNode } from './FlowNode';
import { NoteNode } from './NoteNode';
import { toFlowEdge, toFlowNode, toNoteNode, type AnyFlowNode } from './toFlow';
import { usePlaced } from './usePlaced';

export const nodeTypes = { step: FlowNode, note: NoteNode };
export const edgeTypes = { link: FlowEdge };

/** What every graph on the screen has in common. */
export const FLOW_PROPS = {
  nodeTypes,
  edgeTypes,
  minZoom: 0.1,
  maxZoom: 2,
  snapToGrid: true,
  snapGrid: [10, 10],
  fitViewOptions: { padding: 0.12, maxZoom: 1 },
  onlyRenderVisibleElements: true,
  proOptions: { hideAttribution: true },
} satisfies ReactFlowProps<AnyFlowNode, FlowEdgeType>;

interface FlowViewProps {
  document: Pick<GraphDocument, 'nodes' | 'edges' | 'notes'>;
  /** Run states, diff marks and so on: `createFlowStore(catalog)`, then `setState`. */
  flow: FlowStore;
  selectedNode?: string;
  onSelectNode?(id: string | undefined): void;
  onSelectEdge?(id: string): void;
  miniMap?: boolean;
  /** What lies on top, such as a `Panel`. */
  children?: ReactNode;
}

/** A graph to look at: pan, zoom, and select a node. The viewer of executions and the comparison of versions show it. */
export function FlowView({
  document,
  flow,
  selectedNode,
  onSelectNode,
  onSelectEdge,
  miniMap = false,
  children,
}: FlowViewProps) {
  const catalog = flow.getState().catalog;
  const placed = usePlaced(document.nodes, document.edges, catalog);
  const nodes = useMemo<AnyFlowNode[]>(
    () => [
      ...placed.map((node) => ({ ...toFlowNode(node, catalog, node.id === selectedNode), draggable: false })),
      ...document.notes.map((note) => ({ ...toNoteNode(note, false), draggable: false, selectable: false })),
    ],
    [placed, document.notes, catalog, selectedNode],
  );
  const edges = useMemo(() => document.edges.map((edge) => toFlowEdge(edge, false)), [document.edges]);
  if (lacksPositions(placed)) {
    return null;
  }
  return (
    <FlowProvider value={flow}>
      <ReactFlowProvider>
        <ReactFlow<AnyFlowNode, FlowEdgeType>
          {...FLOW_PROPS}
          nodes={nodes}
          edges={edges}
          nodesConnectable={false}
          deleteKeyCode={null}
          selectionKeyCode={null}
          fitView
          onNodeClick={(_, node) => node.type === 'step' && onSelectNode?.(node.id)}
          onEdgeClick={(_, edge) => onSelectEdge?.(edge.id)}
          onPaneClick={() => onSelectNode?.(undefined)}
          onKeyDown={(event) => {
            const id = (event.target as HTMLElement).closest('.react-flow__node')?.getAttribute('data-id');
            if (event.key === 'Enter' && id !== null && id !== undefined) {
              onSelectNode?.(id);
            }
          }}
        >
          <Background variant={BackgroundVariant.Dots} gap={20} size={1.2} />
          {miniMap && <MiniMap pannable zoomable ariaLabel="Map of the workflow" />}
          {children}
        </ReactFlow>
      </ReactFlowProvider>
    </FlowProvider>
  );
}
