import { ArrowDown } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import { Button } from '@/components/ui/Button';
import { cx } from '@/components/ui/classes';
import { Input, Select } from '@/components/ui/Field';
import { JsonTree } from '@/components/ui/JsonTree';
import { nodeLabel } from '@/graph/document';
import {
  describeEvent,
  EVENT_TYPES,
  filterEvents,
  isFiltering,
  LEVELS,
  levelOf,
  type EventFilter,
} from '@/graph/run/eventLog';
import { useWindowed } from '@/hooks/useWindowed';
import { LEVEL_COLOURS } from './NodeLog';
import type { Moment } from './useMoment';
import type { Run } from './useRun';

interface EventLogProps {
  run: Run;
  moment: Moment;
  /** The nodes, in the order of the workflow. */
  order: readonly string[];
  onSelect(nodeId: string): void;
}

const ROW = 26;
const SHORT: Record<string, string> = Object.fromEntries(EVENT_TYPES.map(({ type, label }) => [type, label]));

/** Every event, filtered; what comes is followed while the end is on the screen. Choosing one goes to its moment. */
export function EventLog({ run, moment, order, onSelect }: EventLogProps) {
  const [filter, setFilter] = useState<EventFilter>({});
  const deferred = useDeferredValue(filter);
  const events = useMemo(() => filterEvents(run.history.events, deferred), [run.history, deferred]);
  const list = useWindowed(events.length, ROW);
  const [tail, setTail] = useState(true);
  const [activeSeq, setActiveSeq] = useState<number>();
  const active = activeSeq === undefined ? -1 : events.findIndex(({ seq }) => seq === activeSeq);
  const origin = Date.parse(run.history.events[0]?.ts ?? '');
  const shown = active < 0 ? undefined : events[active];

  const { reveal } = list;
  useEffect(() => {
    if (tail && moment.live && activeSeq === undefined) {
      reveal(events.length - 1);
    }
  }, [tail, moment.live, activeSeq, events, reveal]);

  const activate = (index: number) => {
    const event = events[Math.max(0, Math.min(events.length - 1, index))];
    if (event === undefined) {
      return;
    }
    setTail(false);
    setActiveSeq(event.seq);
    reveal(events.indexOf(event));
    moment.goTo(run.history.events.indexOf(event) + 1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, list.last - list.first - 16);
    const to: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active < 0 ? events.length - 1 : active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: events.length - 1,
    };
    if (event.key in to) {
      event.preventDefault();
      activate(to[event.key] ?? 0);
    } else if (event.key === 'Enter' && typeof shown?.node_id === 'string') {
      event.preventDefault();
      onSelect(shown.node_id);
    }
  };
  const latest = () => {
    setActiveSeq(undefined);
    setTail(true);
    moment.follow();
    reveal(events.length - 1);
  };

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <FilterBar run={run} order={order} filter={filter} onChange={setFilter}>
        <span className="text-xs text-muted tabular-nums" role="status">
          {isFiltering(deferred) ? `${events.length} of ${run.history.length}` : `${events.length} events`}
        </span>
        <Button
          size="sm"
          variant="ghost"
          icon={<ArrowDown className="size-3.5" />}
          aria-pressed={tail}
          onClick={latest}
        >
          Latest
        </Button>
      </FilterBar>
      <div className="flex min-h-0 flex-1">
        <div
          ref={list.ref}
          role="listbox"
          aria-label="Events"
          tabIndex={0}
          aria-activedescendant={active >= list.first && active < list.last ? `event-${activeSeq}` : undefined}
          onKeyDown={onKeyDown}
          onWheel={() => setTail(list.atEnd)}
          className="relative min-w-0 flex-1 overflow-x-hidden overflow-y-auto font-mono text-xs"
        >
          {/* The height of all rows, so that the bar tells where we are. */}
          <div style={{ height: events.length * ROW }} role="presentation" />
          {events.slice(list.first, list.last).map((event, offset) => {
            const index = list.first + offset;
            const future = run.history.events.length > moment.step && event.seq > (moment.event?.seq ?? 0);
            return (
              <div
                key={event.seq}
                id={`event-${event.seq}`}
                role="option"
                aria-selected={index === active}
                aria-setsize={events.length}
                aria-posinset={index + 1}
                onClick={() => activate(index)}
                onDoubleClick={() => typeof event.node_id === 'string' && onSelect(event.node_id)}
                style={{ top: index * ROW, height: ROW }}
                className={cx(
                  'absolute inset-x-0 flex cursor-pointer items-center gap-3 px-3 hover:bg-hover',
                  index === active && 'bg-accent-soft',
                  future && 'opacity-70',
                )}
              >
                <span className="w-9 shrink-0 text-right text-faint tabular-nums">{event.seq}</span>
                <span className="w-16 shrink-0 text-right text-muted tabular-nums">
                  +{((Date.parse(event.ts) - origin) / 1000).toFixed(3)}
                </span>
                <span className="w-28 shrink-0 truncate text-muted">{SHORT[event.type] ?? event.type}</span>
                <span className="w-28 shrink-0 truncate max-xl:w-20">{event.node_id ?? ''}</span>
                <span className={cx('min-w-0 flex-1 truncate', LEVEL_COLOURS[levelOf(event)])}>
                  {describeEvent(event)}
                </span>
              </div>
            );
          })}
        </div>
        {shown !== undefined && (
          <div
            className="w-72 shrink-0 overflow-auto border-l border-line py-1 max-lg:hidden"
            tabIndex={0}
            role="region"
            aria-label={`Event ${shown.seq}`}
          >
            <JsonTree value={shown.payload} open={2} />
          </div>
        )}
      </div>
    </div>
  );
}

interface FilterBarProps {
  run: Run;
  order: readonly string[];
  filter: EventFilter;
  onChange(filter: EventFilter): void;
  children: React.ReactNode;
}

function FilterBar({ run, order, filter, onChange, children }: FilterBarProps) {
  const set = (part: EventFilter) => onChange({ ...filter, ...part });
  return (
    <div
      role="search"
      aria-label="Filter events"
      className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-1.5"
    >
      <Input
        type="search"
        aria-label="Text in events"
        placeholder="Filter"
        className="h-7! w-40! text-xs!"
        value={filter.text ?? ''}
        onChange={(event) => set({ text: event.target.value })}
      />
      <Select
        aria-label="Type of event"
        className="h-7! w-36! text-xs!"
        value={filter.type ?? ''}
        onChange={(event) => set({ type: (event.target.value || undefined) as EventFilter['type'] })}
      >
        <option value="">Any type</option>
        {EVENT_TYPES.map(({ type, label }) => (
          <option key={type} value={type}>
            {label}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Node"
        className="h-7! w-36! text-xs!"
        value={filter.nodeId ?? ''}
        onChange={(event) => set({ nodeId: event.target.value || undefined })}
      >
        <option value="">Any node</option>
        {order.map((id) => {
          const node = run.graph.byId.get(id);
          return (
            <option key={id} value={id}>
              {node === undefined ? id : nodeLabel(node)}
            </option>
          );
        })}
      </Select>
      <Select
        aria-label="Level"
        className="h-7! w-32! text-xs!"
        value={filter.level ?? ''}
        onChange={(event) => set({ level: (event.target.value || undefined) as EventFilter['level'] })}
      >
        <option value="">Any level</option>
        {LEVELS.slice(1).map((level) => (
          <option key={level} value={level}>
            {level === 'error' ? 'error' : `${level} and above`}
          </option>
        ))}
      </Select>
      <span className="flex-1" />
      {children}
    </div>
  );
}
