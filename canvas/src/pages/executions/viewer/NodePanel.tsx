import { useQuery } from '@tanstack/react-query';
import { GitFork, Pencil, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { hasEnded, wholeOutputQuery } from '@/api/executionQueries';
import type { WorkflowNode } from '@/api/types';
import { IconButton } from '@/components/ui/Button';
import { formatDuration } from '@/components/ui/format';
import { StatusBadge } from '@/components/ui/StatusBadge';
import { Tabs, type Tab } from '@/components/ui/Tabs';
import { nodeLabel } from '@/graph/document';
import { childPath } from '@/graph/path';
import { inputOf } from '@/graph/run/scope';
import { readTranscript, transcriptSoFar } from '@/graph/run/transcript';
import { editorLink } from '../executionLinks';
import { AgentTranscript } from './AgentTranscript';
import { ErrorCard } from './ErrorCard';
import { ForkDialog } from './ForkDialog';
import { NodeLog } from './NodeLog';
import { ValueView } from './ValueView';
import type { Moment } from './useMoment';
import type { Run } from './useRun';

interface NodePanelProps {
  node: WorkflowNode;
  run: Run;
  moment: Moment;
  onClose(): void;
}

const AGENT = 'ai_agent';

/** One node of the run at the moment that is shown: output, input, log, and for an agent what it did. */
export function NodePanel({ node, run, moment, onClose }: NodePanelProps) {
  const [chosen, setChosen] = useState<string>();
  const [forking, setForking] = useState(false);
  const state = moment.nodes[node.id];
  const { output, loading } = useOutput(run, moment, node.id);
  const details = errorDetails(run, moment, node.id);
  const transcript = useMemo(
    () =>
      readTranscript(output) ??
      readTranscript(details) ??
      transcriptSoFar(run.history.events.slice(0, moment.step), node.id),
    [output, details, run.history, moment.step, node.id],
  );
  const isAgent = node.type === AGENT;
  const tabs: Tab[] = [
    ...(isAgent
      ? [
          {
            id: 'agent',
            label: 'Agent',
            content: <AgentTranscript transcript={transcript} saying={moment.live ? run.deltas[node.id] : undefined} />,
          },
        ]
      : []),
    {
      id: 'output',
      label: 'Output',
      content:
        state !== undefined && node.id in moment.state.outputs && state.status !== 'failed' ? (
          <ValueView
            title="Output"
            value={output}
            path={`${childPath('nodes', node.id, false)}.output`}
            loading={loading}
          />
        ) : (
          <Nothing>{NO_OUTPUT[state?.status ?? 'none'] ?? 'It has not put out anything.'}</Nothing>
        ),
    },
    { id: 'input', label: 'Input', content: <NodeInputView node={node} run={run} moment={moment} /> },
    { id: 'log', label: 'Log', content: <NodeLog run={run} moment={moment} nodeId={node.id} /> },
  ];
  const tab = chosen ?? tabs[0]?.id ?? 'output';
  const type = run.catalog.get(node.type)?.name ?? node.type;
  const error = failureOf(run, moment, node.id) ?? state?.error;
  return (
    <>
      <div className="flex items-start gap-2 px-3 pt-3 pb-1">
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-base font-semibold" title={nodeLabel(node)}>
            {nodeLabel(node)}
          </h2>
          <p className="flex flex-wrap items-center gap-x-1.5 text-xs text-muted">
            <span>{type}</span>
            <span aria-hidden>·</span>
            <span className="font-mono">{node.id}</span>
          </p>
        </div>
        <IconButton
          label="Run again from here"
          size="sm"
          disabled={!hasEnded(run.status)}
          onClick={() => setForking(true)}
        >
          <GitFork className="size-4" />
        </IconButton>
        {run.execution.workflow_id !== null && (
          <Link
            to={editorLink(run.execution.workflow_id, node.id)}
            aria-label="Open in the editor"
            title="Open in the editor"
            className="flex size-6 items-center justify-center rounded-md hover:bg-hover"
          >
            <Pencil aria-hidden className="size-4" />
          </Link>
        )}
        <IconButton label="Close" size="sm" onClick={onClose}>
          <X className="size-4" />
        </IconButton>
      </div>
      <div className="flex flex-wrap items-center gap-2 px-3 pb-2 text-xs text-muted">
        <StatusBadge status={state?.status ?? 'idle'} />
        {state?.durationMs !== undefined && <span className="tabular-nums">{formatDuration(state.durationMs)}</span>}
        {state !== undefined && state.attempt > 1 && <span>attempt {state.attempt}</span>}
        {state?.reused === true && <span>result kept from the replayed execution</span>}
        {state?.pinned === true && <span>pinned output</span>}
      </div>
      {error !== undefined && state?.status === 'failed' && <ErrorCard run={run} error={error} nodeId={node.id} />}
      <Tabs label="About the node" value={tab} onChange={setChosen} tabs={tabs} />
      {forking && <ForkDialog run={run} from={node.id} onClose={() => setForking(false)} />}
    </>
  );
}

const NO_OUTPUT: Record<string, string> = {
  none: 'It has not started at this moment.',
  queued: 'It has not started at this moment.',
  running: 'It is running.',
  waiting: 'It is waiting.',
  skipped: 'It was skipped: nothing led to it.',
  failed: 'It failed, so it has no output.',
};

function Nothing({ children }: { children: string }) {
  return <p className="px-3 py-6 text-center text-muted">{children}</p>;
}

function NodeInputView({ node, run, moment }: { node: WorkflowNode; run: Run; moment: Moment }) {
  const { from, config, unknown } = useMemo(() => {
    const index = run.history.events.findIndex(({ type, node_id }) => type === 'node_start' && node_id === node.id);
    const state = index < 0 ? moment.state : run.history.at(Math.min(index, moment.step));
    return inputOf(node, run.graph.edges, state, run.given);
  }, [node, run.history, run.graph, run.given, moment.state, moment.step]);
  const sources = Object.entries(from);
  return (
    <>
      <ValueView title="Config, filled in" value={config} path="" open={3} />
      {unknown.length > 0 && (
        <p className="px-3 text-xs text-muted">
          Not known here: {unknown.map((pointer) => pointer.slice(1).replaceAll('/', ' › ')).join(', ')}.
        </p>
      )}
      {sources.map(([id, value]) => (
        <ValueView
          key={id}
          title={`From ${labelOf(run, id)}`}
          value={value}
          path={`${childPath('nodes', id, false)}.output`}
          open={1}
        />
      ))}
      {sources.length === 0 && (
        <ValueView title="Input of the execution" value={run.given.input ?? null} path="input" />
      )}
    </>
  );
}

function labelOf(run: Run, id: string): string {
  const node = run.graph.byId.get(id);
  return node === undefined ? id : nodeLabel(node);
}

/** The output of a node; where events have the beginning only, the whole from its checkpoint. */
export function useOutput(run: Run, moment: Moment, nodeId: string): { output: unknown; loading: boolean } {
  const end = endOf(run, nodeId, moment.step);
  const cut = end?.payload['truncated'] === true;
  const whole = useQuery({ ...wholeOutputQuery(run.execution.id, nodeId), enabled: cut });
  return cut && whole.data !== undefined && whole.data !== null
    ? { output: whole.data.output, loading: false }
    : { output: moment.state.outputs[nodeId], loading: cut && whole.isPending };
}

function endOf(run: Run, nodeId: string, step: number) {
  const end = run.history.endOf(nodeId);
  return end === undefined || end > step ? undefined : run.history.events[end - 1];
}

interface Failure {
  code: string;
  message: string;
  details?: unknown;
}

/** The error as the node's end tells it, with its details. */
function failureOf(run: Run, moment: Moment, nodeId: string): Failure | undefined {
  return endOf(run, nodeId, moment.step)?.payload['error'] as Failure | undefined;
}

function errorDetails(run: Run, moment: Moment, nodeId: string): unknown {
  return failureOf(run, moment, nodeId)?.details;
}
