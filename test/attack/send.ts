import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findAccount } from '../../src/modules/imports/import-account';
import { ImportRun } from '../../src/modules/imports/import-run';
import {
  customerIdOf,
  invitationIdOf,
  partnerRelationshipIdOf,
  relationshipIdOf,
  relationshipRequestIdOf,
  resellerIdOf,
  subscriptionIdOf,
} from '../../src/modules/visibility/object-ids';
import { TEST_CATALOGUE } from '../support/catalogue';
import { doWhatIsDue } from '../support/platform-work';
import { operatorUser } from '../support/relationship-situations';
import { type Claims, TEST_SECRET_KEY, type TestApp } from '../support/test-app';
import type { Body, Call, Caller, Input, State } from './model';

/** What came back, in the words of a ruling. */
export interface Answer {
  readonly verdict: string;
  readonly isRepeated: boolean;
}

/** The server that is attacked, and where its imports lie. */
export class Target {
  private readonly folder = mkdtempSync(join(tmpdir(), 'multipartner-attack-'));
  private fileCount = 0;
  /** Which call imported a file. */
  readonly imports = new Map<string, string>();

  constructor(readonly app: TestApp) {}

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Makes the call; `state` is what the caller has read. */
  async send(state: State, call: Call, correlationId: string): Promise<Answer> {
    switch (call.act) {
      case 'letTimePass':
        this.app.clock.advance({ days: call.input.days ?? 0 });
        return { verdict: 'ok', isRepeated: false };
      case 'doWhatIsDue':
        await doWhatIsDue(this.app, (line) => {
          throw new Error(line);
        });
        return { verdict: 'ok', isRepeated: false };
      case 'import':
        return this.import(state, call.input, correlationId);
      default:
        return this.mutate(state, call, correlationId);
    }
  }

  private async mutate(state: State, call: Call, correlationId: string): Promise<Answer> {
    const { act, caller } = call;
    const input = {
      ...inputOf(state, call, this.app.address),
      ...(call.isDryRun && { validateOnly: true }),
    };
    const { data, errors } = await this.app.as<Record<string, Payload | null> | null>(
      caller && claimsOf(caller),
      documentOf(act),
      { input },
      { 'ms-correlationid': correlationId },
    );
    if (errors[0]) return { verdict: errors[0].extensions.code, isRepeated: false };
    const payload = data?.[act];
    if (!payload) throw new Error(`${act} answered nothing`);
    if (payload.dryRun !== (call.isDryRun ?? false)) throw new Error(`${act}: dryRun is wrong`);
    if (!payload.outcomes) return { verdict: 'ok', isRepeated: payload.repeated };
    const each = payload.outcomes.map(
      ({ refusal, repeated }) => refusal?.code ?? (repeated ? 'repeated' : 'ok'),
    );
    return { verdict: each.join(' '), isRepeated: payload.repeated };
  }

  private async import(
    state: State,
    { reseller = '', bodies = [] }: Input,
    correlationId: string,
  ): Promise<Answer> {
    const { database, clock } = this.app;
    const partner = state.resellers[reseller];
    const account = await findAccount(database, partner?.tenant ?? '');
    if (!account || !partner) throw new Error(`there is no account ${reseller}`);
    const file = join(this.folder, `${(this.fileCount += 1)}.json`);
    const items = bodies.map((body) => sourceBody(state, body));
    const collection = {
      totalCount: items.length,
      items,
      attributes: { objectType: 'Collection' },
    };
    writeFileSync(file, JSON.stringify(collection));
    this.imports.set(file, correlationId);
    const refused = new Map<number, string>();
    const request = { files: [file], account, customer: null, country: null };
    const run = new ImportRun(database, clock, partner.instance, TEST_CATALOGUE, request, {
      onProblem: ({ path, code }) => refused.set(Number(/\d+/.exec(path)?.[0]), String(code)),
      onNotice: ({ sentence }) => {
        throw new Error(`the import ${sentence}`);
      },
    });
    await run.run();
    const verdict = bodies.map((_body, index) => refused.get(index) ?? 'ok').join(' ');
    return { verdict, isRepeated: false };
  }
}

interface Payload {
  readonly dryRun: boolean;
  readonly repeated: boolean;
  readonly outcomes?: readonly {
    readonly repeated: boolean;
    readonly refusal: { readonly code: string } | null;
  }[];
}

function documentOf(act: string): string {
  const type = `${act.charAt(0).toUpperCase()}${act.slice(1)}Input`;
  const outcomes = act.endsWith('s') && /(cancel|request)/.test(act);
  return `mutation ($input: ${type}!) { ${act}(input: $input) {
    dryRun repeated ${outcomes ? 'outcomes { repeated refusal { code } }' : ''}
  } }`;
}

function claimsOf({ tenant, roles, isApplication, country }: Caller): Claims {
  if (tenant === 'operator') return operatorUser('attack');
  const user = { sub: `user of ${tenant}`, name: 'Somebody', roles };
  const held = {
    tid: tenant,
    tenant_name: `Company of ${tenant}`,
    tenant_country: country ?? null,
  };
  return { ...held, ...user, ...(isApplication && { idtyp: 'app' }) };
}

function linkOf({ invitation = '', tampered }: Input, address: string): string {
  const token = createHmac('sha256', TEST_SECRET_KEY).update(invitation).digest('base64url');
  if (tampered === 'CUT') return `${address}/accept`;
  return `${address}/accept?inv=${token}${tampered ? '&for=somebody' : ''}`;
}

const ids = (input: Input) => ({
  relationshipId: input.relationship && relationshipIdOf(input.relationship),
  relationshipRequestId: input.request && relationshipRequestIdOf(input.request),
  invitationId: input.invitation && invitationIdOf(input.invitation),
  subscriptionId: input.subscription && subscriptionIdOf(input.subscription),
  resellerId: input.reseller && resellerIdOf(input.reseller),
  customerId: input.customer && customerIdOf(input.customer),
  partnerRelationshipId: input.partnership && partnerRelationshipIdOf(input.partnership),
});

/** The input of the graph; what is `undefined` is not sent. */
function inputOf(state: State, { act, input }: Call, address: string): Record<string, unknown> {
  const { services, ifMatch, dap, provider, served, accepts, tenant } = input;
  const request = {
    customerTenantId: tenant ?? undefined,
    customerDomainHint: tenant ? undefined : 'somebody',
    services,
    withDelegatedAdmin: dap,
    indirectProviderId: provider && resellerIdOf(provider),
  };
  const since = input.since === undefined ? undefined : new Date(input.since).toISOString();
  const etag = ifMatch === undefined ? undefined : `"${ifMatch}"`;
  switch (act) {
    case 'createInvitation':
      return {
        includesDelegatedAdmin: dap,
        indirectProviderId: provider && resellerIdOf(provider),
        indirectResellerId: served && resellerIdOf(served),
      };
    case 'requestRelationship':
      return request;
    case 'requestRelationships':
      return {
        items: input.tenants?.map((each) => ({
          ...request,
          customerTenantId: each,
          customerDomainHint: undefined,
        })),
      };
    case 'cancelRelationshipRequests':
      return {
        items: input.requests?.map((id) => ({
          relationshipRequestId: relationshipRequestIdOf(id),
        })),
      };
    case 'acceptInvitation':
      return {
        url: linkOf(input, address),
        services,
        acceptsCustomerAgreement: accepts,
        ifMatch: etag,
      };
    case 'createCustomer':
      return {
        tenantId: tenant,
        country: input.country,
        companyProfile: { companyName: input.company },
      };
    case 'updateCustomer':
      return {
        ...ids(input),
        ifMatch: etag,
        companyProfile: input.company === undefined ? undefined : { companyName: input.company },
        billingProfile: input.billingEmail && { email: input.billingEmail },
        associatedPartnerId: input.associated,
      };
    case 'recordAgreement':
      return {
        ...ids(input),
        dateAgreed: since,
        type: input.customer ? 'MICROSOFT_CLOUD_AGREEMENT' : undefined,
      };
    case 'registerReseller':
      return {
        tenantId: tenant,
        mpnId: input.mpnId ?? undefined,
        name: `Partner ${tenant}`,
        country: input.country,
        cloudInstance: input.instance,
        kind: input.kind,
      };
    case 'setResellerStatus':
      return { ...ids(input), accountStatus: input.standing };
    case 'createPartnerRelationship':
      return { indirectResellerTenantId: tenant };
    case 'changePartnerOfRecord':
      return { ...ids(input), partnerId: '4847383' };
    case 'transferSubscription':
      return { ...ids(input), toResellerTenantId: Object.values(state.resellers)[0]?.tenant };
    case 'createSubscription':
      return {
        ...ids(input),
        offerId: input.offer,
        partnerIdOnRecord: input.mpnId ?? undefined,
        ...input.fields,
      };
    case 'upgradeSubscription':
      return { ...ids(input), ifMatch: etag, targetOfferId: input.offer, ...input.fields };
    case 'scheduleNextTermInstructions':
      return { ...ids(input), ifMatch: etag, scheduledNextTermInstructions: input.next };
    case 'purchaseAddOn':
      return { ...ids(input), ifMatch: etag, offerId: input.offer, ...input.fields };
    case 'assignSupportContact':
      return { ...ids(input), ifMatch: etag, supportTenantId: tenant };
    case 'rotateInvitation':
      return { invitationId: invitationIdOf(input.invitation ?? '') };
    default:
      return {
        ...ids(input),
        services,
        unusedSince: since,
        acceptsCustomerAgreement: accepts,
        ifMatch: etag,
        ...input.fields,
      };
  }
}

/** A Subscription body as the source writes it. */
function sourceBody(state: State, body: Body): object {
  const { subscriptionId: id, customer, offer, status, quantity, parent, partnerId } = body;
  const tenant = state.customers[customer]?.tenant;
  return {
    id,
    offerId: offer,
    offerName: 'Something',
    friendlyName: 'Imported',
    quantity,
    status: status.toLowerCase(),
    autoRenewEnabled: true,
    billingType: 'license',
    billingCycle: 'annual',
    termDuration: 'P1Y',
    ...(partnerId !== null && { partnerId }),
    ...(parent !== null && { parentSubscriptionId: parent }),
    links: { self: { uri: `/customers/${tenant}/subscriptions/${id}` } },
    attributes: { objectType: 'Subscription' },
  };
}
