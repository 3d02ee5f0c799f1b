import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from 'react';
import { cx } from './classes';

interface FieldProps {
  label: ReactNode;
  /** One sentence below the label. */
  hint?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  /** What stands at the right of the label, such as a small button. */
  aside?: ReactNode;
  className?: string;
  /** The control; it is given the id and what describes it. */
  children: (control: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode;
}

/** A labelled control with hint and error, tied together for screen readers. */
export function Field({ label, hint, error, required, aside, className, children }: FieldProps) {
  const id = useId();
  const hasError = error !== undefined && error !== null && error !== false;
  const hasHint = hint !== undefined && hint !== null;
  const described = [hasHint && `${id}-hint`, hasError && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={cx('flex flex-col gap-1', className)}>
      <div className="flex min-h-6 items-center justify-between gap-2">
        <label htmlFor={id} className="text-xs font-medium text-ink">
          {label}
          {required && (
            <span className="text-bad" aria-hidden>
              {' '}
              *
            </span>
          )}
        </label>
        {aside}
      </div>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': hasError || undefined })}
      {hasError && (
        <p id={`${id}-error`} className="text-xs text-bad">
          {error}
        </p>
      )}
      {hasHint && (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

const CONTROL =
  'w-full rounded-md border border-line-strong bg-surface text-sm text-ink placeholder:text-faint transition-colors hover:border-muted aria-invalid:border-bad disabled:opacity-60';

export function Input({ className, ...rest }: InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  return <input autoComplete="off" spellCheck={false} {...rest} className={cx(CONTROL, 'h-8 px-2.5', className)} />;
}

export function Textarea({
  className,
  ...rest
}: TextareaHTMLAttributes<HTMLTextAreaElement> & { ref?: Ref<HTMLTextAreaElement> }) {
  return <textarea rows={3} {...rest} className={cx(CONTROL, 'px-2.5 py-1.5', className)} />;
}

/** A plain select: the browser's own list is the most accessible one. */
export function Select({ className, children, ...rest }: SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <select {...rest} className={cx(CONTROL, 'h-8 px-2', className)}>
      {children}
    </select>
  );
}
