import { ChevronRight, Coins, Wrench } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Badge } from '@/components/ui/Badge';
import { formatDuration } from '@/components/ui/format';
import { JsonTree } from '@/components/ui/JsonTree';
import { parsed, type ToolCall, type Transcript, type Turn, type Usage } from '@/graph/run/transcript';
import { ValueView } from './ValueView';

/** What an agent did, turn by turn; `saying` is what its model says at this moment. */
export function AgentTranscript({ transcript, saying }: { transcript?: Transcript; saying?: string }) {
  if (transcript === undefined) {
    return saying === undefined ? (
      <p className="px-3 py-6 text-center text-muted">The agent has not answered yet.</p>
    ) : (
      <Saying text={saying} />
    );
  }
  return (
    <div className="flex flex-col pb-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-xs text-muted">
        <Coins aria-hidden className="size-3.5" />
        <UsageText usage={transcript.usage} />
        <span>
          {transcript.turns.length} {transcript.turns.length === 1 ? 'turn' : 'turns'}
        </span>
      </p>
      <ol aria-label="Turns" className="flex flex-col gap-2 px-3">
        {transcript.turns.map((turn) => (
          <TurnCard key={turn.turn} turn={turn} />
        ))}
      </ol>
      {saying !== undefined && <Saying text={saying} />}
      {transcript.data !== undefined && <ValueView title="Answer as data" value={transcript.data} path="" />}
    </div>
  );
}

function TurnCard({ turn }: { turn: Turn }) {
  return (
    <li className="rounded-md border border-line bg-raised">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b border-line px-2.5 py-1.5 text-2xs text-muted">
        <span className="font-medium text-ink">Turn {turn.turn}</span>
        {turn.usage !== undefined && <UsageText usage={turn.usage} />}
        {turn.duration_ms !== undefined && <span className="tabular-nums">{formatDuration(turn.duration_ms)}</span>}
        {typeof turn.finish_reason === 'string' && <Badge>{turn.finish_reason.replaceAll('_', ' ')}</Badge>}
      </p>
      {typeof turn.text === 'string' && turn.text !== '' && (
        <p className="px-2.5 py-2 break-words whitespace-pre-wrap">{turn.text}</p>
      )}
      {turn.tool_calls.map((call, index) => (
        <Tool key={index} call={call} />
      ))}
    </li>
  );
}

function Tool({ call }: { call: ToolCall }) {
  return (
    <details className="group border-t border-line first-of-type:border-t-0">
      <summary className="flex cursor-pointer list-none items-center gap-1.5 px-2.5 py-1.5 text-xs">
        <ChevronRight aria-hidden className="size-3.5 text-muted transition-transform group-open:rotate-90" />
        <Wrench aria-hidden className="size-3.5 text-muted" />
        <span className="min-w-0 truncate font-mono font-medium">{call.name}</span>
        {call.is_error === true && <Badge tone="bad">error</Badge>}
        {(call.result === undefined || call.result === null) && <Badge>no result</Badge>}
        <span className="flex-1" />
        {typeof call.duration_ms === 'number' && (
          <span className="text-2xs text-muted tabular-nums">{formatDuration(call.duration_ms)}</span>
        )}
      </summary>
      <ToolPart label="Arguments" text={call.arguments} />
      {typeof call.result === 'string' && <ToolPart label="Result" text={call.result} />}
    </details>
  );
}

function ToolPart({ label, text }: { label: string; text: string }) {
  const value = parsed(text);
  return (
    <div className="px-2.5 pb-2">
      <p className="text-2xs text-muted">{label}</p>
      {typeof value === 'object' && value !== null ? (
        <JsonTree value={value} open={2} />
      ) : (
        <p className="font-mono text-xs break-words whitespace-pre-wrap">{String(value)}</p>
      )}
    </div>
  );
}

function UsageText({ usage }: { usage: Usage }) {
  return (
    <>
      <span className="tabular-nums">
        {usage.tokens_in.toLocaleString('en')} tokens in, {usage.tokens_out.toLocaleString('en')} out
      </span>
      {typeof usage.cost === 'number' && <span className="tabular-nums">cost {usage.cost.toPrecision(3)}</span>}
    </>
  );
}

/** The words as they come; the last of them stay in sight. */
function Saying({ text }: { text: string }) {
  const end = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    // Braces: some browsers answer with a promise, which is no clean-up.
    void end.current?.scrollIntoView({ block: 'nearest' });
  }, [text]);
  return (
    <div className="m-3 rounded-md border border-run/40 bg-run-soft p-3">
      <p className="text-2xs font-medium text-run">The model is answering</p>
      <p className="mt-1 break-words whitespace-pre-wrap" aria-live="off">
        {text}
        <span ref={end} className="ml-0.5 inline-block h-3.5 w-1.5 animate-pulse bg-run align-middle" />
      </p>
    </div>
  );
}
