import { Pause, Play, Radio, StepBack, StepForward } from 'lucide-react';
import { hasEnded } from '@/api/executionQueries';
import { Button, IconButton } from '@/components/ui/Button';
import { cx } from '@/components/ui/classes';
import { formatDuration } from '@/components/ui/format';
import { describeEvent, EVENT_TYPES } from '@/graph/run/eventLog';
import { useShortcuts } from '@/hooks/useShortcuts';
import type { Moment } from './useMoment';
import type { Run } from './useRun';

/** The slider over every step of the run, with play and pause. */
export function Scrubber({ run, moment }: { run: Run; moment: Moment }) {
  const { history } = run;
  const { step, live, event, playing } = moment;
  useShortcuts('Execution', [
    { keys: 'arrowleft', label: 'One step back', run: () => moment.goTo(step - 1) },
    { keys: 'arrowright', label: 'One step on', run: () => moment.goTo(step + 1) },
    { keys: 'home', label: 'To the beginning', run: () => moment.goTo(0) },
    { keys: 'end', label: 'To the newest moment', run: () => moment.follow() },
    { keys: 'p', label: 'Play or pause', run: () => moment.togglePlay() },
  ]);
  const what =
    event === undefined
      ? 'Before the first event'
      : `${event.node_id ?? ''} ${EVENT_TYPES.find(({ type }) => type === event.type)?.label.toLowerCase() ?? ''}`.trim();
  const origin = history.events[0]?.ts;
  const at = event === undefined || origin === undefined ? 0 : Date.parse(event.ts) - Date.parse(origin);
  const ended = hasEnded(run.status);
  return (
    <div
      role="group"
      aria-label="Time"
      className="flex h-12 shrink-0 items-center gap-1.5 border-t border-line bg-surface px-3"
    >
      <IconButton label="One step back" keys="arrowleft" disabled={step === 0} onClick={() => moment.goTo(step - 1)}>
        <StepBack className="size-4" />
      </IconButton>
      <IconButton
        label={playing ? 'Pause' : 'Play'}
        keys="p"
        disabled={history.length === 0}
        onClick={() => moment.togglePlay()}
      >
        {playing ? <Pause className="size-4" /> : <Play className="size-4" />}
      </IconButton>
      <IconButton
        label="One step on"
        keys="arrowright"
        disabled={step >= history.length}
        onClick={() => moment.goTo(step + 1)}
      >
        <StepForward className="size-4" />
      </IconButton>
      <input
        type="range"
        aria-label="Step"
        aria-valuetext={`Step ${step} of ${history.length}: ${what}`}
        min={0}
        max={history.length}
        value={step}
        onChange={(change) => moment.goTo(Number(change.target.value))}
        className="mx-1 min-w-16 flex-1 accent-accent"
      />
      <span
        className="flex w-64 shrink-0 flex-col text-xs leading-4 max-xl:w-44 max-sm:hidden"
        title={event === undefined ? undefined : describeEvent(event)}
      >
        <span className="truncate text-ink tabular-nums">
          {step} / {history.length}
          <span className="text-faint"> · +{formatDuration(Math.max(0, at))}</span>
        </span>
        <span className="truncate text-muted">{what}</span>
      </span>
      <Button
        size="sm"
        variant="ghost"
        aria-pressed={live}
        title={live ? 'The newest moment is shown' : 'Show the newest moment'}
        icon={<Radio className={cx('size-3.5', live && !ended && 'animate-pulse')} />}
        className={live ? 'bg-accent-soft! text-accent!' : ''}
        onClick={() => moment.follow()}
      >
        {ended ? 'End' : 'Live'}
      </Button>
    </div>
  );
}
