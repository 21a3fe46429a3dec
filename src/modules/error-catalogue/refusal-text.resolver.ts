import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';

import type { RequestContext } from '../../platform/graphql/context';
import type { LocalizableText, Localize } from '../../platform/graphql/error-map';
import { Refusal, RefusedAttempt } from '../../platform/graphql/refusal.types';

const DESCRIPTION = 'The refusal in words, in the locale of this request.';

/** Refusals inside the graph, in verdicts for instance, say the same as the error would. */
@Resolver(() => RefusedAttempt)
export class RefusedAttemptTextResolver {
  constructor(private readonly localize: Localize) {}

  @FieldResolver(() => String, { description: DESCRIPTION })
  message(@Root() attempt: LocalizableText, @Ctx() ctx: RequestContext): string {
    return this.localize(attempt, ctx.locale);
  }
}

@Resolver(() => Refusal)
export class RefusalTextResolver {
  constructor(private readonly localize: Localize) {}

  @FieldResolver(() => String, { description: DESCRIPTION })
  message(@Root() refusal: LocalizableText, @Ctx() ctx: RequestContext): string {
    return this.localize(refusal, ctx.locale);
  }
}
