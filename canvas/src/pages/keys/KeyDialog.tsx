import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '@/api/client';
import type { ApiKeyCreated, Scope } from '@/api/types';
import { Field, Input, Select } from '@/components/ui/Field';
import { FormDialog } from '@/components/ui/FormDialog';
import { Presets } from '@/components/ui/Presets';
import { expiryOf, LIFETIMES, ROLES, sameScopes, SCOPE_GROUPS } from './scopes';

interface KeyDialogProps {
  onClose(): void;
  onMade(key: ApiKeyCreated): void;
}

/** Makes an API key that may do no more than is ticked. */
export function KeyDialog({ onClose, onMade }: KeyDialogProps) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Scope[]>(ROLES[0]?.scopes ?? []);
  const [days, setDays] = useState<number | null>(90);
  const toggle = (scope: Scope) =>
    setScopes(scopes.includes(scope) ? scopes.filter((one) => one !== scope) : [...scopes, scope]);

  const make = useMutation({
    mutationFn: async () =>
      unwrap(
        await api.POST('/api-keys', { body: { name: name.trim(), scopes, expires_at: expiryOf(days, Date.now()) } }),
      ),
    onSuccess: async (key) => {
      await client.invalidateQueries({ queryKey: ['keys'] });
      onMade(key);
    },
  });

  return (
    <FormDialog
      title="New API key"
      description="For a program or a person. Give it what it needs, and no more."
      action="Create key"
      busy={make.isPending}
      disabled={name.trim() === '' || scopes.length === 0}
      error={make.error}
      onSubmit={() => make.mutate()}
      onClose={onClose}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Name" required hint="Who or what uses it.">
          {(control) => (
            <Input
              {...control}
              required
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label="Expires">
          {(control) => (
            <Select
              {...control}
              value={days ?? ''}
              onChange={(event) => setDays(event.target.value === '' ? null : Number(event.target.value))}
            >
              {LIFETIMES.map(({ label, days: value }) => (
                <option key={label} value={value ?? ''}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Presets
        label="Common keys"
        presets={ROLES.map((role) => ({ label: role.label, value: role.scopes }))}
        isChosen={(role) => sameScopes(role, scopes)}
        onChoose={(role) => setScopes(role)}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        {SCOPE_GROUPS.map(({ label, scopes: members }) => (
          <fieldset key={label} className="rounded-md border border-line px-3 pt-1 pb-2">
            <legend className="px-1 text-xs font-medium text-muted">{label}</legend>
            {members.map(({ scope, allows }) => (
              <label key={scope} className="flex cursor-pointer items-start gap-2 py-1">
                <input
                  type="checkbox"
                  className="mt-0.5 size-4 shrink-0 accent-accent"
                  checked={scopes.includes(scope)}
                  onChange={() => toggle(scope)}
                />
                <span>
                  <code className="font-mono text-xs">{scope}</code>
                  <span className="block text-xs text-muted">{allows}</span>
                </span>
              </label>
            ))}
          </fieldset>
        ))}
      </div>
    </FormDialog>
  );
}
