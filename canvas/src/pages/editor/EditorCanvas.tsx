import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  MiniMap,
  ReactFlow,
  useReactFlow,
  type Connection,
  type EdgeChange,
  type NodeChange,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import '@/components/flow/flow.css';
import { useCallback, useEffect, useRef, useState, type DragEvent, type ReactNode } from 'react';
import type { FlowEdgeType } from '@/components/flow/FlowEdge';
import { FLOW_PROPS } from '@/components/flow/FlowView';
import { toFlowEdge, toFlowNode, toNoteNode, type AnyFlowNode } from '@/components/flow/toFlow';
import { notifyError } from '@/components/ui/toast';
import type { Point } from '@/graph/document';
import { move, refuseConnection } from '@/graph/edit';
import { NODE_HEIGHT, NODE_WIDTH } from '@/graph/layout';
import { current, useEditor } from '@/store/editor';
import { DRAGGED_TYPE } from './Palette';

interface EditorCanvasProps {
  miniMap: boolean;
  /** Opens the dialog that adds a node; with where it shall stand, and what it shall be connected from. */
  onAskForNode(at: Point, from?: string): void;
  onRun(): void;
  children?: ReactNode;
}

/**
 * The canvas. While something is dragged only React Flow's nodes change, and only those that move are drawn again; the document changes
 * once, when the drag ends.
 */
export function EditorCanvas({ miniMap, onAskForNode, onRun, children }: EditorCanvasProps) {
  const document = useEditor(current);
  const selection = useEditor((state) => state.selection);
  const catalog = useEditor((state) => state.catalog);
  const { screenToFlowPosition } = useReactFlow();
  const [nodes, setNodes] = useState<AnyFlowNode[]>([]);
  const [edges, setEdges] = useState<FlowEdgeType[]>([]);
  const refusal = useRef<string>(undefined);

  useEffect(() => {
    const selectedNodes = new Set(selection.nodes);
    const selectedNotes = new Set(selection.notes);
    setNodes((before) => {
      const known = new Map(before.map((node) => [node.id, node]));
      return [
        ...document.nodes.map((node) => toFlowNode(node, catalog, selectedNodes.has(node.id), known.get(node.id))),
        ...document.notes.map((note) =>
          toNoteNode(note, selectedNotes.has(note.id), useEditor.getState().patchNote, known.get(note.id)),
        ),
      ];
    });
  }, [document.nodes, document.notes, selection, catalog]);

  useEffect(() => {
    const selected = new Set(selection.edges);
    setEdges((before) => {
      const known = new Map(before.map((edge) => [edge.id, edge]));
      return document.edges.map((edge) => toFlowEdge(edge, selected.has(edge.id), known.get(edge.id)));
    });
  }, [document.edges, selection]);

  const onNodesChange = useCallback((changes: NodeChange<AnyFlowNode>[]) => {
    setNodes((now) => applyNodeChanges(changes, now));
    takeSelection(changes, 'nodes');
    const places = new Map<string, Point>();
    for (const change of changes) {
      if (change.type === 'position' && change.dragging !== true && change.position !== undefined) {
        places.set(change.id, change.position);
      }
    }
    if (places.size > 0) {
      const { nodes: all, notes } = current(useEditor.getState());
      const moved = [...places].some(([id, to]) => {
        const at = all.find((node) => node.id === id)?.ui ?? notes.find((note) => note.id === id);
        return at === undefined || (at as Partial<Point>).x !== to.x || (at as Partial<Point>).y !== to.y;
      });
      if (moved) {
        useEditor.getState().change((now) => move(now, places), `move ${[...places.keys()].join()}`);
      }
    }
  }, []);

  const onEdgesChange = useCallback((changes: EdgeChange<FlowEdgeType>[]) => takeSelection(changes, 'edges'), []);

  const isValidConnection = useCallback((connection: Connection | FlowEdgeType) => {
    const state = useEditor.getState();
    const target = current(state).nodes.find((node) => node.id === connection.target);
    const trigger = state.catalog.get(target?.type ?? '')?.category === 'trigger';
    refusal.current = refuseConnection(
      current(state),
      connection.source,
      connection.target,
      connection.sourceHandle ?? '',
      trigger,
    );
    return refusal.current === undefined;
  }, []);

  const onDrop = (event: DragEvent) => {
    const type = event.dataTransfer.getData(DRAGGED_TYPE);
    if (type !== '') {
      event.preventDefault();
      const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
      const snap = (value: number) => Math.round(value / 10) * 10;
      useEditor.getState().addNode(type, { x: snap(x - NODE_WIDTH / 2), y: snap(y - NODE_HEIGHT / 2) });
    }
  };

  return (
    <ReactFlow<AnyFlowNode, FlowEdgeType>
      {...FLOW_PROPS}
      nodes={nodes}
      edges={edges}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      isValidConnection={isValidConnection}
      onConnect={({ source, target, sourceHandle }) => {
        useEditor.getState().connect(source, target, sourceHandle ?? '');
      }}
      onConnectEnd={(event, state) => {
        // Let go over nothing: what shall be there? Let go over a node that cannot be led to: why not?
        if (state.toNode === null && state.fromNode !== null && state.fromHandle?.type === 'source') {
          const at = 'changedTouches' in event ? event.changedTouches[0] : event;
          if (at !== undefined) {
            onAskForNode(screenToFlowPosition({ x: at.clientX, y: at.clientY }), state.fromNode.id);
          }
        } else if (state.isValid === false && refusal.current !== undefined) {
          notifyError('They cannot be connected', new Error(refusal.current));
        }
      }}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes(DRAGGED_TYPE)) {
          event.preventDefault();
          event.dataTransfer.dropEffect = 'copy';
        }
      }}
      onDrop={onDrop}
      onKeyDownCapture={(event) => {
        // React Flow would take Enter with Ctrl on a node for letting go of it.
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          event.stopPropagation();
          onRun();
        }
      }}
      deleteKeyCode={null}
      multiSelectionKeyCode={['Meta', 'Control', 'Shift']}
      selectionKeyCode="Shift"
      connectionRadius={36}
      zoomOnDoubleClick={false}
      fitView
      aria-label="Canvas"
    >
      <Background variant={BackgroundVariant.Dots} gap={20} size={1.2} />
      {miniMap && <MiniMap pannable zoomable ariaLabel="Map of the workflow" style={{ width: 160, height: 110 }} />}
      {children}
    </ReactFlow>
  );
}

interface SelectChange {
  type: string;
  id?: string;
  selected?: boolean;
}

/** What was selected or let go of on the canvas, put into the store's selection. */
function takeSelection(changes: readonly SelectChange[], kind: 'nodes' | 'edges'): void {
  const selects = changes.filter((change) => change.type === 'select');
  if (selects.length === 0) {
    return;
  }
  const state = useEditor.getState();
  const notes = new Set(current(state).notes.map((note) => note.id));
  const update = (ids: readonly string[], mine: (id: string) => boolean) => {
    const next = new Set(ids);
    for (const { id, selected } of selects) {
      if (id !== undefined && mine(id)) {
        if (selected === true) {
          next.add(id);
        } else {
          next.delete(id);
        }
      }
    }
    return [...next];
  };
  const { selection } = state;
  state.select(
    kind === 'edges'
      ? { ...selection, edges: update(selection.edges, () => true) }
      : {
          ...selection,
          nodes: update(selection.nodes, (id) => !notes.has(id)),
          notes: update(selection.notes, (id) => notes.has(id)),
        },
  );
}
