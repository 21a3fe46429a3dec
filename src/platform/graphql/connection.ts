import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql';

import type { Edge, Page, PageArgs, PageInfo as PageInfoShape } from './page';

@ObjectType('PageInfo', {
  description: 'Where a page lies in its list.',
  simpleResolvers: true,
})
export class PageInfo implements PageInfoShape {
  @Field(() => Boolean, { description: 'Whether more follow after `endCursor`.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether some come before `startCursor`.' })
  hasPreviousPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the first edge; null on an empty page.',
  })
  startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last edge; null on an empty page.',
  })
  endCursor!: string | null;
}

/** Arguments of a connection; lists with filters extend it. */
@ArgsType()
export class ConnectionArgs implements PageArgs {
  @Field(() => Int, {
    nullable: true,
    description:
      'How many from the start, 1 to 100. Without `first` and `last`: 25. Not with `last`.',
  })
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only what comes after this cursor, which must be of this list in this order.',
  })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many from the end, 1 to 100. Not with `first`.',
  })
  last?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only what comes before this cursor, which must be of this list in this order.',
  })
  before?: string | null;
}

export interface ConnectionTypes<Node> {
  readonly Edge: ClassType<Edge<Node>>;
  readonly Connection: ClassType<Page<Node>>;
}

/**
 * The types `<Name>Connection` and `<Name>Edge` of the Relay convention. `nodeType` is a thunk, because
 * types of two modules may hold each other's connections.
 */
export function connectionTypes<Node extends object>(
  name: string,
  nodeType: () => ClassType<Node>,
  what: string,
): ConnectionTypes<Node> {
  @ObjectType(`${name}Edge`, {
    description: `One of the ${what}, and its place in the list.`,
    simpleResolvers: true,
  })
  class ConnectionEdge implements Edge<Node> {
    @Field(() => String, { description: 'Marks this place; opaque, for `after` and `before`.' })
    cursor!: string;

    @Field(() => nodeType(), { description: 'The object at this place.' })
    node!: Node;
  }

  @ObjectType(`${name}Connection`, {
    description: `A page of ${what}, only those that the caller may see.`,
    simpleResolvers: true,
  })
  class Connection implements Page<Node> {
    @Field(() => [ConnectionEdge], { description: 'The page, each object with its cursor.' })
    edges!: readonly Edge<Node>[];

    @Field(() => [nodeType()], { description: 'The page without cursors.' })
    nodes!: readonly Node[];

    @Field(() => PageInfo, { description: 'Where this page lies in the list.' })
    pageInfo!: PageInfoShape;

    @Field(() => Int, {
      description:
        'How many there are in the whole list for this caller and filter; counted only when selected.',
    })
    totalCount!: number | null;
  }

  return { Edge: ConnectionEdge, Connection };
}
