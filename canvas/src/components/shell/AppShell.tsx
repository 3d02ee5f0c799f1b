import { CircleHelp, LogOut, Menu as MenuIcon, Search } from 'lucide-react';
import { Suspense } from 'react';
import { Outlet, useMatch } from 'react-router';
import { session } from '@/api/session';
import { Button, IconButton } from '@/components/ui/Button';
import { cx } from '@/components/ui/classes';
import { Kbd } from '@/components/ui/Kbd';
import { Loading } from '@/components/ui/Spinner';
import { useShortcutListener, useShortcuts } from '@/hooks/useShortcuts';
import { useShell } from '@/store/shell';
import { Banners } from './Banners';
import { CommandMenu } from './CommandMenu';
import { HelpSheet } from './HelpSheet';
import { Logo } from './Logo';
import { Navigation } from './Navigation';
import { ThemeMenu } from './ThemeMenu';

/** The frame around every page: navigation at the left, banners above, the page in the rest. */
export function AppShell() {
  const { navigationOpen, set } = useShell();
  // The editor and the viewer need the width: there the navigation is a strip of icons.
  const editing = useMatch('/workflows/:id') !== null;
  const viewing = useMatch('/executions/:id/*') !== null;
  const compact = editing || viewing;
  useShortcutListener();
  useShortcuts('Everywhere', [
    { keys: 'mod+k', label: 'Commands', inFields: true, run: () => set({ commandsOpen: true }) },
    { keys: '?', label: 'Keyboard shortcuts', run: () => set({ helpOpen: true }) },
  ]);
  return (
    <div className="flex h-full flex-col">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <Banners />
      <div className="flex min-h-0 flex-1">
        <aside
          className={cx(
            'z-30 flex shrink-0 flex-col gap-3 border-r border-line bg-surface py-3',
            compact ? 'w-13' : 'w-52 max-lg:w-13',
            navigationOpen && 'max-lg:w-52',
          )}
        >
          <div
            className={cx(
              'flex h-8 items-center',
              compact ? 'justify-center' : 'px-4 max-lg:justify-center max-lg:px-0',
            )}
          >
            <span className={cx(compact && 'hidden', 'max-lg:hidden')}>
              <Logo />
            </span>
            <span className={cx(!compact && 'lg:hidden')}>
              <Logo compact />
            </span>
          </div>
          {!compact && (
            <div className="px-2 max-lg:hidden">
              <Button
                className="w-full justify-start! text-muted!"
                icon={<Search className="size-3.5" />}
                onClick={() => set({ commandsOpen: true })}
              >
                <span className="flex-1 text-left font-normal">Search</span>
                <Kbd keys="mod+k" />
              </Button>
            </div>
          )}
          <div className={cx('flex min-h-0 flex-1 flex-col', !compact && 'max-lg:hidden', compact && 'hidden')}>
            <Navigation compact={false} />
          </div>
          <div className={cx('flex min-h-0 flex-1 flex-col', !compact && 'lg:hidden')}>
            <Navigation compact />
          </div>
          <div
            className={cx('flex gap-1 px-2', compact ? 'flex-col items-center' : 'max-lg:flex-col max-lg:items-center')}
          >
            {compact && (
              <IconButton label="Commands" keys="mod+k" onClick={() => set({ commandsOpen: true })}>
                <MenuIcon className="size-4" />
              </IconButton>
            )}
            <ThemeMenu />
            <IconButton label="Keyboard shortcuts" keys="?" onClick={() => set({ helpOpen: true })}>
              <CircleHelp className="size-4" />
            </IconButton>
            <IconButton label="Sign out" onClick={() => session.signOut('left')}>
              <LogOut className="size-4" />
            </IconButton>
          </div>
        </aside>
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 outline-none">
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <CommandMenu />
      <HelpSheet />
    </div>
  );
}
