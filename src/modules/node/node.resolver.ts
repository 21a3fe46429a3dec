import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';

import { DomainError } from '../../kernel/domain-error';
import { AnyCaller } from '../../platform/graphql/access';
import type { RequestContext } from '../../platform/graphql/context';
import { decodeGlobalId } from '../../platform/graphql/global-id';
import { Node, type NodeSource } from '../../platform/graphql/node.types';

@Resolver(() => Node)
export class NodeResolver {
  private readonly sources: ReadonlyMap<string, NodeSource>;

  constructor(sources: readonly NodeSource[]) {
    this.sources = new Map(sources.map((source) => [source.type, source]));
  }

  @AnyCaller()
  @Query(() => Node, {
    nullable: true,
    description: 'Any object by its opaque id; null when it does not exist or is hidden.',
  })
  node(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { description: 'An id that this server handed out.' }) id: string,
  ): Promise<object | null> {
    return this.load(ctx, id, 'id');
  }

  @AnyCaller()
  @Query(() => [Node], {
    nullable: 'itemsAndList',
    description:
      'Up to 100 objects by their opaque ids, in the same order; null for each that does not exist or is hidden.',
  })
  async nodes(
    @Ctx() ctx: RequestContext,
    @Arg('ids', () => [ID], { description: 'Ids that this server handed out, 100 at most.' })
    ids: readonly string[],
  ): Promise<readonly (object | null)[]> {
    return Promise.all(ids.map((id, index) => this.load(ctx, id, `ids[${index}]`)));
  }

  private async load(ctx: RequestContext, id: string, field: string): Promise<object | null> {
    const { type, keys } = decodeGlobalId(id, field);
    const source = this.sources.get(type);
    if (!source || keys.length !== 1) {
      throw new DomainError('INVALID_INPUT', {
        field,
        args: { problem: 'NOT_AN_ID' },
      });
    }
    const row = await source.load(ctx, keys[0]);
    // An object that makes its fields when they are read names its type, and cannot be copied.
    return row === null || '__typename' in row ? row : { ...row, __typename: type };
  }
}
