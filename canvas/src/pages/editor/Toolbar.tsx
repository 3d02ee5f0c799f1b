import {
  ArrowLeft,
  Copy,
  Download,
  GitCompare,
  LayoutGrid,
  Map as MapIcon,
  Maximize,
  MoreHorizontal,
  PanelLeft,
  PanelRight,
  Play,
  Plus,
  Redo2,
  Square,
  StickyNote,
  Tag,
  Undo2,
} from 'lucide-react';
import { Link } from 'react-router';
import { Badge } from '@/components/ui/Badge';
import { Button, IconButton } from '@/components/ui/Button';
import { Menu } from '@/components/ui/Menu';
import { current, useEditor } from '@/store/editor';
import { useEditorRun } from '@/store/editorRun';
import { SaveStatus } from './SaveStatus';

export interface ToolbarActions {
  add(): void;
  note(): void;
  arrange(): void;
  fit(): void;
  run(): void;
  cancel(): void;
  finalize(): void;
  versions(): void;
  exportJson(): void;
  copy(): void;
  toggle(what: 'palette' | 'inspector' | 'map'): void;
}

interface ToolbarProps {
  actions: ToolbarActions;
  open: { palette: boolean; inspector: boolean; map: boolean };
}

export function Toolbar({ actions, open }: ToolbarProps) {
  const name = useEditor((state) => current(state).name);
  const version = useEditor((state) => state.version);
  const canUndo = useEditor((state) => state.history.past.length > 0);
  const canRedo = useEditor((state) => state.history.future.length > 0);
  const status = useEditorRun((state) => (state.executionId === null ? null : state.run.status));
  const running = status === 'queued' || status === 'running' || status === 'waiting';
  return (
    <header className="flex h-12 shrink-0 items-center gap-1 border-b border-line bg-surface px-2">
      <Link
        to="/workflows"
        aria-label="Back to the workflows"
        className="flex size-8 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
      >
        <ArrowLeft aria-hidden className="size-4" />
      </Link>
      <h1 className="min-w-0 flex-initial">
        <input
          aria-label="Name of the workflow"
          value={name}
          maxLength={200}
          size={Math.min(40, Math.max(8, name.length))}
          onChange={(event) =>
            useEditor.getState().change((document) => ({ ...document, name: event.target.value }), 'name')
          }
          className="h-8 max-w-full min-w-0 truncate rounded-md bg-transparent px-1.5 text-base font-semibold hover:bg-hover"
        />
      </h1>
      <Badge className="max-md:hidden">{version === 0 ? 'draft' : `v${version}`}</Badge>
      <SaveStatus />
      <div className="flex-1" />
      <IconButton label="Undo" keys="mod+z" disabled={!canUndo} onClick={() => useEditor.getState().undo()}>
        <Undo2 className="size-4" />
      </IconButton>
      <IconButton label="Redo" keys="mod+shift+z" disabled={!canRedo} onClick={() => useEditor.getState().redo()}>
        <Redo2 className="size-4" />
      </IconButton>
      <span className="mx-1 h-5 border-l border-line" aria-hidden />
      <IconButton label="Nodes" keys="mod+b" pressed={open.palette} onClick={() => actions.toggle('palette')}>
        <PanelLeft className="size-4" />
      </IconButton>
      <IconButton label="Inspector" keys="mod+i" pressed={open.inspector} onClick={() => actions.toggle('inspector')}>
        <PanelRight className="size-4" />
      </IconButton>
      <Menu
        trigger={
          <IconButton label="More">
            <MoreHorizontal className="size-4" />
          </IconButton>
        }
        items={[
          { label: 'Add a node', icon: <Plus />, keys: '/', onSelect: actions.add },
          { label: 'Add a note', icon: <StickyNote />, keys: 'n', onSelect: actions.note },
          { label: 'Arrange', icon: <LayoutGrid />, keys: 'l', onSelect: actions.arrange },
          { label: 'Zoom to fit', icon: <Maximize />, keys: 'f', onSelect: actions.fit },
          {
            label: open.map ? 'Hide the map' : 'Show the map',
            icon: <MapIcon />,
            keys: 'm',
            onSelect: () => actions.toggle('map'),
          },
          'separator',
          { label: 'Copy as JSON', icon: <Copy />, keys: 'mod+c', onSelect: actions.copy },
          { label: 'Export', icon: <Download />, onSelect: actions.exportJson },
        ]}
      />
      <span className="mx-1 h-5 border-l border-line" aria-hidden />
      <Button icon={<GitCompare className="size-4" />} onClick={actions.versions} aria-label="Versions">
        <span className="max-lg:sr-only">Versions</span>
      </Button>
      <Button icon={<Tag className="size-4" />} onClick={actions.finalize} aria-label="Finalize">
        <span className="max-lg:sr-only">Finalize</span>
      </Button>
      {running ? (
        <Button variant="danger" icon={<Square className="size-3.5" />} onClick={actions.cancel}>
          Stop
        </Button>
      ) : (
        <Button variant="primary" icon={<Play className="size-4" />} onClick={actions.run}>
          Run
        </Button>
      )}
    </header>
  );
}
