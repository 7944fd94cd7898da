/** Stands in for `@open-wc/testing`, which needs a browser: the tests of `src/core` take nothing else from it. */
export {expect} from 'chai';
