/** The HTTP response to every error behind the API. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {toHttpError} from '../../../demo/merchant/http/error-mapping.js';
import {
  AuthCodeRefused,
  MismatchedAnswer,
  OrderConflict,
  OrderNotFound,
  QueryTimeout,
  RefundNotFound,
} from '../../../demo/merchant/orders/errors.js';
import {StoreError} from '../../../demo/merchant/orders/order-store.js';
import {PaybyCode} from '../../../demo/payby/result-codes.js';
import {PaybyError} from '../../../demo/payby/payby-error.js';

const responseTo = (code: string): readonly unknown[] => {
  const error = toHttpError(new PaybyError({code, message: 'as PayBy said it'}));
  return [error?.status, error?.code];
};

describe('toHttpError', () => {
  const domainErrors: readonly (readonly [Error, number, string])[] = [
    [new OrderNotFound(), 404, 'unknown-order'],
    [new RefundNotFound(), 404, 'unknown-refund'],
    [new OrderConflict('order-paid'), 409, 'order-paid'],
    [new AuthCodeRefused(undefined), 422, 'auth-code-refused'],
    [new QueryTimeout(), 504, 'payby-timeout'],
    [new MismatchedAnswer('another order'), 502, 'payby-mismatch'],
    [new StoreError('disk full'), 503, 'store-unavailable'],
  ];
  for (const [error, status, code] of domainErrors) {
    it(`maps ${error.name} to ${String(status)} ${code}`, () => {
      const mapped = toHttpError(error);
      assert.deepEqual({status: mapped?.status, code: mapped?.code}, {status, code});
    });
  }

  it('adds Retry-After to 429, 503 and 504 only', () => {
    for (const code of [...Object.values(PaybyCode), 'TIMEOUT', 'BAD_ANSWER', 'what?']) {
      const mapped = toHttpError(new PaybyError({code, message: ''}));
      assert.ok(mapped);
      assert.equal('Retry-After' in mapped.headers, [429, 503, 504].includes(mapped.status), code);
    }
  });

  it('returns undefined for an unexpected error', () => {
    assert.equal(toHttpError(new TypeError('a bug')), undefined);
  });

  it('maps a refusal of PayBy to 4xx with the code of PayBy', () => {
    assert.deepEqual(responseTo('62045'), [409, '62045']);
    assert.deepEqual(responseTo('62046'), [409, '62046']);
    assert.deepEqual(responseTo('62089'), [400, '62089']);
    assert.deepEqual(responseTo('601'), [422, '601']);
  });

  it('maps every error with an unknown outcome to 5xx', () => {
    const codes = ['ABORTED', 'TIMEOUT', 'NETWORK', 'HTTP', 'BAD_SIGNATURE', 'BAD_ANSWER', '62999', 'what?'];
    const unknown = [...Object.values(PaybyCode), ...codes].filter(
      (code) => new PaybyError({code, message: ''}).outcomeUnknown,
    );
    assert.ok(codes.every((code) => unknown.includes(code)));
    for (const code of unknown.filter((known) => known !== '62039')) {
      const [status] = responseTo(code);
      assert.ok(typeof status === 'number' && status >= 500, `${code}: ${String(status)}`);
    }
  });
});
