/** Calls the API as a client beside the browser would. */
export async function api(method, path, body, headers = {}) {
  const response = await fetch(process.env.ORCHEO_API + path, {
    method,
    headers: {
      Authorization: `Bearer ${process.env.ORCHEO_KEY}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${method} ${path}: ${response.status} ${text}`);
  }
  return text === '' ? null : JSON.parse(text);
}
