import { useEffect, useState } from 'react';
import type { GraphDocument } from '@/graph/document';
import { pinOf } from '@/graph/pins';
import { edgesTaken, type NodeRun } from '@/graph/runState';
import type { Finding } from '@/graph/validate';
import { current, useEditor } from '@/store/editor';
import { useEditorRun } from '@/store/editorRun';
import { createFlowStore, type FlowDecorations, type FlowStore } from '@/store/flow';

/** The canvas's decorations, kept as the draft, its findings and its run are. */
export function useFlowSync(findings: Finding[]): FlowStore {
  const catalog = useEditor((state) => state.catalog);
  const document = useEditor(current);
  const { executionId, run } = useEditorRun();
  const [flow] = useState(() => createFlowStore(catalog));

  useEffect(() => flow.setState({ catalog }), [flow, catalog]);
  useEffect(() => flow.setState({ findings: byNode(findings) }), [flow, findings]);
  useEffect(() => {
    flow.setState({
      pinned: Object.fromEntries(
        document.nodes.filter((node) => pinOf(node) !== undefined).map((node) => [node.id, true as const]),
      ),
    });
  }, [flow, document.nodes]);
  useEffect(() => {
    flow.setState(
      executionId === null
        ? { runs: {}, taken: undefined }
        : { runs: withWaits(document, run.nodes), taken: edgesTaken(document.edges, run) },
    );
  }, [flow, document, executionId, run]);
  return flow;
}

/** A delay that runs is waiting: nothing is being done. */
function withWaits(document: GraphDocument, runs: Record<string, NodeRun>): Record<string, NodeRun> {
  const delays = document.nodes.filter((node) => node.type === 'delay' && runs[node.id]?.status === 'running');
  return delays.length === 0
    ? runs
    : {
        ...runs,
        ...Object.fromEntries(
          delays.map((node) => [node.id, { ...(runs[node.id] as NodeRun), status: 'waiting' as const }]),
        ),
      };
}

function byNode(findings: Finding[]): FlowDecorations['findings'] {
  const nodes: FlowDecorations['findings'] = {};
  for (const { nodeId, severity, message } of findings) {
    if (nodeId !== undefined) {
      const known = nodes[nodeId];
      const worse = known === undefined || (severity === 'error' && known.severity === 'warning');
      nodes[nodeId] = {
        severity: worse ? severity : known.severity,
        text: worse ? message : known.text,
        count: (known?.count ?? 0) + 1,
      };
    }
  }
  return nodes;
}
