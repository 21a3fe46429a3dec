import { MostUsed } from '../most-used';

/** Neither can be the name of an operation. */
export const UNNAMED = '(none)';
export const OTHER_NAMES = '(other)';

const MAX_NAMES = 100;
/** A name that a client makes for each call is never shown. */
const SEEN_BEFORE = 9;
const MAX_LENGTH = 64;
/** More are an id: of a tenant, an order, a session. */
const MAX_DIGITS = 3;

function mayBeShown(name: string): boolean {
  return name.length <= MAX_LENGTH && name.replace(/\D/g, '').length <= MAX_DIGITS;
}

/**
 * Which names of operations are labels of a metric. Clients choose them, so they are bounded: the hundred that
 * callers with a token use most, from their tenth use on, and none that carries a number which could be
 * somebody's.
 */
export class OperationNames {
  private readonly names: MostUsed<string>;

  /** `onDropped` is told of names that are no label any more. */
  constructor(onDropped: (name: string) => void) {
    const make = (name: string): string => name;
    this.names = new MostUsed({ limit: MAX_NAMES, seenBefore: SEEN_BEFORE, make, onDropped });
  }

  /** Of an operation that was valid; without a token it is labelled, and makes no name known. */
  labelOf(name: string | null, hasToken: boolean): string {
    if (name === null) return UNNAMED;
    if (!mayBeShown(name)) return OTHER_NAMES;
    return (hasToken ? this.names.use(name) : this.names.find(name)) ?? OTHER_NAMES;
  }
}
