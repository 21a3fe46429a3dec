import { MultiBar, type SingleBar } from 'cli-progress';

import type { ImportListener } from '../src/modules/imports/import-run';

/** Shows how far an import is. Text has to pass through it, or it would tear the bar. */
export interface ImportProgress extends Required<Pick<ImportListener, 'onPlanned' | 'onItems'>> {
  write(text: string): void;
  stop(): void;
}

type Write = (text: string) => void;

/** A bar, on a terminal. */
export class BarProgress implements ImportProgress {
  private readonly bars = new MultiBar({
    format: 'Importing {bar} {percentage} % of {total} items, {eta_formatted} left',
    clearOnComplete: true,
    hideCursor: true,
  });
  private bar: SingleBar | null = null;

  constructor(private readonly out: Write) {}

  onPlanned(itemCount: number): void {
    if (itemCount > 0) this.bar = this.bars.create(itemCount, 0);
  }

  onItems(count: number): void {
    this.bar?.increment(count);
  }

  write(text: string): void {
    if (this.bar) this.bars.log(text);
    else this.out(text);
  }

  stop(): void {
    this.bars.stop();
    this.bar = null;
  }
}

// Fewer items are done before anybody wonders.
const MIN_ITEMS_TOLD = 1000;
const PARTS_TOLD = 10;

/** A line for each tenth, where a bar cannot be drawn. */
export class LineProgress implements ImportProgress {
  private total = 0;
  private done = 0;

  constructor(private readonly out: Write) {}

  onPlanned(itemCount: number): void {
    this.total = itemCount;
  }

  onItems(count: number): void {
    const before = this.partsOf(this.done);
    this.done += count;
    if (this.total >= MIN_ITEMS_TOLD && this.partsOf(this.done) > before)
      this.out(`${this.done} of ${this.total} items\n`);
  }

  write(text: string): void {
    this.out(text);
  }

  stop(): void {}

  private partsOf(count: number): number {
    return Math.floor((count * PARTS_TOLD) / this.total);
  }
}

/** Nothing, for machines. */
export class SilentProgress implements ImportProgress {
  constructor(private readonly out: Write) {}

  onPlanned(): void {}
  onItems(): void {}
  stop(): void {}

  write(text: string): void {
    this.out(text);
  }
}
