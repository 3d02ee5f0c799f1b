import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useParams } from 'react-router';
import { nodeTypesQuery, workflowQuery } from '@/api/queries';
import { ErrorState } from '@/components/ui/ErrorState';
import { Loading } from '@/components/ui/Spinner';
import { notify } from '@/components/ui/toast';
import { makeCatalog } from '@/graph/catalog';
import { lacksPositions } from '@/graph/document';
import { move } from '@/graph/edit';
import { arrange } from '@/graph/layout';
import { useTitle } from '@/hooks/useTitle';
import { current, useEditor } from '@/store/editor';
import { useEditorRun } from '@/store/editorRun';
import { bringBackUnsaved } from '@/store/saving';
import { Editor } from './Editor';
import { useRunInput } from './runInput';
import { useDeepLink } from './useDeepLink';

export function EditorPage() {
  const { id = '' } = useParams();
  // The editor holds the draft from here on; what the cache has may be older than what it saved.
  const workflow = useQuery({
    ...workflowQuery(id),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const types = useQuery(nodeTypesQuery());
  const client = useQueryClient();
  const [ready, setReady] = useState<string>();
  const name = useEditor((state) => current(state).name);
  useTitle(name === '' ? 'Workflow' : name);

  const loaded = workflow.data;
  const catalog = types.data;
  useEffect(() => {
    if (loaded === undefined || catalog === undefined || ready === loaded.value.id) {
      return;
    }
    let open = true;
    const editor = useEditor.getState();
    editor.load(loaded.value, loaded.etag, makeCatalog(catalog));
    useEditorRun.getState().clear();
    useRunInput.getState().open(loaded.value.id);
    if (bringBackUnsaved(loaded.value.id)) {
      notify('Brought back what could not be saved the last time');
    }
    void placeAll().then(() => open && setReady(loaded.value.id));
    return () => {
      open = false;
    };
  }, [loaded, catalog, ready]);

  // Lists show names and times that the editor changes.
  useEffect(() => () => void client.invalidateQueries({ queryKey: ['workflows'] }), [client]);

  useDeepLink(ready === id);

  const failed = workflow.isError ? workflow : types.isError ? types : undefined;
  if (failed !== undefined) {
    return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  }
  return ready === id ? <Editor key={id} /> : <Loading />;
}

/** Workflows that were written as code come without places: they get some, which are saved with the first change. */
async function placeAll(): Promise<void> {
  const state = useEditor.getState();
  const document = current(state);
  if (lacksPositions(document.nodes)) {
    const placed = move(document, await arrange(document.nodes, document.edges, state.catalog));
    useEditor.setState({
      history: { ...state.history, present: placed },
      ...(state.saved === document && { saved: placed, serverFaultsOf: placed }),
    });
  }
}
