import { useQuery } from '@tanstack/react-query';
import { cronPreviewQuery } from '@/api/adminQueries';
import { describeError } from '@/api/errors';
import { Spinner } from '@/components/ui/Spinner';
import { useDebounced } from '@/hooks/useDebounced';
import { momentIn } from './words';

/** The next times of a schedule, as the server will keep them, shown in the schedule's zone. */
export function CronPreview({ cron, timezone }: { cron: string; timezone: string }) {
  const [expression, zone] = [useDebounced(cron), useDebounced(timezone)];
  const preview = useQuery(cronPreviewQuery(expression, zone));
  return (
    <section
      aria-label="Next times"
      aria-live="polite"
      className="min-h-36 rounded-md border border-line bg-raised px-3 py-2"
    >
      <h3 className="text-xs font-medium text-muted">Next times</h3>
      {preview.isFetching && preview.data === undefined && <Spinner className="mt-2 text-muted" />}
      {preview.isError && <p className="mt-1 text-xs text-bad">{describeError(preview.error).title}</p>}
      {preview.data?.length === 0 && <p className="mt-1 text-xs text-wait">It never comes due again.</p>}
      <ol className="mt-1 font-mono text-xs leading-5 tabular-nums">
        {preview.data?.map((time) => (
          <li key={time}>
            <time dateTime={time}>{momentIn(zone, time)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}
