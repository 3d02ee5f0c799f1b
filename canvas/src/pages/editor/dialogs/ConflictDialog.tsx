import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import { current, useEditor } from '@/store/editor';
import { resolveConflict } from '@/store/saving';
import { DiffView } from './DiffView';

/** Someone else saved: both sides next to each other. Nothing is lost whatever is chosen: undo brings the other side's choice back. */
export function ConflictDialog() {
  const conflict = useEditor((state) => state.conflict);
  const mine = useEditor(current);
  if (conflict === undefined) {
    return null;
  }
  return (
    <Dialog
      open
      onOpenChange={() => undefined}
      size="xl"
      title="Someone else saved this workflow"
      description="Below: what your side changes in theirs. Nothing of yours is saved yet, and nothing of theirs is overwritten."
      footer={
        <>
          <Button onClick={() => resolveConflict(conflict.theirs)}>Take theirs</Button>
          <Button variant="primary" onClick={() => resolveConflict(mine)}>
            Keep mine
          </Button>
        </>
      }
    >
      <DiffView before={conflict.theirs} after={mine} />
      <p className="mt-3 text-xs text-muted">Whichever you choose, Undo brings your side back.</p>
    </Dialog>
  );
}
