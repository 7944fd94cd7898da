import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {
  advance,
  hasOrder,
  initialState,
  parseSuccessOn,
  pollPurpose,
  type CheckoutInput,
  type StateWithOrder,
  type SuccessOn,
} from '../../../src/core/order/checkout-machine.js';
import {parseOrder, type Order} from '../../../src/core/order/order.js';
import {readStatus} from '../../../src/core/order/order-status.js';
import {MINUTE, NOON, order, status} from '../../support/orders.js';

const END = NOON + 15 * MINUTE;

const theOrder = (changes: Parameters<typeof order>[0] = {}): Order => {
  const parsed = parseOrder(order(changes));
  if (!parsed.ok) throw new Error('the order of the test is wrong');
  return parsed.value;
};
const report = (
  word: string,
  more: Record<string, unknown> = {},
  at = NOON,
  successOn: SuccessOn = 'paid',
): CheckoutInput => ({
  type: 'report',
  report: readStatus(status(word, more), theOrder()),
  at,
  successOn,
});
const time = (at: number): CheckoutInput => ({type: 'time', at});
const after = (...inputs: CheckoutInput[]): StateWithOrder =>
  inputs.reduce(advance, initialState(theOrder(), NOON, 'paid'));
const phases = (...inputs: CheckoutInput[]): string[] => {
  const seen: string[] = [];
  inputs.reduce(
    (state, input) => {
      const next = advance(state, input);
      seen.push(next.phase);
      return next;
    },
    initialState(theOrder(), NOON, 'paid'),
  );
  return seen;
};
const REVOKED = {revoked: 'true'};

describe('a new tokenUrl in a status', () => {
  const NEW = 'https://qr.payby.com?renewed';
  const tokenAfter = (...inputs: CheckoutInput[]): string | undefined => after(...inputs).order.tokenUrl;

  it('replaces the code of an open order, once', () => {
    expect(tokenAfter(report('CREATED', {tokenUrl: NEW}))).to.equal(NEW);
    const state = after(report('CREATED', {tokenUrl: NEW}));
    const again = advance(state, report('CREATED', {tokenUrl: NEW}));
    expect(again.order).to.equal(state.order, 'the same order, so nothing is drawn again');
  });

  it('stays when a later status does not mention it', () => {
    expect(tokenAfter(report('CREATED', {tokenUrl: NEW}), report('CREATED'))).to.equal(NEW);
  });

  it('is ignored when it cannot be drawn', () => {
    const before = theOrder().tokenUrl;
    const useless = [
      'http://qr.payby.com?x',
      'javascript:alert(1)',
      '',
      null,
      7,
      {},
      `https://x.test?${'x'.repeat(2048)}`,
    ];
    for (const tokenUrl of useless) expect(tokenAfter(report('CREATED', {tokenUrl}))).to.equal(before);
  });
});

describe('advance', () => {
  const cases: [string, CheckoutInput[], string[]][] = [
    ['is waiting while the status is CREATED', [report('CREATED'), time(END - 1)], ['waiting', 'waiting']],
    [
      'is scanned, then paid',
      [report('CREATED', {scanned: true}), report('PAID_SUCCESS')],
      ['scanned', 'paid'],
    ],
    [
      'stays scanned when a later answer does not mention it',
      [report('CREATED', {scanned: true}), report('CREATED')],
      ['scanned', 'scanned'],
    ],
    [
      'is failed after it was scanned',
      [report('CREATED', {scanned: true}), report('FAILURE')],
      ['scanned', 'failed'],
    ],
    [
      'is confirming at the end, also when scanned',
      [report('CREATED', {scanned: true}), time(END)],
      ['scanned', 'confirming'],
    ],
    ['is paid when SETTLED', [report('SETTLED')], ['paid']],
    ['is failed on FAILURE', [report('FAILURE')], ['failed']],
    ...(['expired', 'cancelled', 'failed'] as const).flatMap(
      (reason): [string, CheckoutInput[], string[]][] => [
        [`is ${reason} when the server gives that reason`, [report('FAILURE', {reason})], [reason]],
        [`is ${reason} for that reason after the end`, [report('FAILURE', {reason}, END)], [reason]],
        [`ignores the reason ${reason} of an order that is open`, [report('CREATED', {reason})], ['waiting']],
      ],
    ),
    ...(['declined', 'balance', 'limit', 'identity'] as const).flatMap(
      (reason): [string, CheckoutInput[], string[]][] => [
        [`is failed when the server gives the reason ${reason}`, [report('FAILURE', {reason})], ['failed']],
        [`ignores the reason ${reason} of an order that is open`, [report('CREATED', {reason})], ['waiting']],
        [`ignores the reason ${reason} of a paid order`, [report('PAID_SUCCESS', {reason})], ['paid']],
        [
          `is failed for the reason ${reason}, though the merchant has accepted to cancel`,
          [{...report('FAILURE', {reason}), isCancelled: true} as CheckoutInput],
          ['failed'],
        ],
      ],
    ),
    ...[
      ...[{failCode: 'ORDER_CANCELED'}, {failDes: 'cannot be cancelled'}, {failCode: 'ORDER_EXPIRED'}],
      ...[{failCode: '504', failDes: 'SERVICE_TIMEOUT'}, {failDes: 'card expired'}, {failDes: 'time out'}],
      ...[
        {failCode: 504},
        {reason: 'CANCELLED'},
        {reason: 'timeout'},
        {reason: null},
        {reason: ''},
        {reason: true},
      ],
      ...[{reason: ['expired']}, {reason: 'revoked'}, {failCode: 'BALANCE_NOT_ENOUGH'}],
    ].flatMap((words): [string, CheckoutInput[], string[]][] => [
      [`is failed on FAILURE with ${JSON.stringify(words)}`, [report('FAILURE', words)], ['failed']],
      [
        `is failed on FAILURE with ${JSON.stringify(words)} after the end`,
        [report('FAILURE', words, END)],
        ['failed'],
      ],
    ]),
    [
      'is cancelled on FAILURE after the merchant has accepted to cancel, whatever its texts',
      [{...report('FAILURE', {failCode: 'ORDER_EXPIRED'}), isCancelled: true} as CheckoutInput],
      ['cancelled'],
    ],
    [
      'is expired for that reason, though the merchant has accepted to cancel',
      [{...report('FAILURE', {reason: 'expired'}), isCancelled: true} as CheckoutInput],
      ['expired'],
    ],
    ['is revoked from waiting', [report('FAILURE', REVOKED)], ['revoked']],
    ['is revoked from paid', [report('PAID_SUCCESS'), report('PAID_SUCCESS', REVOKED)], ['paid', 'revoked']],
    ['stays revoked', [report('SETTLED', REVOKED), report('SETTLED')], ['revoked', 'revoked']],
    [
      'stays paid on lighter statuses that arrive later',
      [report('PAID_SUCCESS'), report('CREATED'), report('FAILURE'), time(END)],
      ['paid', 'paid', 'paid', 'paid'],
    ],
    ['is confirming at the end of the order', [time(END)], ['confirming']],
    [
      'is expired only by an answer given after the end',
      [time(END), report('CREATED', {}, END - 1), report('CREATED', {}, END)],
      ['confirming', 'waiting', 'expired'],
    ],
    ['is paid by the final answer', [time(END), report('PAID_SUCCESS', {}, END + 1)], ['confirming', 'paid']],
    [
      'is paid late',
      [time(END), report('CREATED', {}, END), report('PAID_SUCCESS', {}, END + 1)],
      ['confirming', 'expired', 'paid'],
    ],
    ['is paid late after a failure', [report('FAILURE'), report('PAID_SUCCESS')], ['failed', 'paid']],
    [
      'stays in its first unpaid outcome',
      [report('FAILURE', {reason: 'cancelled'}), report('FAILURE', {reason: 'expired'}, END)],
      ['cancelled', 'cancelled'],
    ],
    [
      'is waiting again when the end was moved',
      [time(END), report('CREATED', {expiredTime: END + MINUTE}, END + 1)],
      ['confirming', 'waiting'],
    ],
    ['is waiting again when the clock was wrong', [time(END), time(NOON)], ['confirming', 'waiting']],
    [
      'ignores unknown status words',
      [report('AUTHORIZATION'), time(END), report('VOID', {}, END + 1)],
      ['waiting', 'confirming', 'confirming'],
    ],
  ];
  for (const [name, inputs, expected] of cases) {
    it(`returns a state that ${name}`, () => {
      expect(phases(...inputs)).to.deep.equal(expected);
    });
  }

  it('returns a success with all its fields', () => {
    const state = after(report('PAID_SUCCESS', {orderNo: '9', paymentInfo: {paidTime: NOON + 5}}));
    expect('outcome' in state && state.outcome).to.deep.equal({
      merchantOrderNo: 'M-1',
      orderNo: '9',
      status: 'PAID_SUCCESS',
      amount: '25.00',
      currency: 'AED',
      paidTime: NOON + 5,
      late: false,
    });
  });

  it('returns the status that was the success', () => {
    const statusOf = (...inputs: CheckoutInput[]): unknown => {
      const state = after(...inputs);
      return state.phase === 'paid' && state.outcome.status;
    };
    expect(statusOf(report('PAID_SUCCESS'))).to.equal('PAID_SUCCESS');
    expect(statusOf(report('SETTLED'))).to.equal('SETTLED');
  });

  it("adds PayBy's number to the order as soon as one status has it", () => {
    expect(after(report('CREATED', {orderNo: '9'}), report('CREATED')).order.orderNo).to.equal('9');
  });

  it('adds the time of the payment, also when only the settlement has it', () => {
    const state = after(
      report('PAID_SUCCESS', {}, NOON, 'settled'),
      report('SETTLED', {paymentInfo: {paidTime: NOON + 5}}, NOON, 'settled'),
    );
    expect(state.phase === 'paid' && state.outcome.paidTime).to.equal(NOON + 5);
  });

  it('marks a success as late after expired, not after confirming', () => {
    const isLate = (...inputs: CheckoutInput[]): unknown => {
      const state = after(...inputs);
      return state.phase === 'paid' && state.outcome.late;
    };
    expect(isLate(time(END), report('PAID_SUCCESS', {}, END + 1))).to.equal(false);
    expect(isLate(report('CREATED', {}, END), report('PAID_SUCCESS', {}, END + 1))).to.equal(true);
  });

  it("returns a failure with PayBy's code and message", () => {
    const state = after(report('FAILURE', {failCode: 'RISK', failDes: 'refused'}));
    expect('outcome' in state && state.outcome).to.deep.equal({
      merchantOrderNo: 'M-1',
      orderNo: null,
      reason: 'failed',
      code: 'RISK',
      message: 'refused',
    });
  });

  it('returns what the payment failed for with a failure, and with no other outcome', () => {
    const causeOf = (...inputs: CheckoutInput[]): unknown => {
      const state = after(...inputs);
      return 'outcome' in state && 'cause' in state.outcome ? state.outcome.cause : 'not told';
    };
    expect(causeOf(report('FAILURE', {reason: 'limit'}))).to.equal('limit');
    expect(causeOf(report('FAILURE', {reason: 'limit'}), report('FAILURE', {reason: 'declined'}))).to.equal(
      'limit',
    );
    for (const reason of ['failed', 'cancelled', 'expired', 'nonsense', undefined])
      expect(causeOf(report('FAILURE', {reason}))).to.equal('not told');
    expect(causeOf(report('FAILURE', {reason: 'limit', revoked: 'true'}))).to.equal('not told');
    expect(causeOf(report('CREATED', {reason: 'limit'}, END)), 'expired').to.equal('not told');
    expect(causeOf(report('FAILURE', {reason: 'limit'}), report('PAID_SUCCESS'))).to.equal('not told');
  });

  it('returns confirming until SETTLED when successOn is settled', () => {
    const paid = after(report('PAID_SUCCESS', {}, NOON, 'settled'));
    expect([paid.phase, pollPurpose(paid)]).to.deep.equal(['confirming', 'settlement']);
    expect(advance(paid, time(END)), 'the end no longer matters').to.equal(paid);
    expect(advance(paid, report('FAILURE', {}, END, 'settled'))).to.equal(paid);
    expect(advance(paid, report('SETTLED', {}, END, 'settled')).phase).to.equal('paid');
    expect(advance(paid, report('SETTLED', REVOKED, END, 'settled')).phase).to.equal('revoked');
  });

  it('returns late for the settlement of a late payment', () => {
    const state = after(
      report('CREATED', {}, END),
      report('PAID_SUCCESS', {}, END, 'settled'),
      report('SETTLED', {}, END, 'settled'),
    );
    expect(state.phase === 'paid' && state.outcome.late).to.equal(true);
  });
});

describe('initialState', () => {
  it('returns the state for the status in the order', () => {
    const initialPhase = (changes: Parameters<typeof order>[0], at = NOON): string =>
      initialState(theOrder(changes), at, 'paid').phase;
    expect(initialPhase({})).to.equal('waiting');
    expect(initialPhase({status: 'PAID_SUCCESS'})).to.equal('paid');
    expect(initialPhase({status: 'FAILURE'})).to.equal('failed');
    expect(initialPhase({status: 'FAILURE'}, END), 'after its end').to.equal('failed');
    expect(initialPhase({status: 'PAID_SUCCESS', revoked: 'true'})).to.equal('revoked');
  });

  it('returns scanned for an order whose code a payer has scanned already', () => {
    const scanned = parseOrder({...order(), scanned: true});
    expect(scanned.ok && initialState(scanned.value, NOON, 'paid').phase).to.equal('scanned');
  });

  it('returns no outcome by the clock alone', () => {
    expect(initialState(theOrder(), END + 86_400_000, 'paid').phase).to.equal('confirming');
  });
});

describe('parseSuccessOn', () => {
  it('reads paid and settled, and everything else as paid, with an issue', () => {
    const issues: string[] = [];
    const read = (value: string | null): SuccessOn =>
      parseSuccessOn(value, ({message}) => issues.push(message));
    expect(['paid', 'settled', null].map(read)).to.deep.equal(['paid', 'settled', 'paid']);
    expect(issues).to.deep.equal([]);
    expect(read('SETTLED!')).to.equal('paid');
    expect(issues[0]).to.contain('success-on');
  });
});

describe('hasOrder', () => {
  it('is false only before there is an order, or when it is wrong', () => {
    expect(hasOrder({phase: 'idle'})).to.equal(false);
    expect(hasOrder({phase: 'invalid', issues: []})).to.equal(false);
    expect(hasOrder(after())).to.equal(true);
  });
});

describe('pollPurpose', () => {
  const cases: [CheckoutInput[], string | undefined][] = [
    [[], 'open'],
    [[report('CREATED', {scanned: true})], 'open'],
    [[time(END)], 'final'],
    [[report('CREATED', {}, END)], 'grace'],
    [[report('PAID_SUCCESS')], undefined],
    [[report('FAILURE')], undefined],
    [[report('FAILURE', {reason: 'cancelled'})], undefined],
    [[report('SETTLED', REVOKED)], undefined],
  ];
  for (const [inputs, watch] of cases) {
    const state = after(...inputs);
    it(`returns ${String(watch)} when ${state.phase}`, () => {
      expect(pollPurpose(state)).to.equal(watch);
    });
  }
});

describe('advance, with any inputs in any order', () => {
  const input = fc.oneof(
    fc.record({
      type: fc.constant('report' as const),
      at: fc.integer({min: NOON - MINUTE, max: END + 60 * MINUTE}),
      successOn: fc.constantFrom<SuccessOn>('paid', 'settled'),
      report: fc
        .record({
          word: fc.constantFrom(
            'CREATED',
            'PAID_SUCCESS',
            'SETTLED',
            'SETTLED_SUCCESS',
            'FAILURE',
            'VOID',
            'x',
          ),
          revoked: fc.constantFrom('true', 'false', undefined),
          scanned: fc.boolean(),
          reason: fc.constantFrom('cancelled', 'expired', 'failed', undefined),
          expiredTime: fc.constantFrom(undefined, END, END + MINUTE, NOON),
        })
        .map(({word, ...more}) => readStatus(status(word, more), theOrder())),
    }),
    fc.record({
      type: fc.constant('time' as const),
      at: fc.integer({min: NOON - MINUTE, max: END + 60 * MINUTE}),
    }),
  );
  const inputs = fc.array(input, {maxLength: 30});
  const final = new Set(['paid', 'failed', 'cancelled', 'expired', 'revoked']);
  const walk = (
    list: CheckoutInput[],
    check: (before: StateWithOrder, now: StateWithOrder, by: CheckoutInput) => void,
  ): void => {
    list.reduce(
      (state, next) => {
        const now = advance(state, next);
        check(state, now, next);
        return now;
      },
      initialState(theOrder(), NOON, 'paid'),
    );
  };

  it('leaves paid only for revoked, and never leaves revoked', () => {
    fc.assert(
      fc.property(inputs, (list) => {
        walk(list, (before, now) => {
          if (before.phase === 'paid') expect(now.phase).to.be.oneOf(['paid', 'revoked']);
          if (before.phase === 'revoked') expect(now.phase).to.equal('revoked');
        });
      }),
      {numRuns: 2000},
    );
  });

  it('returns no new outcome without an answer of the server', () => {
    fc.assert(
      fc.property(inputs, (list) => {
        walk(list, (before, now, by) => {
          if (by.type === 'time' && !final.has(before.phase)) expect(final.has(now.phase)).to.equal(false);
        });
      }),
      {numRuns: 2000},
    );
  });

  it('enters each outcome at most once', () => {
    fc.assert(
      fc.property(inputs, (list) => {
        const entered: string[] = [];
        walk(list, (before, now) => {
          if (final.has(now.phase) && now.phase !== before.phase) entered.push(now.phase);
        });
        expect(new Set(entered).size).to.equal(entered.length);
      }),
      {numRuns: 2000},
    );
  });
});

describe('a paid order that must settle', () => {
  const paid = report('PAID_SUCCESS', {}, NOON, 'settled');

  it('is confirming because it settles', () => {
    expect(after(paid)).to.include({phase: 'confirming', why: 'settling'});
  });

  it('does not expire by a status from before the payment', () => {
    expect(after(paid, report('CREATED', {}, NOON, 'settled'))).to.include({
      phase: 'confirming',
      why: 'settling',
    });
  });

  it('was paid, and one that is only open was not', () => {
    expect(after(paid).order.wasPaid).to.equal(true);
    expect(after(report('CREATED')).order.wasPaid).to.not.equal(true);
  });
});
