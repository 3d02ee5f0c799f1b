import { api, unwrap } from '@/api/client';
import { ApiError } from '@/api/errors';
import { notifyError } from '@/components/ui/toast';
import { pinnedOutputs } from '@/graph/pins';
import { current, useEditor } from '@/store/editor';
import { useEditorRun } from '@/store/editorRun';
import { saveDraft } from '@/store/saving';

/**
 * Saves the draft and starts it; the canvas follows the run. Pinned outputs make it a test run. With `onlyNode`, that node alone is
 * run, on the results of the last run where there are some.
 */
export async function runDraft(input: unknown, onlyNode?: string): Promise<void> {
  const { executionId, run, follow } = useEditorRun.getState();
  try {
    if (!(await saved())) {
      return;
    }
    const { workflowId } = useEditor.getState();
    const pinned = pinnedOutputs(current(useEditor.getState()).nodes);
    const ended = ['succeeded', 'failed', 'cancelled'].includes(run.status);
    const from = onlyNode !== undefined && executionId !== null && ended ? executionId : undefined;
    const test = {
      ...(pinned !== undefined && { pinned }),
      ...(onlyNode !== undefined && { only_node_id: onlyNode }),
      ...(from !== undefined && { from_execution_id: from }),
    };
    const execution = unwrap(
      await api.POST('/executions', {
        body: {
          workflow_id: workflowId,
          version: 'draft',
          ...(input !== undefined && { input }),
          ...(Object.keys(test).length > 0 && { test }),
        },
      }),
    );
    follow(execution.id, input);
  } catch (error) {
    notifyError(onlyNode === undefined ? 'The run could not be started' : 'The node could not be run', error);
    const first = error instanceof ApiError ? error.faults[0] : undefined;
    if (first !== undefined && (first.node_id ?? first.edge_id ?? null) !== null) {
      useEditor
        .getState()
        .goTo({ nodeId: first.node_id ?? undefined, edgeId: first.edge_id ?? undefined, pointer: first.pointer });
    }
  }
}

export async function cancelRun(): Promise<void> {
  const { executionId } = useEditorRun.getState();
  if (executionId === null) {
    return;
  }
  try {
    unwrap(await api.POST('/executions/{id}/cancel', { params: { path: { id: executionId } } }));
  } catch (error) {
    notifyError('The run could not be cancelled', error);
  }
}

/** Whether the draft as it is on the screen has reached the server. */
async function saved(): Promise<boolean> {
  const state = () => useEditor.getState().saveState;
  while (state() === 'saving') {
    await new Promise<void>((resolve) => {
      const stop = useEditor.subscribe((now) => {
        if (now.saveState !== 'saving') {
          stop();
          resolve();
        }
      });
    });
  }
  await saveDraft();
  if (state() === 'conflict') {
    notifyError('The run could not be started', new Error('Someone else saved this workflow: choose a side first.'));
    return false;
  }
  if (state() === 'failed') {
    throw useEditor.getState().saveError;
  }
  return true;
}
