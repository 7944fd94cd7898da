import {expect} from '@open-wc/testing';
import {StoredVoucherController} from '../../src/voucher/stored-voucher-controller.js';
import {initialState, type CheckoutState} from '../../src/core/order/checkout-machine.js';
import {parseOrder} from '../../src/core/order/order.js';
import {FakeHost} from '../support/fake-host.js';
import {ManualClock} from '../support/manual-clock.js';
import {MINUTE, NOON, order} from '../support/orders.js';

const KEY = 'payby-checkout voucher ';

/** A localStorage for one test. */
class FakeStorage implements Storage {
  [name: string]: unknown;
  get length(): number {
    return Object.keys(this).length;
  }
  key(index: number): string | null {
    return Object.keys(this)[index] ?? null;
  }
  getItem(key: string): string | null {
    return Object.hasOwn(this, key) ? String(this[key]) : null;
  }
  setItem(key: string, value: string): void {
    this[key] = value;
  }
  removeItem(key: string): void {
    Reflect.deleteProperty(this, key);
  }
  clear(): void {
    for (const key of Object.keys(this)) this.removeItem(key);
  }
}

class Page extends FakeHost {
  order: unknown = null;
  persist: string | null = '';
  statusUrl: string | null = '/status/{merchantOrderNo}';
  requests = 0;
  refresh(): void {
    this.requests++;
  }
}

/** One visit to the merchant's page at a time, all in one browser. */
function visit(
  storage: Storage,
  {
    now = NOON,
    ...page
  }: {now?: number; persist?: string | null; statusUrl?: string | null; order?: unknown} = {},
): {page: Page; show(order: object): void; state(state: CheckoutState): void} {
  const host = Object.assign(new Page(), page);
  let state: CheckoutState = {phase: 'idle'};
  const clock = new ManualClock(now);
  const controller = new StoredVoucherController(host, () => state, clock, storage);
  const enter = (next: CheckoutState): void => {
    state = next;
    controller.hostUpdated();
  };
  return {
    page: host,
    state: enter,
    show: (given) => {
      const parsed = parseOrder(given);
      host.order = given;
      enter(parsed.ok ? initialState(parsed.value, now, 'paid') : {phase: 'idle'});
    },
  };
}

const cash = (changes: object = {}): object => ({...order({paySceneCode: 'CASHTOPUP'}), ...changes});
const keysOf = (storage: Storage): string[] => Object.keys(storage);

describe('StoredVoucherController', () => {
  it('stores nothing without `persist`', () => {
    const storage = new FakeStorage();
    const {show} = visit(storage, {persist: null});
    show(cash());
    expect(keysOf(storage)).to.deep.equal([]);
  });

  it('restores the order and requests its status at once', () => {
    const storage = new FakeStorage();
    visit(storage).show(cash({businessType: 'GAME_TOP_UP'}));
    expect(keysOf(storage)).to.deep.equal([`${KEY}/status/{merchantOrderNo}`]);
    const {page} = visit(storage, {now: NOON + MINUTE});
    expect(page.order).to.include({merchantOrderNo: 'M-1', businessType: 'GAME_TOP_UP'});
    expect(page.requests).to.equal(1);
  });

  it('stores one voucher per name', () => {
    const storage = new FakeStorage();
    visit(storage, {persist: 'player-7'}).show(cash());
    expect(keysOf(storage)).to.deep.equal([`${KEY}player-7`]);
    expect(visit(storage, {persist: 'player-8'}).page.order).to.equal(null);
    expect(visit(storage, {persist: 'player-7'}).page.order).not.to.equal(null);
  });

  it('restores nothing when the page sets an order', () => {
    const storage = new FakeStorage();
    visit(storage).show(cash());
    const own = cash({merchantOrderNo: 'M-2'});
    const next = visit(storage, {order: own});
    expect([next.page.order, next.page.requests]).to.deep.equal([own, 0]);
    next.show(own);
    expect(visit(storage).page.order).to.include({merchantOrderNo: 'M-2'});
  });

  for (const word of ['PAID_SUCCESS', 'SETTLED', 'FAILURE']) {
    it(`removes the voucher on ${word}`, () => {
      const storage = new FakeStorage();
      const {show} = visit(storage);
      show(cash());
      show(cash({status: word}));
      expect(keysOf(storage)).to.deep.equal([]);
    });
  }

  it('removes the voucher once the order is paid, even while it is settling', () => {
    const storage = new FakeStorage();
    const {show, state} = visit(storage);
    show(cash());
    const parsed = parseOrder(cash());
    if (!parsed.ok) throw new Error('expected a valid order');
    state({phase: 'confirming', why: 'settling', late: false, order: parsed.value});
    expect(keysOf(storage)).to.deep.equal([]);
  });

  it('removes the voucher when the order expires while it is shown', () => {
    const storage = new FakeStorage();
    const {show, state} = visit(storage);
    show(cash());
    const parsed = parseOrder(cash());
    if (!parsed.ok) throw new Error('expected a valid order');
    state(initialState(parsed.value, NOON + 15 * MINUTE, 'paid'));
    expect(keysOf(storage)).to.deep.equal([]);
  });

  it('removes the voucher on null, on an order of another scene, and without `persist`', () => {
    for (const end of [
      ({state}: ReturnType<typeof visit>) => {
        state({phase: 'idle'});
      },
      ({show}: ReturnType<typeof visit>) => {
        show(order());
      },
      ({page, show}: ReturnType<typeof visit>) => {
        page.persist = null;
        show(cash());
      },
    ]) {
      const storage = new FakeStorage();
      const shown = visit(storage);
      shown.show(cash());
      expect(keysOf(storage)).to.have.length(1);
      end(shown);
      expect(keysOf(storage)).to.deep.equal([]);
    }
  });

  const numberIn = (storage: Storage): unknown =>
    (JSON.parse(storage.getItem(`${KEY}/status/{merchantOrderNo}`) ?? '{}') as Record<string, unknown>)[
      'merchantOrderNo'
    ];
  const paid = {status: 'PAID_SUCCESS'};
  for (const [what, end] of [
    ['is paid', ({show}) => show(cash(paid))],
    ['is cleared', ({state}) => state({phase: 'idle'})],
    ['gives way to an order of another scene', ({show}) => show(order({merchantOrderNo: 'M-9'}))],
    ['is extended', ({show}) => show(cash({expiredTime: NOON + 60 * MINUTE}))],
    [
      'is no longer to be stored',
      ({page, show}) => {
        page.persist = null;
        show(cash());
      },
    ],
  ] as [string, (older: ReturnType<typeof visit>) => void][]) {
    it(`keeps the newer voucher of another tab under the same name when the older order ${what}`, () => {
      const storage = new FakeStorage();
      const older = visit(storage);
      older.show(cash());
      const newer = visit(storage, {order: cash({merchantOrderNo: 'M-2'})});
      newer.show(cash({merchantOrderNo: 'M-2'}));
      end(older);
      expect(numberIn(storage)).to.equal('M-2');
      newer.show(cash({merchantOrderNo: 'M-2', ...paid}));
      expect(numberIn(storage)).to.equal(undefined);
    });
  }

  it('keeps the voucher of another tab on a page that shows an order that is over', () => {
    const storage = new FakeStorage();
    visit(storage).show(cash());
    const other = cash({merchantOrderNo: 'M-2', ...paid});
    visit(storage, {order: other}).show(other);
    expect(numberIn(storage)).to.equal('M-1');
  });

  it('stores the open order again once the newer one of another tab has ended', () => {
    const storage = new FakeStorage();
    const older = visit(storage);
    older.show(cash());
    const newer = visit(storage, {order: cash({merchantOrderNo: 'M-2'})});
    newer.show(cash({merchantOrderNo: 'M-2'}));
    newer.show(cash({merchantOrderNo: 'M-2', ...paid}));
    older.show(cash({expiredTime: NOON + 60 * MINUTE}));
    expect(numberIn(storage)).to.equal('M-1');
  });

  it('removes the voucher when the page sets the same order as paid', () => {
    const storage = new FakeStorage();
    visit(storage).show(cash());
    visit(storage, {order: cash({status: 'PAID_SUCCESS'})}).show(cash({status: 'PAID_SUCCESS'}));
    expect(keysOf(storage)).to.deep.equal([]);
  });

  it('removes a voucher that expired while no page was open, and requests its status for 30 minutes more', () => {
    for (const [minutes, isRequested] of [
      [15, true],
      [44, true],
      [45, false],
      [3000, false],
    ] as const) {
      const storage = new FakeStorage();
      visit(storage).show(cash());
      const {page} = visit(storage, {now: NOON + minutes * MINUTE});
      expect(keysOf(storage), `after ${minutes} minutes`).to.deep.equal([]);
      expect([page.order !== null, page.requests === 1]).to.deep.equal([isRequested, isRequested]);
    }
  });

  it('removes expired vouchers of every name and nothing else', () => {
    const storage = new FakeStorage();
    visit(storage, {persist: 'player-7'}).show(cash());
    storage.setItem(`${KEY}broken`, '{');
    storage.setItem('the shop’s own', '1');
    visit(storage, {now: NOON + 16 * MINUTE, persist: 'player-8'});
    expect(keysOf(storage)).to.deep.equal(['the shop’s own']);
  });

  it('restores an extended order until its new end', () => {
    const storage = new FakeStorage();
    const {show} = visit(storage);
    show(cash());
    show(cash({expiredTime: NOON + 60 * MINUTE}));
    expect(visit(storage, {now: NOON + 50 * MINUTE}).page.order).not.to.equal(null);
  });

  it('stores nothing when the storage is full', () => {
    const storage = new FakeStorage();
    storage.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    visit(storage).show(cash());
    expect(visit(storage).page.order).to.equal(null);
  });
});
