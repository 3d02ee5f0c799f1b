import { useQuery } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { healthQuery, workspaceQuery } from '@/api/adminQueries';
import { session } from '@/api/session';
import { Badge } from '@/components/ui/Badge';
import { Button } from '@/components/ui/Button';
import { cx } from '@/components/ui/classes';
import { ErrorState } from '@/components/ui/ErrorState';
import { formatBytes } from '@/components/ui/format';
import { Page, PageHeader } from '@/components/ui/PageHeader';
import { Loading } from '@/components/ui/Spinner';
import { useTitle } from '@/hooks/useTitle';
import { useTheme, type ThemeChoice } from '@/store/theme';

const THEMES: { choice: ThemeChoice; label: string }[] = [
  { choice: 'system', label: 'As the system' },
  { choice: 'light', label: 'Light' },
  { choice: 'dark', label: 'Dark' },
];

export function SettingsPage() {
  useTitle('Settings');
  const workspace = useQuery(workspaceQuery());
  const health = useQuery(healthQuery());
  return (
    <Page>
      <PageHeader
        title="Settings"
        description="How this Orcheo is set up. What is not about the canvas is set where the stack is started."
      />
      {workspace.isPending && <Loading />}
      {workspace.isError && <ErrorState error={workspace.error} onRetry={() => void workspace.refetch()} />}
      {workspace.data !== undefined && (
        <div className="gap-4 lg:columns-2">
          <Card title="The canvas">
            <Appearance />
          </Card>
          <Card
            title="Your key"
            action={
              <Button size="sm" icon={<LogOut className="size-3.5" />} onClick={() => session.signOut('left')}>
                Sign out
              </Button>
            }
          >
            <Facts
              facts={[
                ['Name', workspace.data.key.name],
                [
                  'Id',
                  <code key="id" className="font-mono text-xs">
                    {workspace.data.key.id}
                  </code>,
                ],
                [
                  'May',
                  <span key="scopes" className="flex flex-wrap gap-1">
                    {workspace.data.key.scopes.map((scope) => (
                      <Badge key={scope} className="font-mono">
                        {scope}
                      </Badge>
                    ))}
                  </span>,
                ],
              ]}
            />
          </Card>
          <Card title="The installation">
            <Facts
              facts={[
                ['Orcheo', `version ${workspace.data.version}`],
                [
                  'Health',
                  health.data === undefined ? (
                    '…'
                  ) : (
                    <Badge key="health" tone={health.data.status === 'ok' ? 'ok' : 'bad'}>
                      {health.data.status}
                    </Badge>
                  ),
                ],
                ['Rows are in', workspace.data.storage],
                ['Executions run on', workspace.data.durable],
                [
                  'Nodes may call private networks',
                  <Setting key="private" name="Orcheo__Http__AllowPrivateNetworks">
                    {workspace.data.http.allow_private_networks ? 'yes' : 'no'}
                  </Setting>,
                ],
                [
                  'Schedules are looked at every',
                  <Setting key="tick" name="Orcheo__Cron__Tick">
                    {seconds(workspace.data.cron.tick_seconds)}
                  </Setting>,
                ],
              ]}
            />
          </Card>
          <Card title="Limits">
            <Facts
              facts={[
                [
                  'Requests of a key',
                  <Setting key="key" name="Orcheo__RateLimits__PerKey__…">
                    {rate(workspace.data.limits.per_key)}
                  </Setting>,
                ],
                [
                  'Requests of an address',
                  <Setting key="ip" name="Orcheo__RateLimits__PerIp__…">
                    {rate(workspace.data.limits.per_ip)}
                  </Setting>,
                ],
                [
                  'Largest request',
                  <Setting key="body" name="Orcheo__Limits__BodyBytes">
                    {formatBytes(workspace.data.limits.body_bytes)}
                  </Setting>,
                ],
                ['Pinned nodes in a test run', `${workspace.data.limits.pinned_nodes}`],
              ]}
            />
          </Card>
          <Card title="What is kept, and how long">
            <Facts
              facts={[
                [
                  'Executions that have ended',
                  <Setting key="executions" name="Orcheo__Retention__ExecutionDays">
                    {days(workspace.data.retention.execution_days)}
                  </Setting>,
                ],
                [
                  'Their events',
                  <Setting key="events" name="Orcheo__Retention__EventDays">
                    {days(workspace.data.retention.event_days)}
                  </Setting>,
                ],
                [
                  'The audit log',
                  <Setting key="audit" name="Orcheo__Retention__AuditDays">
                    {days(workspace.data.retention.audit_days)}
                  </Setting>,
                ],
              ]}
            />
          </Card>
        </div>
      )}
    </Page>
  );
}

function Card({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section
      aria-label={title}
      className="mb-4 break-inside-avoid rounded-lg border border-line bg-surface p-4 shadow-sm"
    >
      <div className="flex min-h-7 items-center justify-between gap-2 pb-3">
        <h2 className="text-base font-semibold">{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}

function Facts({ facts }: { facts: [string, ReactNode][] }) {
  return (
    <dl className="flex flex-col divide-y divide-line">
      {facts.map(([term, fact]) => (
        <div key={term} className="flex items-start justify-between gap-6 py-2 first:pt-0 last:pb-0">
          <dt className="shrink-0 text-muted">{term}</dt>
          <dd className="min-w-0 text-right break-words">{fact}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A value, and the variable by which it is set. */
function Setting({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      {children}
      <code className="block font-mono text-2xs break-all text-muted">{name}</code>
    </>
  );
}

function Appearance() {
  const { choice, choose } = useTheme();
  return (
    <fieldset>
      <legend className="pb-2 text-muted">Appearance</legend>
      <div className="inline-flex rounded-md border border-line-strong p-0.5">
        {THEMES.map((theme) => (
          <label
            key={theme.choice}
            className={cx(
              'cursor-pointer rounded px-3 py-1 font-medium has-focus-visible:outline-2 has-focus-visible:outline-accent',
              choice === theme.choice ? 'bg-accent-soft text-accent' : 'text-muted hover:text-ink',
            )}
          >
            <input
              type="radio"
              name="theme"
              className="sr-only"
              checked={choice === theme.choice}
              onChange={() => choose(theme.choice)}
            />
            {theme.label}
          </label>
        ))}
      </div>
      <p className="pt-3 text-xs text-muted">
        Press <kbd className="font-mono">?</kbd> anywhere to see the keyboard shortcuts of the page.
      </p>
    </fieldset>
  );
}

const rate = ({ per_second: sustained, burst }: { per_second: number; burst: number }) =>
  `${sustained} a second, ${burst} at once`;
const days = (count: number) => (count === 1 ? 'a day' : `${count} days`);
const seconds = (count: number) => (count === 1 ? 'second' : `${count} seconds`);
