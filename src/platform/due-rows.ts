/** A row that something is due of. */
export interface DueRow {
  readonly id: string;
  /** Since when, as text: the driver's dates are coarser than the database's instants, and would repeat a row. */
  readonly since: string;
}

export interface DueRows<Row extends DueRow> {
  /** So many rows at most, in the order of `since` and `id`, behind the last one. */
  readonly find: (last: Row | null, limit: number) => Promise<readonly Row[]>;
  /** Answers whether it did anything. */
  readonly work: (row: Row) => Promise<boolean>;
  /** Ends the round early, between two rows. */
  readonly signal?: AbortSignal | undefined;
}

const BATCH_SIZE = 100;

/** One round over everything that is due now. Answers for how many rows something was done. */
export async function forEachDue<Row extends DueRow>({
  find,
  work,
  signal,
}: DueRows<Row>): Promise<number> {
  let doneCount = 0;
  let last: Row | null = null;
  for (;;) {
    const batch: readonly Row[] = await find(last, BATCH_SIZE);
    for (const row of batch) {
      if (signal?.aborted) return doneCount;
      if (await work(row)) doneCount += 1;
    }
    if (batch.length < BATCH_SIZE) return doneCount;
    last = batch.at(-1) ?? null;
  }
}
