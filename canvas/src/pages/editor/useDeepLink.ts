import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { useEditor } from '@/store/editor';

/** Goes where the address says, once: `?node=<id>&field=<JSON Pointer into the node>`. Errors of executions link to their field so. */
export function useDeepLink(ready: boolean): void {
  const [params, setParams] = useSearchParams();
  const node = params.get('node');
  const field = params.get('field') ?? '';
  useEffect(() => {
    if (!ready || node === null) {
      return;
    }
    // A pointer of the editor goes from the workflow down; which place the node has there does not matter.
    useEditor.getState().goTo({ nodeId: node, pointer: `/nodes/-${field}` });
    setParams({}, { replace: true });
  }, [ready, node, field, setParams]);
}
