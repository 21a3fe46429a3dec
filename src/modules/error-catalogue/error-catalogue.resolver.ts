import { Ctx, Query, Resolver } from 'type-graphql';

import { ERROR_CATALOGUE, type ErrorCode } from '../../kernel/error-code';
import { RULES } from '../../kernel/rule';
import { PublicAccess } from '../../platform/graphql/access';
import type { RequestContext } from '../../platform/graphql/context';
import type { Localize } from '../../platform/graphql/error-map';
import { ErrorCatalogEntry } from './error-catalogue.types';

@Resolver(() => ErrorCatalogEntry)
export class ErrorCatalogueResolver {
  constructor(private readonly localize: Localize) {}

  @PublicAccess()
  @Query(() => [ErrorCatalogEntry], {
    description: 'Every refusal that this server may answer with. Works without a token.',
  })
  errorCatalog(@Ctx() ctx: RequestContext): readonly ErrorCatalogEntry[] {
    return (Object.keys(ERROR_CATALOGUE) as ErrorCode[]).map((code) => {
      const { kind, httpStatus, legacyCodes, rule, message } = ERROR_CATALOGUE[code];
      return {
        code,
        kind,
        httpStatus,
        legacyCodes,
        rule,
        message: this.localize({ code, args: {} }, ctx.locale),
        description: rule === null ? message : RULES[rule],
      };
    });
  }
}
