import { Search } from 'lucide-react';
import { createElement, useMemo, useState } from 'react';
import { nodeIcon } from '@/components/flow/nodeIcons';
import { Input } from '@/components/ui/Field';
import { searchTypes } from '@/graph/catalog';
import { useEditor } from '@/store/editor';

/** What a drag from the palette carries: the node type. */
export const DRAGGED_TYPE = 'application/x-orcheo-node-type';

/** Every node type there is, by category: drag one onto the canvas, or click it. */
export function Palette({ onAdd }: { onAdd(type: string): void }) {
  const catalog = useEditor((state) => state.catalog);
  const [text, setText] = useState('');
  const groups = useMemo(() => searchTypes([...catalog.values()], text), [catalog, text]);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="relative p-3 pb-1">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-5.5 size-3.5 -translate-y-1/4 text-muted"
        />
        <Input
          type="search"
          aria-label="Search node types"
          placeholder="Search nodes"
          className="pl-8!"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-3 pb-3" tabIndex={-1}>
        {groups.length === 0 && (
          <p className="py-6 text-center text-xs text-muted">No node type is called like that.</p>
        )}
        {groups.map((group) => (
          <section key={group.label} aria-label={group.label}>
            <h2 className="pt-3 pb-1 text-2xs font-semibold text-muted">{group.label}</h2>
            {group.types.map((type) => (
              <button
                key={type.type}
                type="button"
                draggable
                title={type.description}
                onDragStart={(event) => {
                  event.dataTransfer.setData(DRAGGED_TYPE, type.type);
                  event.dataTransfer.effectAllowed = 'copy';
                }}
                onClick={() => onAdd(type.type)}
                className="mb-1 flex w-full cursor-grab! items-center gap-2 rounded-md border border-line bg-surface px-2 py-1.5 text-left shadow-sm transition-colors hover:border-accent active:cursor-grabbing!"
              >
                {createElement(nodeIcon(type.type, type.category), {
                  className: 'size-4 shrink-0 text-muted',
                  'aria-hidden': true,
                })}
                <span className="truncate text-xs font-medium">{type.name}</span>
              </button>
            ))}
          </section>
        ))}
      </div>
    </div>
  );
}
