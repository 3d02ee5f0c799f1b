import { useId, type ReactNode } from 'react';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { FormError } from './FormError';

interface FormDialogProps {
  title: ReactNode;
  description?: ReactNode;
  size?: 'sm' | 'md' | 'lg' | 'xl';
  /** What the button says that sends the form: the verb of what happens. */
  action: string;
  busy: boolean;
  disabled?: boolean;
  /** Why it was not taken, if it was not. */
  error?: Error | null;
  /** What to say when somebody else was faster. */
  conflict?: string;
  onSubmit(): void;
  onClose(): void;
  children: ReactNode;
}

/** A dialog that is a form: Enter sends it; Cancel and Escape leave everything as it was. */
export function FormDialog({ error = null, conflict, children, ...form }: FormDialogProps) {
  const id = useId();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && form.onClose()}
      title={form.title}
      description={form.description}
      size={form.size}
      footer={
        <>
          <Button onClick={form.onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={id} busy={form.busy} disabled={form.disabled}>
            {form.action}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          form.onSubmit();
        }}
      >
        {children}
        <FormError error={error} conflict={conflict} />
      </form>
    </Dialog>
  );
}
