// `--import` it before tests under tsx. When `assert.ok(x)` fails without a message, Node looks for the call in the
// source to quote it; in what tsx has compiled it stands elsewhere, and the search takes minutes in a long file. The
// test that fails must fail at once: its line is in the stack.
import assert from 'node:assert/strict';

const {AssertionError, ok} = assert;

assert.ok = function okWithoutQuote(...args) {
  if (args.length !== 1 || args[0]) return ok(...args);
  throw new AssertionError({
    message: 'The value is not truthy',
    actual: args[0],
    expected: true,
    operator: '==',
    stackStartFn: okWithoutQuote,
  });
};
