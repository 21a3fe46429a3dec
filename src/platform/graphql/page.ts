import { DomainError } from '../../kernel/domain-error';

export const DEFAULT_PAGE_SIZE = 25;
export const MAX_PAGE_SIZE = 100;

/** The four arguments of every connection. */
export interface PageArgs {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

export interface PageRequest {
  readonly direction: 'forward' | 'backward';
  readonly size: number;
  readonly after: string | null;
  readonly before: string | null;
}

export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

export interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

/** What a connection field answers with. `totalCount` is null unless the operation selects it. */
export interface Page<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly nodes: readonly Node[];
  readonly pageInfo: PageInfo;
  readonly totalCount: number | null;
}

/**
 * INVALID_INPUT for `first` with `last`, and for a size outside 1 to 100 (domain section 11). Neither
 * means the first 25.
 */
export function pageRequest(args: PageArgs): PageRequest {
  const first = args.first ?? null;
  const last = args.last ?? null;
  if (first !== null && last !== null) {
    throw new DomainError('INVALID_INPUT', {
      field: 'last',
      args: { otherField: 'first' },
    });
  }
  const direction = last === null ? 'forward' : 'backward';
  const size = last ?? first ?? DEFAULT_PAGE_SIZE;
  if (!Number.isInteger(size) || size < 1 || size > MAX_PAGE_SIZE) {
    const field = direction === 'forward' ? 'first' : 'last';
    throw new DomainError('INVALID_INPUT', {
      args: { minimum: 1, maximum: MAX_PAGE_SIZE },
      detail: `It is ${size}.`,
      field,
    });
  }
  return { direction, size, after: args.after ?? null, before: args.before ?? null };
}
