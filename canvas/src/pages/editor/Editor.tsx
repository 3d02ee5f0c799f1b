import { ReactFlowProvider } from '@xyflow/react';
import { Workflow as WorkflowIcon } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { FlowProvider } from '@/components/flow/FlowContext';
import { Button } from '@/components/ui/Button';
import { cx } from '@/components/ui/classes';
import { Kbd } from '@/components/ui/Kbd';
import type { Point } from '@/graph/document';
import { useAutosave } from '@/hooks/useAutosave';
import { useShortcuts } from '@/hooks/useShortcuts';
import { current, selectedNode, useEditor } from '@/store/editor';
import { AddNodeDialog } from './dialogs/AddNodeDialog';
import { ConnectDialog } from './dialogs/ConnectDialog';
import { EditorCanvas } from './EditorCanvas';
import { focusWhenThere } from './focusWhenThere';
import { Inspector } from './inspector/Inspector';
import { Palette } from './Palette';
import { BottomPanel, type BottomTab } from './panels/BottomPanel';
import { cancelRun, runDraft } from './runDraft';
import { useRunInput } from './runInput';
import { Toolbar } from './Toolbar';
import { useEditorCommands } from './useEditorCommands';
import { useFindings } from './useFindings';
import { useFlowSync } from './useFlowSync';

const ConflictDialog = lazy(async () => ({ default: (await import('./dialogs/ConflictDialog')).ConflictDialog }));
const FinalizeDialog = lazy(async () => ({ default: (await import('./dialogs/FinalizeDialog')).FinalizeDialog }));
const VersionsDialog = lazy(async () => ({ default: (await import('./dialogs/VersionsDialog')).VersionsDialog }));

type DialogName = 'add' | 'connect' | 'finalize' | 'versions';

export function Editor() {
  return (
    <ReactFlowProvider>
      <EditorScreen />
    </ReactFlowProvider>
  );
}

function EditorScreen() {
  const commands = useEditorCommands();
  const findings = useFindings();
  const flow = useFlowSync(findings);
  const conflict = useEditor((state) => state.conflict !== undefined);
  const empty = useEditor((state) => current(state).nodes.length === 0);
  const source = useEditor(selectedNode);
  const focus = useEditor((state) => state.focus);
  const wide = useRef(window.innerWidth >= 1024);
  const [panels, setPanels] = useState({ palette: wide.current, inspector: wide.current, map: wide.current });
  const [bottom, setBottom] = useState<{ open: boolean; tab: BottomTab }>({ open: false, tab: 'problems' });
  const [dialog, setDialog] = useState<DialogName>();
  const pending = useRef<{ at?: Point; from?: string }>({});
  const inspector = useRef<HTMLElement>(null);
  useAutosave();

  // What was clicked in a list comes into view, and what is selected is to be seen in the inspector.
  useEffect(() => {
    if (focus?.nodeId !== undefined) {
      commands.show(focus.nodeId);
      setPanels((now) => ({ ...now, inspector: true }));
    }
  }, [focus, commands]);

  const toggle = (what: keyof typeof panels) => setPanels((now) => ({ ...now, [what]: !now[what] }));
  const ask = (at?: Point, from?: string) => {
    pending.current = { at, from };
    setDialog('add');
  };
  const run = () => {
    setBottom({ open: true, tab: 'run' });
    void runDraft(useRunInput.getState().value);
  };
  const configure = () => {
    setPanels((now) => ({ ...now, inspector: true }));
    focusWhenThere(() =>
      inspector.current?.querySelector<HTMLElement>(
        '[data-field] :is(.cm-content, input, select, textarea, [role="switch"])',
      ),
    );
  };

  useShortcuts('Build', [
    { keys: '/,a', label: 'Add a node', run: () => ask(undefined, source?.id) },
    { keys: 'c', label: 'Connect the selected node', run: () => source !== undefined && setDialog('connect') },
    { keys: 'enter,e', label: 'Configure the selected node', run: configure },
    { keys: 'mod+enter', label: 'Run', inFields: true, run },
    { keys: 'n', label: 'Add a note', run: commands.note },
    { keys: 'l', label: 'Arrange', run: () => void commands.arrange() },
    { keys: 'mod+s', label: 'Finalize a version', inFields: true, run: () => setDialog('finalize') },
  ]);
  useShortcuts('Edit', [
    { keys: 'mod+z', label: 'Undo', run: () => useEditor.getState().undo() },
    { keys: 'mod+shift+z,mod+y', label: 'Redo', run: () => useEditor.getState().redo() },
    { keys: 'mod+c', label: 'Copy as JSON', run: () => void commands.copy() },
    { keys: 'mod+x', label: 'Cut', run: () => void commands.cut() },
    { keys: 'mod+d', label: 'Duplicate', run: commands.duplicate },
    { keys: 'mod+a', label: 'Select all', run: commands.selectAll },
    { keys: 'delete,backspace', label: 'Remove', run: () => useEditor.getState().removeSelection() },
    { keys: 'escape', label: 'Select nothing', run: () => useEditor.getState().select({}) },
  ]);
  useShortcuts('View', [
    { keys: ']', label: 'Next node', run: () => commands.step(1) },
    { keys: '[', label: 'Previous node', run: () => commands.step(-1) },
    { keys: 'f', label: 'Zoom to fit', run: commands.fit },
    { keys: 'm', label: 'Map', run: () => toggle('map') },
    { keys: 'mod+b', label: 'Nodes', inFields: true, run: () => toggle('palette') },
    { keys: 'mod+i', label: 'Inspector', inFields: true, run: () => toggle('inspector') },
    {
      keys: 'mod+j',
      label: 'Problems and runs',
      inFields: true,
      run: () => setBottom((now) => ({ ...now, open: !now.open })),
    },
  ]);

  // Pasting is an event of its own: it brings the text without asking for a permission.
  useEffect(() => {
    const listen = (event: ClipboardEvent) => {
      const target = event.target as HTMLElement;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (!/^(INPUT|TEXTAREA)$/.test(target.tagName) && !target.isContentEditable && text !== '') {
        event.preventDefault();
        commands.paste(text);
      }
    };
    window.addEventListener('paste', listen);
    return () => window.removeEventListener('paste', listen);
  }, [commands]);

  const errors = findings.filter((finding) => finding.severity === 'error').length;
  return (
    <FlowProvider value={flow}>
      <div className="flex h-full flex-col">
        <Toolbar
          open={panels}
          actions={{
            add: () => ask(undefined, source?.id),
            note: commands.note,
            arrange: () => void commands.arrange(),
            fit: commands.fit,
            run,
            cancel: () => void cancelRun(),
            finalize: () => setDialog('finalize'),
            versions: () => setDialog('versions'),
            exportJson: commands.exportJson,
            copy: () => void commands.copy(),
            toggle,
          }}
        />
        <div className="relative flex min-h-0 flex-1">
          {panels.palette && (
            <aside
              aria-label="Nodes"
              className="flex w-48 shrink-0 flex-col border-r border-line bg-raised max-lg:absolute max-lg:inset-y-0 max-lg:left-0 max-lg:z-20 max-lg:shadow-lg"
            >
              <Palette onAdd={(type) => commands.add(type, source?.id)} />
            </aside>
          )}
          <div className="flex min-w-0 flex-1 flex-col">
            <div className="relative min-h-0 flex-1">
              <EditorCanvas miniMap={panels.map && !empty} onAskForNode={ask} onRun={run} />
              {empty && <EmptyCanvas onAdd={() => ask()} />}
            </div>
            <BottomPanel
              {...bottom}
              findings={findings}
              onTab={(tab) => setBottom({ open: true, tab })}
              onToggle={() => setBottom((now) => ({ ...now, open: !now.open }))}
              onRun={run}
              onGo={() => setPanels((now) => ({ ...now, inspector: true }))}
            />
          </div>
          {panels.inspector && (
            <aside
              ref={inspector}
              aria-label="Inspector"
              onKeyDown={(event) => {
                if (event.key === 'Escape' && !event.defaultPrevented) {
                  (document.activeElement as HTMLElement | null)?.blur();
                }
              }}
              className={cx(
                'flex w-80 shrink-0 xl:w-88 flex-col border-l border-line bg-surface',
                'max-lg:absolute max-lg:inset-y-0 max-lg:right-0 max-lg:z-20 max-lg:shadow-lg',
              )}
            >
              <Inspector findings={findings} onCopy={() => void commands.copy()} />
            </aside>
          )}
        </div>
      </div>
      {dialog === 'add' && (
        <AddNodeDialog
          onClose={() => setDialog(undefined)}
          onAdd={(type) => {
            setDialog(undefined);
            commands.add(type, pending.current.from, pending.current.at);
          }}
        />
      )}
      {dialog === 'connect' && source !== undefined && (
        <ConnectDialog source={source} onClose={() => setDialog(undefined)} />
      )}
      <Suspense fallback={null}>
        {dialog === 'finalize' && <FinalizeDialog errors={errors} onClose={() => setDialog(undefined)} />}
        {dialog === 'versions' && (
          <VersionsDialog onClose={() => setDialog(undefined)} onRestored={() => requestAnimationFrame(commands.fit)} />
        )}
        {conflict && <ConflictDialog />}
      </Suspense>
    </FlowProvider>
  );
}

function EmptyCanvas({ onAdd }: { onAdd(): void }) {
  return (
    <div className="pointer-events-none absolute inset-0 flex items-center justify-center p-6">
      <div className="pointer-events-auto flex max-w-sm flex-col items-center gap-3 text-center">
        <span className="flex size-11 items-center justify-center rounded-full bg-accent-soft text-accent">
          <WorkflowIcon aria-hidden className="size-5" />
        </span>
        <h2 className="text-base font-semibold">Begin with a trigger</h2>
        <p className="text-muted">
          It starts the workflow: by hand, by a webhook or by a schedule. Then add what shall happen, and connect them.
        </p>
        <Button variant="primary" onClick={onAdd}>
          Add a node <Kbd keys="/" />
        </Button>
      </div>
    </div>
  );
}
