/**
 * Orders files so that each comes after those it needs. Files that need each other in a circle form one
 * group, whose files must be taken over together.
 *
 * @param needs For each file, by position, the positions of the files it needs.
 * @returns Groups of positions, the needed ones first, otherwise in the given order.
 */
export function orderByNeed(needs: readonly ReadonlySet<number>[]): number[][] {
  // Tarjan's strongly connected components: they come out with what is needed first.
  const order = new Map<number, number>();
  const lowest = new Map<number, number>();
  const open: number[] = [];
  const groups: number[][] = [];

  const visit = (file: number): void => {
    order.set(file, order.size);
    lowest.set(file, order.get(file) ?? 0);
    open.push(file);
    for (const needed of needs[file] ?? []) {
      if (!order.has(needed)) visit(needed);
      if (open.includes(needed)) lowest.set(file, lower(lowest, file, needed));
    }
    if (lowest.get(file) === order.get(file))
      groups.push(open.splice(open.indexOf(file)).sort((a, b) => a - b));
  };

  needs.forEach((_, file) => {
    if (!order.has(file)) visit(file);
  });
  return groups;
}

function lower(lowest: ReadonlyMap<number, number>, a: number, b: number): number {
  return Math.min(lowest.get(a) ?? Infinity, lowest.get(b) ?? Infinity);
}
