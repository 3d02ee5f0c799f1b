import type { ReactNode } from 'react';

/** What a place shows while it holds nothing: what belongs here, and the way to get the first one. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-3 rounded-lg border border-dashed border-line-strong px-6 py-12 text-center">
      {icon !== undefined && (
        <div className="flex size-11 items-center justify-center rounded-full bg-accent-soft text-accent [&_svg]:size-5">
          {icon}
        </div>
      )}
      <div className="max-w-md">
        <h2 className="text-base font-semibold">{title}</h2>
        {children !== undefined && <div className="mt-1 text-muted">{children}</div>}
      </div>
      {action}
    </div>
  );
}
