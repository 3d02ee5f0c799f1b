import { useMemo, useState } from 'react';
import { cx } from '@/components/ui/classes';
import { Spinner } from '@/components/ui/Spinner';
import { countChanges, diffJson, type DiffEntry } from '@/graph/run/jsonDiff';

interface DiffViewProps {
  title: string;
  before: unknown;
  after: unknown;
  loading?: boolean;
}

const MOST = 400;

/** Two JSON values as one tree: what only A has is struck red, what only B has green; what is alike is folded. */
export function DiffView({ title, before, after, loading = false }: DiffViewProps) {
  const diff = useMemo(() => diffJson(before ?? null, after ?? null), [before, after]);
  const changes = useMemo(() => countChanges(diff), [diff]);
  const [all, setAll] = useState(false);
  return (
    <section aria-label={title} className="p-3">
      <div className="flex items-center gap-2 pb-2">
        <h2 className="flex-1 text-sm font-semibold">{title}</h2>
        {loading && <Spinner />}
        <span className="text-xs text-muted">
          {changes === 0 ? 'no difference' : `${changes} ${changes === 1 ? 'change' : 'changes'}`}
        </span>
      </div>
      <div
        className="overflow-x-auto rounded-md border border-line bg-raised py-1.5 font-mono text-xs leading-5"
        tabIndex={0}
        role="region"
        aria-label="Difference as a tree"
      >
        <Entry entry={diff} depth={0} all={all || changes === 0} />
      </div>
      {changes > 0 && (
        <label className="mt-2 flex items-center gap-2 text-xs text-muted">
          <input
            type="checkbox"
            className="accent-accent"
            checked={all}
            onChange={(event) => setAll(event.target.checked)}
          />
          Show what is alike too
        </label>
      )}
    </section>
  );
}

function Entry({ entry, depth, all }: { entry: DiffEntry; depth: number; all: boolean }) {
  if (entry.kind === 'changed' && entry.children !== undefined) {
    const [open, close] = entry.list === true ? '[]' : '{}';
    const shown = all ? entry.children : entry.children.filter(({ kind }) => kind !== 'same');
    const hidden = entry.children.length - shown.length;
    return (
      <>
        <Line depth={depth} sign=" " name={entry.key} text={open ?? ''} />
        {shown.slice(0, MOST).map((child, index) => (
          <Entry key={index} entry={child} depth={depth + 1} all={all} />
        ))}
        {shown.length > MOST && (
          <Line depth={depth + 1} sign=" " name="" text={`… ${shown.length - MOST} more`} faint />
        )}
        {hidden > 0 && <Line depth={depth + 1} sign=" " name="" text={`… ${hidden} alike`} faint />}
        <Line depth={depth} sign=" " name="" text={close ?? ''} />
      </>
    );
  }
  switch (entry.kind) {
    case 'same':
      return <Value sign=" " entry={entry} value={entry.before} depth={depth} />;
    case 'added':
      return <Value sign="+" entry={entry} value={entry.after} depth={depth} />;
    case 'removed':
      return <Value sign="−" entry={entry} value={entry.before} depth={depth} />;
    default:
      return (
        <>
          <Value sign="−" entry={entry} value={entry.before} depth={depth} />
          <Value sign="+" entry={entry} value={entry.after} depth={depth} />
        </>
      );
  }
}

type Sign = '+' | '−' | ' ';

function Value({ sign, entry, value, depth }: { sign: Sign; entry: DiffEntry; value: unknown; depth: number }) {
  const lines = (JSON.stringify(value, null, 2) ?? 'undefined').split('\n');
  return (
    <>
      {lines.slice(0, MOST).map((line, index) => (
        <Line key={index} depth={depth} sign={sign} name={index === 0 ? entry.key : ''} text={line} />
      ))}
      {lines.length > MOST && (
        <Line depth={depth} sign={sign} name="" text={`… ${lines.length - MOST} more lines`} faint />
      )}
    </>
  );
}

const SPOKEN: Record<Sign, string> = { '+': 'Only in B: ', '−': 'Only in A: ', ' ': '' };

function Line({
  depth,
  sign,
  name,
  text,
  faint,
}: {
  depth: number;
  sign: Sign;
  name: string;
  text: string;
  faint?: boolean;
}) {
  return (
    <div
      className={cx(
        'flex px-2 whitespace-pre',
        sign === '+' && 'bg-ok-soft text-ok',
        sign === '−' && 'bg-bad-soft text-bad',
        faint === true && 'text-faint',
      )}
    >
      <span aria-hidden className="w-4 shrink-0 select-none">
        {sign}
      </span>
      <span className="sr-only">{SPOKEN[sign]}</span>
      <span style={{ paddingLeft: `${depth * 1.25}rem` }} className="break-all whitespace-pre-wrap">
        {name !== '' && <span className={sign === ' ' ? 'text-accent' : 'font-medium'}>{name}: </span>}
        {text}
      </span>
    </div>
  );
}
