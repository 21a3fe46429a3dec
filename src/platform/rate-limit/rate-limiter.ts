import { isIPv6 } from 'node:net';

import { DomainError } from '../../kernel/domain-error';
import { type BucketStore, type Budget, secondsUntil } from './token-bucket';

/** Who is limited how. */
export interface RateLimits {
  /** Of one user, or application, of one tenant. */
  readonly caller: Budget;
  /** Of one address, for operations without a token. */
  readonly address: Budget;
  /** Of one address, for looks at what only a secret leads to; counted one by one. */
  readonly guesses: Budget;
}

const WINDOW_SECONDS = 60;

/**
 * Far above what a front end needs. The source service allows 500 requests a minute and tenant (domain
 * section 11); so many of them may cost 60 points each, of one user alone.
 */
export const RATE_LIMITS: RateLimits = {
  caller: { name: 'caller', points: 30_000, windowSeconds: WINDOW_SECONDS },
  address: { name: 'address', points: 1_000, windowSeconds: WINDOW_SECONDS },
  guesses: { name: 'guesses', points: 30, windowSeconds: WINDOW_SECONDS },
};

/** The same with so many times the points. */
export function timesAsMuch(limits: RateLimits, factor: number): RateLimits {
  const more = (budget: Budget): Budget => ({ ...budget, points: budget.points * factor });
  const { caller, address, guesses } = limits;
  return { caller: more(caller), address: more(address), guesses: more(guesses) };
}

/** Whose budget pays. */
export interface Payer {
  readonly token: { readonly tenantId: string; readonly userId: string } | null;
  readonly address: string;
}

/** What an operation costs. */
export interface OperationCost {
  /** 0: nothing that is limited, as introspection. */
  readonly points: number;
  /** Root fields that answer to whoever guesses a secret. */
  readonly guesses: number;
}

/** What was asked for and what is left, as `extensions.cost` shows it. */
export interface Charge {
  readonly requested: number;
  readonly remaining: number;
  readonly limit: number;
  /** Until the budget is whole again. */
  readonly resetSeconds: number;
}

export interface ChargeResult {
  readonly charge: Charge;
  readonly budget: Budget;
  /** RATE_LIMITED with the seconds to wait. */
  readonly refusal: DomainError | null;
}

/** Charges operations to the budgets of their callers, before they are executed. */
export class RateLimiter {
  constructor(
    private readonly limits: RateLimits,
    private readonly store: BucketStore,
    private readonly onRefused: (budget: Budget) => void = () => undefined,
  ) {}

  async charge(payer: Payer, cost: OperationCost): Promise<ChargeResult> {
    const { token } = payer;
    if (!token && cost.guesses > 0) {
      const key = `guesses ${placeOf(payer.address)}`;
      const guessed = await this.take(key, cost.guesses, this.limits.guesses);
      if (guessed.refusal) return guessed;
    }
    const { caller, address } = this.limits;
    return this.take(keyOfPayer(payer), cost.points, token ? caller : address);
  }

  private async take(key: string, cost: number, budget: Budget): Promise<ChargeResult> {
    // What costs more than a whole budget would never be possible: it takes all of it.
    const requested = Math.min(cost, budget.points);
    const { isGiven, left } = await this.store.take(key, requested, budget);
    const charge: Charge = {
      requested,
      remaining: Math.floor(left),
      limit: budget.points,
      resetSeconds: secondsUntil(budget.points, left, budget),
    };
    if (isGiven) return { charge, budget, refusal: null };
    this.onRefused(budget);
    const retryAfterSeconds = Math.max(1, secondsUntil(requested, left, budget));
    const detail = `It costs ${requested} points; ${charge.remaining} of ${budget.points} are left.`;
    return {
      charge,
      budget,
      refusal: new DomainError('RATE_LIMITED', { retryAfterSeconds, detail }),
    };
  }
}

/** One name for all that the same payer does. */
export function keyOfPayer({ token, address }: Payer): string {
  return token ? `caller ${token.tenantId} ${token.userId}` : `address ${placeOf(address)}`;
}

/** One place of an address: a household or office has a whole /64 of IPv6. */
function placeOf(address: string): string {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill('0');
  return [...groups, ...zeros, ...rest]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
