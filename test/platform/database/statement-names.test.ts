import { StatementNames } from '../../../src/platform/database/statement-names';

const LIMIT = 10;

function use(names: StatementNames, text: string, times: number): string | undefined {
  let name: string | undefined;
  for (let n = 0; n < times; n += 1) name = names.nameOf(text);
  return name;
}

describe('the names of statements', () => {
  let names: StatementNames;
  beforeEach(() => {
    names = new StatementNames(LIMIT);
  });

  test('a text is named the third time that it comes, and keeps its name', () => {
    expect([1, 2, 3, 4].map(() => names.nameOf('a'))).toEqual([
      undefined,
      undefined,
      'statement_1',
      'statement_1',
    ]);
  });

  test('two texts never have one name, also when one took the place of the other', () => {
    const given = new Set<string>();
    for (let n = 0; n < 100; n += 1) {
      const name = use(names, `text ${n}`, 4 + n);
      if (name) given.add(`${name} of text ${n}`);
    }

    expect(new Set([...given].map((it) => it.split(' ')[0])).size).toBe(given.size);
    expect(given.size).toBeGreaterThan(LIMIT);
  });

  test('no more than the limit have one at a time', () => {
    for (let n = 0; n < 50; n += 1) use(names, `text ${n}`, 5);

    const named = Array.from({ length: 50 }, (_, n) => names.nameOf(`text ${n}`));

    expect(named.filter((name) => name !== undefined).length).toBeLessThanOrEqual(LIMIT);
  });

  test('what is asked for often keeps its name, however many others come', () => {
    const hot = use(names, 'hot', 20);

    for (let n = 0; n < 10_000; n += 1) use(names, `text ${n % 2_000} of a flood`, 4);

    expect(names.nameOf('hot')).toBe(hot);
  });

  test('what was asked for long ago makes room for what is asked for now', () => {
    for (let n = 0; n < LIMIT; n += 1) use(names, `of yesterday ${n}`, 100);
    use(names, 'of today', 50);
    expect(names.nameOf('of today')).toBeUndefined();

    use(names, 'of yesterday 0', 200_000);

    expect(use(names, 'of today', 5)).toBeDefined();
  });

  test('texts that are sent once push nobody out who is on the way to a name', () => {
    use(names, 'seldom', 2);
    for (let n = 0; n < 400; n += 1) names.nameOf(`once ${n}`);

    expect(names.nameOf('seldom')).toBeDefined();
  });

  test('a text of more than 16 kB is never named', () => {
    expect(use(names, 'x'.repeat(20_000), 10)).toBeUndefined();
  });

  test('after all were forgotten a text gets another name than before', () => {
    const before = use(names, 'a', 3);
    names.forgetAll();

    const after = use(names, 'a', 3);

    expect(after).toBeDefined();
    expect(after).not.toBe(before);
  });
});
