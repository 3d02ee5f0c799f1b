import { CircleAlert } from 'lucide-react';
import { ApiError, describeError } from '@/api/errors';

/** Why a form could not be sent, at its end: every fault, and what to do. `conflict` is said where someone else was faster. */
export function FormError({ error, conflict }: { error: unknown; conflict?: string }) {
  if (error === null || error === undefined) {
    return null;
  }
  const { title, advice, code } = describeError(error);
  const faults = error instanceof ApiError ? error.faults : [];
  const stale = error instanceof ApiError && error.isConflict && conflict !== undefined;
  return (
    <div role="alert" className="flex gap-2 rounded-md bg-bad-soft px-3 py-2 text-xs text-bad">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0">
        <p className="font-medium break-words">{stale ? conflict : title}</p>
        {!stale && advice !== undefined && <p>{advice}</p>}
        {faults.length > 1 && (
          <ul className="mt-1 list-disc pl-4">
            {faults.map((fault) => (
              <li key={`${fault.pointer} ${fault.message}`}>{fault.message}</li>
            ))}
          </ul>
        )}
        {code !== undefined && <p className="mt-0.5 font-mono text-2xs">{code}</p>}
      </div>
    </div>
  );
}
