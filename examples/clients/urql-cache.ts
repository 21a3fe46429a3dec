import { cacheExchange, type CacheExchangeOpts } from '@urql/exchange-graphcache';

export const cacheOf = (schema: CacheExchangeOpts['schema']) => cacheExchange({ schema });
