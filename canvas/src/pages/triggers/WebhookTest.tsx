import type { WebhookTrigger } from '@/api/types';
import { Button } from '@/components/ui/Button';
import { CodeBlock } from '@/components/ui/CodeBlock';
import { Dialog } from '@/components/ui/Dialog';
import { SecretOnce } from '@/components/ui/SecretOnce';
import { curlFor } from './curl';

/** The URL of a webhook, its secret where it was just made, and a line that delivers to it. */
export function WebhookTest({ trigger, onClose }: { trigger: WebhookTrigger; onClose(): void }) {
  const secret = trigger.signing_secret_once;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title={secret === undefined ? 'Test the webhook' : 'The webhook is ready'}
      description="Run the line in a terminal: it signs as the sender will, and the workflow starts."
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <CodeBlock label="URL" text={trigger.url} />
        {secret !== undefined && (
          <SecretOnce label={trigger.auth === 'token' ? 'Token' : 'Signing secret'} secret={secret} />
        )}
        {secret === undefined && trigger.auth !== 'none' && (
          <p className="text-xs text-muted">
            The secret is not shown again: put it into the line, or make another with “Rotate the secret”.
          </p>
        )}
        <CodeBlock label="Test command" text={curlFor(trigger, secret)} />
      </div>
    </Dialog>
  );
}
