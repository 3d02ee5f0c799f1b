import { NodeResizer, type Node, type NodeProps } from '@xyflow/react';
import { memo, useEffect, useRef } from 'react';
import type { Note } from '@/graph/document';

export type NoteNodeType = Node<{ note: Note; onChange?(patch: Partial<Note>): void }, 'note'>;

/** A text on the canvas, written in place. */
export const NoteNode = memo(function NoteNode({ data: { note, onChange }, selected }: NodeProps<NoteNodeType>) {
  const text = useRef<HTMLTextAreaElement>(null);
  const empty = note.text === '';
  useEffect(() => {
    if (selected && empty) {
      text.current?.focus();
    }
    // Only when it is made: afterwards the focus is the user's.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return (
    <div
      className="size-full rounded-md border border-line-strong bg-wait-soft shadow-sm"
      style={{ outline: selected ? '2px solid var(--accent)' : undefined }}
    >
      <NodeResizer
        isVisible={selected && onChange !== undefined}
        minWidth={120}
        minHeight={48}
        lineClassName="border-transparent!"
        handleClassName="size-2! rounded-xs! border-accent! bg-surface!"
        onResizeEnd={(_, { x, y, width, height }) =>
          onChange?.({ x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) })
        }
      />
      <textarea
        ref={text}
        aria-label="Note"
        value={note.text}
        readOnly={onChange === undefined}
        maxLength={1500}
        placeholder="Write a note…"
        onChange={(event) => onChange?.({ text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.currentTarget.blur();
          }
        }}
        className="nodrag nowheel size-full resize-none bg-transparent p-2 text-xs text-ink outline-none placeholder:text-muted"
        style={{ pointerEvents: selected ? 'auto' : 'none' }}
      />
    </div>
  );
});
