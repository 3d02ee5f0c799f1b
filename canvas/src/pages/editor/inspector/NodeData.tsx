import { FlaskConical, Pin, PinOff } from 'lucide-react';
import type { WorkflowNode } from '@/api/types';
import { JsonField } from '@/components/code/JsonField';
import { Button } from '@/components/ui/Button';
import { CopyButton } from '@/components/ui/CopyButton';
import { formatDuration } from '@/components/ui/format';
import { JsonTree } from '@/components/ui/JsonTree';
import { StatusBadge } from '@/components/ui/StatusBadge';
import { notifyError } from '@/components/ui/toast';
import { childPath } from '@/graph/path';
import { pinOf, withPin, type Pin as PinData } from '@/graph/pins';
import { useEditor } from '@/store/editor';
import { useEditorRun } from '@/store/editorRun';
import { runDraft } from '../runDraft';

/** What the node gave in the last run, its log, and its pin. */
export function NodeData({ node, input }: { node: WorkflowNode; input: unknown }) {
  const run = useEditorRun((state) => state.run.nodes[node.id]);
  const output = useEditorRun((state) => state.run.outputs[node.id]);
  const events = useEditorRun((state) => state.events);
  const logs = events.filter((event) => event.node_id === node.id && event.type === 'log');
  const pin = pinOf(node);
  const path = childPath('nodes', node.id, false);

  const setPin = (next: PinData | undefined) => {
    const ui = withPin(node, next);
    if (ui === undefined) {
      notifyError(
        'The output cannot be pinned',
        new Error('It is larger than 4 KiB, which is what a node can keep. Pin a shorter example.'),
      );
    } else {
      useEditor.getState().patchNode(node.id, { ui }, `pin ${node.id}`);
    }
  };
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-2">
        <Button size="sm" icon={<FlaskConical className="size-3.5" />} onClick={() => void runDraft(input, node.id)}>
          Run this node
        </Button>
        {pin === undefined ? (
          <Button size="sm" icon={<Pin className="size-3.5" />} onClick={() => setPin({ output: output ?? {} })}>
            {output === undefined ? 'Pin an output' : 'Pin this output'}
          </Button>
        ) : (
          <Button size="sm" icon={<PinOff className="size-3.5" />} onClick={() => setPin(undefined)}>
            Unpin
          </Button>
        )}
      </div>
      {pin !== undefined && (
        <section>
          <h2 className="mb-1 text-xs font-medium">Pinned output</h2>
          <p className="mb-2 text-xs text-muted">
            Runs from the editor use this and do not run the node. Triggers and other callers run it.
          </p>
          <JsonField label="Pinned output" value={pin.output} onChange={(value) => setPin({ output: value ?? null })} />
        </section>
      )}
      {run === undefined ? (
        <p className="text-muted">
          It has not run yet. Run the workflow, or this node alone, to see its output here and complete expressions from
          it.
        </p>
      ) : (
        <section>
          <div className="mb-2 flex items-center gap-2">
            <StatusBadge status={run.status} />
            <span className="text-xs text-muted">
              {run.durationMs !== undefined && formatDuration(run.durationMs)}
              {run.attempt > 1 && `, attempt ${run.attempt}`}
            </span>
            <span className="flex-1" />
            {output !== undefined && (
              <CopyButton label="Copy the output" text={() => JSON.stringify(output, null, 2)} />
            )}
          </div>
          {run.error !== undefined && (
            <p role="alert" className="mb-2 rounded-md bg-bad-soft p-2 text-xs text-bad">
              {run.error.message} <span className="font-mono">{run.error.code}</span>
            </p>
          )}
          {output !== undefined && <JsonTree value={output} path={`${path}.output`} />}
        </section>
      )}
      {logs.length > 0 && (
        <section>
          <h2 className="mb-1 text-xs font-medium">Log</h2>
          <ol className="rounded-md border border-line bg-sunken p-2 font-mono text-2xs">
            {logs.map((event) => (
              <li key={event.seq} className="break-words whitespace-pre-wrap">
                {String(event.payload['message'] as string)}
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}
