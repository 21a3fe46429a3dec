import { z } from 'zod';

import { BillingCycle, BillingType, TERM_DURATIONS } from '../../kernel/billing';
import { CloudInstance } from '../../kernel/cloud-instance';
import { countryCode } from '../../kernel/country-codes';
import { ALL_SERVICES } from '../../kernel/service';
import { MAXIMUM_INT } from './catalogue.rules';
import { LimitUnitOfMeasure } from './catalogue-offer';

/*
 * The shape of one offer in the file, field by field. A description says what is allowed, in the words
 * that a person reads whose file does not start the server. What no single field can tell is in
 * `catalogue-check.rules.ts`.
 */

const MAX_TEXT = 256;

const offerId = z
  .string()
  .regex(/^[a-z\d][a-z\d.:_-]{0,99}$/i)
  .transform((id) => id.toLowerCase());

const quantity = z
  .int()
  .min(1)
  .max(MAXIMUM_INT)
  .describe(`a whole number from 1 to ${MAXIMUM_INT}`);

const flag = (otherwise: boolean) =>
  z.boolean().default(otherwise).describe(`true or false; left out: ${otherwise}`);

function isUnique(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

const offerIds = z
  .array(offerId)
  .refine(isUnique)
  .default([])
  .describe('a list of offer ids, each once; left out: none');

function member<const Member extends string>(members: readonly Member[]) {
  return z.enum(members).describe(`one of ${members.join(', ')}`);
}

function membersOnce<const Member extends string>(members: readonly Member[]) {
  return z
    .array(z.enum(members))
    .min(1)
    .refine(isUnique)
    .describe(`a list with at least one of ${members.join(', ')}, each once`);
}

function isLocale(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text)[0] === text;
  } catch {
    return false;
  }
}

// UNKNOWN says that an imported body did not tell; nothing is sold so.
const SOLD_CYCLES = Object.values(BillingCycle).filter((cycle) => cycle !== 'UNKNOWN');

export const offerShape = z.strictObject({
  id: offerId.describe(
    'an id of at most 100 letters, digits and the signs . : _ -, beginning with a letter or a digit',
  ),
  cloudInstance: member(Object.values(CloudInstance)),
  name: z.string().trim().min(1).max(MAX_TEXT).describe(`a text of 1 to ${MAX_TEXT} characters`),
  service: member(ALL_SERVICES),
  country: z
    .string()
    .refine((code) => countryCode(code) === code)
    .describe('a country code in capital letters, such as CN'),
  locale: z.string().refine(isLocale).describe('a locale such as zh-CN'),
  minimumQuantity: quantity,
  maximumQuantity: quantity,
  isAddOn: flag(false),
  isTrial: flag(false),
  isAutoRenewable: flag(true),
  isAvailableForPurchase: flag(true),
  billing: member(Object.values(BillingType)),
  supportedBillingCycles: membersOnce(SOLD_CYCLES),
  supportedTermDurations: membersOnce(TERM_DURATIONS),
  upgradeTargetOffers: offerIds,
  conversionTargetOffers: offerIds,
  prerequisiteOffers: offerIds,
  limitUnitOfMeasure: z
    .enum(LimitUnitOfMeasure)
    .default('NONE')
    .describe(`one of ${Object.keys(LimitUnitOfMeasure).join(', ')}; left out: NONE`),
  limit: quantity
    .nullable()
    .default(null)
    .describe(`a whole number from 1 to ${MAXIMUM_INT}; null or left out where the unit is NONE`),
});

/** An offer as the file has it; what follows from the others is not in it. */
export type ListedOffer = z.output<typeof offerShape>;
export type ListedField = keyof ListedOffer;

export const LISTED_FIELDS = Object.keys(offerShape.shape) as readonly ListedField[];

/** What a field of the file may hold, in words. */
export function allowedIn(field: ListedField): string {
  return offerShape.shape[field].description ?? '';
}
