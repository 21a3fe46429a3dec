import type { Clock } from '../../kernel/clock';
import { DomainError } from '../../kernel/domain-error';

/** How far the clock of a demo can run ahead of the real time in all. */
const MAX_YEARS_AHEAD = 5;

const WHOLE_DURATION =
  /^P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/**
 * The clock of the demo: the real one, moved forward by whoever tries what time does. It moves what the
 * business calls now; tokens are judged by the real time. Kept by this process, so it is the real time
 * again after a start.
 */
export class SandboxClock implements Clock {
  private aheadMs = 0;

  constructor(private readonly real: Clock) {}

  now(): Date {
    return new Date(this.realNow().getTime() + this.aheadMs);
  }

  realNow(): Date {
    return this.real.now();
  }

  /** @throws INVALID_INPUT for a duration that is not whole and positive, or goes too far. */
  advance(by: string): Date {
    const now = this.now();
    const moved = later(now, by);
    const furthest = later(this.realNow(), `P${MAX_YEARS_AHEAD}Y`);
    // Written so that a date too large to be one is refused as well.
    if (!(moved > now && moved <= furthest)) {
      throw new DomainError('INVALID_INPUT', {
        field: 'by',
        detail: `The clock moves forward only, and at most ${MAX_YEARS_AHEAD} years from the real time.`,
      });
    }
    this.aheadMs += moved.getTime() - now.getTime();
    return moved;
  }

  reset(): void {
    this.aheadMs = 0;
  }
}

/** The instant after an ISO 8601 duration of whole parts; years and months are those of the calendar. */
function later(from: Date, duration: string): Date {
  const parts = WHOLE_DURATION.exec(duration);
  if (!parts) {
    throw new DomainError('INVALID_INPUT', {
      field: 'by',
      detail: 'The duration has whole, positive parts, P90D or P1Y2M or PT12H for instance.',
    });
  }
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  const moved = new Date(from);
  moved.setUTCMonth(moved.getUTCMonth() + 12 * years + months);
  const inDays = ((weeks * 7 + days) * 24 + hours) * 60 + minutes;
  return new Date(moved.getTime() + (inDays * 60 + seconds) * 1_000);
}
