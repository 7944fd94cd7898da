/** Stands in for `@open-wc/testing`, which needs a browser: what the tests take from it that run without one. */
export {expect} from 'chai';

export const aTimeout = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
