import { LoaderCircle } from 'lucide-react';
import { cx } from './classes';

export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle aria-hidden className={cx('size-4 animate-spin', className)} />;
}

/** Fills its place while a page or a panel loads. */
export function Loading({ label = 'Loading' }: { label?: string }) {
  return (
    <div role="status" className="flex h-full min-h-32 items-center justify-center gap-2 text-muted">
      <Spinner /> {label}…
    </div>
  );
}
