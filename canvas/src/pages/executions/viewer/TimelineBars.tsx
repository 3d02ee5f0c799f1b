import { cx } from '@/components/ui/classes';
import { formatDuration } from '@/components/ui/format';
import type { AttemptBar, Span, TimelineRow } from '@/graph/run/timeline';

const COLOURS: Record<AttemptBar['status'], string> = {
  running: 'bg-run',
  succeeded: 'bg-ok',
  failed: 'bg-bad',
};

/** The attempts of one node as bars, with a line over the whole time, and how long it took. `end` is where what runs has come to. */
export function TimelineBars({ row, view, end }: { row: TimelineRow; view: Span; end: number }) {
  const width = view.to - view.from;
  const share = (at: number) => Math.max(-2, Math.min(102, ((at - view.from) / width) * 100));
  const to = row.end ?? Math.max(end, row.start);
  if (to < view.from || row.start > view.to) {
    return <span className="flex-1" />;
  }
  const kept = row.reused === true || row.pinned === true;
  const label =
    row.status === 'skipped'
      ? 'skipped'
      : row.pinned === true
        ? 'pinned'
        : row.reused === true
          ? 'kept'
          : formatDuration(to - row.start);
  return (
    <span className="relative mr-18 h-full min-w-0 flex-1">
      <span className="absolute inset-0 overflow-hidden">
        {row.attempts.length > 1 && (
          <span
            className="absolute top-1/2 h-px bg-line-strong"
            style={{ left: `${share(row.start)}%`, width: `${share(to) - share(row.start)}%` }}
          />
        )}
        {row.attempts.map(({ attempt, start, end: stop, status, message }) => (
          <span
            key={attempt}
            title={`${row.attempts.length > 1 ? `Attempt ${attempt}: ` : ''}${formatDuration(Math.max(0, (stop ?? to) - start))}${message === undefined ? '' : `, ${message}`}`}
            className={cx(
              'absolute top-1.5 h-3.5 min-w-[3px] rounded-sm',
              kept ? 'border border-ok bg-ok-soft' : COLOURS[status],
              status === 'running' && start <= to && 'animate-pulse',
            )}
            style={{
              left: `${share(start)}%`,
              width: `${Math.max(0, share(stop ?? Math.max(to, start)) - share(start))}%`,
            }}
          />
        ))}
      </span>
      {share(to) <= 100 && (
        <span
          className="absolute top-1/2 -translate-y-1/2 px-1.5 text-2xs whitespace-nowrap text-muted tabular-nums"
          style={{ left: `calc(${share(to)}% + 3px)` }}
        >
          {label}
        </span>
      )}
    </span>
  );
}
