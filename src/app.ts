import 'reflect-metadata';

import { join } from 'node:path';

import type { GraphQLSchema } from 'graphql';

import { BackgroundWork } from './background-work';
import { type Config, secretKeyOf } from './config';
import { type Clock, systemClock } from './kernel/clock';
import { DomainError } from './kernel/domain-error';
import {
  AuditRecordResolver,
  PartnerOfRecordAttemptsResolver,
} from './modules/audit-log/audit-record.resolver';
import { recordOperatorReads } from './modules/audit-log/operator-reads';
import { findHeldTenant } from './modules/callers/tenant-lookup.queries';
import { Catalogue } from './modules/catalogue/catalogue';
import { CatalogueResolver } from './modules/catalogue/catalogue.resolver';
import { loadCatalogue } from './modules/catalogue/catalogue-file';
import { offerNodes } from './modules/catalogue/offer.loader';
import { OfferReads } from './modules/catalogue/offer-reads';
import { CloudPolicyResolver } from './modules/cloud-policies/cloud-policy.resolver';
import { AgreementEntity } from './modules/customers/agreement.entity';
import { CustomerEntity } from './modules/customers/customer.entity';
import { customerNodes } from './modules/customers/customer.loader';
import { CustomerResolver } from './modules/customers/customer.resolver';
import { CustomerMutationResolver } from './modules/customers/customer-mutation.resolver';
import { createDemoPort } from './modules/demo/demo-port';
import { loadDemoStory } from './modules/demo/demo-story';
import { createSandbox, type Sandbox } from './modules/demo/sandbox';
import { SandboxResolver } from './modules/demo/sandbox.resolver';
import { SandboxClock } from './modules/demo/sandbox-clock';
import { ErrorCatalogueResolver } from './modules/error-catalogue/error-catalogue.resolver';
import { localizeRefusal } from './modules/error-catalogue/localize';
import {
  RefusalTextResolver,
  RefusedAttemptTextResolver,
} from './modules/error-catalogue/refusal-text.resolver';
import {
  EventResolver,
  PartnerHistoryResolver,
  RelationshipHistoryResolver,
  RelationshipRequestHistoryResolver,
} from './modules/event-log/event.resolver';
import { EVENT_TYPES } from './modules/event-log/event-data.types';
import { liveEvents } from './modules/event-log/live-events';
import { objectChanges } from './modules/event-log/object-changes';
import { NodeResolver } from './modules/node/node.resolver';
import { BulkRequestResolver } from './modules/relationships/bulk-request.resolver';
import { CustomerAccountResolver } from './modules/relationships/customer-account.resolver';
import { CustomerRelationshipsResolver } from './modules/relationships/customer-relationships.resolver';
import { DelegatedPrivilegeEntity } from './modules/relationships/delegated-privilege.entity';
import { InvitationEntity } from './modules/relationships/invitation.entity';
import { invitationNodes } from './modules/relationships/invitation.loader';
import { InvitationResolver } from './modules/relationships/invitation.resolver';
import { InvitationLinks } from './modules/relationships/invitation-links';
import { RelationshipEntity } from './modules/relationships/relationship.entity';
import { relationshipNodes } from './modules/relationships/relationship.loader';
import { RelationshipResolver } from './modules/relationships/relationship.resolver';
import { relationshipCommands } from './modules/relationships/relationship-commands';
import { RelationshipMutationResolver } from './modules/relationships/relationship-mutation.resolver';
import { RelationshipRequestEntity } from './modules/relationships/relationship-request.entity';
import { relationshipRequestNodes } from './modules/relationships/relationship-request.loader';
import { RelationshipRequestResolver } from './modules/relationships/relationship-request.resolver';
import { ResellerInvitationResolver } from './modules/relationships/reseller-invitation.resolver';
import { PartnerRelationshipEntity } from './modules/resellers/partner-relationship.entity';
import { partnerRelationshipNodes } from './modules/resellers/partner-relationship.loader';
import { PartnerRelationshipMutationResolver } from './modules/resellers/partner-relationship-mutation.resolver';
import { ResellerEntity } from './modules/resellers/reseller.entity';
import { resellerNodes } from './modules/resellers/reseller.loader';
import { ResellerResolver } from './modules/resellers/reseller.resolver';
import { ResellerMutationResolver } from './modules/resellers/reseller-mutation.resolver';
import { CustomerSubscriptionsResolver } from './modules/subscriptions/customer-subscriptions.resolver';
import { ManagingMutationsResolver } from './modules/subscriptions/managing-mutations.resolver';
import { SaleMutationsResolver } from './modules/subscriptions/sale-mutations.resolver';
import {
  SubscriptionEntity,
  SubscriptionSupportContactEntity,
} from './modules/subscriptions/subscription.entity';
import { subscriptionNodes } from './modules/subscriptions/subscription.loader';
import { SubscriptionResolver } from './modules/subscriptions/subscription.resolver';
import { SubscriptionMutationsResolver } from './modules/subscriptions/subscription-mutations.resolver';
import { SubscriptionReads } from './modules/subscriptions/subscription-reads';
import { UpgradeResolver, UpgradeTargetResolver } from './modules/subscriptions/upgrade.resolver';
import { UpgradeReads } from './modules/subscriptions/upgrade-reads';
import { ViewerResolver } from './modules/viewer/viewer.resolver';
import { webhookDeliveryNodes, webhookEndpointNodes } from './modules/webhooks/webhook.loader';
import { WebhookEndpointEntity } from './modules/webhooks/webhook-endpoint.entity';
import { type HostLookup, WebhookHosts } from './modules/webhooks/webhook-hosts';
import { webhookResolvers } from './modules/webhooks/webhook-resolvers';
import { resolveCaller, type TenantLookup } from './platform/auth/caller';
import { type DemoIssuer, openDemoIssuer } from './platform/auth/demo-issuer';
import { rememberingResellers } from './platform/auth/remembered-resellers';
import { createTokenVerifier, remoteIssuer } from './platform/auth/token-verifier';
import { CommandRunner } from './platform/commands/command-runner';
import { refusalBehind } from './platform/database/constraint-refusals';
import type { EntityClass } from './platform/database/data-source';
import type { Database } from './platform/database/database';
import { openDatabase } from './platform/database/open-database';
import { sql } from './platform/database/sql';
import type { StatementLog } from './platform/database/statement-log';
import { deliverEvents } from './platform/event-log/event-delivery';
import { EventTail } from './platform/event-log/event-tail';
import { buildGraphSchema, containerOf } from './platform/graphql/build-schema';
import { createRequestContext, type RequestContext } from './platform/graphql/context';
import { createErrorMap } from './platform/graphql/error-map';
import type { NodeSource } from './platform/graphql/node.types';
import { printAddedSchema, printGraphSchema } from './platform/graphql/print-schema';
import { createMetrics, type Metrics } from './platform/http/metrics';
import type { HttpServer, RateLimitParts } from './platform/http/options';
import type { RequestFacts } from './platform/http/request-facts';
import { createHttpServer } from './platform/http/server';
import { createLogger, failureLogger, type Logger } from './platform/logging';
import { MemoryBuckets } from './platform/rate-limit/memory-buckets';
import { RATE_LIMITS, type RateLimits, timesAsMuch } from './platform/rate-limit/rate-limiter';
import { SharedBuckets } from './platform/rate-limit/shared-buckets';

/** Every table class; the mapper needs to know them before it connects. */
export const ENTITIES: readonly EntityClass[] = [
  AgreementEntity,
  CustomerEntity,
  DelegatedPrivilegeEntity,
  InvitationEntity,
  PartnerRelationshipEntity,
  RelationshipEntity,
  RelationshipRequestEntity,
  ResellerEntity,
  SubscriptionEntity,
  SubscriptionSupportContactEntity,
  WebhookEndpointEntity,
];

/** What the modules are built from. */
export interface Services {
  readonly runner: CommandRunner;
  readonly tail: EventTail;
  readonly catalogue: Catalogue;
  /** Signs what the server hands out, such as invitation links. */
  readonly serverKey: string;
  /** Where clients reach this server, without a trailing slash. */
  readonly publicUrl: () => string;
  readonly webhookHosts: WebhookHosts;
  /** On a demo server only; adds its mutations to the schema. */
  readonly sandbox?: Sandbox | null;
}

/** The schema with its resolvers: the one list of all modules. */
export function buildAppSchema(services: Services): GraphQLSchema {
  const { runner, tail, catalogue, serverKey, publicUrl, webhookHosts, sandbox } = services;
  const subscriptions = new SubscriptionReads();
  const offers = new OfferReads(catalogue);
  const upgrades = new UpgradeReads(catalogue);
  const relationships = relationshipCommands({ subscriptions, serverKey, publicUrl });
  const resolvers = [
    new AuditRecordResolver(),
    new BulkRequestResolver(runner, relationships),
    new CatalogueResolver(offers),
    new CloudPolicyResolver(),
    new CustomerAccountResolver(runner),
    new CustomerMutationResolver(runner),
    new CustomerRelationshipsResolver(),
    new CustomerResolver(subscriptions),
    new CustomerSubscriptionsResolver(),
    new ErrorCatalogueResolver(localizeRefusal),
    new EventResolver(),
    new InvitationResolver(new InvitationLinks(serverKey, publicUrl)),
    new NodeResolver(nodeSources(offers)),
    new RefusalTextResolver(localizeRefusal),
    new RefusedAttemptTextResolver(localizeRefusal),
    new PartnerHistoryResolver(),
    new PartnerOfRecordAttemptsResolver(),
    new RelationshipHistoryResolver(),
    new RelationshipMutationResolver(runner, relationships),
    new RelationshipRequestHistoryResolver(),
    new RelationshipRequestResolver(subscriptions),
    new RelationshipResolver(subscriptions),
    new ResellerInvitationResolver(),
    new ResellerMutationResolver(runner),
    new PartnerRelationshipMutationResolver(runner),
    new ResellerResolver(),
    new SubscriptionMutationsResolver(runner, catalogue),
    new ManagingMutationsResolver(runner, catalogue),
    new SaleMutationsResolver(runner, catalogue),
    new SubscriptionResolver(upgrades),
    new UpgradeResolver(upgrades, offers),
    new UpgradeTargetResolver(offers),
    new ViewerResolver(),
    ...webhookResolvers(runner, serverKey, webhookHosts),
    ...(sandbox ? [new SandboxResolver(sandbox)] : []),
  ];
  return buildGraphSchema({
    resolvers: resolvers.map((it) => it.constructor as new () => object),
    container: containerOf(resolvers),
    orphanedTypes: Object.values(EVENT_TYPES),
    liveFields: [liveEvents(tail), ...objectChanges(tail)],
    onMutationRefused: ({ contract, ctx, input, refusal }) =>
      runner.recordRefusal(contract, ctx, input, refusal),
  });
}

/** What `node` finds. */
function nodeSources(offers: OfferReads): readonly NodeSource[] {
  return [
    customerNodes,
    invitationNodes,
    offerNodes(offers),
    partnerRelationshipNodes,
    relationshipNodes,
    relationshipRequestNodes,
    resellerNodes,
    subscriptionNodes,
    webhookDeliveryNodes,
    webhookEndpointNodes,
  ];
}

/** The schema as tools read it: printed and judged, never executed. That of production, unless asked otherwise. */
export function schemaForTools(of: 'production' | 'demo' = 'production'): GraphQLSchema {
  const never = (): never => {
    throw new Error('this schema is for tools and executes nothing');
  };
  const runner = { run: never, recordRefusal: never } as unknown as CommandRunner;
  const sandbox = of === 'demo' ? { reset: never, advanceClock: never } : null;
  return buildAppSchema({
    runner,
    tail: new EventTail({ db: { query: never }, onFailure: never }),
    catalogue: new Catalogue([]),
    serverKey: '',
    publicUrl: never,
    webhookHosts: new WebhookHosts({ allowLoopback: false }),
    sandbox,
  });
}

/** The committed files and what the server serves. */
export function schemaFiles(): readonly { readonly path: string; readonly sdl: string }[] {
  const production = schemaForTools();
  return [
    { path: 'schema/schema.graphql', sdl: printGraphSchema(production) },
    { path: 'schema/demo.graphql', sdl: printAddedSchema(production, schemaForTools('demo')) },
  ];
}

export interface AppOptions {
  /** Moves the time of the business; tokens are always judged by the real one. */
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly poolSize?: number;
  /** How often the platform looks for what is due; `null`: never. */
  readonly platformIntervalMs?: number | null;
  /** Other budgets than the usual ones. */
  readonly rateLimits?: RateLimits;
  /** Another way to resolve the hosts of webhooks than the system's. */
  readonly hostLookup?: HostLookup;
  /** Another time for the answer to a webhook than ten seconds. */
  readonly webhookTimeoutMs?: number;
}

/** What this process sells is provisioned at once, and what another one sells after this time at most. */
const PLATFORM_INTERVAL_MS = 5_000;

export interface App {
  readonly database: Database;
  /** Sees every SQL statement that goes out. */
  readonly statementLog: StatementLog;
  /** Tells this process of every event, whichever process wrote it. */
  readonly tail: EventTail;
  /** Makes tokens of the demo's personas; null where there is no demo. */
  readonly demoIssuer: DemoIssuer | null;
  /** Tries every webhook that is due now, for whoever moves the clock. */
  deliverWebhooks(): Promise<void>;
  /** Starts to listen; answers with the address for clients. */
  start(): Promise<string>;
  /** Finishes what runs, then closes connections and the database. */
  stop(): Promise<void>;
}

/** Folder of the package, both from `src/` in the tests and from `dist/src/` when built. */
const ROOT = __dirname.endsWith(join('dist', 'src'))
  ? join(__dirname, '..', '..')
  : join(__dirname, '..');

/** The whole server: database up to date, modules wired, ready to listen. */
export async function createApp(config: Config, options: AppOptions = {}): Promise<App> {
  const { clock: given = systemClock, logger = createLogger(config.logLevel) } = options;
  const { platformIntervalMs = PLATFORM_INTERVAL_MS, rateLimits = null } = options;
  const catalogue = loadCatalogue(config.catalogueFile);
  const sandboxClock = config.demo ? new SandboxClock(given) : null;
  const clock = sandboxClock ?? given;
  const metrics = createMetrics();
  const { database, statementLog, share } = await openDatabase({
    url: config.databaseUrl,
    dataDir: config.dataDir,
    entities: ENTITIES,
    onStatement: metrics.statementAnswered,
    ...(options.poolSize && { poolSize: options.poolSize }),
  });
  try {
    if (config.demo) await loadDemoStory(database, clock.now(), config.cloudInstance);
    share();
    const demoIssuer = config.demo ? openDemoIssuer(config.dataDir) : null;
    const delivery = deliverEvents(config.databaseUrl, database, logger, ({ occurredAt }) => {
      metrics.eventTold((clock.now().getTime() - occurredAt.getTime()) / 1_000);
    });
    const { tail } = delivery;
    metrics.watch({ pool: () => database.poolUse, tail: () => tail.lag });
    const runner = new CommandRunner(database, (events) => {
      if (events.length > 0) delivery.committed();
      background.committed(events);
    });
    const webhookHosts = new WebhookHosts({ allowLoopback: config.demo }, options.hostLookup);
    const shared = { clock, logger, metrics, database, tail, catalogue, runner, webhookHosts };
    const { webhookTimeoutMs } = options;
    const background = new BackgroundWork({ ...shared, config, webhookTimeoutMs });
    const sandbox =
      sandboxClock && createSandbox(database, sandboxClock, config.cloudInstance, background.due);
    const http = await serve(config, { ...shared, demoIssuer, sandbox, rateLimits });
    return {
      database,
      statementLog,
      tail,
      demoIssuer,
      deliverWebhooks: () => background.webhooks.deliverDue(),
      async start() {
        const address = await http.listen();
        delivery.start();
        if (platformIntervalMs !== null) background.start(platformIntervalMs);
        return address;
      },
      async stop() {
        await Promise.all([http.close().then(() => delivery.stop()), background.stop()]);
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

interface Parts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly database: Database;
  readonly tail: EventTail;
  readonly catalogue: Catalogue;
  readonly runner: CommandRunner;
  readonly demoIssuer: DemoIssuer | null;
  readonly sandbox: Sandbox | null;
  readonly rateLimits: RateLimits | null;
  readonly webhookHosts: WebhookHosts;
}

/** On loopback, with everybody's tokens at hand, budgets protect nobody and would only be in the way. */
const DEMO_FACTOR = 1_000;

function rateLimitOf(config: Config, { logger, database, rateLimits }: Parts): RateLimitParts {
  const limits = rateLimits ?? (config.demo ? timesAsMuch(RATE_LIMITS, DEMO_FACTOR) : RATE_LIMITS);
  // The embedded database has one process, whose memory is enough.
  const isShared = config.databaseUrl !== null && !config.demo;
  const onFailure = (err: unknown): void => logger.warn({ err }, 'rate limits could not be asked');
  const store = isShared ? new SharedBuckets(database, onFailure) : new MemoryBuckets();
  return { limits, store, guessable: ['invitation'] };
}

async function serve(config: Config, parts: Parts): Promise<HttpServer> {
  const { clock, logger, database, tail, catalogue, runner, demoIssuer, sandbox } = parts;
  const { metrics, webhookHosts } = parts;
  const schema = buildAppSchema({
    runner,
    tail,
    catalogue,
    serverKey: secretKeyOf(config),
    publicUrl: () => http.address(),
    webhookHosts,
    sandbox,
  });
  recordOperatorReads(schema, database);
  const find: TenantLookup = (tenantId) => findHeldTenant(database, tenantId);
  // The sandbox begins its story anew, with other rows for the same tenants.
  const lookup = sandbox ? find : rememberingResellers(find);
  const trusted = config.authIssuers.map(remoteIssuer);
  const http: HttpServer = await createHttpServer({
    config,
    schema,
    printSdl: () => printGraphSchema(schema),
    verifier: createTokenVerifier(demoIssuer ? [...trusted, demoIssuer.trusted] : trusted),
    contextFor: (facts) => contextFor(facts, lookup, database, clock),
    errorMap: createErrorMap({
      logFailure: failureLogger(logger),
      localize: localizeRefusal,
      refusalOfDatabase: (error) => {
        const refusal = refusalBehind(error);
        return refusal instanceof DomainError ? refusal : null;
      },
    }),
    logger,
    metrics,
    rateLimit: rateLimitOf(config, parts),
    readiness: async () => (await database.query(sql`SELECT 1`)).length === 1,
    demo: demoIssuer && createDemoPort(demoIssuer, join(ROOT, 'examples', 'story')),
    graphiqlDirectory: join(ROOT, 'dist', 'graphiql'),
  });
  return http;
}

async function contextFor(
  facts: RequestFacts,
  lookup: TenantLookup,
  database: Database,
  clock: Clock,
): Promise<RequestContext> {
  const { token, correlationId, requestId, locale, resumeAfter = null } = facts;
  const actor = token ? await resolveCaller(token, lookup) : null;
  const renew = (): Promise<RequestContext> => contextFor(facts, lookup, database, clock);
  const ids = { correlationId, requestId, locale, resumeAfter };
  return createRequestContext({ ...ids, actor, clock, db: database, renew });
}
