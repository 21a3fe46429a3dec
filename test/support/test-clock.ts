import type { Clock } from '../../src/kernel/clock';
import { STORY_BEGIN } from './story-time';

/** A clock that stands still until a test moves it. */
export class TestClock implements Clock {
  constructor(private time: Date = STORY_BEGIN) {}

  now(): Date {
    return new Date(this.time);
  }

  set(time: Date): void {
    this.time = time;
  }

  advance(by: { readonly days?: number; readonly hours?: number; readonly ms?: number }): void {
    const { days = 0, hours = 0, ms = 0 } = by;
    this.time = new Date(this.time.getTime() + days * 86_400_000 + hours * 3_600_000 + ms);
  }
}
