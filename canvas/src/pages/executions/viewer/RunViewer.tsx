import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { Banner } from '@/components/ui/Banner';
import { Tabs } from '@/components/ui/Tabs';
import { EventLog } from './EventLog';
import { NodePanel } from './NodePanel';
import { RunCanvas } from './RunCanvas';
import { RunHeader } from './RunHeader';
import { RunPanel } from './RunPanel';
import { Scrubber } from './Scrubber';
import { StatePanel } from './StatePanel';
import { Timeline } from './Timeline';
import { useMoment } from './useMoment';
import type { Run } from './useRun';

/** The viewer: the graph with what became of each node, below it time, at the right what is selected. */
export function RunViewer({ run }: { run: Run }) {
  const [params, setParams] = useSearchParams();
  const nodeId = params.get('node') ?? undefined;
  const tab = params.get('tab') ?? 'timeline';
  const moment = useMoment(run);
  const set = (name: string, value: string | undefined) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === undefined) {
          next.delete(name);
        } else {
          next.set(name, value);
        }
        return next;
      },
      { replace: true },
    );
  const select = (id: string | undefined) => set('node', id);
  const [revealed, setRevealed] = useState<{ id: string; at: number }>();
  const reveal = (id: string, step?: number) => {
    select(id);
    setRevealed({ id, at: Date.now() });
    if (step !== undefined) {
      moment.goTo(step);
    }
  };
  const order = useMemo(() => run.graph.nodes.map(({ id }) => id), [run.graph]);
  const node = nodeId === undefined ? undefined : run.graph.byId.get(nodeId);

  return (
    <div className="flex h-full flex-col">
      <RunHeader run={run} nodeId={node?.id} />
      {run.forgotten && (
        <Banner tone="info">
          The events of this execution are no longer kept; what it was given and what it put out are. How long events
          are kept is a setting of the workflow.
        </Banner>
      )}
      {run.stream === 'reconnecting' && (
        <Banner tone="warning">The connection is lost. What happens meanwhile is shown when it is back.</Banner>
      )}
      <div className="flex min-h-0 flex-1 max-lg:flex-col">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <div className="relative min-h-40 flex-1">
            <RunCanvas run={run} moment={moment} selected={node?.id} revealed={revealed} onSelect={select} />
          </div>
          <Scrubber run={run} moment={moment} />
          <section
            aria-label="Course of the run"
            className="flex h-[36%] min-h-44 shrink-0 flex-col border-t border-line bg-surface"
          >
            <Tabs
              label="Course of the run"
              value={tab}
              onChange={(id) => set('tab', id === 'timeline' ? undefined : id)}
              tabs={[
                {
                  id: 'timeline',
                  label: 'Timeline',
                  content: <Timeline run={run} moment={moment} selected={node?.id} onSelect={reveal} />,
                },
                {
                  id: 'events',
                  label: <Counted label="Events" count={run.history.length} />,
                  content: <EventLog run={run} moment={moment} order={order} onSelect={reveal} />,
                },
                { id: 'state', label: 'State', content: <StatePanel run={run} moment={moment} /> },
              ]}
            />
          </section>
        </div>
        <aside
          aria-label={node === undefined ? 'Execution' : `Node ${node.id}`}
          className="flex w-[23rem] shrink-0 flex-col border-l border-line bg-surface max-lg:h-[36%] max-lg:w-full max-lg:border-t max-lg:border-l-0 2xl:w-[30rem]"
        >
          {node === undefined ? (
            <RunPanel run={run} onSelect={reveal} />
          ) : (
            <NodePanel key={node.id} node={node} run={run} moment={moment} onClose={() => select(undefined)} />
          )}
        </aside>
      </div>
    </div>
  );
}

function Counted({ label, count }: { label: string; count: number }) {
  return (
    <>
      {label}
      <span className="rounded bg-sunken px-1 text-2xs text-muted tabular-nums">{count}</span>
    </>
  );
}
