import { parsedUrl } from '../../src/kernel/url';

test.each(['https://example.com/a', 'https://münchen.example/hook', 'https://例え.example/'])(
  '%s is an address, however often it is asked for',
  (text) => {
    // Often enough for the engine to compile it: URL.canParse changes its answer then on Node 20.
    const answers = new Set(Array.from({ length: 50_000 }, () => parsedUrl(text)?.protocol));

    expect([...answers]).toEqual(['https:']);
  },
);

test.each(['', 'example.com', '/path', 'https://', 'https://a b/'])('%j is none', (text) => {
  expect(parsedUrl(text)).toBeNull();
});
