import { useQuery } from '@tanstack/react-query';
import { CalendarClock, Plus, Webhook, X } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { cronsQuery, readCron, readWebhook, webhooksQuery, workflowNamesQuery } from '@/api/adminQueries';
import type { CronTrigger, WebhookTrigger } from '@/api/types';
import { Button } from '@/components/ui/Button';
import { ConfirmDialog } from '@/components/ui/Dialog';
import { EmptyState } from '@/components/ui/EmptyState';
import { ErrorState } from '@/components/ui/ErrorState';
import { Page, PageHeader } from '@/components/ui/PageHeader';
import { Loading } from '@/components/ui/Spinner';
import { notifyError } from '@/components/ui/toast';
import { useShortcuts } from '@/hooks/useShortcuts';
import { useTitle } from '@/hooks/useTitle';
import { CronDialog } from './CronDialog';
import { CronTable } from './CronTable';
import { FiresDialog } from './FiresDialog';
import { RotateDialog } from './RotateDialog';
import { isWebhook, useTriggerActions } from './useTriggerActions';
import { WebhookDialog } from './WebhookDialog';
import { WebhookTable } from './WebhookTable';
import { WebhookTest } from './WebhookTest';

/** What stands over the page. */
type Open =
  | { kind: 'webhook'; edited: { value: WebhookTrigger; etag: string } | null }
  | { kind: 'cron'; edited: { value: CronTrigger; etag: string } | null }
  | { kind: 'test' | 'rotate'; trigger: WebhookTrigger }
  | { kind: 'fires' | 'delete'; trigger: CronTrigger | WebhookTrigger };

const RENEW = 5000;

export function TriggersPage() {
  useTitle('Triggers');
  const [params, setParams] = useSearchParams();
  const workflowId = params.get('workflow_id') ?? undefined;
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const { enable, remove } = useTriggerActions();
  const webhooks = useQuery({ ...webhooksQuery(workflowId), refetchInterval: RENEW });
  const crons = useQuery({ ...cronsQuery(workflowId), refetchInterval: RENEW });
  const workflows = useQuery(workflowNamesQuery());
  const names = useMemo(() => new Map(workflows.data?.map(({ id, name }) => [id, name])), [workflows.data]);

  const newWebhook = () => setOpen({ kind: 'webhook', edited: null });
  const newCron = () => setOpen({ kind: 'cron', edited: null });
  useShortcuts('Triggers', [
    { keys: 'w', label: 'New webhook', run: newWebhook },
    { keys: 's', label: 'New schedule', run: newCron },
  ]);
  // What is changed is read anew: a list may be old, and holds no ETag.
  const edit = async (trigger: CronTrigger | WebhookTrigger) => {
    try {
      setOpen(
        isWebhook(trigger)
          ? { kind: 'webhook', edited: await readWebhook(trigger.id) }
          : { kind: 'cron', edited: await readCron(trigger.id) },
      );
    } catch (error) {
      notifyError('The trigger could not be read', error);
    }
  };
  const shared = {
    names,
    onEnable: (trigger: CronTrigger | WebhookTrigger, enabled: boolean) => enable.mutate({ trigger, enabled }),
    onEdit: (trigger: CronTrigger | WebhookTrigger) => void edit(trigger),
    onFires: (trigger: CronTrigger | WebhookTrigger) => setOpen({ kind: 'fires', trigger }),
    onDelete: (trigger: CronTrigger | WebhookTrigger) => setOpen({ kind: 'delete', trigger }),
  };
  const nameOf = (trigger: CronTrigger | WebhookTrigger) => names.get(trigger.workflow_id) ?? 'the workflow';

  return (
    <Page>
      <PageHeader
        title="Triggers"
        description="What starts workflows by itself: a call from outside, or a time."
        actions={
          <>
            <Button icon={<CalendarClock className="size-4" />} onClick={newCron}>
              New schedule
            </Button>
            <Button variant="primary" icon={<Plus className="size-4" />} onClick={newWebhook}>
              New webhook
            </Button>
          </>
        }
      />
      {workflowId !== undefined && (
        <div className="pb-3">
          <Button size="sm" onClick={() => setParams({}, { replace: true })}>
            Only those of {names.get(workflowId) ?? workflowId} <X aria-hidden className="size-3.5" />
          </Button>
        </div>
      )}
      <Section title="Webhooks" query={webhooks}>
        {webhooks.data?.length === 0 ? (
          <EmptyState
            icon={<Webhook />}
            title="No webhook yet"
            action={<Button onClick={newWebhook}>New webhook</Button>}
          >
            A webhook is a URL for another service. What it posts there starts a workflow, which sees it as{' '}
            <code className="font-mono text-xs">trigger.body</code>.
          </EmptyState>
        ) : (
          <WebhookTable
            {...shared}
            webhooks={webhooks.data ?? []}
            onTest={(trigger) => setOpen({ kind: 'test', trigger })}
            onRotate={(trigger) => setOpen({ kind: 'rotate', trigger })}
          />
        )}
      </Section>
      <Section title="Schedules" query={crons}>
        {crons.data?.length === 0 ? (
          <EmptyState
            icon={<CalendarClock />}
            title="No schedule yet"
            action={<Button onClick={newCron}>New schedule</Button>}
          >
            A schedule starts a workflow at the times that you say, in the time zone that you say.
          </EmptyState>
        ) : (
          <CronTable {...shared} crons={crons.data ?? []} />
        )}
      </Section>

      {open?.kind === 'webhook' && (
        <WebhookDialog
          edited={open.edited}
          workflowId={workflowId}
          onClose={close}
          onSaved={(trigger) => (open.edited === null ? setOpen({ kind: 'test', trigger }) : close())}
        />
      )}
      {open?.kind === 'cron' && <CronDialog edited={open.edited} workflowId={workflowId} onClose={close} />}
      {open?.kind === 'test' && <WebhookTest trigger={open.trigger} onClose={close} />}
      {open?.kind === 'rotate' && (
        <RotateDialog
          trigger={open.trigger}
          onClose={close}
          onRotated={(trigger) => setOpen({ kind: 'test', trigger })}
        />
      )}
      {open?.kind === 'fires' && (
        <FiresDialog
          triggerId={open.trigger.id}
          title={`What this trigger of “${nameOf(open.trigger)}” has started.`}
          onClose={close}
        />
      )}
      <ConfirmDialog
        open={open?.kind === 'delete'}
        onOpenChange={(stays) => !stays && close()}
        title={open?.kind === 'delete' && isWebhook(open.trigger) ? 'Delete the webhook?' : 'Delete the schedule?'}
        description={
          open?.kind === 'delete' && isWebhook(open.trigger)
            ? `Its URL stops working at once, and cannot be had again. “${nameOf(open.trigger)}” stays.`
            : `It starts nothing any more. ${open?.kind === 'delete' ? `“${nameOf(open.trigger)}” stays.` : ''}`
        }
        action="Delete"
        onConfirm={() => open?.kind === 'delete' && remove(open.trigger)}
      />
    </Page>
  );
}

interface SectionProps {
  title: string;
  query: { isPending: boolean; isError: boolean; error: unknown; refetch(): unknown };
  children: ReactNode;
}

function Section({ title, query, children }: SectionProps) {
  return (
    <section className="pb-8">
      <h2 className="pb-2 text-base font-semibold">{title}</h2>
      {query.isPending ? (
        <Loading />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        children
      )}
    </section>
  );
}
