import { describe, expect, it } from 'vitest';
import { describeEvent, filterEvents, levelOf } from './eventLog';
import { event, randomEvents } from './random.testing';

describe('the event log', () => {
  const events = randomEvents(3, 80);

  it('filters by every part at once', () => {
    const found = filterEvents(events, { type: 'log', nodeId: 'n7', level: 'info', text: 'LINE n7' });
    expect(found).toEqual(events.filter((one) => one.type === 'log' && one.node_id === 'n7'));
    expect(filterEvents(events, { text: '  ' })).toBe(events);
    expect(filterEvents(events, { text: 'nothing holds this' })).toEqual([]);
  });

  it('leaves failures in when asked for what is grave', () => {
    const grave = filterEvents(events, { level: 'error' });
    expect(grave.length).toBeGreaterThan(0);
    expect(grave.every((one) => one.type === 'error' || one.payload['status'] === 'failed')).toBe(true);
    expect(levelOf(event(1, 'log', 'a', { level: 'warning' }))).toBe('warning');
  });

  it('says each event in one line', () => {
    const lines = events.map(describeEvent);
    expect(lines.every((line) => line !== '' && !line.includes('undefined') && !line.includes('\n'))).toBe(true);
    expect(describeEvent(event(1, 'error', 'a', { code: 'ORC3001', message: 'No.', attempt: 1, retry_in_ms: 5 }))).toBe(
      'Attempt 1: No. (ORC3001) Tried again after 5 ms.',
    );
    expect(describeEvent(event(1, 'state_change', 'a', { patch: '{"cut' }))).toContain('large');
  });

  it('filters ten thousand events in time', () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      event(index + 1, 'log', `n${index % 50}`, { level: 'info', message: `Line ${index}` }),
    );
    // By the number of the event, and by what it says.
    expect(filterEvents(many, { text: 'line 9999' }).map(({ seq }) => seq)).toEqual([9999, 10_000]);
  });
});
