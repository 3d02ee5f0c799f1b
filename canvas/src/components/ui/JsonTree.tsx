import { ChevronRight, Copy, Link2 } from 'lucide-react';
import { useState } from 'react';
import { cx } from './classes';
import { childPath } from '@/graph/path';
import { notify } from './toast';

interface JsonTreeProps {
  value: unknown;
  /** The expression that reaches the value, such as `nodes.fetch.output`; copied paths begin with it. */
  path?: string;
  /** How many levels are open at first. */
  open?: number;
  /** What a click on a path does, instead of copying it. */
  onPickPath?(path: string): void;
}

const PAGE = 100;

/** JSON as a tree: members fold, long lists show a hundred at a time, and every member's path can be copied. */
export function JsonTree({ value, path = '', open = 2, onPickPath }: JsonTreeProps) {
  const pick = onPickPath ?? copyPath;
  return (
    <ul role="tree" aria-label={path || 'JSON'} className="font-mono text-xs leading-5">
      <Branch name={null} value={value} path={path} open={open} level={1} pick={pick} />
    </ul>
  );
}

interface BranchProps {
  name: string | null;
  value: unknown;
  path: string;
  open: number;
  level: number;
  pick(path: string): void;
}

function Branch({ name, value, path, open, level, pick }: BranchProps) {
  const [expanded, setExpanded] = useState(open > 0);
  const [shown, setShown] = useState(PAGE);
  const container = typeof value === 'object' && value !== null;
  const entries = container ? Object.entries(value) : [];
  const folds = entries.length > 0;
  return (
    <li role="treeitem" aria-expanded={folds ? expanded : undefined} aria-level={level} aria-selected={false}>
      <div className="group flex items-start gap-1 rounded px-1 hover:bg-hover">
        <button
          type="button"
          aria-label={folds ? (expanded ? 'Fold' : 'Unfold') : undefined}
          tabIndex={folds ? 0 : -1}
          aria-hidden={!folds}
          onClick={() => setExpanded(!expanded)}
          className={cx('flex h-5 w-3.5 shrink-0 items-center', !folds && 'invisible')}
        >
          <ChevronRight className={cx('size-3.5 text-muted transition-transform', expanded && 'rotate-90')} />
        </button>
        <div className="min-w-0 flex-1 break-words">
          {name !== null && <span className="text-accent">{name}</span>}
          {name !== null && <span className="text-faint">: </span>}
          {container ? <Summary value={value} count={entries.length} /> : <Leaf value={value} />}
        </div>
        <span className="flex shrink-0 gap-1.5 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100">
          {path !== '' && (
            <button
              type="button"
              aria-label={`Copy path ${path}`}
              title={path}
              onClick={() => pick(path)}
              className="flex h-5 items-center"
            >
              <Link2 className="size-3 text-muted" />
            </button>
          )}
          <button
            type="button"
            aria-label={`Copy value${name === null ? '' : ` of ${name}`}`}
            title="Copy the value"
            onClick={() => copyValue(value)}
            className="flex h-5 items-center"
          >
            <Copy className="size-3 text-muted" />
          </button>
        </span>
      </div>
      {folds && expanded && (
        <ul role="group" className="ml-2.5 border-l border-line pl-1.5">
          {entries.slice(0, shown).map(([key, child]) => (
            <Branch
              key={key}
              name={key}
              value={child}
              path={childPath(path, key, Array.isArray(value))}
              open={open - 1}
              level={level + 1}
              pick={pick}
            />
          ))}
          {entries.length > shown && (
            <li role="none">
              <button type="button" className="px-5 text-accent hover:underline" onClick={() => setShown(shown + PAGE)}>
                {entries.length - shown} more…
              </button>
            </li>
          )}
        </ul>
      )}
    </li>
  );
}

function Summary({ value, count }: { value: object; count: number }) {
  const list = Array.isArray(value);
  return (
    <span className="text-muted">
      {list ? '[' : '{'}
      {count > 0 && (
        <span className="text-faint">{`${count} ${list ? (count === 1 ? 'element' : 'elements') : count === 1 ? 'member' : 'members'}`}</span>
      )}
      {list ? ']' : '}'}
    </span>
  );
}

const LEAF_COLOURS: Record<string, string> = {
  string: 'text-ok',
  number: 'text-run',
  boolean: 'text-wait',
  null: 'text-muted',
};

function Leaf({ value }: { value: unknown }) {
  const kind = value === null || value === undefined ? 'null' : typeof value;
  const colour = LEAF_COLOURS[kind] ?? 'text-ink';
  return (
    <span className={cx('whitespace-pre-wrap', colour)}>
      {value === undefined ? 'undefined' : JSON.stringify(value)}
    </span>
  );
}

function copyPath(path: string): void {
  void navigator.clipboard.writeText(path).then(() => notify(`Copied ${path}`));
}

function copyValue(value: unknown): void {
  const text = typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? 'undefined');
  void navigator.clipboard.writeText(text).then(() => notify('Copied the value'));
}
