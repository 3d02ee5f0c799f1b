import { Link2 } from 'lucide-react';
import { CopyButton } from '@/components/ui/CopyButton';
import { JsonTree } from '@/components/ui/JsonTree';
import { Spinner } from '@/components/ui/Spinner';

interface ValueViewProps {
  title: string;
  value: unknown;
  /** The expression that reaches the value. */
  path: string;
  /** Whether the rest of the value is on its way. */
  loading?: boolean;
  open?: number;
}

/** A value as a tree under a heading, with buttons that copy it and the expression that reaches it. */
export function ValueView({ title, value, path, loading = false, open = 2 }: ValueViewProps) {
  return (
    <section aria-label={title} className="px-3 py-2">
      <div className="flex h-7 items-center gap-1">
        <h3 className="flex-1 text-xs font-medium text-muted">{title}</h3>
        {loading && <Spinner />}
        {path !== '' && (
          <CopyButton text={path} label={`Copy the path ${path}`} icon={<Link2 className="size-3.5" />} />
        )}
        <CopyButton text={() => JSON.stringify(value, null, 2) ?? 'undefined'} label="Copy the value" />
      </div>
      <div className="overflow-x-auto rounded-md border border-line bg-raised py-1">
        <JsonTree value={value} path={path} open={open} />
      </div>
    </section>
  );
}
