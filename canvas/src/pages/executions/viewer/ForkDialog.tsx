import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, unwrap } from '@/api/client';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import { Field, Select, Textarea } from '@/components/ui/Field';
import { notify, notifyError } from '@/components/ui/toast';
import { nodeLabel } from '@/graph/document';
import { versionLabel } from '../executionLinks';
import type { Run } from './useRun';

type Mode = 'live' | 'recorded';

/** Runs the execution again, wholly or from a node on, perhaps with another version or input; then opens the new one. */
export function ForkDialog({ run, from = '', onClose }: { run: Run; from?: string; onClose(): void }) {
  const { execution, graph } = run;
  const original = JSON.stringify(execution.input ?? null, null, 2);
  const [fromNode, setFromNode] = useState(from);
  const [version, setVersion] = useState('');
  const [mode, setMode] = useState<Mode>('live');
  const [input, setInput] = useState(original);
  const fault = faultOf(input);
  const navigate = useNavigate();
  const client = useQueryClient();
  const replay = useMutation({
    mutationFn: async () =>
      unwrap(
        await api.POST('/executions/{id}/replay', {
          params: { path: { id: execution.id } },
          body: {
            mode,
            ...(fromNode !== '' && { from_node_id: fromNode }),
            ...(version !== '' && { version: version as 'latest' | 'draft' }),
            ...(input !== original && { input: JSON.parse(input) as unknown }),
          },
        }),
      ),
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: ['executions', 'list'] });
      onClose();
      notify('The new execution has started');
      void navigate(`/executions/${id}`);
    },
    onError: (error) => notifyError('The execution could not be run again', error),
  });

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={fromNode === '' ? 'Run again' : `Run again from “${labelOf(run, fromNode)}”`}
      description="A new execution. This one stays as it is."
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button
            variant="primary"
            busy={replay.isPending}
            disabled={fault !== undefined}
            onClick={() => replay.mutate()}
          >
            Run
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field
          label="From"
          hint={
            fromNode === ''
              ? 'Every node runs.'
              : 'This node and all behind it run. The others keep the results that they had: nothing is called twice.'
          }
        >
          {(control) => (
            <Select {...control} value={fromNode} onChange={(event) => setFromNode(event.target.value)}>
              <option value="">The beginning</option>
              {graph.nodes.map((node) => (
                <option key={node.id} value={node.id}>
                  {nodeLabel(node)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {execution.workflow_id !== null && (
          <Field label="Version">
            {(control) => (
              <Select {...control} value={version} onChange={(event) => setVersion(event.target.value)}>
                <option value="">As it ran ({versionLabel(execution)})</option>
                <option value="draft">The draft, as it is now</option>
                <option value="latest">The latest version</option>
              </Select>
            )}
          </Field>
        )}
        <Field
          label="Calls to other services"
          hint={
            mode === 'live'
              ? 'Services are called anew, with all effects.'
              : 'Nothing is called: each answer comes from the record of this execution.'
          }
        >
          {(control) => (
            <Select {...control} value={mode} onChange={(event) => setMode(event.target.value as Mode)}>
              <option value="live">Make them</option>
              <option value="recorded">Answer from the record</option>
            </Select>
          )}
        </Field>
        <Field
          label="Input"
          error={fault}
          hint={input === original ? 'The input that it had.' : undefined}
          aside={
            input !== original && (
              <Button size="sm" variant="ghost" onClick={() => setInput(original)}>
                As it was
              </Button>
            )
          }
        >
          {(control) => (
            <Textarea
              {...control}
              rows={8}
              spellCheck={false}
              className="font-mono text-xs"
              value={input}
              onChange={(event) => setInput(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}

function labelOf(run: Run, id: string): string {
  const node = run.graph.byId.get(id);
  return node === undefined ? id : nodeLabel(node);
}

function faultOf(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return `This is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}
