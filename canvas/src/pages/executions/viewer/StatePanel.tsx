import { useQuery } from '@tanstack/react-query';
import { stateSnapshotQuery } from '@/api/executionQueries';
import { Badge } from '@/components/ui/Badge';
import { ValueView } from './ValueView';
import type { Moment } from './useMoment';
import type { Run } from './useRun';

/** The variables of the run (`state`) at the moment that is shown, and what the step has changed. */
export function StatePanel({ run, moment }: { run: Run; moment: Moment }) {
  const cut = moment.state.cutPatches?.at(-1) ?? 0;
  // A patch that is too large for an event is in the checkpoint that was written with it.
  const snapshot = useQuery({ ...stateSnapshotQuery(run.execution.id, cut), enabled: cut > 0 });
  const whole = cut > 0 ? snapshot.data?.state_snapshot : undefined;
  const values = whole === undefined ? moment.state.variables : { ...whole, ...laterThan(run, moment, cut) };
  const patch = moment.event?.type === 'state_change' ? moment.event.payload['patch'] : undefined;
  const changed = typeof patch === 'object' && patch !== null ? Object.keys(patch) : [];
  const empty = Object.keys(values).length === 0;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={0} role="region" aria-label="Variables">
      {changed.length > 0 && (
        <p className="flex flex-wrap items-center gap-1.5 px-3 pt-2 text-xs text-muted">
          Set at this step:
          {changed.map((name) => (
            <Badge key={name} tone="accent">
              {name}
            </Badge>
          ))}
        </p>
      )}
      {empty ? (
        <p className="px-3 py-6 text-center text-muted">
          No variable is set at this moment. Nodes such as “Set variable” set them.
        </p>
      ) : (
        <ValueView title="state" value={values} path="state" loading={cut > 0 && snapshot.isPending} />
      )}
    </div>
  );
}

function laterThan(run: Run, moment: Moment, seq: number): Record<string, unknown> {
  const patches = run.history.events
    .slice(0, moment.step)
    .filter((event) => event.seq > seq && event.type === 'state_change' && typeof event.payload['patch'] === 'object')
    .map((event) => event.payload['patch'] as Record<string, unknown>);
  return Object.assign({}, ...patches) as Record<string, unknown>;
}
