import {
  type Piece,
  StatementTexts,
  type Step,
} from '../../../src/platform/database/statement-texts';

const MAX_BYTES = 10_000;

function through(texts: StatementTexts, pieces: readonly Piece[]): Step {
  return pieces.reduce<Step>((step, piece) => texts.after(step, piece), texts.start);
}

describe('the texts of statements', () => {
  let texts: StatementTexts;
  beforeEach(() => {
    texts = new StatementTexts(MAX_BYTES);
  });

  test('the same pieces lead to the same text, others to none', () => {
    const template = ['a', 'b'];
    for (const piece of ['x', 'y', 'z'])
      texts.remember(through(texts, [template, piece]), `a${piece}b`);

    expect(['x', 'y', 'z', 'w'].map((piece) => through(texts, [template, piece]).text)).toEqual([
      'axb',
      'ayb',
      'azb',
      null,
    ]);
    expect(through(texts, [['a', 'b'], 'x']).text).toBeNull();
  });

  test('however many there are, no more is remembered than the limit and one statement', () => {
    for (let n = 0; n < 1_000; n += 1) {
      texts.remember(through(texts, [`text ${n}`, 'x']), 'x'.repeat(1_000));
      expect(texts.size).toBeLessThanOrEqual(MAX_BYTES + 1_500);
    }
  });

  test('a long text counts, wherever it comes from', () => {
    texts.remember(through(texts, ['a']), 'x'.repeat(MAX_BYTES));
    expect(through(texts, ['a']).text).toBeNull();

    through(texts, ['x'.repeat(MAX_BYTES)]);
    expect(texts.start.usual).toBeNull();
  });

  test('a statement that is being made ends well while others are forgotten', () => {
    const step = texts.after(texts.start, 'a');
    for (let n = 0; n < MAX_BYTES; n += 100) through(texts, [`text ${n}`]);

    texts.remember(texts.after(step, 'b'), 'ab');

    expect(texts.after(step, 'b').text).toBe('ab');
    expect(through(texts, ['a', 'b']).text).toBeNull();
  });
});
