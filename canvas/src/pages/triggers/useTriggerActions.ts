import { useMutation, useQueryClient } from '@tanstack/react-query';
import { readCron, readWebhook } from '@/api/adminQueries';
import { api, unwrap } from '@/api/client';
import type { CronTrigger, WebhookTrigger } from '@/api/types';
import { notify, notifyError } from '@/components/ui/toast';

/** Which kind of trigger it is, as its id says. */
export const isWebhook = (trigger: CronTrigger | WebhookTrigger): trigger is WebhookTrigger =>
  trigger.id.startsWith('hook_');

/** What can be done with triggers from their lists. What was read is sent back with its ETag: nobody's change is lost. */
export function useTriggerActions() {
  const client = useQueryClient();
  const renew = () => client.invalidateQueries({ queryKey: ['triggers'] });

  const enable = useMutation({
    mutationFn: async ({ trigger, enabled }: { trigger: CronTrigger | WebhookTrigger; enabled: boolean }) => {
      if (isWebhook(trigger)) {
        const { value, etag } = await readWebhook(trigger.id);
        return unwrap(
          await api.PUT('/triggers/webhook/{id}', {
            params: { path: { id: trigger.id }, header: { 'If-Match': etag } },
            body: { ...value, enabled },
          }),
        );
      }
      const { value, etag } = await readCron(trigger.id);
      return unwrap(
        await api.PUT('/triggers/cron/{id}', {
          params: { path: { id: trigger.id }, header: { 'If-Match': etag } },
          body: { ...value, enabled },
        }),
      );
    },
    onSuccess: async (_, { enabled }) => {
      await renew();
      notify(enabled ? 'The trigger is on' : 'The trigger is off');
    },
    onError: (error) => notifyError('The trigger could not be changed', error),
  });

  const remove = async (trigger: CronTrigger | WebhookTrigger) => {
    const params = { params: { path: { id: trigger.id } } };
    try {
      unwrap(
        isWebhook(trigger)
          ? await api.DELETE('/triggers/webhook/{id}', params)
          : await api.DELETE('/triggers/cron/{id}', params),
      );
      await renew();
      notify(isWebhook(trigger) ? 'The webhook is deleted' : 'The schedule is deleted');
    } catch (error) {
      notifyError('The trigger could not be deleted', error);
    }
  };

  return { enable, remove };
}
