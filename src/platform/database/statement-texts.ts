/** The statements of all operations of a busy server are a fraction of it. */
const MAX_BYTES = 4_000_000;
const BYTES_OF_A_STEP = 100;

/** One of the things that a statement is made of: the strings of a template, or a text without parameters. */
export type Piece = object | string;

/** What the pieces so far lead to. Most are followed by the same piece whenever they come, so that one is at hand. */
export class Step {
  /** Of the statement that ends here. */
  text: string | null = null;
  usual: Step | null = null;
  others: Map<Piece, Step> | null = null;

  constructor(readonly piece: Piece) {}
}

/**
 * The texts of statements by the pieces that they are made of, in their order. Whoever makes the same statement
 * again comes to the same text by comparing pointers, and to the same string, whose hash the engine knows
 * already. Callers choose what statements are made of, so all are forgotten once there are too many.
 */
export class StatementTexts {
  private beginning = new Step('');
  private bytes = 0;

  constructor(private readonly maxBytes = MAX_BYTES) {}

  /** How much is remembered, roughly. */
  get size(): number {
    return this.bytes;
  }

  get start(): Step {
    if (this.bytes > this.maxBytes) {
      this.beginning = new Step('');
      this.bytes = 0;
    }
    return this.beginning;
  }

  after(step: Step, piece: Piece): Step {
    const { usual } = step;
    if (usual?.piece === piece) return usual;
    const known = step.others?.get(piece);
    if (known) return known;
    this.bytes += BYTES_OF_A_STEP + (typeof piece === 'string' ? piece.length : 0);
    const next = new Step(piece);
    if (!usual) step.usual = next;
    else (step.others ??= new Map<Piece, Step>()).set(piece, next);
    return next;
  }

  remember(step: Step, text: string): void {
    this.bytes += text.length;
    step.text = text;
  }
}
