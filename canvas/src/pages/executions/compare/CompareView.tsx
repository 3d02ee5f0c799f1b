import { ArrowLeft, ArrowLeftRight } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { cx } from '@/components/ui/classes';
import { formatDuration } from '@/components/ui/format';
import { StatusBadge, StatusIcon, statusLabel } from '@/components/ui/StatusBadge';
import { Switch } from '@/components/ui/Switch';
import { Time } from '@/components/ui/Time';
import { nodeLabel } from '@/graph/document';
import { compareRuns, differs, type ComparedNode } from '@/graph/run/compare';
import { equal } from '@/graph/run/jsonDiff';
import type { NodeRun } from '@/graph/runState';
import { shortId, versionLabel } from '../executionLinks';
import { useMoment } from '../viewer/useMoment';
import { useOutput } from '../viewer/NodePanel';
import type { Run } from '../viewer/useRun';
import { DiffView } from './DiffView';

const INPUT = '(input)';
const OUTPUT = '(output)';

/** Two runs node by node; the chosen row's values as a diff. */
export function CompareView({ a, b }: { a: Run; b: Run }) {
  const [params, setParams] = useSearchParams();
  const [onlyDifferent, setOnlyDifferent] = useState(false);
  const rows = useMemo(
    () =>
      compareRuns(
        a.history.at(a.history.length),
        b.history.at(b.history.length),
        a.graph.nodes.map(({ id }) => id),
      ),
    [a.history, b.history, a.graph],
  );
  const shown = onlyDifferent ? rows.filter(differs) : rows;
  const inputDiffers = !equal(a.execution.input, b.execution.input);
  const outputDiffers = !equal(a.execution.output, b.execution.output);
  const chosen = params.get('node') ?? rows.find(differs)?.nodeId ?? INPUT;
  const choose = (id: string) => setParams({ node: id }, { replace: true });
  const different = rows.filter(differs).length;
  return (
    <div className="flex h-full flex-col">
      <header className="flex shrink-0 flex-wrap items-center gap-3 border-b border-line bg-surface px-3 py-2">
        <Link
          to={`/executions/${a.execution.id}`}
          aria-label="Back to the execution"
          className="flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover"
        >
          <ArrowLeft aria-hidden className="size-4" />
        </Link>
        <h1 className="text-base font-semibold">Compare</h1>
        <RunCard name="A" run={a} />
        <Link
          to={`/executions/${b.execution.id}/compare/${a.execution.id}`}
          aria-label="Swap the two"
          title="Swap the two"
          className="flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover"
        >
          <ArrowLeftRight aria-hidden className="size-4" />
        </Link>
        <RunCard name="B" run={b} />
        <span className="flex-1" />
        <label className="flex items-center gap-2 text-xs text-muted">
          <Switch checked={onlyDifferent} onChange={setOnlyDifferent} />
          Only differences
        </label>
      </header>
      <div className="flex min-h-0 flex-1 max-lg:flex-col">
        <div className="min-h-0 min-w-0 flex-1 overflow-auto" role="region" aria-label="Nodes" tabIndex={0}>
          <p role="status" className="px-4 pt-3 text-xs text-muted">
            {different === 0
              ? 'Every node ended alike, with the same output.'
              : `${different} of ${rows.length} nodes differ.`}
          </p>
          <table className="w-full border-collapse text-left">
            <thead>
              <tr className="border-b border-line text-xs text-muted">
                <Head>Node</Head>
                <Head>A</Head>
                <Head>B</Head>
                <Head className="text-right">Time</Head>
                <Head>Output</Head>
              </tr>
            </thead>
            <tbody>
              <ValueRow
                label="Input of the execution"
                id={INPUT}
                chosen={chosen}
                differs={inputDiffers}
                onChoose={choose}
              />
              {shown.map((row) => (
                <NodeRow
                  key={row.nodeId}
                  row={row}
                  label={labelOf(a, b, row.nodeId)}
                  chosen={chosen}
                  onChoose={choose}
                />
              ))}
              <ValueRow
                label="Output of the execution"
                id={OUTPUT}
                chosen={chosen}
                differs={outputDiffers}
                onChoose={choose}
              />
            </tbody>
          </table>
        </div>
        <aside
          aria-label="Difference"
          className="flex w-[44%] shrink-0 flex-col overflow-auto border-l border-line bg-surface max-lg:h-1/2 max-lg:w-full max-lg:border-t max-lg:border-l-0"
        >
          {chosen === INPUT ? (
            <DiffView title="Input of the execution" before={a.execution.input} after={b.execution.input} />
          ) : chosen === OUTPUT ? (
            <DiffView title="Output of the execution" before={a.execution.output} after={b.execution.output} />
          ) : (
            <NodeDiff a={a} b={b} nodeId={chosen} label={labelOf(a, b, chosen)} />
          )}
        </aside>
      </div>
    </div>
  );
}

function NodeDiff({ a, b, nodeId, label }: { a: Run; b: Run; nodeId: string; label: string }) {
  const [left, right] = [useMoment(a), useMoment(b)];
  const before = useOutput(a, left, nodeId);
  const after = useOutput(b, right, nodeId);
  const value = (moment: typeof left, output: unknown) => {
    const error = moment.state.nodes[nodeId]?.error;
    return error === undefined ? output : { error };
  };
  return (
    <DiffView
      title={`Output of ${label}`}
      before={value(left, before.output)}
      after={value(right, after.output)}
      loading={before.loading || after.loading}
    />
  );
}

function RunCard({ name, run }: { name: string; run: Run }) {
  return (
    <Link
      to={`/executions/${run.execution.id}`}
      className="flex items-center gap-2 rounded-md border border-line bg-raised px-2 py-1 hover:bg-hover"
    >
      <span className="font-semibold">{name}</span>
      <StatusBadge status={run.status} />
      <span className="font-mono text-xs text-muted">{shortId(run.execution.id)}</span>
      <span className="text-xs">{versionLabel(run.execution)}</span>
      <span className="max-xl:hidden">
        <Time value={run.execution.created_at} />
      </span>
    </Link>
  );
}

function Head({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <th scope="col" className={cx('h-9 px-4 font-medium whitespace-nowrap', className)}>
      {children}
    </th>
  );
}

interface RowProps {
  chosen: string;
  onChoose(id: string): void;
}

function NodeRow({ row, label, chosen, onChoose }: RowProps & { row: ComparedNode; label: string }) {
  return (
    <tr className={cx('relative border-b border-line hover:bg-hover', chosen === row.nodeId && 'bg-accent-soft')}>
      <td className="h-10 px-4">
        <RowButton label={label} pressed={chosen === row.nodeId} onClick={() => onChoose(row.nodeId)} />
      </td>
      <td className="px-4">
        <Outcome run={row.a} />
      </td>
      <td className={cx('px-4', row.statusDiffers && 'font-semibold')}>
        <Outcome run={row.b} />
      </td>
      <td className="px-4 text-right text-xs whitespace-nowrap text-muted tabular-nums">
        {row.slower === undefined
          ? ''
          : row.slower === 0
            ? 'same'
            : `${row.slower > 0 ? '+' : '−'}${formatDuration(Math.abs(row.slower))}`}
      </td>
      <td className="px-4 text-xs">
        <Verdict differs={row.outputDiffers} />
      </td>
    </tr>
  );
}

function ValueRow({
  label,
  id,
  differs: different,
  chosen,
  onChoose,
}: RowProps & { label: string; id: string; differs: boolean }) {
  return (
    <tr className={cx('relative border-b border-line hover:bg-hover', chosen === id && 'bg-accent-soft')}>
      <td className="h-10 px-4" colSpan={4}>
        <RowButton label={label} pressed={chosen === id} onClick={() => onChoose(id)} />
      </td>
      <td className="px-4 text-xs">
        <Verdict differs={different} />
      </td>
    </tr>
  );
}

function RowButton({ label, pressed, onClick }: { label: string; pressed: boolean; onClick(): void }) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onClick}
      className="text-left font-medium after:absolute after:inset-0 after:content-['']"
    >
      {label}
    </button>
  );
}

function Outcome({ run }: { run?: NodeRun }) {
  return (
    <span className="inline-flex items-center gap-1.5 text-xs whitespace-nowrap">
      <StatusIcon status={run?.status ?? 'idle'} className="size-3.5" />
      {statusLabel(run?.status ?? 'idle')}
      {run?.durationMs !== undefined && (
        <span className="font-normal text-muted tabular-nums">{formatDuration(run.durationMs)}</span>
      )}
    </span>
  );
}

function Verdict({ differs: different }: { differs: boolean }) {
  return different ? <span className="font-medium text-wait">differs</span> : <span className="text-faint">same</span>;
}

function labelOf(a: Run, b: Run, id: string): string {
  const node = a.graph.byId.get(id) ?? b.graph.byId.get(id);
  return node === undefined ? id : nodeLabel(node);
}
