import { ExternalLink, Play, Square, X } from 'lucide-react';
import { Link } from 'react-router';
import { JsonField } from '@/components/code/JsonField';
import { Button, IconButton } from '@/components/ui/Button';
import { formatDuration } from '@/components/ui/format';
import { JsonTree } from '@/components/ui/JsonTree';
import { StatusBadge } from '@/components/ui/StatusBadge';
import { useEditorRun } from '@/store/editorRun';
import { cancelRun } from '../runDraft';
import { useRunInput } from '../runInput';

const MOVING = new Set(['queued', 'running', 'waiting', 'cancelling']);

/** The input of a run from the editor, and how the last one went. */
export function RunPanel({ onRun }: { onRun(): void }) {
  const { value, set, workflowId } = useRunInput();
  const { executionId, run, stream, events } = useEditorRun();
  const running = executionId !== null && MOVING.has(run.status);
  const first = events[0]?.ts;
  const last = events.at(-1)?.ts;
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,2fr)_minmax(0,3fr)] divide-x divide-line">
      <section aria-label="Input" className="flex min-h-0 flex-col gap-2 overflow-y-auto p-3">
        <div className="flex items-center justify-between">
          <h2 className="text-xs font-medium">Input</h2>
          {running ? (
            <Button size="sm" variant="danger" icon={<Square className="size-3" />} onClick={() => void cancelRun()}>
              Stop
            </Button>
          ) : (
            <Button size="sm" icon={<Play className="size-3.5" />} onClick={onRun}>
              Run
            </Button>
          )}
        </div>
        <JsonField key={workflowId} label="Input of the run" value={value} onChange={set} minHeight="64px" />
      </section>
      <section aria-label="Result" className="flex min-h-0 flex-col gap-2 overflow-y-auto p-3">
        {executionId === null ? (
          <p className="text-muted">
            Run the draft with this input. The nodes light up as they work, and their data stays here to build on.
          </p>
        ) : (
          <>
            <div className="flex flex-wrap items-center gap-2">
              <StatusBadge status={run.status} />
              {first !== undefined && last !== undefined && !running && (
                <span className="text-xs text-muted">{formatDuration(Date.parse(last) - Date.parse(first))}</span>
              )}
              {stream === 'reconnecting' && <span className="text-xs text-wait">Connecting again…</span>}
              <span className="flex-1" />
              <Link
                to={`/executions/${executionId}`}
                className="flex items-center gap-1 text-xs font-medium text-accent hover:underline"
              >
                Open the execution <ExternalLink aria-hidden className="size-3" />
              </Link>
              <IconButton
                label="Clear the run from the canvas"
                size="sm"
                onClick={() => useEditorRun.getState().clear()}
              >
                <X className="size-3.5" />
              </IconButton>
            </div>
            {run.error !== undefined && (
              <p role="alert" className="rounded-md bg-bad-soft p-2 text-xs text-bad">
                {run.error.message} <span className="font-mono">{run.error.code}</span>
              </p>
            )}
            {Object.keys(run.variables).length > 0 && (
              <div>
                <h2 className="mb-1 text-xs font-medium">Variables</h2>
                <JsonTree value={run.variables} path="state" />
              </div>
            )}
          </>
        )}
      </section>
    </div>
  );
}
