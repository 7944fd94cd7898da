import {expect} from '@open-wc/testing';
import {StatusProblem} from '../../../src/core/errors.js';
import {readStatus, reportsPayment, type StatusReport} from '../../../src/core/order/order-status.js';
import {NOON, payByAnswer, status} from '../../support/orders.js';

const expected = {merchantOrderNo: 'M-1', totalAmount: {amount: '25.00', currency: 'AED'}};
const refusalOf = (input: unknown): [string, string[]] => {
  try {
    readStatus(input, expected);
  } catch (thrown) {
    if (!(thrown instanceof StatusProblem)) throw thrown;
    return [thrown.problem.code, (thrown.problem.issues ?? []).map(({path}) => path)];
  }
  throw new Error('was not refused');
};

describe('readStatus', () => {
  const words: [string, string | undefined][] = [
    ['CREATED', 'CREATED'],
    ['PAID_SUCCESS', 'PAID_SUCCESS'],
    ['SETTLED', 'SETTLED'],
    ['SETTLED_SUCCESS', 'SETTLED'],
    ['FAILURE', 'FAILURE'],
    ['AUTHORIZATION', undefined],
    ['VOID', undefined],
    ['paid_success', undefined],
    ['toString', undefined],
  ];
  for (const [word, meaning] of words) {
    it(`reads ${word} as ${String(meaning)}`, () => {
      const report = readStatus(status(word), expected);
      expect([report.word, report.unknownWord]).to.deep.equal([meaning, meaning ? undefined : word]);
    });
  }

  it('accepts an object, JSON, a PayBy response and a notification', () => {
    const notification = {notify_id: '1', acquireOrder: {...status('PAID_SUCCESS')}};
    const shapes = [
      status('PAID_SUCCESS'),
      JSON.stringify(status('PAID_SUCCESS')),
      payByAnswer({status: 'PAID_SUCCESS'}),
      notification,
    ];
    expect(shapes.map((shape) => readStatus(shape, expected).word)).to.deep.equal(
      Array(4).fill('PAID_SUCCESS'),
    );
  });

  it('returns order number, failure, expiry, server time and paid time', () => {
    const report = readStatus(
      status('FAILURE', {
        orderNo: '9',
        failCode: 'C',
        failDes: 'D',
        expiredTime: NOON,
        serverTime: String(NOON + 1),
        paymentInfo: {paidTime: NOON - 1, paidAmount: {amount: 20, currency: 'AED'}},
      }),
      expected,
    );
    expect(report).to.include({orderNo: '9', failCode: 'C', failDes: 'D', expiredTime: NOON});
    expect(report).to.include({serverTime: NOON + 1, paidTime: NOON - 1});
  });

  it('reads revoked from a boolean and from a string', () => {
    expect(readStatus(status('SETTLED', {revoked: 'true'}), expected).revoked).to.equal(true);
    expect(readStatus(status('SETTLED', {revoked: true}), expected).revoked).to.equal(true);
    expect(readStatus(status('SETTLED', {revoked: 'false'}), expected).revoked).to.equal(false);
  });

  it('reads scanned from the flag or from the masked number', () => {
    expect(readStatus(status('CREATED', {scanned: true}), expected).scanned).to.equal(true);
    expect(
      readStatus(status('CREATED', {payer: {mobileNumberMask: '+971-58*92'}}), expected).scanned,
    ).to.equal(true);
    expect(readStatus(status('CREATED', {payer: {}}), expected).scanned).to.equal(false);
  });

  const fields = [
    'orderNo',
    'revoked',
    'scanned',
    'failCode',
    'failDes',
    'reason',
    'expiredTime',
    'serverTime',
  ];
  const objects = ['totalAmount', 'paymentInfo', 'payer'];
  const bareAnswer = (fields: Record<string, unknown>): unknown => ({
    acquireOrder: status('PAID_SUCCESS', fields),
  });
  for (const field of [...fields, ...objects]) {
    it(`reads ${field} as missing when it is null or empty, in every shape`, () => {
      const expectedReport = readStatus(status('PAID_SUCCESS'), expected);
      const answered = readStatus(bareAnswer({}), expected);
      for (const nothing of [undefined, null, '', ...(objects.includes(field) ? [{}, []] : [])]) {
        const payload = status('PAID_SUCCESS', {[field]: nothing});
        expect(readStatus(payload, expected)).to.deep.equal(expectedReport);
        expect(readStatus(JSON.stringify(payload), expected)).to.deep.equal(expectedReport);
        expect(readStatus(bareAnswer({[field]: nothing}), expected)).to.deep.equal(answered);
      }
    });
  }

  for (const nothing of [undefined, null, '']) {
    const absent = nothing === '' ? 'empty' : String(nothing);
    const inner: Record<string, unknown>[] = [
      {totalAmount: {amount: nothing, currency: 'AED'}},
      {totalAmount: {amount: '25.0', currency: nothing}},
      {totalAmount: {amount: nothing, currency: nothing}},
      {paymentInfo: {paidAmount: nothing, paidTime: nothing}},
      {paymentInfo: {paidAmount: {amount: 20, currency: nothing}}},
      {paymentInfo: {paidAmount: {amount: nothing, currency: 'AED'}}},
      {payer: {mobileNumberMask: nothing}},
    ];
    for (const more of inner) {
      it(`reads ${JSON.stringify(more)} with ${absent} as missing`, () => {
        const report = readStatus(status('PAID_SUCCESS', more), expected);
        expect(report).to.deep.equal(readStatus(status('PAID_SUCCESS'), expected));
      });
    }

    it(`reads a reversed payment whose status is ${absent}`, () => {
      expect(readStatus({merchantOrderNo: 'M-1', status: nothing, revoked: true}, expected).revoked).to.equal(
        true,
      );
    });
  }

  const badMoments = [
    0,
    1,
    -1,
    NaN,
    Infinity,
    NOON / 1000,
    NOON * 1000,
    NOON * 1e6,
    8.64e15,
    'soon',
    true,
    {},
    [1],
  ];
  for (const bad of badMoments) {
    it(`ignores moments that are ${typeof bad} ${JSON.stringify(bad)}, names them, and reads the rest`, () => {
      const more = {expiredTime: bad, serverTime: bad, paymentInfo: {paidTime: bad}};
      const {issues, ...report} = readStatus(status('PAID_SUCCESS', more), expected);
      const {issues: none, ...expectedReport} = readStatus(status('PAID_SUCCESS'), expected);
      expect([report, none]).to.deep.equal([expectedReport, undefined]);
      expect(issues?.map(({path}) => path)).to.deep.equal([
        'expiredTime',
        'paymentInfo.paidTime',
        'serverTime',
      ]);
    });
  }

  it('reads numbers as the numbers of the order and as the code of a failure', () => {
    const payload = {merchantOrderNo: 17, status: 'FAILURE', orderNo: 9, failCode: 504};
    const report = readStatus(payload, {...expected, merchantOrderNo: '17'});
    expect([report.orderNo, report.failCode]).to.deep.equal(['9', '504']);
  });

  it('reads the reason of the server, and no other word', () => {
    const reasonOf = (reason: unknown): unknown => readStatus(status('FAILURE', {reason}), expected).reason;
    for (const reason of ['expired', 'cancelled', 'failed']) expect(reasonOf(reason)).to.equal(reason);
    for (const reason of ['Expired', 'revoked', 'constructor', 1, true, ['expired'], {}])
      expect(reasonOf(reason)).to.equal(undefined);
  });

  it('reads what the payment failed for in the reason of the server, and in nothing else', () => {
    const told = (more: Record<string, unknown>): unknown[] => {
      const {reason, cause} = readStatus(status('FAILURE', more), expected);
      return [reason, cause];
    };
    for (const cause of ['declined', 'balance', 'limit', 'identity'])
      expect(told({reason: cause})).to.deep.equal(['failed', cause]);
    for (const reason of ['expired', 'cancelled', 'failed'])
      expect(told({reason})).to.deep.equal([reason, undefined]);
    const untold = ['Declined', 'risk', '', null, 7, ['limit'], {limit: true}, 'toString'];
    for (const reason of untold) expect(told({reason})).to.deep.equal([undefined, undefined]);
    expect(told({failCode: '92001', failDes: 'limit', cause: 'limit'})).to.deep.equal([undefined, undefined]);
  });

  const refused: [string, unknown, string, string[]][] = [
    [
      'a number that JavaScript rounds',
      {merchantOrderNo: 2 ** 53, status: 'CREATED'},
      'status-malformed',
      ['merchantOrderNo'],
    ],
    ['a status that is null', {merchantOrderNo: 'M-1', status: null}, 'status-malformed', ['status']],
    [
      'an amount as text',
      status('PAID_SUCCESS', {totalAmount: '25.00'}),
      'status-amount',
      ['totalAmount.amount', 'totalAmount.currency'],
    ],
    [
      'another amount without its currency',
      status('PAID_SUCCESS', {totalAmount: {amount: 1, currency: null}}),
      'status-amount',
      ['totalAmount'],
    ],
    [
      'another currency without its amount',
      status('PAID_SUCCESS', {totalAmount: {amount: null, currency: 'SAR'}}),
      'status-amount',
      ['totalAmount'],
    ],
    [
      'an amount of zero',
      status('CREATED', {totalAmount: {amount: 0}}),
      'status-amount',
      ['totalAmount.amount'],
    ],
    [
      'another order',
      {...status('PAID_SUCCESS'), merchantOrderNo: 'M-2'},
      'status-foreign',
      ['merchantOrderNo'],
    ],
    ['a status without merchantOrderNo', {status: 'PAID_SUCCESS'}, 'status-malformed', ['merchantOrderNo']],
    ['an order without status', {merchantOrderNo: 'M-1'}, 'status-malformed', ['status']],
    [
      'another amount',
      status('PAID_SUCCESS', {totalAmount: {amount: 1, currency: 'AED'}}),
      'status-amount',
      ['totalAmount'],
    ],
    [
      'another currency',
      status('PAID_SUCCESS', {totalAmount: {amount: 25, currency: 'SAR'}}),
      'status-amount',
      ['totalAmount'],
    ],
    [
      'an amount that is not a number',
      status('PAID_SUCCESS', {totalAmount: {amount: 'x', currency: 'AED'}}),
      'status-amount',
      ['totalAmount.amount'],
    ],
    [
      'a payment in another currency',
      status('PAID_SUCCESS', {paymentInfo: {paidAmount: {amount: 25, currency: 'USD'}}}),
      'status-amount',
      ['paymentInfo.paidAmount.currency'],
    ],
    [
      'a failure response of PayBy',
      {head: {applyStatus: 'FAIL', code: '62004'}},
      'status-malformed',
      ['head.applyStatus'],
    ],
    ['null', null, 'status-malformed', ['']],
    ['an HTML page', '<!doctype html>', 'status-malformed', ['']],
    ['a list', [status('PAID_SUCCESS')], 'status-malformed', ['']],
  ];
  for (const [name, input, code, paths] of refused) {
    it(`throws ${code} for ${name}`, () => {
      expect(refusalOf(input)).to.deep.equal([code, paths]);
    });
  }

  it('accepts a paid amount that a discount made smaller', () => {
    const payload = status('PAID_SUCCESS', {paymentInfo: {paidAmount: {amount: 20, currency: 'AED'}}});
    expect(readStatus(payload, expected).word).to.equal('PAID_SUCCESS');
  });

  it('does not repeat the number of another order in the error', () => {
    try {
      readStatus({...status('CREATED'), merchantOrderNo: 'secret-of-another'}, expected);
    } catch (thrown) {
      expect(JSON.stringify(thrown) + String(thrown)).not.to.contain('secret');
    }
  });

  it('says what is wrong, and that asking again does not help', () => {
    const problemOf = (input: unknown): unknown => {
      try {
        readStatus(input, expected);
      } catch (thrown) {
        if (!(thrown instanceof StatusProblem)) throw thrown;
        const {message, retryable, issues = []} = thrown.problem;
        return [message, retryable, ...issues.map((issue) => issue.message)];
      }
      throw new Error('was not refused');
    };
    const otherMoney = 'The status has a different amount or currency than the order.';
    expect(problemOf('<!doctype html>')).to.deep.equal([
      'The payload is not a status.',
      false,
      'is not JSON',
    ]);
    expect(problemOf([])).to.deep.equal(['The payload is not a status.', false, 'is not an object']);
    expect(problemOf({merchantOrderNo: 'M-1'})).to.deep.equal([
      'The payload is not a status.',
      false,
      'is missing',
    ]);
    expect(problemOf({...status('CREATED'), merchantOrderNo: 'M-2'})).to.deep.equal([
      'The status is of another order.',
      false,
      'is not the one of the order shown',
    ]);
    expect(problemOf(status('CREATED', {totalAmount: {amount: '26', currency: 'AED'}}))).to.deep.equal([
      otherMoney,
      false,
      'is not the amount of the order shown',
    ]);
    const paidAmount = {amount: '25', currency: 'SAR'};
    expect(problemOf(status('PAID_SUCCESS', {paymentInfo: {paidAmount}}))).to.deep.equal([
      otherMoney,
      false,
      'is not the currency of the order shown',
    ]);
    expect(problemOf({head: {applyStatus: 'FAIL', code: '62004'}})).to.deep.equal([
      'The payload is not a status.',
      false,
      'is FAIL, code 62004',
    ]);
  });

  it('keeps 40 characters of a word that it does not know', () => {
    expect(readStatus(status('W'.repeat(50)), expected).unknownWord).to.equal('W'.repeat(40));
  });
});

describe('reportsPayment', () => {
  const rows: [Partial<StatusReport>, boolean][] = [
    [{word: 'CREATED'}, false],
    [{word: 'FAILURE'}, false],
    [{word: undefined}, false],
    [{word: 'PAID_SUCCESS'}, true],
    [{word: 'SETTLED'}, true],
    [{word: 'FAILURE', paidTime: NOON}, true],
  ];
  for (const [change, expectation] of rows) {
    it(`is ${String(expectation)} for ${JSON.stringify(change)}`, () => {
      expect(reportsPayment({...readStatus(status('CREATED'), expected), ...change})).to.equal(expectation);
    });
  }
});
