import { X } from 'lucide-react';
import { AlertDialog as Alert, Dialog as Radix } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import { Button } from './Button';
import { cx } from './classes';

interface DialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: ReactNode;
  description?: ReactNode;
  /** Buttons; they stand at the right of the foot, the one to press last. */
  footer?: ReactNode;
  size?: 'sm' | 'md' | 'lg' | 'xl';
  children?: ReactNode;
}

const WIDTHS = { sm: 'max-w-sm', md: 'max-w-lg', lg: 'max-w-2xl', xl: 'max-w-5xl' };
const OVERLAY = 'fixed inset-0 z-40 bg-[oklch(0.15_0.02_300/0.45)]';
const PANEL =
  'animate-appear fixed inset-x-3 top-[8vh] z-50 mx-auto flex max-h-[84vh] flex-col overflow-hidden rounded-xl border border-line bg-surface shadow-lg';

export function Dialog({ open, onOpenChange, title, description, footer, size = 'md', children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={OVERLAY} />
        <Radix.Content
          className={cx(PANEL, WIDTHS[size])}
          {...(description === undefined && { 'aria-describedby': undefined })}
        >
          <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
            <div>
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description className="mt-0.5 text-sm text-muted">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close
              aria-label="Close"
              className="-mr-1 flex size-7 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover"
            >
              <X aria-hidden className="size-4" />
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5" tabIndex={-1}>
            {children}
          </div>
          {footer !== undefined && (
            <footer className="flex justify-end gap-2 border-t border-line bg-raised px-5 py-3">{footer}</footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface ConfirmProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  description: ReactNode;
  /** What the button says: the verb of what happens, never "OK". */
  action: string;
  onConfirm(): unknown;
}

/** Asks before something that cannot be undone. The dialog closes when the action has succeeded. */
export function ConfirmDialog({ open, onOpenChange, title, description, action, onConfirm }: ConfirmProps) {
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    try {
      await onConfirm();
      onOpenChange(false);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Alert.Root open={open} onOpenChange={onOpenChange}>
      <Alert.Portal>
        <Alert.Overlay className={OVERLAY} />
        <Alert.Content className={cx(PANEL, WIDTHS.sm)}>
          <div className="px-5 py-4">
            <Alert.Title className="text-lg font-semibold">{title}</Alert.Title>
            <Alert.Description className="mt-1 text-sm text-muted">{description}</Alert.Description>
          </div>
          <footer className="flex justify-end gap-2 border-t border-line bg-raised px-5 py-3">
            <Alert.Cancel asChild>
              <Button>Cancel</Button>
            </Alert.Cancel>
            <Button variant="danger" busy={busy} onClick={() => void confirm()}>
              {action}
            </Button>
          </footer>
        </Alert.Content>
      </Alert.Portal>
    </Alert.Root>
  );
}
