import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { nodeLabel } from '@/graph/document';
import type { Finding } from '@/graph/validate';
import { current, useEditor } from '@/store/editor';

/** Everything to mend; each entry leads to its place. */
export function ProblemsPanel({ findings, onGo }: { findings: Finding[]; onGo(): void }) {
  const document = useEditor(current);
  const labels = new Map(document.nodes.map((node) => [node.id, nodeLabel(node)]));
  if (findings.length === 0) {
    return (
      <p className="flex items-center gap-2 p-4 text-muted">
        <CircleCheck aria-hidden className="size-4 text-ok" /> Nothing is wrong: it can run.
      </p>
    );
  }
  const sorted = [...findings].sort((a, b) => a.severity.localeCompare(b.severity));
  return (
    <ul className="flex flex-col p-1.5">
      {sorted.map((finding) => (
        <li key={`${finding.pointer} ${finding.message}`}>
          <button
            type="button"
            className="flex w-full items-start gap-2 rounded-md px-2 py-1 text-left hover:bg-hover"
            onClick={() => {
              useEditor.getState().goTo({ nodeId: finding.nodeId, edgeId: finding.edgeId, pointer: finding.pointer });
              onGo();
            }}
          >
            {finding.severity === 'error' ? (
              <CircleAlert aria-label="Error" className="mt-0.5 size-4 shrink-0 text-bad" />
            ) : (
              <TriangleAlert aria-label="Warning" className="mt-0.5 size-4 shrink-0 text-wait" />
            )}
            <span className="min-w-0 flex-1">
              <span className="font-medium">
                {finding.nodeId === undefined
                  ? (finding.edgeId ?? 'Workflow')
                  : (labels.get(finding.nodeId) ?? finding.nodeId)}
              </span>
              <span className="text-muted">{place(finding.pointer)}</span> {finding.message}
            </span>
            {finding.code !== undefined && <span className="font-mono text-2xs text-faint">{finding.code}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** "/nodes/2/config/url" → " › url". */
function place(pointer: string): string {
  const parts = pointer
    .split('/')
    .slice(3)
    .filter((part) => part !== 'config');
  return parts.length === 0 ? '' : ` › ${parts.join(' › ')}`;
}
