import { createHash } from 'node:crypto';

import { CLOUD_POLICIES } from '../../src/kernel/cloud-instance';
import { LOCALES } from '../../src/kernel/locale';
import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { invitationTerms } from '../../src/modules/relationships/invitation-email-template.rules';
import { invitationIdOf, resellerIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { givenInvitation, givenRequest } from '../support/party-rows';
import { STORY_BEGIN } from '../support/story-time';
import { TestApp } from '../support/test-app';

const { resellers } = DEMO_IDS;

const BY_ID = `query ($id: ID) { invitation(id: $id) { id url status includesDelegatedAdmin reseller { name mpnId } } }`;
const BY_TOKEN = `query ($token: String) { invitation(token: $token) {
  url status reseller { name tenantId mpnId accountStatus redactedFields invitation { url } indirectPartnerships { totalCount } } } }`;

interface Found {
  readonly invitation: Readonly<Record<string, unknown>> | null;
}

describe('reading invitations', () => {
  let app: TestApp;
  let active: { readonly id: string; readonly token: string };
  let revoked: { readonly id: string; readonly token: string };

  beforeAll(async () => {
    app = await TestApp.start();
    active = await givenInvitation(app.database, resellers.resellerA);
    revoked = await givenInvitation(app.database, resellers.resellerA, 'REVOKED');
  });
  afterAll(() => app.stop());

  test('whoever holds the link reads who invites, without a token of authentication', async () => {
    const { invitation } = await app.succeed<Found>(null, BY_TOKEN, { token: active.token });

    expect(invitation).toMatchObject({
      url: `${app.address}/accept?inv=${active.token}`,
      status: 'ACTIVE',
      reseller: {
        name: 'Contoso Cloud',
        tenantId: null,
        mpnId: null,
        accountStatus: null,
        invitation: null,
        indirectPartnerships: { totalCount: 0 },
      },
    });
  });

  test('a revoked link says so; an unknown one is null', async () => {
    const old = await app.succeed<Found>(null, BY_TOKEN, { token: revoked.token });
    const unknown = await app.succeed<Found>(null, BY_TOKEN, { token: 'unknown' });

    expect(old.invitation?.status).toBe('REVOKED');
    expect(unknown.invitation).toBeNull();
  });

  test.each(LOCALES)('the accept page reads what is asked and promised, %s', async (locale) => {
    const QUERY = `query ($token: String, $locale: String) { invitation(token: $token) {
      status includesDelegatedAdmin reseller { name }
      terms(locale: $locale) { locale asks services serviceNames willChange neverChanges removableLater customerAgreement whoAccepts } } }`;
    const { invitation } = await app.succeed<Found>(null, QUERY, { token: active.token, locale });

    expect(invitation).toEqual({
      status: 'ACTIVE',
      includesDelegatedAdmin: true,
      reseller: { name: 'Contoso Cloud' },
      terms: invitationTerms(locale, {
        policy: CLOUD_POLICIES.CHINA_21VIANET,
        resellerName: 'Contoso Cloud',
        partnerName: null,
        services: CLOUD_POLICIES.CHINA_21VIANET.services,
        withDelegatedAdmin: true,
      }),
    });
  });

  test('an unknown locale reads the instance’s; a revoked link asks for nothing any more', async () => {
    const QUERY = `query ($token: String) { invitation(token: $token) { terms(locale: "fr") { locale } } }`;
    const inForce = await app.succeed<Found>(null, QUERY, { token: active.token });
    const old = await app.succeed<Found>(null, QUERY, { token: revoked.token });

    expect(inForce.invitation).toEqual({ terms: { locale: 'zh-CN' } });
    expect(old.invitation).toEqual({ terms: null });
  });

  test('whoever only holds the link reads nothing more of the partner than its name', async () => {
    const QUERY = `query ($token: String) { invitation(token: $token) { indirectProvider { id } indirectReseller { id }
      reseller { id name tenantId mpnId country cloudInstance kind accountStatus agreementAccepted specialties
        redactedFields invitation { id } indirectPartnerships { edges { cursor } } } } }`;
    const { invitation } = await app.succeed<{ invitation: { reseller: object } }>(null, QUERY, {
      token: active.token,
    });
    const { reseller, ...rest } = invitation;
    const told = Object.entries(reseller).filter(
      ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
    );

    expect(rest).toEqual({ indirectProvider: null, indirectReseller: null });
    expect(Object.fromEntries(told)).toEqual({
      id: resellerIdOf(resellers.resellerA),
      name: 'Contoso Cloud',
      indirectPartnerships: { edges: [] },
      redactedFields: expect.arrayContaining(['tenantId', 'mpnId', 'country']) as unknown,
    });
  });

  test('of the token only its hash is stored', async () => {
    const [row] = await app.database.query<{ token_hash: Buffer; whole: string }>(
      sql`SELECT token_hash, to_jsonb(invitations)::text AS whole FROM invitations WHERE id = ${active.id}`,
    );

    expect(row?.token_hash).toEqual(createHash('sha256').update(active.token).digest());
    expect(row?.whole).not.toContain(active.token);
  });

  test.each([
    ['reseller-a-admin', true],
    ['reseller-a-helpdesk', true],
    ['operator', true],
    ['reseller-b-admin', false],
    ['customer-global', false],
  ])('%s reads it by its id: %s', async (persona, reads) => {
    const { invitation } = await app.succeed<Found>(persona, BY_ID, {
      id: invitationIdOf(active.id),
    });

    if (reads) expect(invitation?.url).toBe(`${app.address}/accept?inv=${active.token}`);
    else expect(invitation).toBeNull();
  });

  test('by id without a token is UNAUTHENTICATED, and for a refused role ROLE_NOT_ALLOWED', async () => {
    const id = invitationIdOf(active.id);

    expect(await app.refusal(null, BY_ID, { id })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await app.refusal('reseller-a-billing', BY_ID, { id })).toMatchObject({
      code: 'ROLE_NOT_ALLOWED',
    });
  });

  test('neither or both keys are INVALID_INPUT', async () => {
    const both = `{ invitation(id: "${invitationIdOf(active.id)}", token: "${active.token}") { url } }`;

    expect((await app.refusal(null, '{ invitation { url } }'))?.code).toBe('INVALID_INPUT');
    expect((await app.refusal('reseller-a-admin', both))?.code).toBe('INVALID_INPUT');
  });

  test('the account shows its link to its own users and the operator', async () => {
    const QUERY = `query ($id: ID) { reseller(id: $id) { invitation { url } redactedFields } }`;
    const seen = async (who: string) =>
      (
        await app.succeed<{
          reseller: { invitation: { url: string } | null; redactedFields: readonly string[] };
        }>(who, QUERY, { id: resellerIdOf(resellers.resellerA) })
      ).reseller;

    expect((await seen('reseller-a-global')).invitation?.url).toContain(active.token);
    expect((await seen('operator')).invitation?.url).toContain(active.token);
    expect(await seen('customer-global')).toMatchObject({
      invitation: null,
      redactedFields: expect.arrayContaining(['invitation']) as unknown,
    });
  });

  test('the e-mail is a text in the locale asked for, or the instance’s default', async () => {
    const QUERY = `query ($id: ID) { invitation(id: $id) {
      url english: emailTemplate(locale: "en-US") { locale plainText }
      unknown: emailTemplate(locale: "xx") { locale } left: emailTemplate { locale paragraphs { text editable } } } }`;
    const { invitation } = await app.succeed<{
      invitation: {
        url: string;
        english: { locale: string; plainText: string };
        unknown: { locale: string };
        left: { locale: string; paragraphs: readonly { text: string; editable: boolean }[] };
      };
    }>('reseller-a-sales', QUERY, { id: invitationIdOf(active.id) });

    expect(invitation.english.locale).toBe('en-US');
    expect(invitation.english.plainText.split(invitation.url)).toHaveLength(2);
    expect([invitation.unknown.locale, invitation.left.locale]).toEqual(['zh-CN', 'zh-CN']);
    expect(invitation.left.paragraphs.map(({ editable }) => editable).slice(0, 3)).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('validating an invitation e-mail', () => {
  let app: TestApp;
  let link: { readonly id: string; readonly token: string };

  beforeAll(async () => {
    app = await TestApp.start();
    link = await givenInvitation(app.database, resellers.resellerA);
  });
  afterAll(() => app.stop());

  const QUERY = `query ($id: ID!, $text: String!) { validateInvitationEmail(invitationId: $id, text: $text) }`;
  const problems = async (text: string, who = 'reseller-a-admin') =>
    (
      await app.succeed<{ validateInvitationEmail: readonly string[] | null }>(who, QUERY, {
        id: invitationIdOf(link.id),
        text,
      })
    ).validateInvitationEmail;
  const url = (): string => `${app.address}/accept?inv=${link.token}`;

  test.each(LOCALES)('the text that the server made may be sent as it is, %s', async (locale) => {
    const MADE = `query ($id: ID, $locale: String) { invitation(id: $id) { emailTemplate(locale: $locale) { locale plainText html } } }`;
    const { invitation } = await app.succeed<{
      invitation: { emailTemplate: { locale: string; plainText: string; html: string } };
    }>('reseller-a-admin', MADE, { id: invitationIdOf(link.id), locale });
    const { plainText, html, ...made } = invitation.emailTemplate;

    expect(made).toEqual({ locale });
    expect(await problems(plainText)).toEqual([]);
    expect(await problems(html)).toEqual([]);
    expect(await problems(html.replace(/ href="[^"]*"/, ''))).toEqual(['LINK_MISSING']);
  });

  test('S13: a shortened link is LINK_ALTERED', async () => {
    expect(await problems('Please accept: https://short.example/x1')).toEqual(['LINK_ALTERED']);
  });

  test.each([
    ['our link once', (ours: string) => `Please accept: ${ours}`, []],
    ['no link', () => 'Please accept.', ['LINK_MISSING']],
    ['our link twice', (ours: string) => `${ours} or ${ours}`, ['LINK_DUPLICATED']],
    [
      'the name of a customer in it',
      (ours: string) => `${ours}&for=woodgrove`,
      ['LINK_ALTERED', 'CUSTOMER_DATA_IN_LINK'],
    ],
  ])('%s', async (_, textOf, expected) => {
    expect(await problems(textOf(url()))).toEqual(expected);
  });

  test('what another reseller’s customer is called is not told by the answer', async () => {
    // Adventure Works is no customer of Contoso: its name in a link is an altered link, no more.
    expect(await problems(`${url()}&x9=AdventureWorks`)).toEqual(['LINK_ALTERED']);
  });

  test('whom another reseller asks is not told by the answer, whom one asks oneself is', async () => {
    const inLink = (): Promise<readonly string[] | null> => problems(`${url()}&x9=HintExample`);
    const expiresAt = new Date(STORY_BEGIN.getTime() + 86_400_000);
    await givenRequest(app.database, { resellerId: resellers.resellerB, expiresAt });

    expect(await inLink()).toEqual(['LINK_ALTERED']);

    await givenRequest(app.database, { resellerId: resellers.resellerA, expiresAt });
    expect(await inLink()).toEqual(['LINK_ALTERED', 'CUSTOMER_DATA_IN_LINK']);
  });

  test('the invitation of another reseller and an unknown one look the same: null', async () => {
    const unknown = await app.succeed<{ validateInvitationEmail: null }>(
      'reseller-a-admin',
      QUERY,
      {
        id: invitationIdOf(newId()),
        text: 'x',
      },
    );

    expect(await problems('x', 'reseller-b-admin')).toBeNull();
    expect(unknown.validateInvitationEmail).toBeNull();
  });

  test('a text of more than 100,000 characters is INVALID_INPUT', async () => {
    const tooLong = { id: invitationIdOf(link.id), text: 'x'.repeat(100_001) };

    expect(await problems('x'.repeat(100_000))).toEqual(['LINK_MISSING']);
    expect((await app.refusal('reseller-a-admin', QUERY, tooLong))?.code).toBe('INVALID_INPUT');
  });
});
