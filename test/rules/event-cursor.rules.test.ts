import { refusalToGoOnAfter } from '../../src/modules/event-log/event-cursor.rules';

test.each([
  ['where nothing was taken away', 0n, 0n, null],
  ['at the last place that was taken away', 7n, 7n, null],
  ['beyond it', 8n, 7n, null],
  ['before it', 6n, 7n, 'INVALID_INPUT'],
])('going on %s', (_, after, cut, code) => {
  const refusal = refusalToGoOnAfter(after, cut);

  expect(refusal?.code ?? null).toBe(code);
  expect(refusal?.field ?? 'after').toBe('after');
});
