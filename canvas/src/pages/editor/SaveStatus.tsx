import { Check, CloudOff, TriangleAlert } from 'lucide-react';
import { describeError } from '@/api/errors';
import { Spinner } from '@/components/ui/Spinner';
import { Tooltip } from '@/components/ui/Tooltip';
import { useEditor } from '@/store/editor';

/** Whether the draft is saved; it saves itself. */
export function SaveStatus() {
  const state = useEditor((editor) => editor.saveState);
  const error = useEditor((editor) => editor.saveError);
  const [icon, text, hint] = {
    saved: [
      <Check key="i" className="size-3.5" />,
      'Saved',
      'The draft saves itself. Finalize a version to keep it for good.',
    ] as const,
    dirty: [<Spinner key="i" className="size-3.5!" />, 'Saving', 'The draft saves itself.'] as const,
    saving: [<Spinner key="i" className="size-3.5!" />, 'Saving', 'The draft saves itself.'] as const,
    failed: [
      <CloudOff key="i" className="size-3.5 text-wait" />,
      'Not saved',
      `${describeError(error).title} It is kept in this browser and tried again.`,
    ] as const,
    conflict: [
      <TriangleAlert key="i" className="size-3.5 text-bad" />,
      'Conflict',
      'Someone else saved this workflow. Choose a side.',
    ] as const,
  }[state];
  return (
    <Tooltip label={hint}>
      <span
        role="status"
        aria-live="polite"
        tabIndex={0}
        className="flex h-8 items-center gap-1.5 rounded-md px-1.5 text-xs whitespace-nowrap text-muted"
      >
        {icon}
        <span className="max-md:sr-only">{text}</span>
      </span>
    </Tooltip>
  );
}
