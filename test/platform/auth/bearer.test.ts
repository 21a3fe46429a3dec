import { bearerToken } from '../../../src/platform/auth/bearer';
import { TokenRefusedError } from '../../../src/platform/auth/token-verifier';

describe('the Authorization value', () => {
  it.each([undefined, null, ''])('%p means that nobody wants to be somebody', (value) => {
    expect(bearerToken(value)).toBeNull();
  });

  it.each(['Bearer abc.def-_.x==', 'bearer abc.def-_.x==', 'BEARER   abc.def-_.x== '])(
    'gives the token of %p',
    (value) => {
      expect(bearerToken(value)).toBe('abc.def-_.x==');
    },
  );

  it.each([
    'Basic dXNlcjpwYXNz',
    'Bearer',
    'Bearer ',
    'Bearer a b',
    'abc.def.ghi',
    'Bearer a,Bearer b',
    7,
    {},
    ['Bearer a'],
  ])('%p is refused, not taken for nobody', (value) => {
    expect(() => bearerToken(value)).toThrow(TokenRefusedError);
  });
});
