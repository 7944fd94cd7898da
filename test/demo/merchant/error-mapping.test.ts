/** What a page is told when PayBy refuses, or says nothing that can be relied on. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {toHttpError} from '../../../demo/merchant/http/error-mapping.js';
import {PaybyCode} from '../../../demo/payby/result-codes.js';
import {PaybyError} from '../../../demo/payby/payby-error.js';

const told = (code: string): readonly unknown[] => {
  const trouble = toHttpError(new PaybyError({code, message: 'as PayBy said it'}));
  return [trouble?.status, trouble?.code];
};

describe('what PayBy refuses', () => {
  it('is told as a refusal, with the code that it gave', () => {
    assert.deepEqual(told('62045'), [409, '62045']);
    assert.deepEqual(told('62046'), [409, '62046']);
    assert.deepEqual(told('62089'), [400, '62089']);
    assert.deepEqual(told('601'), [422, '601']);
  });
});

describe('what PayBy may have done', () => {
  it('never reads as a refusal: a wait that was given up, silence, garbage, a code that is new to us', () => {
    const codes = ['ABORTED', 'TIMEOUT', 'NETWORK', 'HTTP', 'BAD_SIGNATURE', 'BAD_ANSWER', '62999', 'what?'];
    const unknown = [...Object.values(PaybyCode), ...codes].filter(
      (code) => new PaybyError({code, message: ''}).outcomeUnknown,
    );
    assert.ok(codes.every((code) => unknown.includes(code)));
    for (const code of unknown.filter((known) => known !== '62039')) {
      const [status] = told(code);
      assert.ok(typeof status === 'number' && status >= 500, `${code}: ${String(status)}`);
    }
  });
});
