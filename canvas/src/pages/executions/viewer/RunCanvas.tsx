import { Controls, useReactFlow } from '@xyflow/react';
import { useEffect, useMemo } from 'react';
import { FlowView } from '@/components/flow/FlowView';
import { conditionsHeld } from '@/graph/run/scope';
import { edgesTaken } from '@/graph/runState';
import { createFlowStore } from '@/store/flow';
import type { Moment } from './useMoment';
import type { Run } from './useRun';

interface Revealed {
  id: string;
  at: number;
}

interface RunCanvasProps {
  run: Run;
  moment: Moment;
  selected?: string;
  /** A node that was chosen elsewhere and is to be brought into sight. */
  revealed?: Revealed;
  onSelect(id: string | undefined): void;
}

const MANY = 30;

/** The graph that ran, with the state of each node at the moment that is shown and the edges that were taken by then. */
export function RunCanvas({ run, moment, selected, revealed, onSelect }: RunCanvasProps) {
  const { graph, catalog, history, given } = run;
  const flow = useMemo(() => createFlowStore(catalog), [catalog]);
  const document = useMemo(() => ({ ...graph, notes: [] }), [graph]);
  const holds = useMemo(() => conditionsHeld(history, given), [history, given]);
  const taken = useMemo(
    () => edgesTaken(graph.edges, moment.state, { nodes: graph.nodes, holds }),
    [graph, moment.state, holds],
  );
  useEffect(() => {
    flow.setState({ runs: moment.nodes, taken });
  }, [flow, moment.nodes, taken]);
  return (
    <FlowView
      document={document}
      flow={flow}
      selectedNode={selected}
      onSelectNode={onSelect}
      miniMap={graph.nodes.length > MANY}
    >
      <Controls showInteractive={false} position="top-right" aria-label="Zoom" />
      <Reveal revealed={revealed} />
    </FlowView>
  );
}

function Reveal({ revealed }: { revealed?: Revealed }) {
  const flow = useReactFlow();
  useEffect(() => {
    if (revealed !== undefined) {
      void flow.fitView({
        nodes: [{ id: revealed.id }],
        minZoom: 0.4,
        maxZoom: Math.max(0.6, flow.getZoom()),
        duration: 200,
      });
    }
  }, [flow, revealed]);
  return null;
}
