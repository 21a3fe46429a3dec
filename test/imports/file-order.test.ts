import { orderByNeed } from '../../src/modules/imports/file-order';

function order(...needs: number[][]): number[][] {
  return orderByNeed(needs.map((need) => new Set(need)));
}

describe('order of files', () => {
  it('keeps the given order where nothing is needed', () => {
    expect(order([], [], [])).toEqual([[0], [1], [2]]);
  });

  it('puts what is needed first', () => {
    expect(order([2], [], [1])).toEqual([[1], [2], [0]]);
  });

  it('joins files that need each other, and nobody else', () => {
    expect(order([1], [0], [0], [])).toEqual([[0, 1], [2], [3]]);
  });

  it('joins a longer circle', () => {
    expect(order([1], [2], [0], [1])).toEqual([[0, 1, 2], [3]]);
  });
});
