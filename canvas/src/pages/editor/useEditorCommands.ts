import { useReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import { notify, notifyError } from '@/components/ui/toast';
import { copy, paste, readClip } from '@/graph/clipboard';
import { writeDocument } from '@/graph/document';
import { addNote, freePlace, move, NOTHING_SELECTED, removeSelection } from '@/graph/edit';
import { arrange } from '@/graph/layout';
import { current, useEditor } from '@/store/editor';

const MOVE = 250;
/** The view moves at once for those who asked for less motion. */
const duration = () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : MOVE);

/** What can be done on the canvas, by button, menu or key. */
export function useEditorCommands() {
  const { fitView, screenToFlowPosition, setCenter, getZoom } = useReactFlow();
  return useMemo(() => {
    const fit = () => void fitView({ padding: 0.12, maxZoom: 1, duration: duration() });
    const state = () => useEditor.getState();
    const middle = () => {
      const box = document.querySelector('.react-flow')?.getBoundingClientRect();
      return screenToFlowPosition({
        x: (box?.left ?? 0) + (box?.width ?? 0) / 2,
        y: (box?.top ?? 0) + (box?.height ?? 0) / 2,
      });
    };
    const show = (id: string) => {
      const node = current(state()).nodes.find((one) => one.id === id);
      const { x = 0, y = 0 } = (node?.ui ?? {}) as { x?: number; y?: number };
      void setCenter(x + 108, y + 30, { zoom: Math.max(0.8, getZoom()), duration: duration() });
    };
    return {
      fit,
      show,
      async arrange() {
        const { nodes, edges } = current(state());
        const places = await arrange(nodes, edges, state().catalog);
        state().change((now) => move(now, places));
        requestAnimationFrame(fit);
      },
      note() {
        const at = middle();
        const made = addNote(current(state()), { x: at.x - 110, y: at.y - 50 });
        state().change(() => made.document);
        state().select({ notes: [made.id] });
      },
      async copy() {
        const { selection } = state();
        const all = selection.nodes.length + selection.notes.length === 0;
        const document = current(state());
        const chosen = all
          ? {
              ...NOTHING_SELECTED,
              nodes: document.nodes.map((node) => node.id),
              notes: document.notes.map((note) => note.id),
            }
          : selection;
        try {
          await navigator.clipboard.writeText(copy(document, chosen));
          notify(
            all
              ? 'Copied the whole graph'
              : chosen.nodes.length === 1
                ? 'Copied a node'
                : `Copied ${chosen.nodes.length} nodes`,
          );
          return true;
        } catch (error) {
          notifyError('The browser did not let us copy', error);
          return false;
        }
      },
      async cut() {
        const { selection } = state();
        if (selection.nodes.length + selection.notes.length > 0 && (await this.copy())) {
          state().change((document) => removeSelection(document, selection));
        }
      },
      paste(text: string) {
        const clip = readClip(text);
        if (clip === undefined) {
          notify('There are no nodes on the clipboard');
          return;
        }
        const pasted = paste(current(state()), clip);
        state().change(() => pasted.document);
        state().select(pasted.selection);
      },
      duplicate() {
        const clip = readClip(copy(current(state()), state().selection));
        if (clip !== undefined && clip.nodes.length + clip.notes.length > 0) {
          const pasted = paste(current(state()), clip);
          state().change(() => pasted.document);
          state().select(pasted.selection);
        }
      },
      selectAll() {
        const { nodes, edges, notes } = current(state());
        state().select({
          nodes: nodes.map(({ id }) => id),
          edges: edges.map(({ id }) => id),
          notes: notes.map(({ id }) => id),
        });
      },
      /** Adds a node, in view; behind `from`, connected to it, where one is given. */
      add(type: string, from?: string, at?: { x: number; y: number }) {
        const place =
          at ??
          (current(state()).nodes.length === 0
            ? { x: 0, y: 0 }
            : freePlace(current(state()), from ?? state().selection.nodes[0]));
        const id = state().addNode(type, place, from);
        if (id !== undefined && at === undefined) {
          requestAnimationFrame(() => show(id));
        }
        return id;
      },
      /** Goes to the next or the last node in reading order. */
      step(by: 1 | -1) {
        const order = [...current(state()).nodes].sort(
          (a, b) => number(a.ui, 'x') - number(b.ui, 'x') || number(a.ui, 'y') - number(b.ui, 'y'),
        );
        const at = order.findIndex((node) => node.id === state().selection.nodes[0]);
        const next = order[(at + by + order.length) % order.length] ?? order[0];
        if (next !== undefined) {
          state().select({ nodes: [next.id] });
          show(next.id);
        }
      },
      exportJson() {
        const document_ = current(state());
        const url = URL.createObjectURL(
          new Blob([JSON.stringify(writeDocument(document_), null, 2)], { type: 'application/json' }),
        );
        const link = Object.assign(document.createElement('a'), {
          href: url,
          download: `${document_.name.replace(/[^\w-]+/g, '-').toLowerCase() || 'workflow'}.json`,
        });
        link.click();
        URL.revokeObjectURL(url);
      },
    };
  }, [fitView, screenToFlowPosition, setCenter, getZoom]);
}

function number(ui: unknown, name: string): number {
  const value = (ui as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'number' ? value : 0;
}
