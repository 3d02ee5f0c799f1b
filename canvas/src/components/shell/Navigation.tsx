import { Activity, BookOpen, CalendarClock, KeyRound, LockKeyhole, ScrollText, Settings, Workflow } from 'lucide-react';
import { NavLink } from 'react-router';
import { cx } from '@/components/ui/classes';
import { useShell } from '@/store/shell';

const PLACES = [
  { to: '/workflows', label: 'Workflows', icon: Workflow },
  { to: '/executions', label: 'Executions', icon: Activity },
  { to: '/triggers', label: 'Triggers', icon: CalendarClock },
  { to: '/credentials', label: 'Credentials', icon: LockKeyhole },
  { to: '/keys', label: 'API keys', icon: KeyRound },
  { to: '/audit', label: 'Audit', icon: ScrollText },
  { to: '/settings', label: 'Settings', icon: Settings },
] as const;

/** The places of the canvas. `compact` shows the icons alone, where the page needs the width. */
export function Navigation({ compact }: { compact: boolean }) {
  const close = () => useShell.getState().set({ navigationOpen: false });
  return (
    <nav aria-label="Main" className="flex flex-1 flex-col gap-0.5 px-2">
      {PLACES.map(({ to, label, icon: Icon }) => (
        <NavLink
          key={to}
          to={to}
          onClick={close}
          title={compact ? label : undefined}
          aria-label={compact ? label : undefined}
          className={({ isActive }) =>
            cx(
              'flex h-8 items-center gap-2.5 rounded-md px-2.5 font-medium transition-colors',
              compact && 'justify-center px-0',
              isActive ? 'bg-accent-soft text-accent' : 'text-muted hover:bg-hover hover:text-ink',
            )
          }
        >
          <Icon aria-hidden className="size-4 shrink-0" />
          {!compact && label}
        </NavLink>
      ))}
      <div className="flex-1" />
      <a
        href="/docs"
        target="_blank"
        rel="noreferrer"
        title={compact ? 'API reference' : undefined}
        aria-label={compact ? 'API reference' : undefined}
        className={cx(
          'flex h-8 items-center gap-2.5 rounded-md px-2.5 font-medium text-muted hover:bg-hover hover:text-ink',
          compact && 'justify-center px-0',
        )}
      >
        <BookOpen aria-hidden className="size-4 shrink-0" />
        {!compact && 'API reference'}
      </a>
    </nav>
  );
}
