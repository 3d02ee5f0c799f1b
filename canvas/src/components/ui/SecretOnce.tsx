import { TriangleAlert } from 'lucide-react';
import { CopyButton } from './CopyButton';

/** A secret that the server shows this once, and a word that it is so. */
export function SecretOnce({ label, secret }: { label: string; secret: string }) {
  return (
    <div className="rounded-lg border border-line-strong bg-raised p-3">
      <div className="flex items-center justify-between gap-2">
        <span className="text-xs font-medium">{label}</span>
        <CopyButton text={secret} label={`Copy ${label.toLowerCase()}`} />
      </div>
      <code
        data-secret
        className="mt-1 block rounded border border-line bg-surface px-2 py-1.5 font-mono text-xs break-all select-all"
      >
        {secret}
      </code>
      <p className="mt-2 flex items-center gap-1.5 text-xs text-wait">
        <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
        Copy it now: it is shown this once, and cannot be read again.
      </p>
    </div>
  );
}
