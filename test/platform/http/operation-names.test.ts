import { OperationNames, OTHER_NAMES } from '../../../src/platform/http/operation-names';

const MAX_NAMES = 100;

function use(names: OperationNames, name: string, times: number): string {
  let label = '';
  for (let n = 0; n < times; n += 1) label = names.labelOf(name, true);
  return label;
}

describe('the names of operations as labels', () => {
  let dropped: string[];
  let names: OperationNames;
  beforeEach(() => {
    dropped = [];
    names = new OperationNames((name) => dropped.push(name));
  });

  test('are never more than the limit at a time, whatever is sent', () => {
    const shown = new Set<string>();
    for (let n = 0; n < 900; n += 1) {
      const name = `Flood${String.fromCharCode(65 + (n % 26))}${n}`;
      if (use(names, name, 10 + Math.floor(n / 100)) === name) shown.add(name);
    }

    expect(shown.size).toBeGreaterThan(MAX_NAMES);
    expect(shown.size - dropped.length).toBe(MAX_NAMES);
  });

  test('of what is used all day a flood drops none', () => {
    use(names, 'Portfolio', 50);

    for (let n = 0; n < 900; n += 1) use(names, `Flood${n}`, 12);

    expect(dropped).not.toContain('Portfolio');
    expect(names.labelOf('Portfolio', false)).toBe('Portfolio');
  });

  test.each([
    ['three digits', 'Page123', 'Page123'],
    ['four digits', 'Page1234', OTHER_NAMES],
    ['four digits apart', 'P1a2g3e4', OTHER_NAMES],
    ['64 characters', 'A'.repeat(64), 'A'.repeat(64)],
    ['65 characters', 'A'.repeat(65), OTHER_NAMES],
  ])('with %s', (_, name, label) => {
    expect(use(names, name, 20)).toBe(label);
  });
});
