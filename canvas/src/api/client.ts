import createClient, { type Middleware } from 'openapi-fetch';
import { connection } from './connection';
import { ApiError } from './errors';
import type { paths } from './schema.gen';
import { session } from './session';
import type { Problem } from './types';

/** Where the API is: the `orcheo-api` meta element of index.html, `/api` unless a static host says otherwise. */
export const API_BASE: string =
  (typeof document === 'undefined'
    ? null
    : document.querySelector<HTMLMetaElement>('meta[name="orcheo-api"]')?.content) ?? '/api';

const authorization: Middleware = {
  onRequest({ request }) {
    const key = session.key();
    if (key !== null) {
      request.headers.set('Authorization', `Bearer ${key}`);
    }
  },
  onResponse({ response }) {
    connection.report(response.status !== 502 && response.status !== 504);
    if (response.status === 401) {
      session.signOut('refused');
    }
  },
  onError() {
    connection.report(false);
    return new ApiError(0, {});
  },
};

/** The typed client: `unwrap(await api.GET('/workflows/{id}', { params: { path: { id } } }))`. */
export const api = createClient<paths>({ baseUrl: API_BASE });
api.use(authorization);

/** The same for what the typed client cannot do: streams, and paths that come from the server. */
export async function fetchApi(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  const key = session.key();
  if (key !== null) {
    headers.set('Authorization', `Bearer ${key}`);
  }
  const response = await fetch(API_BASE + path, { ...init, headers });
  if (response.status === 401) {
    session.signOut('refused');
  }
  return response;
}

interface Result<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a successful answer; throws an {@link ApiError} for every other. */
export function unwrap<T>({ data, error, response }: Result<T>): NonNullable<T> {
  if (!response.ok) {
    const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
    throw new ApiError(response.status, toProblem(error), Number.isNaN(seconds) ? undefined : seconds);
  }
  return data as NonNullable<T>;
}

/** The body together with the ETag that a later `If-Match` needs. */
export function unwrapTagged<T>(result: Result<T>): { value: NonNullable<T>; etag: string } {
  return { value: unwrap(result), etag: result.response.headers.get('ETag') ?? '' };
}

function toProblem(error: unknown): Partial<Problem> {
  return typeof error === 'object' && error !== null ? (error as Partial<Problem>) : {};
}
