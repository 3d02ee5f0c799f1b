import { useEffect, useRef, useState } from 'react';
import type { WorkflowNode } from '@/api/types';
import { nodeIcon } from '@/components/flow/nodeIcons';
import { Badge } from '@/components/ui/Badge';
import { Input } from '@/components/ui/Field';
import { Tabs } from '@/components/ui/Tabs';
import { pointerParts } from '@/graph/path';
import type { Finding } from '@/graph/validate';
import { useEditor } from '@/store/editor';
import { useRunInput } from '../runInput';
import { useRunScope } from '../useRunScope';
import { ConfigForm } from './ConfigForm';
import { CredentialPicker } from './CredentialPicker';
import { NodeData } from './NodeData';
import { NodeSettings } from './NodeSettings';

const SETTINGS = new Set(['id', 'timeout_seconds', 'retry', 'on_error']);

export function NodeInspector({ node, findings }: { node: WorkflowNode; findings: Finding[] }) {
  const type = useEditor((state) => state.catalog.get(node.type));
  const focus = useEditor((state) => state.focus);
  const scope = useRunScope();
  const input = useRunInput((state) => state.value);
  const [tab, setTab] = useState('config');
  const body = useRef<HTMLDivElement>(null);
  const mine = findings.filter((finding) => finding.nodeId === node.id);
  const Icon = nodeIcon(node.type, type?.category);

  // A finding that was clicked opens its tab and puts the focus into its field.
  useEffect(() => {
    if (focus?.nodeId !== node.id) {
      return;
    }
    const [, , member = '', ...rest] = pointerParts(focus.pointer);
    setTab(SETTINGS.has(member) ? 'settings' : 'config');
    const frame = requestAnimationFrame(() => focusField(body.current, member === 'config' ? (rest[0] ?? '') : member));
    return () => cancelAnimationFrame(frame);
  }, [focus, node.id]);

  return (
    <div ref={body} className="flex min-h-0 flex-1 flex-col">
      <header className="flex items-center gap-2.5 border-b border-line px-4 py-3">
        <span className="flex size-8 shrink-0 items-center justify-center rounded-md bg-sunken text-muted">
          <Icon aria-hidden className="size-4" />
        </span>
        <div className="min-w-0 flex-1">
          <Input
            aria-label="Name of the node"
            value={node.name ?? ''}
            placeholder={node.id}
            className="h-7! border-transparent! px-1! font-medium"
            onChange={(event) =>
              useEditor
                .getState()
                .patchNode(
                  node.id,
                  { name: event.target.value === '' ? undefined : event.target.value },
                  `name ${node.id}`,
                )
            }
          />
          <p className="px-1.5 text-2xs text-muted">
            {type?.name ?? node.type} · <span className="font-mono">{node.id}</span>
          </p>
        </div>
        {type?.effect === 'unsafe' && <Badge tone="wait">has effects</Badge>}
      </header>
      <Tabs
        label="Node"
        value={tab}
        onChange={setTab}
        tabs={[
          {
            id: 'config',
            label: 'Config',
            content: (
              <div className="flex flex-col gap-4 p-4">
                {type === undefined ? (
                  <p className="text-bad">There is no node type “{node.type}” here.</p>
                ) : (
                  <>
                    <ConfigForm key={node.id} node={node} type={type} findings={mine} scope={scope} />
                    {type.credential_types.length > 0 && (
                      <CredentialPicker
                        node={node}
                        type={type}
                        error={
                          mine.find(
                            (finding) => finding.severity === 'error' && finding.pointer.endsWith('/credentials_ref'),
                          )?.message
                        }
                      />
                    )}
                  </>
                )}
              </div>
            ),
          },
          {
            id: 'settings',
            label: 'Settings',
            content: (
              <div className="p-4">
                <NodeSettings node={node} type={type} />
              </div>
            ),
          },
          {
            id: 'data',
            label: 'Data',
            content: (
              <div className="p-4">
                <NodeData key={node.id} node={node} input={input} />
              </div>
            ),
          },
        ]}
      />
    </div>
  );
}

function focusField(root: HTMLElement | null, name: string): void {
  const field = root?.querySelector(`[data-field="/${CSS.escape(name)}"]`) ?? root?.querySelector('[data-field]');
  field?.closest('details')?.setAttribute('open', '');
  field?.scrollIntoView({ block: 'center' });
  field?.querySelector<HTMLElement>('.cm-content, input, select, textarea, button[role="switch"]')?.focus();
}
