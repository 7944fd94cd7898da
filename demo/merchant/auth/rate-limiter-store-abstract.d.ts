/** The library's base class for stores of one's own, which its index describes and does not export. */
declare module 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js' {
  import type {RateLimiterStoreAbstract} from 'rate-limiter-flexible';
  const base: typeof RateLimiterStoreAbstract;
  export default base;
}
