// Fills an empty stack with what the pictures show.
import { createServer } from 'node:http';
import { api } from './api.mjs';
import { seedRuns } from './seedRuns.mjs';

/** An HTTP service on this machine for workflows to call; `stop` ends it. */
export async function startService() {
  const calls = [];
  const server = createServer((request, response) => {
    calls.push(request.url);
    const status = request.url.startsWith('/broken') ? 500 : 200;
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(
      JSON.stringify({
        city: 'Oslo',
        temperature: 21.5,
        forecast: [
          { day: 'Mon', high: 23 },
          { day: 'Tue', high: 19 },
        ],
      }),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, calls, stop: () => server.close() };
}

const place = (x, y) => ({ ui: { x, y } });

export function weatherWorkflow(url) {
  return {
    name: 'Weather alert',
    description: 'Looks at the forecast and remembers whether it gets warm.',
    tags: ['demo', 'weather'],
    nodes: [
      { id: 'start', type: 'manual_trigger', name: 'Start', ...place(0, 120) },
      {
        id: 'fetch',
        type: 'http_request',
        name: 'Get forecast',
        config: { method: 'GET', url: `${url}/forecast`, query: { city: '{{ input.city ?? "Oslo" }}' } },
        retry: { max_attempts: 1 },
        on_error: 'route',
        ...place(280, 120),
      },
      {
        id: 'warm',
        type: 'if_else',
        name: 'Warm enough?',
        config: { condition: 'nodes.fetch.output.body.temperature > 20' },
        ...place(560, 60),
      },
      {
        id: 'alert',
        type: 'set_variable',
        name: 'Remember alert',
        config: {
          values: {
            message: 'It is {{ nodes.fetch.output.body.temperature }} °C in {{ nodes.fetch.output.body.city }}',
          },
        },
        ...place(860, 0),
      },
      {
        id: 'calm',
        type: 'set_variable',
        name: 'Nothing to say',
        config: { values: { message: null } },
        ...place(860, 140),
      },
      {
        id: 'sorry',
        type: 'set_variable',
        name: 'Service is down',
        config: { values: { reason: '{{ nodes.fetch.error.message }}' } },
        ...place(560, 260),
      },
    ],
    edges: [
      { id: 'e1', source_node_id: 'start', target_node_id: 'fetch' },
      { id: 'e2', source_node_id: 'fetch', target_node_id: 'warm' },
      { id: 'e3', source_node_id: 'warm', target_node_id: 'alert', source_handle: 'true' },
      { id: 'e4', source_node_id: 'warm', target_node_id: 'calm', source_handle: 'false' },
      { id: 'e5', source_node_id: 'fetch', target_node_id: 'sorry', source_handle: 'error' },
    ],
  };
}

export async function seed() {
  const service = await startService();
  const workflow = await api('POST', '/workflows', weatherWorkflow(service.url));
  await api('POST', `/workflows/${workflow.id}/versions`, { label: 'First', notes: 'Works for Oslo.' });
  const draft = weatherWorkflow(service.url);
  draft.nodes[2].config.condition = 'nodes.fetch.output.body.temperature > 18';
  draft.nodes[3].name = 'Tell everyone';
  await api('PUT', `/workflows/${workflow.id}`, draft);
  const execution = await api(
    'POST',
    '/executions',
    { workflow_id: workflow.id, input: { city: 'Oslo' } },
    { Prefer: 'wait=20' },
  );
  const nightly = await api('POST', '/workflows', {
    name: 'Nightly report',
    tags: ['ops'],
    nodes: [{ id: 'every-night', type: 'cron_trigger', ...place(0, 0) }],
    edges: [],
  });
  await api('POST', '/triggers/cron', {
    workflow_id: nightly.id,
    cron: '0 0 2 * * ?',
    timezone: 'Europe/Oslo',
    misfire_policy: 'skip',
    enabled: true,
  });
  await api('POST', '/triggers/webhook', {
    workflow_id: workflow.id,
    auth: 'hmac',
    scheme: 'standard',
    response_mode: 'immediate',
    enabled: true,
  });
  await api('POST', '/credentials', {
    name: 'Weather service',
    type: 'bearer_token',
    data: { token: 'not-a-real-token' },
  });
  await api('POST', '/api-keys', { name: 'CI', scopes: ['workflows:read', 'executions:run'] });
  const runs = await seedRuns();
  await api(
    'POST',
    '/executions',
    { workflow: { nodes: [{ id: 'a', type: 'http_request', config: { url: `${service.url}/broken` } }], edges: [] } },
    { Prefer: 'wait=20' },
  );
  const failing = await api('POST', '/workflows', {
    name: 'Sync orders to the warehouse',
    description: 'Fetches what was ordered since the last run and hands it on, one by one.',
    tags: ['ops', 'shop', 'nightly', 'warehouse'],
    nodes: [
      {
        id: 'fetch',
        type: 'http_request',
        config: { url: `${service.url}/broken` },
        retry: { max_attempts: 1 },
        ...place(0, 0),
      },
    ],
    edges: [],
  });
  await api('POST', '/executions', { workflow_id: failing.id }, { Prefer: 'wait=20' });
  await api('POST', '/triggers/webhook', { workflow_id: failing.id, auth: 'hmac', scheme: 'github', enabled: false });
  await api('POST', '/triggers/cron', { workflow_id: failing.id, cron: '*/30 * * * *', timezone: 'America/New_York' });
  await api('POST', '/credentials', {
    name: 'Warehouse',
    type: 'basic_auth',
    data: { username: 'orcheo', password: 'not-a-real-password' },
  });
  await api('POST', '/api-keys', {
    name: 'Dashboard',
    scopes: ['workflows:read', 'executions:read', 'audit:read', 'triggers:manage'],
    expires_at: new Date(Date.now() + 30 * 86_400_000).toISOString(),
  });
  return { workflow: workflow.id, execution: execution.id, nightly: nightly.id, failing: failing.id, runs, service };
}
