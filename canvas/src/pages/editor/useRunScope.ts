import { useMemo } from 'react';
import type { Scope } from '@/graph/expressions/evaluate';
import { pinnedOutputs } from '@/graph/pins';
import { current, useEditor } from '@/store/editor';
import { useEditorRun } from '@/store/editorRun';

/** What expressions would see, as the last run left it, with pinned outputs in place; undefined while nothing has run. */
export function useRunScope(): Scope | undefined {
  const { run, input, trigger, executionId } = useEditorRun();
  const nodes = useEditor((state) => current(state).nodes);
  return useMemo(() => {
    const pinned = pinnedOutputs(nodes);
    if (executionId === null && pinned === undefined) {
      return undefined;
    }
    const known = Object.entries(run.nodes).map(([id, node]) => [
      id,
      { output: run.outputs[id] ?? null, status: node.status, error: node.error ?? null },
    ]);
    const pins = Object.entries(pinned ?? {}).map(([id, output]) => [id, { output, status: 'succeeded', error: null }]);
    return {
      input: input ?? null,
      trigger: trigger ?? null,
      state: run.variables,
      nodes: Object.fromEntries([...known, ...pins]) as Record<string, unknown>,
      execution: { id: executionId ?? '' },
    };
  }, [nodes, run, input, trigger, executionId]);
}
