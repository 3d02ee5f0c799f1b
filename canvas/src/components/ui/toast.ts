import { toast } from 'sonner';
import { describeError } from '@/api/errors';

/** Says that something was done; with `undo`, how to take it back. */
export function notify(message: string, undo?: () => void): void {
  toast.success(message, undo === undefined ? undefined : { duration: 8000, action: { label: 'Undo', onClick: undo } });
}

/** Says what failed, why, and what to do. */
export function notifyError(what: string, error: unknown): void {
  const { title, advice, code } = describeError(error);
  toast.error(what, {
    duration: 10_000,
    description: [title, advice, code !== undefined && `(${code})`].filter(Boolean).join(' '),
  });
}
