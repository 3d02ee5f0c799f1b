import { useMemo } from 'react';
import { cx } from '@/components/ui/classes';
import { describeEvent, levelOf, type LogLevel } from '@/graph/run/eventLog';
import type { Moment } from './useMoment';
import type { Run } from './useRun';

export const LEVEL_COLOURS: Record<LogLevel, string> = {
  debug: 'text-faint',
  info: 'text-ink',
  warning: 'text-wait',
  error: 'text-bad',
};
const MOST = 1000;

/** The lines that a node wrote, and its failed attempts, up to the moment that is shown. */
export function NodeLog({ run, moment, nodeId }: { run: Run; moment: Moment; nodeId: string }) {
  const lines = useMemo(
    () =>
      run.history.events
        .slice(0, moment.step)
        .filter(({ type, node_id }) => node_id === nodeId && (type === 'log' || type === 'error')),
    [run.history, moment.step, nodeId],
  );
  if (lines.length === 0) {
    return <p className="px-3 py-6 text-center text-muted">It has not written anything.</p>;
  }
  const start = Date.parse(run.history.events[0]?.ts ?? '');
  return (
    <ol aria-label="Log" className="flex flex-col py-1 font-mono text-xs">
      {lines.slice(-MOST).map((line) => (
        <li key={line.id} className={cx('flex gap-2 px-3 py-0.5', LEVEL_COLOURS[levelOf(line)])}>
          <span className="shrink-0 text-faint tabular-nums">+{((Date.parse(line.ts) - start) / 1000).toFixed(3)}</span>
          <span className="min-w-0 break-words whitespace-pre-wrap">{describeEvent(line)}</span>
        </li>
      ))}
    </ol>
  );
}
