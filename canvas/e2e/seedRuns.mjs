// Executions of every kind for the pictures: tried again, failed, waiting, forked, of an agent.
import { api } from './api.mjs';
import { agentWorkflow, shopWorkflow, startModel, startShop } from './services.mjs';

export async function seedRuns() {
  const [shop, model] = [await startShop(), await startModel()];
  model.begin();
  model.finish();
  const run = async (workflow, input) => {
    const { id } = await api('POST', '/workflows', workflow);
    return (await api('POST', '/executions', { workflow_id: id, input }, { Prefer: 'wait=20' })).id;
  };
  const retry = { max_attempts: 3, initial_interval_seconds: 0.2, jitter: false };
  const retried = await run(shopWorkflow('Price watch', shop.url, '/flaky/seed', retry), { limit: 20 });
  const failed = await run(shopWorkflow('Stock sync', shop.url, '/broken/seed', retry), { limit: 20 });
  const agent = await run(agentWorkflow('Shop adviser', model.url, shop.url), null);
  const fork = await api('POST', `/executions/${retried}/replay`, { from_node_id: 'dear', input: { limit: 99 } });
  const nap = await api('POST', '/workflows', {
    name: 'Reminder',
    nodes: [
      { id: 'start', type: 'manual_trigger', name: 'Start', ui: { x: 0, y: 0 } },
      { id: 'nap', type: 'delay', name: 'Until tomorrow', config: { seconds: 86400 }, ui: { x: 280, y: 0 } },
      { id: 'after', type: 'set_variable', name: 'Remind', config: { values: { done: true } }, ui: { x: 560, y: 0 } },
    ],
    edges: [
      { id: 'a', source_node_id: 'start', target_node_id: 'nap' },
      { id: 'b', source_node_id: 'nap', target_node_id: 'after' },
    ],
  });
  const waiting = await api('POST', '/executions', { workflow_id: nap.id });
  shop.stop();
  model.stop();
  return { retried, failed, agent, fork: fork.id, waiting: waiting.id };
}
