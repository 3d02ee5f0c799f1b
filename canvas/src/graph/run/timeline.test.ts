import { describe, expect, it } from 'vitest';
import { event, randomEvents } from './random.testing';
import { pan, ticks, timelineOf, zoom } from './timeline';

describe('the timeline', () => {
  it('shows each attempt with the wait before the next', () => {
    const { rows } = timelineOf([
      event(1, 'execution_start', null, {}, 0),
      event(2, 'node_start', 'a', {}, 100),
      event(3, 'error', 'a', { message: 'Busy.', attempt: 1, retry_in_ms: 500 }, 200),
      event(4, 'node_end', 'a', { status: 'succeeded', attempt: 2 }, 900),
    ]);
    expect(rows).toEqual([
      expect.objectContaining({
        nodeId: 'a',
        status: 'succeeded',
        start: 100,
        end: 900,
        step: 4,
        attempts: [
          { attempt: 1, start: 100, end: 200, status: 'failed', message: 'Busy.' },
          { attempt: 2, start: 700, end: 900, status: 'succeeded', message: undefined },
        ],
      }),
    ]);
  });

  it('takes a node without a start from its duration', () => {
    const { rows } = timelineOf([
      event(1, 'execution_start', null, {}, 0),
      event(2, 'node_end', 'a', { duration_ms: 30 }, 50),
    ]);
    expect(rows[0]).toMatchObject({ start: 20, end: 50 });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('holds together for any order of events (seed %i)', (seed) => {
    const { rows, length, ended } = timelineOf(randomEvents(seed, 60));
    expect(ended).toBe(true);
    expect(rows).toHaveLength(60);
    expect(rows.map((row) => row.start)).toEqual(rows.map((row) => row.start).sort((a, b) => a - b));
    for (const row of rows) {
      expect(row.end ?? Number.NaN).toBeLessThanOrEqual(length);
      row.attempts.forEach((attempt, index) => {
        expect(attempt.end).toBeGreaterThanOrEqual(attempt.start);
        expect(attempt.start).toBeGreaterThanOrEqual(row.attempts[index - 1]?.end ?? row.start);
      });
      expect(row.attempts.at(-1)?.end).toBe(row.status === 'skipped' ? undefined : row.end);
    }
  });
});

describe('the view of the timeline', () => {
  const whole = { from: 0, to: 1000 };

  it('comes nearer around a time that stays in its place', () => {
    expect(zoom(whole, whole, 0.5, 250)).toEqual({ from: 125, to: 625 });
    expect(zoom({ from: 125, to: 625 }, whole, 2, 250)).toEqual(whole);
  });

  it('never leaves the run', () => {
    expect(zoom(whole, whole, 3, 500)).toEqual(whole);
    expect(pan({ from: 800, to: 1000 }, whole, 0.5)).toEqual({ from: 800, to: 1000 });
    expect(pan({ from: 100, to: 300 }, whole, -1)).toEqual({ from: 0, to: 200 });
    expect(zoom({ from: 0, to: 5 }, whole, 0.1, 2).to).toBe(5);
  });

  it('is marked at round times', () => {
    expect(ticks(0, 1000, 6)).toEqual([0, 200, 400, 600, 800, 1000]);
    expect(ticks(130, 480, 4)).toEqual([200, 300, 400]);
    expect(ticks(0, 90_000, 4)).toEqual([0, 30_000, 60_000, 90_000]);
  });
});
