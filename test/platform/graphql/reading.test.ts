import type { Caller } from '../../../src/kernel/actor';
import { sql } from '../../../src/platform/database/sql';
import { defineReading } from '../../../src/platform/graphql/reading';
import {
  EVERYTHING,
  type Selection,
  selectionOfNames,
} from '../../../src/platform/graphql/selection';
import { salesAgent } from './sample-schema';

class Book {
  readonly key!: string;
  readonly id!: string;
  readonly title!: string;
  readonly price!: number | null;
  readonly author!: { readonly name: string };
}

interface BookRow {
  readonly key: string;
  readonly title: string;
  readonly cents: number;
  readonly isSecret: boolean;
  readonly author: { readonly name: string };
}

const reading = defineReading<Book, BookRow>({
  type: Book,
  columns: {
    key: sql`b.id`,
    title: sql`b.title`,
    cents: sql`b.cents`,
    isSecret: (viewer: Caller | null) => (viewer ? sql`FALSE` : sql`b.is_secret`),
    author: (_viewer, selection) =>
      selection.below('author').has('name') ? sql`b.author_name` : sql`NULL`,
  },
  always: ['key'],
  fields: {
    id: { needs: ['key'], value: ({ key }) => `Book:${key}` },
    price: {
      needs: ['cents', 'isSecret'],
      value: ({ cents, isSecret }) => (isSecret ? null : cents / 100),
    },
  },
  resolved: { offers: ['price'] },
  leadsBack: [['author', 'favourite']],
  isWithheld: (field, { key }) => field === 'title' && key === 'banned',
});

const textOf = (selection: Selection, viewer: Caller | null = null): string =>
  reading.select(viewer, selection).text;

test.each<[string, Selection, string]>([
  ['nothing', selectionOfNames(), 'b.id AS "key"'],
  ['a column', selectionOfNames('title'), 'b.id AS "key", b.title AS "title"'],
  [
    'a field of two columns',
    selectionOfNames('id', 'price'),
    'b.id AS "key", b.cents AS "cents", b.is_secret AS "isSecret"',
  ],
  [
    'what a resolver asks the object for',
    selectionOfNames('offers'),
    'b.id AS "key", b.cents AS "cents", b.is_secret AS "isSecret"',
  ],
  ['a field that is none of its', selectionOfNames('__typename', 'other'), 'b.id AS "key"'],
  [
    'everything',
    EVERYTHING,
    'b.id AS "key", b.title AS "title", b.cents AS "cents", b.is_secret AS "isSecret", b.author_name AS "author"',
  ],
])('%s selects no more than its columns', (_, selection, expected) => {
  expect(textOf(selection)).toBe(expected);
});

test('one selection asks every reading for its own columns, also again', () => {
  const shelf = defineReading<{ readonly key: string }, { readonly key: string }>({
    type: class Shelf {
      readonly key!: string;
    },
    columns: { key: sql`s.id` },
    always: ['key'],
    fields: {},
  });
  const selection = selectionOfNames('title');
  const both = (): string[] => [textOf(selection), shelf.select(null, selection).text];

  expect(both()).toEqual(['b.id AS "key", b.title AS "title"', 's.id AS "key"']);
  expect(both()).toEqual(['b.id AS "key", b.title AS "title"', 's.id AS "key"']);
});

test('what is asked for on the way back to the same object is selected for it', () => {
  const back: Selection = {
    ...selectionOfNames('author'),
    below: (field) =>
      field === 'author'
        ? { ...selectionOfNames('favourite'), below: () => selectionOfNames('title') }
        : selectionOfNames(),
  };

  expect(textOf(back)).toContain('b.title AS "title"');
});

test('a column may depend on the viewer', () => {
  expect(textOf(selectionOfNames('price'), salesAgent)).toContain('FALSE AS "isSecret"');
});

test('the same columns as JSON', () => {
  expect(reading.selectJson(null, selectionOfNames('title')).text).toBe(
    `json_build_object('key', b.id, 'title', b.title)`,
  );
});

test('the names of the columns alone', () => {
  expect(reading.select(null, selectionOfNames('title')).names.text).toBe('"key", "title"');
});

describe('an object', () => {
  const row: BookRow = {
    key: 'k',
    title: 'Emma',
    cents: 750,
    isSecret: false,
    author: { name: 'Jane' },
  };

  test('makes its fields of its row, and is one of its type', () => {
    const book = reading.toObject(null, row);

    expect([book.id, book.title, book.price, book.author.name]).toEqual([
      'Book:k',
      'Emma',
      7.5,
      'Jane',
    ]);
    expect(book).toBeInstanceOf(Book);
  });

  test('has null where a field is withheld, whatever its column says', () => {
    expect(reading.toObject(null, { ...row, key: 'banned' }).title).toBeNull();
  });

  test('refuses to be read where nothing was selected, instead of saying null', () => {
    const { cents: _, ...without } = row;
    const book = reading.toObject(null, without as BookRow);

    expect(() => book.price).toThrow('Book.price is read, and cents was not selected for it');
    expect(book.title).toBe('Emma');
  });
});
