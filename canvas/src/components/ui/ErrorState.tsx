import { CircleAlert, RotateCw } from 'lucide-react';
import { describeError } from '@/api/errors';
import { Button } from './Button';

/** What could not be read, why, and a way to try again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { title, advice, code } = describeError(error);
  return (
    <div role="alert" className="flex flex-col items-center gap-3 px-6 py-12 text-center">
      <CircleAlert aria-hidden className="size-6 text-bad" />
      <div className="max-w-md">
        <p className="font-medium">{title}</p>
        {advice !== undefined && <p className="mt-1 text-muted">{advice}</p>}
        {code !== undefined && <p className="mt-1 font-mono text-xs text-faint">{code}</p>}
      </div>
      {onRetry !== undefined && (
        <Button icon={<RotateCw className="size-4" />} onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
