import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { cx } from './classes';
import { Spinner } from './Spinner';
import { Tooltip } from './Tooltip';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: ButtonVariant;
  size?: 'sm' | 'md';
  icon?: ReactNode;
  /** Shows that the action is under way, and keeps it from being started twice. */
  busy?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

const VARIANTS: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover shadow-sm',
  secondary: 'bg-surface text-ink border border-line-strong hover:bg-hover shadow-sm',
  ghost: 'text-ink hover:bg-hover',
  danger: 'bg-surface text-bad border border-line-strong hover:bg-bad-soft shadow-sm',
};
const SIZES = { sm: 'h-7 px-2 text-xs gap-1.5', md: 'h-8 px-3 text-sm gap-2' };

export function Button({
  variant = 'secondary',
  size = 'md',
  icon,
  busy = false,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-md font-medium whitespace-nowrap transition-colors select-none',
        'disabled:pointer-events-none disabled:opacity-50',
        SIZES[size],
        VARIANTS[variant],
        className,
      )}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon'> {
  /** What it does: the tooltip and the accessible name. */
  label: string;
  /** A shortcut to show in the tooltip, as `mod+z`. */
  keys?: string;
  children: ReactNode;
  pressed?: boolean;
}

export function IconButton({
  label,
  keys,
  variant = 'ghost',
  size = 'md',
  pressed,
  className,
  children,
  busy,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        {...rest}
        className={cx(
          'inline-flex shrink-0 items-center justify-center rounded-md transition-colors disabled:pointer-events-none disabled:opacity-40',
          size === 'sm' ? 'size-6' : 'size-8',
          VARIANTS[variant],
          pressed && 'bg-accent-soft text-accent',
          className,
        )}
      >
        {busy ? <Spinner /> : children}
      </button>
    </Tooltip>
  );
}
