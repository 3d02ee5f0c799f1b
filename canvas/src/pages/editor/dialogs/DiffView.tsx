import { ArrowRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { VersionDiff } from '@/api/types';
import { FlowView } from '@/components/flow/FlowView';
import { Badge } from '@/components/ui/Badge';
import { diffDocuments, isEmptyDiff, marksOf, type FieldChange } from '@/graph/diff';
import { nodeLabel, type GraphDocument } from '@/graph/document';
import { useEditor } from '@/store/editor';
import { createFlowStore } from '@/store/flow';

interface DiffViewProps {
  before: GraphDocument;
  after: GraphDocument;
  /** The server's diff, where there is one; otherwise it is made here. */
  diff?: Omit<VersionDiff, 'a' | 'b'>;
}

/** Two states of a workflow as one graph: what was added, removed and changed, and, of the selected node, each field. */
export function DiffView({ before, after, diff }: DiffViewProps) {
  const catalog = useEditor((state) => state.catalog);
  const [selected, setSelected] = useState<string>();
  const found = useMemo(() => diff ?? diffDocuments(before, after), [diff, before, after]);
  const marks = useMemo(() => marksOf(found), [found]);
  const flow = useMemo(() => {
    const store = createFlowStore(catalog);
    store.setState({ diff: marks });
    return store;
  }, [catalog, marks]);
  // What was removed is shown where it stood.
  const both = useMemo(
    () => ({
      nodes: [...after.nodes, ...before.nodes.filter((node) => marks.nodes[node.id]?.kind === 'removed')],
      edges: [...after.edges, ...before.edges.filter((edge) => marks.edges[edge.id]?.kind === 'removed')],
      notes: [],
    }),
    [before, after, marks],
  );
  const names = new Map(both.nodes.map((node) => [node.id, nodeLabel(node)]));
  if (isEmptyDiff(found)) {
    return <p className="p-8 text-center text-muted">They are the same.</p>;
  }
  const shown = selected !== undefined && marks.nodes[selected] !== undefined ? [selected] : Object.keys(marks.nodes);
  return (
    <div className="flex flex-col gap-3">
      <div className="h-72 overflow-hidden rounded-lg border border-line">
        <FlowView document={both} flow={flow} selectedNode={selected} onSelectNode={setSelected} />
      </div>
      <ul aria-label="Changes" className="flex flex-col gap-2">
        {shown.map((id) => (
          <Change
            key={id}
            name={names.get(id) ?? id}
            kind={marks.nodes[id]?.kind ?? 'changed'}
            changes={marks.nodes[id]?.changes ?? []}
          />
        ))}
        {selected === undefined && (
          <>
            {Object.entries(marks.edges).map(([id, mark]) => (
              <Change key={`edge ${id}`} name={`Connection ${id}`} kind={mark.kind} changes={mark.changes} />
            ))}
            {found.settings.length > 0 && (
              <Change name="Workflow" kind="changed" changes={found.settings as FieldChange[]} />
            )}
          </>
        )}
      </ul>
    </div>
  );
}

const TONES = { added: 'ok', removed: 'bad', changed: 'wait' } as const;

function Change({
  name,
  kind,
  changes,
}: {
  name: string;
  kind: 'added' | 'removed' | 'changed';
  changes: FieldChange[];
}) {
  return (
    <li className="rounded-md border border-line px-3 py-2">
      <p className="flex items-center gap-2 font-medium">
        {name} <Badge tone={TONES[kind]}>{kind}</Badge>
      </p>
      {changes.map((change) => (
        <div
          key={change.pointer}
          className="mt-1 grid grid-cols-[minmax(0,9rem)_minmax(0,1fr)_auto_minmax(0,1fr)] items-start gap-2 font-mono text-2xs"
        >
          <span className="truncate text-muted" title={change.pointer}>
            {change.pointer.slice(1).replaceAll('/', ' › ')}
          </span>
          <Value value={change.before} tone="text-bad" />
          <ArrowRight aria-label="became" className="size-3.5 text-faint" />
          <Value value={change.after} tone="text-ok" />
        </div>
      ))}
    </li>
  );
}

function Value({ value, tone }: { value: unknown; tone: string }) {
  return (
    <span className={`break-words whitespace-pre-wrap ${value === undefined ? 'text-faint' : tone}`}>
      {value === undefined ? 'nothing' : JSON.stringify(value, null, 1)}
    </span>
  );
}
