import { Check, Copy } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { IconButton } from './Button';

/** Copies a text and says so for a moment. */
export function CopyButton({
  text,
  label = 'Copy',
  icon = <Copy className="size-3.5" />,
  className,
}: {
  text: string | (() => string);
  label?: string;
  icon?: ReactNode;
  className?: string;
}) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(typeof text === 'string' ? text : text());
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <IconButton label={copied ? 'Copied' : label} size="sm" className={className} onClick={() => void copy()}>
      {copied ? <Check className="size-3.5 text-ok" /> : icon}
    </IconButton>
  );
}
