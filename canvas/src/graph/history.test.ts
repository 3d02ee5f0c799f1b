import { expect, it } from 'vitest';
import { record, redo, startHistory, undo } from './history';

it('takes steps back and forth', () => {
  let history = record(record(startHistory('a'), 'b', 0), 'c', 10);
  history = undo(history);
  expect(history.present).toBe('b');
  history = undo(undo(history));
  expect(history.present).toBe('a');
  history = redo(redo(redo(history)));
  expect(history.present).toBe('c');
});

it('makes one step of what is typed into one field, and another after a pause or elsewhere', () => {
  let history = record(startHistory(''), 'h', 0, 'name');
  history = record(history, 'he', 500, 'name');
  history = record(history, 'hey', 900, 'name');
  expect(history.past).toEqual(['']);
  history = record(history, 'hey!', 5000, 'name');
  history = record(history, 'x', 5100, 'url');
  expect(history.past).toEqual(['', 'hey', 'hey!']);
});

it('forgets what was taken back once something else is done', () => {
  const history = record(undo(record(startHistory(1), 2, 0)), 3, 10);
  expect(redo(history)).toBe(history);
});
