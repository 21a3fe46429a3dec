import type { Sql } from '../database/sql';
import type { SortType } from './cursor';

export interface SortKey {
  /** Over the rows of the list. */
  readonly expression: Sql;
  readonly type: SortType;
  /** ASC unless said otherwise. NULL counts as larger than every value, as in PostgreSQL's indexes. */
  readonly direction?: 'ASC' | 'DESC';
  readonly isNullable?: boolean;
  /** It stands in another table than the keys after it, so that no index has them all. */
  readonly isOfOtherTable?: boolean;
}

export interface KeysetOrder {
  /** Part of every cursor. */
  readonly name: string;
  /** Together unique: the last one is the id. */
  readonly keys: readonly [SortKey, ...SortKey[]];
}
