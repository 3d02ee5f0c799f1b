import type { WorkflowInput } from '@/api/types';
import { Badge } from '@/components/ui/Badge';
import { Dialog } from '@/components/ui/Dialog';
import { EXAMPLES } from './examples';
import { SketchView } from './SketchView';

interface GalleryProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  onPick(document: WorkflowInput): void;
}

/** Workflows to begin with: a copy of the chosen one opens in the editor. */
export default function ExampleGallery({ open, onOpenChange, onPick }: GalleryProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="xl"
      title="Start from an example"
      description="You get a copy of your own. Change what you like."
    >
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {EXAMPLES.map(({ id, document }) => (
          <li key={id}>
            <button
              type="button"
              onClick={() => onPick(document)}
              className="flex h-full w-full flex-col overflow-hidden rounded-lg border border-line bg-surface text-left shadow-sm transition hover:border-accent hover:shadow-md"
            >
              <span className="flex h-32 w-full items-center justify-center border-b border-line bg-sunken px-4 py-3">
                <SketchView nodes={document.nodes} edges={document.edges ?? []} />
              </span>
              <span className="flex w-full flex-1 flex-col gap-1 p-3">
                <span className="flex items-center justify-between gap-2">
                  <span className="font-semibold">{document.name}</span>
                  <Badge>
                    {document.nodes.length} {document.nodes.length === 1 ? 'node' : 'nodes'}
                  </Badge>
                </span>
                <span className="text-xs text-muted">{document.description}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
