import { DomainError } from '../../kernel/domain-error';
import { type Page, type PageArgs, pageRequest } from './page';

/**
 * A page of a list that is held in memory, with the same arguments and answers as a page of a table.
 * `keyOf` must be unique in the list; the cursor is that key.
 */
export function pageOfArray<Item>(
  items: readonly Item[],
  args: PageArgs,
  keyOf: (item: Item) => string,
): Page<Item> {
  const { direction, size, after, before } = pageRequest(args);
  const cursorOf = (item: Item): string => Buffer.from(keyOf(item)).toString('base64url');
  const indexOf = (cursor: string, field: 'after' | 'before'): number => {
    const index = items.findIndex((item) => cursorOf(item) === cursor);
    if (index >= 0) return index;
    throw new DomainError('INVALID_INPUT', {
      args: { problem: 'NOT_A_CURSOR' },
      field,
    });
  };
  const start = after === null ? 0 : indexOf(after, 'after') + 1;
  const end = before === null ? items.length : indexOf(before, 'before');
  const from = direction === 'forward' ? start : Math.max(start, end - size);
  const to = direction === 'forward' ? Math.min(end, start + size) : end;
  const edges = items.slice(from, to).map((node) => ({ cursor: cursorOf(node), node }));
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: to < items.length,
      hasPreviousPage: from > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: items.length,
  };
}
