import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '@/api/client';
import type { CronTrigger, CronTriggerInput, Json } from '@/api/types';
import { Field, Input, Select, Textarea } from '@/components/ui/Field';
import { FormDialog } from '@/components/ui/FormDialog';
import { Presets } from '@/components/ui/Presets';
import { notify } from '@/components/ui/toast';
import { CronPreview } from './CronPreview';
import { TargetFields, type Target } from './TargetFields';
import { PRESETS } from './words';

const ZONES = Intl.supportedValuesOf('timeZone');
const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

interface CronDialogProps {
  /** The trigger to change, with its ETag; null to make one. */
  edited: { value: CronTrigger; etag: string } | null;
  workflowId?: string;
  onClose(): void;
}

/** Makes a schedule, or changes one. */
export function CronDialog({ edited, workflowId = '', onClose }: CronDialogProps) {
  const client = useQueryClient();
  const before = edited?.value;
  const [target, setTarget] = useState<Target>({
    workflow_id: before?.workflow_id ?? workflowId,
    version: before?.version ?? undefined,
  });
  const [cron, setCron] = useState(before?.cron ?? '0 0 9 * * ?');
  const [timezone, setTimezone] = useState(before?.timezone ?? OWN_ZONE);
  const [misfire, setMisfire] = useState(before?.misfire_policy ?? 'skip');
  const [input, setInput] = useState(
    before?.input === undefined || before.input === null ? '' : JSON.stringify(before.input, null, 2),
  );
  const parsed = parseInput(input);

  const save = useMutation({
    mutationFn: async () => {
      const body: CronTriggerInput = {
        ...target,
        cron: cron.trim(),
        timezone,
        misfire_policy: misfire,
        enabled: before?.enabled ?? true,
        ...('value' in parsed && { input: parsed.value }),
      };
      return edited === null
        ? unwrap(await api.POST('/triggers/cron', { body }))
        : unwrap(
            await api.PUT('/triggers/cron/{id}', {
              params: { path: { id: edited.value.id }, header: { 'If-Match': edited.etag } },
              body,
            }),
          );
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['triggers'] });
      notify(edited === null ? 'The schedule is set' : 'The schedule was changed');
      onClose();
    },
  });

  return (
    <FormDialog
      title={edited === null ? 'New schedule' : 'Change the schedule'}
      description="Each time is started once, also over restarts and changes of the clocks."
      action={edited === null ? 'Create schedule' : 'Save'}
      busy={save.isPending}
      disabled={target.workflow_id === '' || cron.trim() === '' || 'error' in parsed}
      error={save.error}
      conflict="Someone else has changed this schedule. Close this and open it again to see how."
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <TargetFields value={target} onChange={setTarget} />
      <Field
        label="Schedule"
        required
        hint="Quartz: seconds, minutes, hours, day of month, month, day of week. Five fields are read as in a crontab."
      >
        {(control) => (
          <Input
            {...control}
            required
            className="font-mono"
            value={cron}
            onChange={(event) => setCron(event.target.value)}
          />
        )}
      </Field>
      <Presets
        label="Common schedules"
        presets={PRESETS.map((preset) => ({ label: preset.label, value: preset.cron }))}
        isChosen={(preset) => preset === cron}
        onChoose={setCron}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Time zone">
          {(control) => (
            <>
              <Input {...control} list="zones" value={timezone} onChange={(event) => setTimezone(event.target.value)} />
              <datalist id="zones">
                {ZONES.map((zone) => (
                  <option key={zone} value={zone} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <Field label="A time that was missed">
          {(control) => (
            <Select {...control} value={misfire} onChange={(event) => setMisfire(event.target.value as typeof misfire)}>
              <option value="skip">is left out</option>
              <option value="queue">is started later</option>
            </Select>
          )}
        </Field>
      </div>
      <CronPreview cron={cron} timezone={timezone} />
      <Field
        label="Input"
        hint="What the workflow gets each time, as JSON; may be left empty."
        error={'error' in parsed ? parsed.error : undefined}
      >
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            spellCheck={false}
            className="font-mono text-xs"
            placeholder='{"city": "Oslo"}'
            value={input}
            onChange={(event) => setInput(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}

function parseInput(text: string): { value: Json } | { error: string } | object {
  if (text.trim() === '') {
    return {};
  }
  try {
    return { value: JSON.parse(text) as Json };
  } catch (error) {
    return { error: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}
