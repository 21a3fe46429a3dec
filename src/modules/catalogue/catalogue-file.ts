import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { Catalogue } from './catalogue';
import { type CatalogueIndex, type OfferKey, problemsOf } from './catalogue-check.rules';
import type { CatalogueOffer } from './catalogue-offer';
import {
  allowedIn,
  LISTED_FIELDS,
  type ListedField,
  type ListedOffer,
  offerShape,
} from './catalogue-shape';

/** The catalogue that comes with the server. */
export const OWN_CATALOGUE_FILE = join(__dirname, 'offers.json');

/** A file that the server will not start with. The message is ready to be shown. */
export class CatalogueFileError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'CatalogueFileError';
  }
}

const FILE_SHAPE = 'a JSON object {"offers": […]}';
const FOUND_LENGTH = 80;

/**
 * Reads the catalogue from a file; `null` is the server's own. Nothing of it is taken unless all of it is
 * right.
 *
 * @throws CatalogueFileError with one sentence for each thing that is wrong, all at once.
 */
export function loadCatalogue(file: string | null): Catalogue {
  const path = file ?? OWN_CATALOGUE_FILE;
  const entries = readEntries(path);
  const offers = entries.map(listedOffer);
  const index = indexOf(entries, offers);
  const problems = offers.flatMap((read, position) => {
    const own = read.offer === null ? read.problems : problemsOf(read.offer, index).map(sentenceOf);
    return own.map((problem) => `${placeOf(path, position, entries[position])}: ${problem}`);
  });
  if (problems.length > 0) throw new CatalogueFileError(problems);
  return new Catalogue(withAddOns(offers.flatMap(({ offer }) => offer ?? [])));
}

function readEntries(path: string): readonly unknown[] {
  const refuse = (found: string): never => {
    throw new CatalogueFileError([`The catalogue ${path} ${found}. Allowed: ${FILE_SHAPE}.`]);
  };
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const reason = (error as Error).message;
    return refuse(
      error instanceof SyntaxError ? `is no JSON: ${reason}` : `cannot be read: ${reason}`,
    );
  }
  const { data } = z.strictObject({ offers: z.array(z.unknown()).min(1) }).safeParse(content);
  return data?.offers ?? refuse(`holds ${shown(content)}`);
}

interface ReadOffer {
  /** `null` when a field of it is wrong. */
  readonly offer: ListedOffer | null;
  readonly problems: readonly string[];
}

function listedOffer(entry: unknown): ReadOffer {
  const { data, error } = offerShape.safeParse(entry);
  return data
    ? { offer: data, problems: [] }
    : { offer: null, problems: shapeProblems(entry, error) };
}

/** One sentence for each field, however many of its members are wrong. */
function shapeProblems(entry: unknown, error: z.ZodError): string[] {
  if (!isRecord(entry))
    return [`it is ${shown(entry)}. Allowed: an object with the fields of an offer.`];
  const problems = error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(
        (key) => `the field ${shown(key)} is not known. Allowed: ${LISTED_FIELDS.join(', ')}.`,
      );
    }
    const field = issue.path[0] as ListedField;
    const found = field in entry ? `is ${shown(entry[field])}` : 'is missing';
    return [`${field} ${found}. Allowed: ${allowedIn(field)}.`];
  });
  return [...new Set(problems)];
}

function sentenceOf({ field, found, allowed }: ReturnType<typeof problemsOf>[number]): string {
  return `${field} is ${found}. Allowed: ${allowed}.`;
}

function placeOf(path: string, position: number, entry: unknown): string {
  const named = keyOfEntry(entry);
  const name = named === null ? '' : ` (${named.id} of ${named.cloudInstance})`;
  return `The catalogue ${path}, offers[${position}]${name}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How an entry is called, as far as that can be read. */
const entryKey = offerShape.pick({ id: true, cloudInstance: true });

function keyOfEntry(entry: unknown): OfferKey | null {
  return isRecord(entry)
    ? (entryKey.safeParse({ id: entry.id, cloudInstance: entry.cloudInstance }).data ?? null)
    : null;
}

function indexOf(entries: readonly unknown[], offers: readonly ReadOffer[]): CatalogueIndex {
  const nameOf = ({ id, cloudInstance }: OfferKey): string => `${cloudInstance} ${id}`;
  const counts = new Map<string, number>();
  for (const entry of entries) {
    const key = keyOfEntry(entry);
    if (key) counts.set(nameOf(key), (counts.get(nameOf(key)) ?? 0) + 1);
  }
  const byName = new Map(offers.flatMap(({ offer }) => (offer ? [[nameOf(offer), offer]] : [])));
  return {
    countOf: (key) => counts.get(nameOf(key)) ?? 0,
    find: (key) => byName.get(nameOf(key)) ?? null,
  };
}

/** Whether an offer has add-ons follows from what the add-ons say, so the file need not say it twice. */
function withAddOns(offers: readonly ListedOffer[]): CatalogueOffer[] {
  return offers.map((offer) => ({
    ...offer,
    hasAddOns: offers.some(
      ({ cloudInstance, prerequisiteOffers }) =>
        cloudInstance === offer.cloudInstance && prerequisiteOffers.includes(offer.id),
    ),
  }));
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > FOUND_LENGTH ? `${text.slice(0, FOUND_LENGTH)}…` : text;
}
