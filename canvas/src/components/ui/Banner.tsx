import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './classes';

const TONES = {
  info: { icon: Info, className: 'bg-run-soft text-run' },
  warning: { icon: TriangleAlert, className: 'bg-wait-soft text-wait' },
  error: { icon: CircleAlert, className: 'bg-bad-soft text-bad' },
};

/** A line over the whole width that says what is the matter and, at its right, what to do. */
export function Banner({
  tone,
  children,
  action,
}: {
  tone: keyof typeof TONES;
  children: ReactNode;
  action?: ReactNode;
}) {
  const { icon: Icon, className } = TONES[tone];
  return (
    <div
      role={tone === 'error' ? 'alert' : 'status'}
      className={cx('flex items-center gap-2 px-4 py-1.5 text-xs font-medium', className)}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
      {action}
    </div>
  );
}
