import type { ExecutionResult } from 'graphql';

import { DomainError } from '../../kernel/domain-error';
import type { Puller } from '../live-source';
import type { StreamWindow } from './event-stream-body';
import {
  asGraphQLError,
  atExpiry,
  type LiveAnswer,
  type LiveParts,
  presentable,
} from './live-operations';
import type { RequestFacts } from './request-facts';

type Source = AsyncGenerator<LiveAnswer> | ExecutionResult;

/**
 * One live operation as its client sees it over server-sent events, where nothing but an answer can say why it
 * ends: UNAUTHENTICATED when its token does, RATE_LIMITED when the client does not take what it is sent.
 */
export class StreamedOperation implements Puller<ExecutionResult> {
  private readonly stopExpiry: () => void;
  private isExpired = false;
  private isOver = false;

  constructor(
    private readonly parts: Pick<LiveParts, 'errorMap' | 'metrics'>,
    private readonly window: StreamWindow,
    private readonly facts: RequestFacts,
    private readonly source: Source,
  ) {
    this.stopExpiry = atExpiry(facts, () => {
      this.isExpired = true;
      this.endSource();
    });
  }

  async pull(): Promise<ExecutionResult | null> {
    if (this.isOver) return null;
    if (!(Symbol.asyncIterator in this.source)) return this.last(this.source);
    if (!(await this.window.hasRoom())) {
      this.parts.metrics.rateLimited('slow readers');
      const detail = 'What was sent was not taken in time; go on after the last cursor.';
      return this.refused(new DomainError('RATE_LIMITED', { detail }));
    }
    try {
      const step = await this.source.next();
      if (this.isExpired) return this.refused(new DomainError('UNAUTHENTICATED'));
      return step.done ? null : this.given(step.value);
    } catch (error) {
      return this.refused(error);
    }
  }

  stop(): void {
    this.isOver = true;
    this.stopExpiry();
    this.endSource();
  }

  private refused(error: unknown): ExecutionResult {
    const answer = this.last({ errors: [asGraphQLError(error)] });
    this.parts.metrics.answered(answer.errors);
    return answer;
  }

  private last(answer: ExecutionResult): ExecutionResult {
    this.isOver = true;
    return this.given(answer);
  }

  private given(answer: LiveAnswer): ExecutionResult {
    this.window.given(answer.cursor ?? null);
    return presentable(this.parts, answer, this.facts) as ExecutionResult;
  }

  private endSource(): void {
    if (Symbol.asyncIterator in this.source) void this.source.return(undefined);
  }
}
