import { useState } from 'react';
import type { NodeType, RetryPolicy, WorkflowNode } from '@/api/types';
import { Field, Input, Select } from '@/components/ui/Field';
import { Switch } from '@/components/ui/Switch';
import { renameNode } from '@/graph/edit';
import { current, useEditor } from '@/store/editor';
import { NumberInput } from './NumberInput';

const ON_ERROR = [
  { value: 'fail', label: 'Fail the run' },
  { value: 'continue', label: 'Go on without an output' },
  { value: 'route', label: 'Go along the error handle' },
] as const;

/** What every node has, whatever its type: its id, its time limit, its retries, and what its failure means. */
export function NodeSettings({ node, type }: { node: WorkflowNode; type: NodeType | undefined }) {
  const patch = (change: Partial<WorkflowNode>) =>
    useEditor.getState().patchNode(node.id, change, `settings ${node.id}`);
  const retry = node.retry ?? {};
  const patchRetry = (change: Partial<RetryPolicy>) => {
    const next = Object.fromEntries(Object.entries({ ...retry, ...change }).filter(([, value]) => value !== undefined));
    patch({ retry: Object.keys(next).length === 0 ? undefined : next });
  };
  const trigger = type?.category === 'trigger';
  return (
    <div className="flex flex-col gap-4">
      <IdField key={node.id} node={node} />
      {!trigger && (
        <>
          <div data-field="/on_error">
            <Field label="When it fails" hint="After the last attempt.">
              {(control) => (
                <Select
                  {...control}
                  value={node.on_error ?? 'fail'}
                  onChange={(event) =>
                    patch({ on_error: event.target.value === 'fail' ? undefined : (event.target.value as 'continue') })
                  }
                >
                  {ON_ERROR.map(({ value, label }) => (
                    <option key={value} value={value}>
                      {label}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          </div>
          <div data-field="/timeout_seconds">
            <Field
              label="Time limit of an attempt, in seconds"
              hint={`Without one: ${type?.default_timeout_seconds ?? '–'} s.`}
            >
              {(control) => (
                <NumberInput
                  {...control}
                  value={node.timeout_seconds}
                  placeholder={String(type?.default_timeout_seconds ?? '')}
                  onChange={(value) => patch({ timeout_seconds: value })}
                />
              )}
            </Field>
          </div>
          <fieldset data-field="/retry" className="flex flex-col gap-3 rounded-lg border border-line p-3">
            <legend className="px-1 text-xs font-medium">Retry</legend>
            <p className="text-xs text-muted">
              Only failures that may pass are tried again: time-outs, lost connections, 408, 429 and 5xx.
            </p>
            <div className="grid grid-cols-2 gap-3">
              <Field label="Attempts">
                {(control) => (
                  <NumberInput
                    {...control}
                    value={retry.max_attempts}
                    placeholder="3"
                    onChange={(max_attempts) => patchRetry({ max_attempts })}
                  />
                )}
              </Field>
              <Field label="First wait, s">
                {(control) => (
                  <NumberInput
                    {...control}
                    value={retry.initial_interval_seconds}
                    placeholder="1"
                    onChange={(initial_interval_seconds) => patchRetry({ initial_interval_seconds })}
                  />
                )}
              </Field>
              <Field label="Factor">
                {(control) => (
                  <NumberInput
                    {...control}
                    value={retry.backoff_coefficient}
                    placeholder="2"
                    onChange={(backoff_coefficient) => patchRetry({ backoff_coefficient })}
                  />
                )}
              </Field>
              <Field label="Longest wait, s">
                {(control) => (
                  <NumberInput
                    {...control}
                    value={retry.max_interval_seconds}
                    placeholder="30"
                    onChange={(max_interval_seconds) => patchRetry({ max_interval_seconds })}
                  />
                )}
              </Field>
            </div>
            <div className="flex items-center justify-between gap-2">
              <label htmlFor={`jitter-${node.id}`} className="text-xs font-medium">
                Spread the waits
              </label>
              <Switch
                id={`jitter-${node.id}`}
                checked={retry.jitter ?? true}
                onChange={(jitter) => patchRetry({ jitter: jitter ? undefined : false })}
              />
            </div>
          </fieldset>
        </>
      )}
    </div>
  );
}

/** The id changes when the field is left, in every expression too: half a name would break them. */
function IdField({ node }: { node: WorkflowNode }) {
  const [text, setText] = useState(node.id);
  const nodes = useEditor((state) => current(state).nodes);
  const taken = text !== node.id && nodes.some((one) => one.id === text);
  const wrong = !/^[A-Za-z0-9_-]{1,64}$/.test(text);
  const error = taken ? 'Another node has this id.' : wrong ? 'Letters, digits, - and _ only, at most 64.' : undefined;
  const apply = () => {
    if (error !== undefined) {
      setText(node.id);
    } else if (text !== node.id) {
      useEditor.getState().change((document) => renameNode(document, node.id, text));
      useEditor.getState().select({ nodes: [text] });
    }
  };
  return (
    <Field label="Id" hint="What expressions call the node by. They follow when you change it." error={error}>
      {(control) => (
        <Input
          {...control}
          value={text}
          className="font-mono text-xs!"
          onChange={(event) => setText(event.target.value)}
          onBlur={apply}
          onKeyDown={(event) => event.key === 'Enter' && apply()}
        />
      )}
    </Field>
  );
}
