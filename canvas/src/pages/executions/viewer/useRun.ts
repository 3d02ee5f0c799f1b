import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { executionDefinitionQuery, hasEnded, liveExecutionQuery } from '@/api/executionQueries';
import { nodeTypesQuery, workflowQuery } from '@/api/queries';
import type { StreamState } from '@/api/stream';
import type { Execution, ExecutionStatus, WorkflowNode } from '@/api/types';
import { makeCatalog, type Catalog } from '@/graph/catalog';
import type { Edge } from '@/graph/document';
import { RunHistory } from '@/graph/run/history';
import type { RunInput } from '@/graph/run/scope';
import { useExecutionStream } from '@/hooks/useExecutionStream';

export interface RunGraphData {
  nodes: WorkflowNode[];
  edges: Edge[];
  byId: ReadonlyMap<string, WorkflowNode>;
}

export interface Run {
  execution: Execution;
  /** As far as is known: from what was read last, and from the events since. */
  status: ExecutionStatus;
  workflowName: string;
  graph: RunGraphData;
  catalog: Catalog;
  history: RunHistory;
  stream: StreamState;
  deltas: Record<string, string>;
  given: RunInput;
  /** The execution has ended and none of its events is there: they were kept for a time that is over. */
  forgotten: boolean;
}

/** Everything about one execution, live; `pending` and `error` while it is not there. */
export function useRun(id: string): { run?: Run; pending: boolean; error?: unknown; retry(): void } {
  const client = useQueryClient();
  const execution = useQuery(liveExecutionQuery(id));
  const definition = useQuery(executionDefinitionQuery(id));
  const types = useQuery(nodeTypesQuery());
  const workflowId = execution.data?.workflow_id ?? null;
  const workflow = useQuery({ ...workflowQuery(workflowId ?? ''), enabled: workflowId !== null, retry: false });
  const ended = execution.data !== undefined && hasEnded(execution.data.status);
  const missing = execution.isError && execution.data === undefined;
  const stream = useExecutionStream(missing ? null : id);
  const history = useHistory(stream.events);
  const over = stream.events.at(-1)?.type === 'execution_end';

  // What the execution came to, as its row has it, comes with its last event.
  useEffect(() => {
    if (over && !ended) {
      void client.invalidateQueries({ queryKey: ['executions'] });
    }
  }, [over, ended, client]);

  const graph = useMemo<RunGraphData>(() => {
    const nodes = definition.data?.nodes ?? [];
    const edges = (definition.data?.edges ?? []).map((edge, index) => ({
      ...edge,
      id: edge.id ?? `edge-${index + 1}`,
    }));
    return { nodes, edges, byId: new Map(nodes.map((node) => [node.id, node])) };
  }, [definition.data]);
  const catalog = useMemo(() => makeCatalog(types.data ?? []), [types.data]);
  const input = execution.data?.input;
  const trigger = definition.data?.trigger;
  const given = useMemo<RunInput>(() => ({ executionId: id, input, trigger }), [id, input, trigger]);

  const error = missing
    ? execution.error
    : definition.isError
      ? definition.error
      : types.isError
        ? types.error
        : undefined;
  const retry = () => void client.invalidateQueries({ queryKey: ['executions'] });
  if (execution.data === undefined || definition.data === undefined || types.data === undefined) {
    return { pending: error === undefined, error, retry };
  }
  return {
    pending: false,
    retry,
    run: {
      execution: execution.data,
      status: statusNow(execution.data.status, history),
      workflowName: workflowId === null ? 'Inline workflow' : (workflow.data?.value.name ?? 'Workflow'),
      graph,
      catalog,
      history,
      stream: stream.state,
      deltas: stream.deltas,
      given,
      forgotten: ended && history.length === 0 && stream.state === 'live',
    },
  };
}

function useHistory(events: Run['history']['events']): RunHistory {
  const last = useRef<RunHistory>(null);
  return useMemo(() => {
    last.current = (last.current ?? RunHistory.of([])).extend(events);
    return last.current;
  }, [events]);
}

function statusNow(read: ExecutionStatus, history: RunHistory): ExecutionStatus {
  const last = history.events.at(-1);
  if (last?.type === 'execution_end') {
    return history.at(history.length).status;
  }
  return read === 'queued' && last !== undefined ? 'running' : read;
}
