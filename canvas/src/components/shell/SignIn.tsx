import { useState, type FormEvent } from 'react';
import { API_BASE } from '@/api/client';
import { session } from '@/api/session';
import { Button } from '@/components/ui/Button';
import { Field, Input } from '@/components/ui/Field';
import { useTitle } from '@/hooks/useTitle';
import { Logo } from './Logo';

const REASONS = {
  none: null,
  left: 'You are signed out.',
  refused: 'Your key is not accepted any more: it was revoked or has expired. What you saved is kept.',
};

/** Asks for the API key. It is tried at once, so that a mistake shows here and not on the next page. */
export function SignIn() {
  const [key, setKey] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  useTitle('Sign in');

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(await reject(key.trim()));
    setBusy(false);
  };
  return (
    <main className="flex h-full items-center justify-center overflow-y-auto p-4">
      <form
        onSubmit={(event) => void submit(event)}
        className="w-full max-w-sm rounded-xl border border-line bg-surface p-7 shadow-md"
      >
        <Logo />
        <h1 className="mt-5 text-lg font-semibold">Sign in with your API key</h1>
        <p className="mt-1 mb-4 text-muted">
          {REASONS[session.reason()] ?? 'The key stays in this browser tab and is forgotten when you close it.'}
        </p>
        <Field label="API key" error={error}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              type="password"
              name="api-key"
              value={key}
              placeholder="orc_…"
              onChange={(event) => setKey(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" variant="primary" busy={busy} disabled={key.trim() === ''} className="mt-4 w-full">
          Sign in
        </Button>
        <details className="mt-5 text-xs text-muted">
          <summary className="cursor-pointer hover:text-ink">Where do I find a key?</summary>
          <p className="mt-2">
            The local stack prints one at its first start, and keeps it in the file{' '}
            <code className="font-mono">.orcheo/admin-key</code>. With it you make more keys, with fewer rights, under
            “API keys”.
          </p>
        </details>
      </form>
    </main>
  );
}

/** Signs in with the key, or says why it does not work. */
async function reject(key: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${API_BASE}/nodes`, { headers: { Authorization: `Bearer ${key}` } });
    if (response.status === 401) {
      return 'No such key. Check that you copied the whole of it.';
    }
    // 403 is a key of its own: it lacks this scope, and may have others.
    if (!response.ok && response.status !== 403) {
      return `The server answered ${response.status}. Try again in a moment.`;
    }
    session.signIn(key);
    return undefined;
  } catch {
    return 'Orcheo cannot be reached. Is the stack running?';
  }
}
