import { useQuery } from '@tanstack/react-query';
import { versionsQuery } from '@/api/queries';
import { workflowNamesQuery } from '@/api/adminQueries';
import type { CronTrigger } from '@/api/types';
import { Field, Select } from '@/components/ui/Field';
import { versionLabel } from './words';

export interface Target {
  workflow_id: string;
  version: NonNullable<CronTrigger['version']> | undefined;
}

interface TargetFieldsProps {
  value: Target;
  onChange(value: Target): void;
}

/** Which workflow a trigger starts, and which version of it. */
export function TargetFields({ value, onChange }: TargetFieldsProps) {
  const names = useQuery(workflowNamesQuery());
  const versions = useQuery({ ...versionsQuery(value.workflow_id), enabled: value.workflow_id !== '' });
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="Workflow" required>
        {(control) => (
          <Select
            {...control}
            required
            value={value.workflow_id}
            onChange={(event) => onChange({ workflow_id: event.target.value, version: undefined })}
          >
            <option value="" disabled>
              {names.isPending ? 'Loading…' : 'Choose a workflow'}
            </option>
            {names.data?.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Runs">
        {(control) => (
          <Select
            {...control}
            value={value.version ?? ''}
            onChange={(event) => onChange({ ...value, version: readVersion(event.target.value) })}
          >
            {[undefined, 'latest' as const, 'draft' as const].map((version) => (
              <option key={version ?? ''} value={version ?? ''}>
                {versionLabel(version)}
              </option>
            ))}
            {versions.data?.items.map(({ version, label }) => (
              <option key={version} value={version}>
                Version {version}
                {label !== undefined && label !== null && ` · ${label}`}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  );
}

function readVersion(text: string): Target['version'] {
  return text === '' ? undefined : text === 'latest' || text === 'draft' ? text : Number(text);
}
