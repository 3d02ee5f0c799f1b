// Services that workflows of the tests call: real HTTP servers on this machine, whose answers a test can hold back.
import { createServer } from 'node:http';

const listen = async (handle) => {
  const server = createServer(handle);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop: () => (server.closeAllConnections(), server.close()),
  };
};

/**
 * `/items` answers at once, `/big` with more than an event holds, `/flaky/<key>` the third time, `/broken` never well, and
 * `/hold/<key>` when `release(key)` was called.
 */
export async function startShop() {
  const held = new Map();
  const open = new Set();
  const tries = new Map();
  const json = (response, status, body) => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  const items = {
    items: [
      { sku: 'A-1', price: 12.5 },
      { sku: 'B-2', price: 30 },
    ],
    shop: 'Oslo',
  };
  const service = await listen((request, response) => {
    const [, kind, key = ''] = request.url.split(/[/?]/);
    if (kind === 'hold' && !open.has(key)) {
      held.set(key, () => json(response, 200, items));
      return;
    }
    tries.set(key, (tries.get(key) ?? 0) + 1);
    if (kind === 'broken' || (kind === 'flaky' && tries.get(key) < 3)) {
      json(response, 503, { error: 'Closed for lunch' });
      return;
    }
    json(
      response,
      200,
      kind === 'big' ? { rows: Array.from({ length: 900 }, (_, n) => ({ n, text: 'x'.repeat(40) })) } : items,
    );
  });
  return {
    ...service,
    isHeld: (key) => held.has(key),
    release(key) {
      open.add(key);
      held.get(key)?.();
      held.delete(key);
    },
  };
}

const frame = (model, delta, finish_reason = null, usage) =>
  `data: ${JSON.stringify({
    id: 'chat-1',
    object: 'chat.completion.chunk',
    created: 1,
    model,
    choices: [{ index: 0, delta, finish_reason }],
    ...(usage && { usage }),
  })}\n\n`;

/** A language model that looks at the shop once and then answers: it begins when `begin()` was called, and ends with `finish()`. */
export async function startModel() {
  let begin;
  let finish;
  const begun = new Promise((resolve) => (begin = resolve));
  const finished = new Promise((resolve) => (finish = resolve));
  const service = await listen(async (request, response) => {
    let body = '';
    for await (const chunk of request) {
      body += chunk;
    }
    const { model, messages } = JSON.parse(body);
    const asked = messages.some(({ role }) => role === 'tool');
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    if (!asked) {
      const call = {
        index: 0,
        id: 'call_1',
        type: 'function',
        function: { name: 'look_at_shop', arguments: '{"shelf":"A"}' },
      };
      response.write(frame(model, { role: 'assistant', content: 'Let me look.' }));
      response.write(frame(model, { tool_calls: [call] }));
      response.write(frame(model, {}, 'tool_calls', { prompt_tokens: 120, completion_tokens: 18, total_tokens: 138 }));
    } else {
      await begun;
      response.write(
        frame(model, {
          role: 'assistant',
          content:
            'I looked at the shelf that you asked about, at every item on it. The cheapest item there, all things considered, ',
        }),
      );
      await finished;
      response.write(frame(model, { content: 'is A-1, at 12.50.' }));
      response.write(frame(model, {}, 'stop', { prompt_tokens: 210, completion_tokens: 14, total_tokens: 224 }));
    }
    response.end('data: [DONE]\n\n');
  });
  return { ...service, begin, finish };
}

const node = (id, type, x, y, config = {}, more = {}) => ({ id, type, config, ui: { x, y }, ...more });
const edge = (source_node_id, target_node_id, more = {}) => ({
  id: `${source_node_id}-${target_node_id}`,
  source_node_id,
  target_node_id,
  ...more,
});
const get = (url, more = {}) => ({ method: 'GET', url, ...more });

/** start → fetch → dear? → remember | forget; `path` is what is fetched. */
export const shopWorkflow = (name, url, path, retry = { max_attempts: 1 }) => ({
  name,
  nodes: [
    node('start', 'manual_trigger', 0, 100, {}, { name: 'Start' }),
    node('fetch', 'http_request', 280, 100, get(`${url}${path}`), { name: 'Fetch items', retry }),
    node(
      'dear',
      'if_else',
      560,
      100,
      { condition: 'nodes.fetch.output.body.items[1].price > input.limit' },
      { name: 'Dear?' },
    ),
    node(
      'remember',
      'set_variable',
      860,
      40,
      { values: { sku: '{{ nodes.fetch.output.body.items[1].sku }}' } },
      { name: 'Remember' },
    ),
    node('forget', 'set_variable', 860, 180, { values: { sku: null } }, { name: 'Forget' }),
  ],
  edges: [
    edge('start', 'fetch'),
    edge('fetch', 'dear'),
    edge('dear', 'remember', { source_handle: 'true' }),
    edge('dear', 'forget', { source_handle: 'false' }),
  ],
});

export const agentWorkflow = (name, model, shop) => ({
  name,
  nodes: [
    node('start', 'manual_trigger', 0, 0, {}, { name: 'Start' }),
    node(
      'agent',
      'ai_agent',
      280,
      0,
      {
        model: 'shop-model',
        base_url: `${model}/v1`,
        prompt: 'Which item is the cheapest?',
        max_turns: 4,
        tools: [
          {
            type: 'http_request',
            name: 'look_at_shop',
            description: 'Lists what is on a shelf.',
            parameters: { type: 'object', properties: { shelf: { type: 'string' } }, required: ['shelf'] },
            config: get(`${shop}/items`),
          },
        ],
      },
      { name: 'Adviser' },
    ),
  ],
  edges: [edge('start', 'agent')],
});

/** A wide workflow: `rows` rows of `columns` nodes. */
export function gridWorkflow(name, rows, columns) {
  const nodes = [node('start', 'manual_trigger', 0, 0)];
  const edges = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const id = `n${row}-${column}`;
      nodes.push(node(id, 'set_variable', 280 * (column + 1), 90 * row, { values: { [`v${row}`]: column } }));
      edges.push(edge(column === 0 ? 'start' : `n${row}-${column - 1}`, id));
    }
  }
  return { name, nodes, edges };
}
