import { api, unwrapTagged } from '@/api/client';
import { ApiError } from '@/api/errors';
import { readDocument, writeDocument, type GraphDocument } from '@/graph/document';
import { diffDocuments, isEmptyDiff } from '@/graph/diff';
import { startHistory } from '@/graph/history';
import { current, useEditor } from './editor';

/** How long after the last change the draft is saved. */
export const SAVE_DELAY = 700;

/**
 * Saves the draft when it differs from what the server has. One save runs at a time; what changes meanwhile is saved by the next. A
 * draft that someone else has saved since is not overwritten: the store then holds both sides.
 */
export async function saveDraft(): Promise<void> {
  const state = useEditor.getState();
  const document = current(state);
  if (state.saveState === 'saving' || state.saveState === 'conflict' || document === state.saved) {
    return;
  }
  const { workflowId, etag } = state;
  useEditor.setState({ saveState: 'saving' });
  try {
    const result = unwrapTagged(
      await api.PUT('/workflows/{id}', {
        params: { path: { id: workflowId }, header: { 'If-Match': etag, Prefer: 'handling=lenient' } },
        body: writeDocument(document),
      }),
    );
    settle(workflowId, (now) => ({
      saved: document,
      etag: result.etag,
      saveState: current(now) === document ? 'saved' : 'dirty',
      saveError: undefined,
      serverFaults: result.value.validation_errors ?? [],
      serverFaultsOf: document,
    }));
    forgetUnsaved(workflowId);
  } catch (error) {
    keepUnsaved(workflowId, document, etag);
    if (error instanceof ApiError && error.isConflict) {
      await openConflict(workflowId, document);
    } else {
      settle(workflowId, () => ({ saveState: 'failed', saveError: error }));
    }
  }
}

/** Ends a conflict with what the user chose; it is saved over the other side's ETag. */
export function resolveConflict(chosen: GraphDocument): void {
  const { conflict, history } = useEditor.getState();
  if (conflict === undefined) {
    return;
  }
  // What was here stays one step back.
  const past = chosen === history.present ? history.past : [...history.past, history.present];
  useEditor.setState({
    conflict: undefined,
    etag: conflict.etag,
    saved: conflict.theirs,
    history: { ...history, past, present: chosen, future: [], key: undefined },
    saveState: chosen === conflict.theirs ? 'saved' : 'dirty',
  });
  if (chosen === conflict.theirs) {
    forgetUnsaved(useEditor.getState().workflowId);
  }
}

async function openConflict(workflowId: string, mine: GraphDocument): Promise<void> {
  try {
    const { value, etag } = unwrapTagged(await api.GET('/workflows/{id}', { params: { path: { id: workflowId } } }));
    const theirs = readDocument(value);
    // The answer to an earlier save may have been lost on its way: then "theirs" is what we sent.
    if (isEmptyDiff(diffDocuments(mine, theirs))) {
      settle(workflowId, (now) => ({ saved: mine, etag, saveState: current(now) === mine ? 'saved' : 'dirty' }));
    } else if (isEmptyDiff(diffDocuments(useEditor.getState().saved, theirs))) {
      // Their draft is the one we began from: only something beside it changed, such as its version.
      settle(workflowId, () => ({ etag, saveState: 'dirty' }));
    } else {
      settle(workflowId, () => ({ saveState: 'conflict', conflict: { theirs, etag } }));
    }
  } catch (error) {
    settle(workflowId, () => ({ saveState: 'failed', saveError: error }));
  }
}

type State = ReturnType<typeof useEditor.getState>;

/** An answer for a workflow that is not open any more changes nothing. */
function settle(workflowId: string, change: (state: State) => Partial<State>): void {
  if (useEditor.getState().workflowId === workflowId) {
    useEditor.setState(change);
  }
}

const item = (workflowId: string) => `orcheo.unsaved.${workflowId}`;

/** What could not be saved outlives the tab. */
function keepUnsaved(workflowId: string, document: GraphDocument, etag: string): void {
  try {
    localStorage.setItem(item(workflowId), JSON.stringify({ document, etag }));
  } catch {
    // The storage is full or closed to us; the tab still has it.
  }
}

function forgetUnsaved(workflowId: string): void {
  localStorage.removeItem(item(workflowId));
}

/** Brings back what an earlier tab could not save: over the draft it was made from, or as a conflict where that has moved on. */
export function bringBackUnsaved(workflowId: string): boolean {
  const text = localStorage.getItem(item(workflowId));
  if (text === null) {
    return false;
  }
  const { document, etag } = JSON.parse(text) as { document: GraphDocument; etag: string };
  const state = useEditor.getState();
  if (isEmptyDiff(diffDocuments(document, state.saved))) {
    forgetUnsaved(workflowId);
    return false;
  }
  useEditor.setState({
    history: { ...startHistory(state.saved), past: [state.saved], present: document },
    ...(etag === state.etag
      ? { saveState: 'dirty' }
      : { saveState: 'conflict', conflict: { theirs: state.saved, etag: state.etag } }),
  });
  return true;
}
