import type { WorkflowSettings } from '@/api/types';
import { Field, Input, Textarea } from '@/components/ui/Field';
import { current, useEditor } from '@/store/editor';
import { NumberInput } from './NumberInput';

/** What is shown when nothing is selected: the workflow itself. */
export function WorkflowInspector() {
  const { name, description, tags, settings } = useEditor(current);
  const change = useEditor((state) => state.change);
  const set = (part: Partial<WorkflowSettings>) =>
    change(
      (document) => {
        const next = Object.fromEntries(
          Object.entries({ ...document.settings, ...part }).filter(([, value]) => value !== undefined),
        );
        return { ...document, settings: next };
      },
      `settings ${Object.keys(part).join()}`,
    );
  return (
    <div className="flex flex-col gap-4 overflow-y-auto p-4">
      <h2 className="text-base font-semibold">Workflow</h2>
      <Field label="Name" required error={name.trim() === '' ? 'A workflow needs a name.' : undefined}>
        {(control) => (
          <Input
            {...control}
            value={name}
            maxLength={200}
            onChange={(event) => change((document) => ({ ...document, name: event.target.value }), 'name')}
          />
        )}
      </Field>
      <Field label="Description">
        {(control) => (
          <Textarea
            {...control}
            value={description}
            maxLength={10000}
            onChange={(event) =>
              change((document) => ({ ...document, description: event.target.value }), 'description')
            }
          />
        )}
      </Field>
      <Field label="Tags" hint="Separated by commas.">
        {(control) => (
          <Input
            {...control}
            key={tags.join()}
            defaultValue={tags.join(', ')}
            onBlur={(event) => {
              const next = [
                ...new Set(
                  event.target.value
                    .split(',')
                    .map((tag) => tag.trim())
                    .filter(Boolean),
                ),
              ];
              if (next.join() !== tags.join()) {
                change((document) => ({ ...document, tags: next }));
              }
            }}
          />
        )}
      </Field>
      <fieldset className="flex flex-col gap-3 rounded-lg border border-line p-3">
        <legend className="px-1 text-xs font-medium">Runs</legend>
        <Field label="Time limit of a run, in seconds">
          {(control) => (
            <NumberInput
              {...control}
              value={settings.timeout_seconds}
              placeholder="none"
              onChange={(timeout_seconds) => set({ timeout_seconds })}
            />
          )}
        </Field>
        <Field label="Runs at the same time" hint="More than that wait for their turn.">
          {(control) => (
            <NumberInput
              {...control}
              value={settings.max_concurrent_runs}
              placeholder="any number"
              onChange={(max_concurrent_runs) => set({ max_concurrent_runs })}
            />
          )}
        </Field>
        <Field label="Days that events are kept">
          {(control) => (
            <NumberInput
              {...control}
              value={settings.event_retention_days}
              placeholder="as the installation says"
              onChange={(event_retention_days) => set({ event_retention_days })}
            />
          )}
        </Field>
      </fieldset>
    </div>
  );
}
