import { runStory } from '../../scripts/story/run-story';
import { lineOf, type Scenario } from '../../scripts/story/scenario';
import { SCENARIOS } from '../../scripts/story/scenarios';

const scenario = (id: string): Scenario => {
  const found = SCENARIOS.find((it) => it.id === id);
  if (!found) throw new Error(`no scenario ${id}`);
  return found;
};

async function told(scenarios: readonly Scenario[]): Promise<{ status: number; lines: string[] }> {
  const lines: string[] = [];
  const status = await runStory(scenarios, (line) => lines.push(line));
  return { status, lines };
}

test('S1 to S16 are played in order', () => {
  expect(SCENARIOS.map(({ id }) => id)).toEqual(
    Array.from({ length: 16 }, (_, index) => `S${index + 1}`),
  );
});

test('on the embedded database every scenario is as expected', async () => {
  const { status, lines } = await told(SCENARIOS);

  expect(lines.filter((line) => !line.startsWith('✓'))).toEqual(['16 of 16 scenarios as expected']);
  expect(lines).toHaveLength(17);
  expect(status).toBe(0);
}, 240_000);

test('an expectation that is not met, or an error, is a ✗ and the exit status 1; the rest goes on', async () => {
  const broken: Scenario = { ...scenario('S6'), expected: { code: 'NOT_FOUND', rule: 'R22' } };
  const throwing: Scenario = {
    ...scenario('S7'),
    play: () => Promise.reject(new Error('no answer')),
  };
  const unexpected: Scenario = { ...scenario('S11'), expected: { code: 'RESELLER_SUSPENDED' } };

  const { status, lines } = await told([broken, throwing, unexpected, scenario('S12')]);

  expect(lines.map((line) => line.slice(0, 5).trim())).toEqual([
    '✗ S6',
    '✗ S7',
    '✗ S11',
    '✓ S12',
    '1 of',
  ]);
  expect(lines[0]).toMatch(
    /expected code: NOT_FOUND; rule: R22 \| came back code: INDIRECT_RESELLER_CANNOT_INVITE; rule: R22$/,
  );
  expect(lines[1]).toMatch(/came back no answer$/);
  expect(status).toBe(1);
}, 120_000);

test('a scenario has one line, whatever came back', () => {
  const verdict = { scenario: scenario('S7'), isMet: false, cameBack: 'two\n  lines' };

  expect(lineOf(verdict).split('\n')).toHaveLength(1);
});
