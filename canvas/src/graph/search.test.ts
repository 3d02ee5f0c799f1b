import { expect, it } from 'vitest';
import { searchBy } from './search';

const TYPES = [
  'Cron trigger|Starts the run at set times',
  'Set variable|Sets values',
  'Reset set|x',
  'If / else|Takes a branch',
];

it('what begins with the word comes first, then names, then descriptions', () => {
  const found = searchBy(TYPES, 'set', (type) => type.split('|') as [string, string]);
  expect(found.map((type) => type.split('|')[0])).toEqual(['Set variable', 'Reset set', 'Cron trigger']);
  expect(searchBy(TYPES, 'set xyz', (type) => type.split('|') as [string, string])).toEqual([]);
  expect(searchBy(TYPES, '', (type) => [type])).toEqual(TYPES);
});
