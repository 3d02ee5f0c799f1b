import { useEffect, useMemo } from 'react';
import { api, unwrap } from '@/api/client';
import type { Fault } from '@/api/types';
import { writeDocument, type GraphDocument } from '@/graph/document';
import { mergeFindings, validate, type Finding } from '@/graph/validate';
import { current, useEditor } from '@/store/editor';

const DELAY = 300;

/** Everything that is wrong with the draft as it is now: found here at once, and by the server a moment later. */
export function useFindings(): Finding[] {
  const document = useEditor(current);
  const catalog = useEditor((state) => state.catalog);
  const faults = useEditor((state) => state.serverFaults);
  const faultsOf = useEditor((state) => state.serverFaultsOf);

  useEffect(() => {
    if (faultsOf === document) {
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => void ask(document, abort.signal), DELAY);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [document, faultsOf]);

  return useMemo(
    () =>
      mergeFindings(
        validate(document, catalog),
        faultsOf === document ? faults : stillTrue(faults, faultsOf, document),
      ),
    [document, catalog, faults, faultsOf],
  );
}

async function ask(document: GraphDocument, signal: AbortSignal): Promise<void> {
  try {
    const { errors } = unwrap(await api.POST('/workflows/validate', { body: writeDocument(document), signal }));
    if (current(useEditor.getState()) === document) {
      useEditor.setState({ serverFaults: errors, serverFaultsOf: document });
    }
  } catch {
    // Saving says what is wrong with the connection; the list stays as it was.
  }
}

/** Of the server's last list, what is about nodes that have not changed since: so the list does not flicker while one types. */
function stillTrue(faults: Fault[], of: GraphDocument | undefined, now: GraphDocument): Fault[] {
  return faults.filter((fault) => {
    const index = Number(/^\/nodes\/(\d+)\//.exec(fault.pointer)?.[1] ?? Number.NaN);
    return !Number.isNaN(index) && of?.nodes[index] === now.nodes[index] && of?.edges === now.edges;
  });
}
