import { ChevronLeft, ChevronRight, Maximize2, ZoomIn, ZoomOut } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { hasEnded } from '@/api/executionQueries';
import { IconButton } from '@/components/ui/Button';
import { cx } from '@/components/ui/classes';
import { formatDuration } from '@/components/ui/format';
import { StatusIcon, statusLabel } from '@/components/ui/StatusBadge';
import { nodeLabel } from '@/graph/document';
import { pan, ticks, timelineOf, zoom, type Span, type TimelineRow } from '@/graph/run/timeline';
import { useNow } from '@/hooks/useNow';
import { useWindowed } from '@/hooks/useWindowed';
import { TimelineBars } from './TimelineBars';
import type { Moment } from './useMoment';
import type { Run } from './useRun';

interface TimelineProps {
  run: Run;
  moment: Moment;
  selected?: string;
  onSelect(nodeId: string, step?: number): void;
}

const ROW = 26;
/** The room that a mark of the axis takes, in pixels. */
const MARK = 90;
const IN = 0.6;
const ROOM = 1.02;

/** When each node ran, and each of its attempts. Zoomed with the buttons, `+` and `-`, or Ctrl and the wheel. */
export function Timeline({ run, moment, selected, onSelect }: TimelineProps) {
  const line = useMemo(() => timelineOf(run.history.events), [run.history]);
  const running = !hasEnded(run.status) && run.history.length > 0;
  const now = useNow(running, 200);
  const length = Math.max(1, running ? Math.max(line.length, now - line.origin) : line.length) * ROOM;
  const whole = useMemo<Span>(() => ({ from: 0, to: length }), [length]);
  const [chosen, setChosen] = useState<Span>();
  const view = chosen ?? whole;
  const list = useWindowed(line.rows.length, ROW);
  const [track, setTrack] = useState<HTMLDivElement | null>(null);
  const marks = useMarks(track);
  const active = line.rows.findIndex(({ nodeId }) => nodeId === selected);
  const playhead = moment.event === undefined ? 0 : Date.parse(moment.event.ts) - line.origin;

  const change = (next: Span) => setChosen(next.to - next.from >= (whole.to - whole.from) * 0.999 ? undefined : next);
  const zoomBy = (factor: number, around = (view.from + view.to) / 2) => change(zoom(view, whole, factor, around));
  // React's own wheel handler is passive: it could not keep the page from zooming.
  const onWheel = useRef<(event: WheelEvent) => void>(undefined);
  useEffect(() => {
    onWheel.current = (event) => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const box = track?.getBoundingClientRect();
        const share = box === undefined ? 0.5 : (event.clientX - box.left) / box.width;
        zoomBy(event.deltaY < 0 ? IN : 1 / IN, view.from + share * (view.to - view.from));
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        change(pan(view, whole, Math.sign(event.deltaX || event.deltaY) * 0.1));
      }
    };
  });
  const { element } = list;
  useEffect(() => {
    const listen = (event: WheelEvent) => onWheel.current?.(event);
    element?.addEventListener('wheel', listen, { passive: false });
    return () => element?.removeEventListener('wheel', listen);
  }, [element]);

  const choose = (index: number) => {
    const row = line.rows[Math.max(0, Math.min(line.rows.length - 1, index))];
    if (row !== undefined) {
      onSelect(row.nodeId);
      list.reveal(line.rows.indexOf(row));
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = line.rows[active];
    const actions: Record<string, () => void> = {
      ArrowDown: () => choose(active + 1),
      ArrowUp: () => choose(active < 0 ? 0 : active - 1),
      Home: () => choose(0),
      End: () => choose(line.rows.length - 1),
      Enter: () => row !== undefined && onSelect(row.nodeId, row.step),
      '+': () => zoomBy(IN),
      '=': () => zoomBy(IN),
      '-': () => zoomBy(1 / IN),
      '0': () => setChosen(undefined),
    };
    if (actions[event.key] !== undefined && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      actions[event.key]?.();
    }
  };

  const left = (at: number) => `${((at - view.from) / (view.to - view.from)) * 100}%`;
  if (line.rows.length === 0) {
    return (
      <p className="px-3 py-6 text-center text-muted">
        {run.history.length === 0 && run.status === 'queued' ? 'It waits for its turn.' : 'No node has started yet.'}
      </p>
    );
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-8 shrink-0 items-center border-b border-line">
        <div className="flex w-52 shrink-0 items-center gap-0.5 px-2 max-xl:w-40">
          <IconButton label="Zoom in" keys="+" size="sm" onClick={() => zoomBy(IN)}>
            <ZoomIn className="size-3.5" />
          </IconButton>
          <IconButton
            label="Zoom out"
            keys="-"
            size="sm"
            disabled={chosen === undefined}
            onClick={() => zoomBy(1 / IN)}
          >
            <ZoomOut className="size-3.5" />
          </IconButton>
          <IconButton
            label="Show the whole run"
            keys="0"
            size="sm"
            disabled={chosen === undefined}
            onClick={() => setChosen(undefined)}
          >
            <Maximize2 className="size-3.5" />
          </IconButton>
          <IconButton
            label="Earlier"
            size="sm"
            disabled={view.from <= 0}
            onClick={() => change(pan(view, whole, -0.5))}
          >
            <ChevronLeft className="size-3.5" />
          </IconButton>
          <IconButton
            label="Later"
            size="sm"
            disabled={view.to >= whole.to}
            onClick={() => change(pan(view, whole, 0.5))}
          >
            <ChevronRight className="size-3.5" />
          </IconButton>
        </div>
        <div ref={setTrack} className="relative mr-18 h-full flex-1" aria-hidden>
          {ticks(view.from, view.to, marks).map((at) => (
            <span
              key={at}
              className="absolute top-2 border-l border-line-strong pl-1 text-2xs whitespace-nowrap text-muted tabular-nums"
              style={{ left: left(at) }}
            >
              {at === 0 ? '0' : formatDuration(at)}
            </span>
          ))}
        </div>
      </div>
      <div
        ref={list.ref}
        role="listbox"
        aria-label="Timeline of the nodes"
        aria-activedescendant={active >= list.first && active < list.last ? `row-${active}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="relative min-h-0 flex-1 overflow-x-hidden overflow-y-auto"
      >
        <div style={{ height: line.rows.length * ROW }} role="presentation" />
        {line.rows.slice(list.first, list.last).map((row, offset) => {
          const index = list.first + offset;
          const state = moment.nodes[row.nodeId]?.status ?? 'idle';
          return (
            <div
              key={row.nodeId}
              id={`row-${index}`}
              role="option"
              aria-selected={index === active}
              aria-setsize={line.rows.length}
              aria-posinset={index + 1}
              onClick={() => onSelect(row.nodeId)}
              onDoubleClick={() => onSelect(row.nodeId, row.step)}
              style={{ top: index * ROW, height: ROW }}
              className={cx(
                'absolute inset-x-0 flex cursor-pointer items-center hover:bg-hover',
                index === active && 'bg-accent-soft',
              )}
            >
              <span className="flex w-52 shrink-0 items-center gap-1.5 px-3 max-xl:w-40">
                <StatusIcon status={state} className="size-3.5 shrink-0" />
                <span className="truncate text-xs">{labelOf(run, row.nodeId)}</span>
                <span className="sr-only">{describeRow(row)}</span>
              </span>
              <TimelineBars
                row={row}
                view={view}
                end={line.ended ? line.length : Math.max(line.length, now - line.origin)}
              />
            </div>
          );
        })}
        <div
          className="pointer-events-none absolute top-0 right-18 left-52 max-xl:left-40"
          style={{ height: line.rows.length * ROW }}
        >
          {playhead >= view.from && playhead <= view.to && (
            <span className="absolute inset-y-0 w-px bg-accent" style={{ left: left(playhead) }} />
          )}
        </div>
      </div>
    </div>
  );
}

/** How many marks the axis has room for. */
function useMarks(track: HTMLElement | null): number {
  const [marks, setMarks] = useState(4);
  useEffect(() => {
    if (track === null) {
      return;
    }
    const observer = new ResizeObserver(() => setMarks(Math.max(1, Math.floor(track.clientWidth / MARK))));
    observer.observe(track);
    return () => observer.disconnect();
  }, [track]);
  return marks;
}

function labelOf(run: Run, id: string): string {
  const node = run.graph.byId.get(id);
  return node === undefined ? id : nodeLabel(node);
}

/** What is seen of the row and not read. */
function describeRow(row: TimelineRow): string {
  return `, ${statusLabel(row.status)}${row.attempts.length > 1 ? `, ${row.attempts.length} attempts` : ''}, `;
}
