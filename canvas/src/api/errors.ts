import type { Fault, Problem } from './types';

/** What to do, by error code, where the server's own sentence can be improved on for someone at the canvas. */
const ADVICE: Record<string, string> = {
  ORC4001: 'Your key is not accepted. Sign in with another one.',
  ORC4003: 'Sign in with a key that has this scope, or ask whoever made your key.',
  ORC4012: 'Someone else saved in the meantime. Compare both sides and choose.',
  ORC4029: 'Too many requests. Wait a moment, then try again.',
};

/** An answer of the API that is not a success, or no answer at all (`status` 0). */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly problem: Partial<Problem>,
    readonly retryAfterSeconds?: number,
  ) {
    super(
      problem.detail ??
        problem.title ??
        (status === 0 ? 'Orcheo cannot be reached.' : `The server answered ${status}.`),
    );
  }

  /** `ORC####`, where the server gave one. */
  get code(): string | undefined {
    return this.problem.code;
  }

  get faults(): Fault[] {
    return this.problem.errors ?? [];
  }

  /** What the user can do about it; undefined where the message says it already. */
  get advice(): string | undefined {
    if (this.status === 0) {
      return 'Check that the stack is running. What you typed is kept.';
    }
    return this.code === undefined ? undefined : ADVICE[this.code];
  }

  get isConflict(): boolean {
    return this.status === 412;
  }
}

/** What a person should read of any thrown value. */
export function describeError(error: unknown): { title: string; advice?: string; code?: string } {
  if (error instanceof ApiError) {
    const first = error.faults[0]?.message;
    return {
      title: first !== undefined && error.faults.length === 1 ? first : error.message,
      advice: error.advice,
      code: error.code,
    };
  }
  return { title: error instanceof Error ? error.message : String(error) };
}
