import { CLOUD_POLICIES } from '../../kernel/cloud-instance';
import type { ListedField, ListedOffer } from './catalogue-shape';

/** Something that does not fit, in the words of the sentence that tells it. */
export interface CatalogueProblem {
  readonly field: ListedField;
  readonly found: string;
  readonly allowed: string;
}

/** Where a checked offer stands: every offer of the file, also those whose own fields are wrong. */
export interface CatalogueIndex {
  /** Number of offers of this instance with this id. */
  countOf(offer: OfferKey): number;
  /** The offer, or `null` when there is none whose fields could be read. */
  find(offer: OfferKey): ListedOffer | null;
}

export type OfferKey = Pick<ListedOffer, 'id' | 'cloudInstance'>;

/** What no single field of an offer can tell: whether it fits itself, its instance and the other offers. */
export function problemsOf(offer: ListedOffer, index: CatalogueIndex): CatalogueProblem[] {
  return [
    ...problemsOfId(offer, index),
    ...problemsOfService(offer),
    ...problemsOfQuantities(offer),
    ...problemsOfAddOn(offer),
    ...problemsOfTrial(offer),
    ...problemsOfLimit(offer),
    ...problemsOfTargets(offer, index),
  ];
}

function when(isWrong: boolean, problem: CatalogueProblem): CatalogueProblem[] {
  return isWrong ? [problem] : [];
}

function problemsOfId(offer: ListedOffer, index: CatalogueIndex): CatalogueProblem[] {
  return when(index.countOf(offer) > 1, {
    field: 'id',
    found: `"${offer.id}" more than once`,
    allowed: `each id once in ${offer.cloudInstance}`,
  });
}

/** The policy of the instance says which services exist in it (domain section 7). */
function problemsOfService({ service, cloudInstance }: ListedOffer): CatalogueProblem[] {
  const { services } = CLOUD_POLICIES[cloudInstance];
  return when(!services.includes(service), {
    field: 'service',
    found: `"${service}"`,
    allowed: `a service of ${cloudInstance}: ${services.join(', ')}`,
  });
}

function problemsOfQuantities(offer: ListedOffer): CatalogueProblem[] {
  const { minimumQuantity, maximumQuantity } = offer;
  return when(minimumQuantity > maximumQuantity, {
    field: 'maximumQuantity',
    found: String(maximumQuantity),
    allowed: `at least the minimumQuantity, which is ${minimumQuantity}`,
  });
}

/** R46: an add-on has offers that it needs as its base, and nothing else has. */
function problemsOfAddOn({ isAddOn, prerequisiteOffers }: ListedOffer): CatalogueProblem[] {
  const found = JSON.stringify(prerequisiteOffers);
  if (isAddOn) {
    const allowed = 'at least one offer id, because isAddOn is true';
    return when(prerequisiteOffers.length === 0, { field: 'prerequisiteOffers', found, allowed });
  }
  const allowed = 'no offer id, because isAddOn is false';
  return when(prerequisiteOffers.length > 0, { field: 'prerequisiteOffers', found, allowed });
}

function problemsOfTrial({ isTrial, conversionTargetOffers }: ListedOffer): CatalogueProblem[] {
  return when(!isTrial && conversionTargetOffers.length > 0, {
    field: 'conversionTargetOffers',
    found: JSON.stringify(conversionTargetOffers),
    allowed: 'no offer id, because isTrial is false',
  });
}

function problemsOfLimit({ limit, limitUnitOfMeasure: unit }: ListedOffer): CatalogueProblem[] {
  const hasUnit = unit !== 'NONE';
  if (hasUnit === (limit !== null)) return [];
  const allowed = hasUnit
    ? `a whole number from 1, because limitUnitOfMeasure is ${unit}`
    : 'null, because limitUnitOfMeasure is NONE';
  return [{ field: 'limit', found: String(limit), allowed }];
}

/** What the lists name is an offer of the same instance, another one, and of the kind that fits. */
function problemsOfTargets(offer: ListedOffer, index: CatalogueIndex): CatalogueProblem[] {
  const { upgradeTargetOffers, conversionTargetOffers, prerequisiteOffers } = offer;
  const lists = { upgradeTargetOffers, conversionTargetOffers, prerequisiteOffers };
  return (Object.keys(lists) as (keyof typeof lists)[]).flatMap((field) =>
    lists[field].flatMap((id) => {
      const allowed = refusalOfTarget(offer, { ...offer, id }, field, index);
      return allowed === null ? [] : [{ field, found: `"${id}"`, allowed }];
    }),
  );
}

/** What is allowed in place of this target; `null`: it fits. */
function refusalOfTarget(
  offer: ListedOffer,
  target: OfferKey,
  field: 'upgradeTargetOffers' | 'conversionTargetOffers' | 'prerequisiteOffers',
  index: CatalogueIndex,
): string | null {
  if (target.id === offer.id) return 'another offer than itself';
  if (index.countOf(target) === 0) return `ids of offers of ${offer.cloudInstance} in this file`;
  const found = index.find(target);
  if (found === null) return null;
  if (field === 'prerequisiteOffers') return found.isAddOn ? 'offers that are no add-ons' : null;
  if (field === 'conversionTargetOffers') return found.isTrial ? 'offers that are no trials' : null;
  if (found.isAddOn === offer.isAddOn) return null;
  return offer.isAddOn ? 'add-ons, because it is one' : 'offers that are no add-ons';
}
