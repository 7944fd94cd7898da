import {expect} from '@open-wc/testing';
import {
  listsAction,
  listsExport,
  newEnd,
  offeredActions,
  offeredExports,
  parseActions,
} from '../../../src/core/order/actions.js';
import {advance, initialState, type StateWithOrder} from '../../../src/core/order/checkout-machine.js';
import {parseOrder, type Order} from '../../../src/core/order/order.js';
import {readStatus} from '../../../src/core/order/order-status.js';
import {NOON, order, status} from '../../support/orders.js';

const theOrder = (): Order => {
  const parsed = parseOrder(order());
  if (!parsed.ok) throw new Error('the order of the test is wrong');
  return parsed.value;
};
const after = (word: string, more: Record<string, unknown> = {}): StateWithOrder =>
  advance(initialState(theOrder(), NOON, 'paid'), {
    type: 'report',
    report: readStatus(status(word, more), theOrder()),
    at: NOON,
    successOn: 'paid',
  });

describe('offeredActions', () => {
  const all = 'cancel extend renew open-app';
  const cases: [string, StateWithOrder, number | undefined, string[]][] = [
    ['while the code is shown', after('CREATED'), 300_000, ['cancel']],
    ['when the code was scanned', after('CREATED', {scanned: true}), 300_000, ['cancel']],
    ['in the last two minutes', after('CREATED'), 120_000, ['extend', 'cancel']],
    ['for an order without an end', after('CREATED'), undefined, ['cancel']],
    ['after a failure', after('FAILURE'), undefined, ['renew']],
    [
      'after the server has reported that it expired',
      after('FAILURE', {reason: 'expired'}),
      undefined,
      ['renew'],
    ],
    ['after a cancellation', after('FAILURE', {reason: 'cancelled'}), undefined, ['renew']],
    ['after the payment', after('PAID_SUCCESS'), undefined, []],
    ['after a revoked payment', after('SETTLED', {revoked: true}), undefined, []],
  ];
  for (const [when, state, remaining, offered] of cases) {
    it(`returns ${offered.join(' and ') || 'nothing'} ${when}`, () => {
      expect(offeredActions(all, state, remaining)).to.deep.equal(offered);
    });
  }

  it('does not return renew before the server has reported the order as unpaid', () => {
    const ended = initialState(theOrder(), NOON + 86_400_000, 'paid');
    expect([ended.phase, offeredActions(all, ended, 0)]).to.deep.equal(['confirming', []]);
  });

  it('returns only actions that the attribute lists', () => {
    expect(offeredActions(null, after('CREATED'), 1000)).to.deep.equal([]);
    expect(offeredActions('extend', after('CREATED'), 1000)).to.deep.equal(['extend']);
  });
});

describe('offeredExports', () => {
  const HOUR = 3_600_000;
  const all = {canDownload: true, canPrint: true, canPrintFrames: true};
  const inApp = {canDownload: false, canPrint: false, canPrintFrames: true};
  const cases: [string, Parameters<typeof offeredExports>, string][] = [
    ['on a phone that can share', [null, all, true, HOUR], 'save print share calendar'],
    ['on a computer that cannot share', [null, all, false, HOUR], 'save print calendar'],
    [
      'on a computer that cannot share, when share and save are listed',
      ['share save', all, false, HOUR],
      'save share',
    ],
    ['inside another app', [null, inApp, true, HOUR], 'save share'],
    ['inside another app, whatever is listed', ['save print calendar', inApp, false, HOUR], 'save'],
    ['in the last half hour', [null, all, true, HOUR / 2], 'save print share'],
    ['for an order without an end', [null, all, true, undefined], 'save print share'],
    ['for an empty attribute', ['', all, true, HOUR], ''],
    ['when only other actions are listed', ['cancel copy', all, true, HOUR], ''],
  ];
  for (const [when, given, offered] of cases) {
    it(`returns ${offered || 'nothing'} ${when}`, () => {
      expect(offeredExports(...given).join(' ')).to.equal(offered);
    });
  }
});

describe('parseActions', () => {
  it('returns undefined without the attribute, and an empty set for an empty one', () => {
    expect(parseActions(null)).to.equal(undefined);
    expect([...(parseActions('') ?? ['none'])]).to.deep.equal([]);
  });

  it('reports the expected words for an invalid one', () => {
    const messages: string[] = [];
    const listed = parseActions('cancel no-copy', ({message}) => messages.push(message));
    expect([...(listed ?? [])]).to.deep.equal(['cancel']);
    expect(messages).to.deep.equal([
      'Invalid actions attribute: expected any of open-app, cancel, extend, renew, copy, save, print, share, ' +
        'calendar or send-guide. Other words are ignored.',
    ]);
  });
});

describe('listsAction', () => {
  const cases: [string | null, boolean][] = [
    [null, false],
    ['', false],
    ['save', false],
    ['send-guide', true],
    ['save\n send-guide', true],
    ['send-guides', false],
    ['no-send-guide', false],
  ];
  for (const [listed, isListed] of cases) {
    it(`returns ${String(isListed)} for send-guide in ${JSON.stringify(listed)}`, () => {
      expect(listsAction(listed, 'send-guide')).to.equal(isListed);
    });
  }

  it('returns the default without the attribute only', () => {
    expect([listsAction(null, 'copy', true), listsAction('', 'copy', true)]).to.deep.equal([true, false]);
  });
});

describe('listsExport', () => {
  it('returns true when one of the actions needs the voucher', () => {
    for (const action of ['copy', 'save', 'print', 'share', 'calendar'])
      expect(listsExport(`cancel ${action}`), action).to.equal(true);
  });

  it('returns false for other words, and without the attribute', () => {
    for (const listed of [null, '', 'cancel extend renew open-app send-guide', 'no-copy prints'])
      expect(listsExport(listed), String(listed)).to.equal(false);
  });
});

describe('newEnd', () => {
  const cases: [unknown, number | undefined][] = [
    [NOON, NOON],
    [{expiredTime: NOON}, NOON],
    [{expiredTime: String(NOON)}, NOON],
    ['tomorrow', undefined],
    [undefined, undefined],
    [{}, undefined],
  ];
  for (const [answer, end] of cases) {
    it(`returns ${String(end)} for ${JSON.stringify(answer)}`, () => {
      expect(newEnd(answer)).to.equal(end);
    });
  }
});
