import type { ReactNode } from 'react';

/** The little Markdown that our own pages are written in: headings, paragraphs, lists, code. Other marks are shown as they are. */
export function Prose({ text }: { text: string }) {
  return <div className="flex flex-col gap-2 leading-relaxed">{blocksOf(text).map(toElement)}</div>;
}

interface Block {
  kind: 'heading' | 'text' | 'list' | 'code';
  lines: string[];
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const line of text.split('\n')) {
    if (open?.kind === 'code') {
      if (line.startsWith('```')) {
        open = undefined;
      } else {
        open.lines.push(line);
      }
      continue;
    }
    const kind = line.startsWith('```')
      ? 'code'
      : line.startsWith('#')
        ? 'heading'
        : /^[*-] /.test(line)
          ? 'list'
          : 'text';
    if (line.trim() === '') {
      open = undefined;
    } else if (
      kind === 'code' ||
      kind === 'heading' ||
      open === undefined ||
      (kind === 'list' && open.kind === 'text')
    ) {
      open = { kind, lines: kind === 'code' ? [] : [line] };
      blocks.push(open);
      if (kind === 'heading') {
        open = undefined;
      }
    } else if (open.kind === 'list' && kind === 'text') {
      // A line that goes on with the point above it.
      open.lines.push(`${open.lines.pop() ?? ''} ${line.trim()}`);
    } else {
      open.lines.push(line);
    }
  }
  return blocks;
}

function toElement({ kind, lines }: Block, index: number): ReactNode {
  switch (kind) {
    case 'heading':
      return (
        <h3 key={index} className="mt-2 text-sm font-semibold">
          {lines[0]?.replace(/^#+ /, '')}
        </h3>
      );
    case 'list':
      return (
        <ul key={index} className="list-disc pl-5">
          {lines.map((line, at) => (
            <li key={at}>{inline(line.replace(/^[*-] /, ''))}</li>
          ))}
        </ul>
      );
    case 'code':
      return (
        <pre key={index} tabIndex={0} className="overflow-x-auto rounded-md bg-sunken p-2 font-mono text-xs">
          {lines.join('\n')}
        </pre>
      );
    default:
      return <p key={index}>{inline(lines.join(' '))}</p>;
  }
}

/** Code, and links by their text: they lead to files that are not here. */
function inline(text: string): ReactNode[] {
  return text
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .split(/(`[^`]+`)/)
    .map((part, index) =>
      part.startsWith('`') ? (
        <code key={index} className="rounded bg-sunken px-1 font-mono text-xs">
          {part.slice(1, -1)}
        </code>
      ) : (
        part
      ),
    );
}
