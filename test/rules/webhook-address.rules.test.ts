import {
  type AddressPolicy,
  problemOfAddress,
  problemOfUrl,
} from '../../src/modules/webhooks/webhook-address.rules';

const PUBLIC: AddressPolicy = { allowLoopback: false };
const DEMO: AddressPolicy = { allowLoopback: true };

describe('addresses that a connection is made to', () => {
  test.each([
    '8.8.8.8',
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '169.253.255.255',
    '169.255.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450:4001:80b::200e',
  ])('%s is public', (address) => {
    expect(problemOfAddress(address, PUBLIC)).toBeNull();
  });

  test.each([
    ['this host', ['0.0.0.0', '0.1.2.3', '::']],
    ['loopback', ['127.0.0.1', '127.0.0.0', '127.255.255.255', '::1']],
    ['private', ['10.0.0.0', '10.255.255.255', '172.16.0.0', '172.31.255.255', '192.168.0.0']],
    ['private, to its end', ['192.168.255.255']],
    ['unique local', ['fc00::', 'fd00:ec2::254', 'fdff:ffff::1']],
    ['link-local', ['169.254.0.0', '169.254.169.254', '169.254.255.255', 'fe80::1', 'febf::1']],
    ['link-local with a zone', ['fe80::1%eth0']],
    ['site-local', ['fec0::1', 'feff::1']],
    ['shared between carriers', ['100.64.0.0', '100.100.100.200', '100.127.255.255']],
    ['multicast', ['224.0.0.1', '239.255.255.255', 'ff02::1']],
    ['broadcast', ['255.255.255.255']],
    ['reserved', ['192.0.0.192', '192.0.2.1', '198.18.0.1', '198.19.255.255', '198.51.100.1']],
    ['reserved, further ones', ['203.0.113.1', '240.0.0.1', '2001:db8::1', '3fff::1', '5f00::1']],
    ['a metadata service outside of all ranges', ['168.63.129.16']],
    ['IPv4 mapped into IPv6', ['::ffff:10.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8']],
    ['IPv4-compatible', ['::10.0.0.1', '::a00:1', '::2']],
    ['IPv4 translated', ['::ffff:0:10.0.0.1']],
    ['NAT64', ['64:ff9b::10.0.0.1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::1']],
    ['6to4', ['2002:7f00:1::', '2002:a00:1::1']],
    ['Teredo', ['2001::1', '2001:0:4136:e378:8000:63bf:3fff:fdd2']],
    ['discarded', ['100::1']],
    ['not given out', ['4000::1', '8000::1', 'e000::1']],
    ['no address', ['', 'localhost', 'example.com', '1.2.3.4.5', '::g']],
  ])('%s is refused', (_, addresses) => {
    for (const address of addresses) {
      expect(`${address}: ${problemOfAddress(address, PUBLIC)}`).not.toBe(`${address}: null`);
    }
  });

  test.each(['127.0.0.1', '127.255.255.255', '::1', '::ffff:127.0.0.1'])(
    'the demo allows %s',
    (address) => {
      expect(problemOfAddress(address, DEMO)).toBeNull();
    },
  );

  test.each([
    '10.0.0.1',
    '169.254.169.254',
    '192.168.0.1',
    '::ffff:10.0.0.1',
    'fd00::1',
    '0.0.0.0',
    '::',
    '168.63.129.16',
  ])('and nothing else beside: %s', (address) => {
    expect(problemOfAddress(address, DEMO)).not.toBeNull();
  });
});

describe('the text of a URL', () => {
  test.each([
    'https://hooks.example.com',
    'https://hooks.example.com/a/b?c=d',
    'https://hooks.example.com:443/',
    'https://hooks.example.com:1024/',
    'https://hooks.example.com:65535/',
    'https://münchen.example/hook',
    'https://8.8.8.8/hook',
    'https://[2606:4700::1]/hook',
  ])('%s is taken', (url) => {
    expect(problemOfUrl(url, PUBLIC)).toBeNull();
  });

  test.each([
    ['no URL', ['', 'hook', '/hook', '//example.com', 'https://', 'https://exa mple.com']],
    ['not https', ['http://example.com', 'ftp://example.com', 'file:///etc/passwd', 'data:,x']],
    ['not https, in disguise', ['HTTP://example.com', 'javascript:alert(1)', 'ws://example.com']],
    ['credentials', ['https://user@example.com', 'https://user:word@example.com']],
    ['a password alone', ['https://:word@example.com']],
    ['a fragment', ['https://example.com/#here']],
    ['a port of others', ['https://example.com:22', 'https://example.com:25/x']],
    ['a port of others, at the edges', ['https://example.com:80', 'https://example.com:1023']],
    ['a private address', ['https://10.0.0.1', 'https://[::1]', 'https://[fd00::1]:8443/']],
    ['written otherwise', ['https://2130706433/', 'https://0x7f.1/', 'https://0177.0.0.1/']],
    ['written in wide letters', ['https://１２７.0.0.1/', 'https://127。0。0。1/']],
    ['mapped', ['https://[::ffff:127.0.0.1]/', 'https://[::ffff:a9fe:a9fe]/']],
    ['with a dot behind', ['https://127.0.0.1./']],
  ])('%s is refused', (_, urls) => {
    for (const url of urls) {
      expect(`${url}: ${problemOfUrl(url, PUBLIC)}`).not.toBe(`${url}: null`);
    }
  });

  test.each(['http://127.0.0.1:3000/x', 'http://localhost:3000', 'http://[::1]:3000/'])(
    'http on loopback is for the demo: %s',
    (url) => {
      expect([problemOfUrl(url, PUBLIC), problemOfUrl(url, DEMO)]).toEqual([
        'Only https is allowed.',
        null,
      ]);
    },
  );

  test.each([
    'http://example.com:3000',
    'http://10.0.0.1:3000',
    'http://localhost.example.com:3000',
  ])('http elsewhere is for nobody: %s', (url) => {
    expect(problemOfUrl(url, DEMO)).toBe('Only https is allowed.');
  });
});
