import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {
  browserTabs,
  TabLeader,
  type SharedState,
  type StatusUpdate,
  type Tabs,
} from '../../../src/checkout/status/tab-leader.js';
import {reportFrom, type StatusReport} from '../../../src/core/order/order-status.js';
import {FakeEnvironment} from '../../support/fake-environment.js';
import {FakeBrowser} from '../../support/fake-tabs.js';
import {settle} from '../../support/manual-clock.js';
import {NOON, status} from '../../support/orders.js';
import {waitUntil} from '../../support/wait-until.js';

const NAME = 'M-1 25.00 AED';

/** A report as it is on the channel, which carries no token. */
const {tokenUrl: _, ...report} = reportFrom(
  status('PAID_SUCCESS', {orderNo: '9000001', paymentInfo: {paidTime: NOON}}),
);

const paid: StatusUpdate = {
  report: report as StatusReport,
  hasNewToken: false,
  requestedAt: NOON,
  receivedAt: NOON + 80,
  servedAt: NOON + 3_600_000,
};

/** A message as version 1 puts it on the channel. */
const message = (report: object = {}, more: object = {}): unknown => ({
  version: 1,
  kind: 'status',
  update: {...paid, report: {...paid.report, ...report}, ...more},
});

/** One element in one tab, with every callback it received. */
class Member {
  readonly environment = new FakeEnvironment();
  readonly leads: boolean[] = [];
  readonly updates: StatusUpdate[] = [];
  readonly states: SharedState[] = [];
  readonly order: TabLeader;
  wanted = 0;

  constructor(tabs: Tabs) {
    this.order = new TabLeader(tabs, this.environment, {
      onLeadChange: (leads) => this.leads.push(leads),
      onStatus: (update) => this.updates.push(update),
      onState: (state) => this.states.push(state),
      onRequest: () => this.wanted++,
    });
  }
}

/** Three tabs of one browser on the same order; the first leads. */
async function threeTabs(browser = new FakeBrowser()) {
  const tabs = [browser.openTab(), browser.openTab(), browser.openTab()] as const;
  const members = [new Member(tabs[0]), new Member(tabs[1]), new Member(tabs[2])] as const;
  for (const {order} of members) order.join(NAME);
  await settle();
  return {browser, tabs, members};
}

/** Locks, channels and listeners that are left: all zero when nothing is. */
const openResources = (browser: FakeBrowser, members: readonly Member[]): number[] => [
  browser.requests.size,
  browser.listeners.size,
  ...members.map(({environment}) => environment.listeners.size),
];

describe('TabLeader', () => {
  it('elects one leader', async () => {
    const {members} = await threeTabs();
    expect(members.map(({order}) => order.leads)).to.deep.equal([true, false, false]);
    expect(members.map(({leads}) => leads)).to.deep.equal([[true], [], []]);
  });

  it('passes the lead on when the leader leaves', async () => {
    const {members} = await threeTabs();
    members[0].order.leave();
    await settle();
    expect(members.map(({order}) => order.leads)).to.deep.equal([false, true, false]);
    expect(members[1].leads).to.deep.equal([true]);
  });

  it('passes the lead on when the leader is closed', async () => {
    const {tabs, members} = await threeTabs();
    tabs[0].close();
    await settle();
    expect([members[1].leads, members[2].leads]).to.deep.equal([[true], []]);
  });

  it('passes the lead on when the leader is hidden, which then waits at the end of the queue', async () => {
    const {members} = await threeTabs();
    members[0].environment.hide();
    expect(members[0].leads, 'at once').to.deep.equal([true, false]);
    await settle();
    expect(members.map(({order}) => order.leads)).to.deep.equal([false, true, false]);
    members[0].environment.show();
    await settle();
    expect(members.map(({order}) => order.leads)).to.deep.equal([false, true, false]);
    members[1].order.leave();
    members[2].order.leave();
    await settle();
    expect(members[0].leads).to.deep.equal([true, false, true]);
  });

  it('never has a hidden leader', async () => {
    const {members} = await threeTabs();
    members[1].environment.hide();
    members[0].order.leave();
    await settle();
    expect(members.map(({order}) => order.leads)).to.deep.equal([false, false, true]);
    members[2].environment.hide();
    await settle();
    expect(members.map(({order}) => order.leads)).to.deep.equal([false, false, false]);
    members[1].environment.show();
    await settle();
    expect(members.map(({order}) => order.leads)).to.deep.equal([false, true, false]);
  });

  it('handles the many events of one return to the page once', async () => {
    const {browser, members} = await threeTabs();
    members[0].environment.notify();
    members[1].environment.notify();
    members[1].environment.notify();
    await settle();
    expect(browser.requests.size).to.equal(3);
    expect(members.map(({leads}) => leads)).to.deep.equal([[true], [], []]);
  });

  it('shares a status with every other tab, hidden or not, once', async () => {
    const {members} = await threeTabs();
    members[2].environment.hide();
    members[0].order.share(paid);
    await settle();
    expect(members.map(({updates}) => updates)).to.deep.equal([[], [paid], [paid]]);
  });

  it('shares the status of a tab that does not lead', async () => {
    const {members} = await threeTabs();
    members[2].order.share(paid);
    await settle();
    expect(members.map(({updates}) => updates)).to.deep.equal([[paid], [paid], []]);
  });

  it('posts nothing but the update to the channel', async () => {
    const {browser, members} = await threeTabs();
    const secrets = {tokenUrl: 'https://qr.payby.com?ft=7ac1', payer: {mobileNumber: '+971501234567'}};
    members[0].order.share({...paid, ...secrets, report: {...paid.report, ...secrets}});
    expect(browser.posted).to.deep.equal([message()]);
  });

  it('shares how a tab fares with every other tab', async () => {
    const {members} = await threeTabs();
    members[0].order.shareState({failures: 2, nextMs: 8000});
    await settle();
    expect(members.map(({states}) => states)).to.deep.equal([
      [],
      [{failures: 2, nextMs: 8000}],
      [{failures: 2, nextMs: 8000}],
    ]);
  });

  it('passes the lead to the tab that has waited longest on passLead()', async () => {
    const {members} = await threeTabs();
    members[1].order.passLead();
    await settle();
    expect(
      members.map(({leads}) => leads),
      'of a tab that does not lead',
    ).to.deep.equal([[true], [], []]);
    for (let turn = 0; turn < 6; turn++) {
      members[turn % 3]?.order.passLead();
      await settle();
      const expected = [0, 1, 2].map((index) => index === (turn + 1) % 3);
      expect(members.map(({order}) => order.leads)).to.deep.equal(expected);
    }
  });

  it('gets the lead back on passLead() when there is no other tab', async () => {
    const member = new Member(new FakeBrowser().openTab());
    member.order.join(NAME);
    await settle();
    member.order.passLead();
    await settle();
    expect(member.leads).to.deep.equal([true, false, true]);
    member.order.leave();
    member.order.passLead();
    await settle();
    expect([member.order.leads, member.leads.length]).to.deep.equal([false, 3]);
  });

  it('makes the leader request the status when another tab wants it', async () => {
    const {members} = await threeTabs();
    members[2].order.requestStatus();
    await settle();
    expect(members.map(({wanted}) => wanted)).to.deep.equal([1, 0, 0]);
  });

  it('makes the leader request the status when it wants it itself', async () => {
    const {members} = await threeTabs();
    members[0].order.requestStatus();
    await settle();
    expect(members.map(({wanted}) => wanted)).to.deep.equal([1, 0, 0]);
  });

  it('shares nothing between two orders', async () => {
    const {browser, members} = await threeTabs();
    const other = new Member(browser.openTab());
    other.order.join('M-1 30.00 AED');
    await settle();
    expect(other.leads).to.deep.equal([true]);
    members[0].order.share(paid);
    members[1].order.requestStatus();
    await settle();
    expect([other.updates, other.wanted]).to.deep.equal([[], 0]);
  });

  it('stays the leader when it joins the same order again', async () => {
    const {browser, members} = await threeTabs();
    members[0].order.join(NAME);
    await settle();
    expect(members.map(({leads}) => leads)).to.deep.equal([[true], [], []]);
    expect(openResources(browser, members)).to.deep.equal([3, 3, 1, 1, 1]);
  });
});

describe('TabLeader.leave', () => {
  it('releases lock, channel and listeners', async () => {
    const {browser, members} = await threeTabs();
    members[2].environment.hide();
    for (const {order} of members) order.leave();
    for (const {order} of members) order.leave();
    expect(openResources(browser, members)).to.deep.equal([0, 0, 0, 0, 0]);
    await settle();
    expect(openResources(browser, members)).to.deep.equal([0, 0, 0, 0, 0]);
    expect(members[0].leads, 'silently').to.deep.equal([true]);
  });

  it('ignores messages that arrive afterwards', async () => {
    const {members} = await threeTabs();
    const [leader, follower] = members;
    follower.order.share(paid);
    follower.order.requestStatus();
    leader.order.leave(); // before its messages are delivered
    follower.order.leave(); // before its lock is granted
    await settle();
    expect([leader.updates, leader.wanted]).to.deep.equal([[], 0]);
    expect(follower.leads).to.deep.equal([]);
  });

  it('releases a lock that is granted meanwhile', async () => {
    const browser = new FakeBrowser();
    const member = new Member(browser.openTab());
    member.order.join(NAME);
    member.order.leave();
    await settle();
    expect([member.leads, member.order.leads]).to.deep.equal([[], false]);
    expect(browser.requests.size).to.equal(0);
  });

  it('shares and requests nothing afterwards', async () => {
    const {browser, members} = await threeTabs();
    members[0].order.leave();
    members[0].order.share(paid);
    members[0].order.requestStatus();
    await settle();
    expect([browser.posted, members[0].wanted]).to.deep.equal([[], 0]);
  });

  it('can be followed by join() for another order at once', async () => {
    const {browser, members} = await threeTabs();
    members[0].order.leave();
    members[0].order.join('M-2 5.00 AED');
    members[1].order.join('M-2 5.00 AED'); // without a leave
    await settle();
    expect(members.map(({order}) => order.leads)).to.deep.equal([true, false, true]);
    members[2].order.share(paid);
    await settle();
    expect(members.map(({updates}) => updates)).to.deep.equal([[], [], []]);
    members[0].order.share(paid);
    await settle();
    expect(members.map(({updates}) => updates)).to.deep.equal([[], [paid], []]);
    expect(openResources(browser, members)).to.deep.equal([3, 3, 1, 1, 1]);
  });

  it('can be followed by join() for the same order at once', async () => {
    const {browser, members} = await threeTabs();
    members[0].order.leave();
    members[0].order.join(NAME);
    await settle();
    expect(members.map(({order}) => order.leads)).to.deep.equal([false, true, false]);
    expect(openResources(browser, members)).to.deep.equal([3, 3, 1, 1, 1]);
  });
});

describe('TabLeader without locks or channels', () => {
  for (const missing of [['hasLocks'], ['hasChannels'], ['hasLocks', 'hasChannels']] as const) {
    it(`makes every tab a leader in a browser without ${missing.join(' and ').replaceAll('has', '').toLowerCase()}`, async () => {
      const browser = new FakeBrowser();
      for (const api of missing) browser[api] = false;
      const {members} = await threeTabs(browser);
      expect(members.map(({leads}) => leads)).to.deep.equal([[true], [true], [true]]);
      members[0].environment.hide();
      expect(members.map(({order}) => order.leads)).to.deep.equal([false, true, true]);
      members[0].environment.show();
      await settle();
      expect(members.map(({order}) => order.leads)).to.deep.equal([true, true, true]);
      members[1].order.requestStatus();
      await settle();
      expect(members.map(({wanted}) => wanted)).to.deep.equal([0, 1, 0]);
      members[0].order.share(paid);
      for (const {order} of members) order.leave();
      expect(openResources(browser, members)).to.deep.equal([0, 0, 0, 0, 0]);
    });
  }
});

describe('TabLeader: messages', () => {
  const wrong: Record<string, unknown> = {
    nothing: undefined,
    null: null,
    text: 'status',
    'a list': [message()],
    'no version': {kind: 'request'},
    'another version': {version: 2, kind: 'request'},
    'another version with the same fields': {...(message() as object), version: 2},
    'a version in words': {...(message() as object), version: '1'},
    'another kind': {version: 1, kind: 'unknown', update: paid},
    'no answer': {version: 1, kind: 'status'},
    'no report': {version: 1, kind: 'status', update: {...paid, report: null}},
    'a report that is a bare status': {
      version: 1,
      kind: 'status',
      update: {...paid, report: status('SETTLED')},
    },
    'a word we do not know': message({word: 'VOID'}),
    'a word that every object knows': message({word: 'toString'}),
    'no word at all': message({word: undefined}),
    'a word both known and unknown': message({unknownWord: 'VOID'}),
    'revoked in words': message({revoked: 'true'}),
    'scanned as a number': message({scanned: 1}),
    'a number for an order number': message({orderNo: 9_000_001}),
    'a code that is not text': message({failCode: {}}),
    'a cause that nobody knows': message({cause: 'risk'}),
    'a description that is not text': message({failDes: null}),
    'an end in words': message({expiredTime: '1795334400000'}),
    'a payment that is not a time': message({paidTime: NaN}),
    'a server time without end': message({serverTime: Infinity}),
    'issues that are no list': message({issues: {}}),
    'an issue that is nothing': message({issues: [null]}),
    'an issue that is nothing beside one that is one': message({
      issues: [{path: 'serverTime', message: 'is wrong'}, null],
    }),
    'a status of another kind': {version: 1, kind: 'other', update: paid},
    'a state of another kind': {version: 1, kind: 'other', state: {failures: 0, nextMs: 1}},
    'an issue that is text': message({issues: ['serverTime']}),
    'an issue without a path': message({issues: [{message: 'is wrong'}]}),
    'an issue without words': message({issues: [{path: 'serverTime', message: 1}]}),
    'no state': {version: 1, kind: 'state'},
    'a state that is a list': {version: 1, kind: 'state', state: [1, 2]},
    'a state without failures': {version: 1, kind: 'state', state: {nextMs: 3000}},
    'failures in words': {version: 1, kind: 'state', state: {failures: '1', nextMs: 3000}},
    'a next request without end': {version: 1, kind: 'state', state: {failures: 0, nextMs: Infinity}},
    'a next request that is not a time': {version: 1, kind: 'state', state: {failures: 0, nextMs: NaN}},
    'a new token itself': message({}, {hasNewToken: 'https://secret'}),
    'requested at no time': message({}, {requestedAt: undefined}),
    'received at no time': message({}, {receivedAt: null}),
    'served in words': message({}, {servedAt: 'Sun, 22 Nov 2026 08:00:00 GMT'}),
  };

  /** A leading tab, and another page that posts to its channel. */
  async function withOtherPage() {
    const browser = new FakeBrowser();
    const member = new Member(browser.openTab());
    member.order.join(NAME);
    await settle();
    const post = browser
      .openTab()
      .openChannel(`payby-checkout:${NAME}`, new AbortController().signal, () => {});
    return {member, post};
  }

  for (const [name, posted] of Object.entries(wrong)) {
    it(`ignores an invalid message: ${name}`, async () => {
      const {member, post} = await withOtherPage();
      post(posted);
      await settle();
      expect([member.updates, member.states, member.wanted]).to.deep.equal([[], [], 0]);
    });
  }

  it('accepts a message with an issue', async () => {
    const {member, post} = await withOtherPage();
    const issues = [{path: 'serverTime', message: 'is wrong'}];
    post(message({issues}));
    await settle();
    expect(member.updates).to.deep.equal([{...paid, report: {...paid.report, issues}}]);
  });

  it('drops unknown fields of a message', async () => {
    const {member, post} = await withOtherPage();
    post(message({tokenUrl: 'https://qr.payby.com?ft=7ac1'}, {payer: '+971501234567'}));
    await settle();
    expect(member.updates).to.deep.equal([paid]);
  });

  it('accepts a message with an unknown status word', async () => {
    const {member, post} = await withOtherPage();
    const report = {...paid.report, word: undefined, unknownWord: 'VOID'};
    post(message(report, {servedAt: undefined}));
    await settle();
    expect(member.updates).to.deep.equal([{...paid, report, servedAt: undefined}]);
  });
});

describe('TabLeader, with any order of join, leave, hide and show', () => {
  const actions = {
    join: ({order}: Member) => order.join(NAME),
    leave: ({order}: Member) => order.leave(),
    hide: ({environment}: Member) => environment.hide(),
    show: ({environment}: Member) => environment.show(),
  };
  type Action = keyof typeof actions | 'settle';
  const anyAction = fc.constantFrom<Action>('join', 'leave', 'hide', 'show', 'settle');

  it('never has two leaders, and has one as soon as a tab is visible', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(anyAction, fc.nat(2)), {maxLength: 30}), async (steps) => {
        const browser = new FakeBrowser();
        const members = [0, 1, 2].map(() => new Member(browser.openTab()));
        const present = new Set<Member>();
        const leading = (): number => members.filter(({order}) => order.leads).length;
        for (const [action, index] of steps) {
          const member = members[index]!;
          if (action === 'settle') await settle();
          else actions[action](member);
          if (action === 'join') present.add(member);
          if (action === 'leave') present.delete(member);
          expect(leading()).to.be.at.most(1);
        }
        await settle();
        const hasVisible = [...present].some(({environment}) => environment.visible);
        expect(leading()).to.equal(hasVisible ? 1 : 0);
        for (const {order, leads} of members) {
          if (order.leads) expect(leads.at(-1)).to.equal(true);
          order.leave();
        }
        await settle();
        expect(openResources(browser, members)).to.deep.equal([0, 0, 0, 0, 0]);
      }),
      {numRuns: 300},
    );
  });
});

describe('browserTabs', () => {
  // Other test pages of this origin have orders of their own.
  const name = `${crypto.randomUUID()} 25.00 AED`;
  const lockName = `payby-checkout:${name}`;
  const members: Member[] = [];

  function join(): Member {
    const member = new Member(browserTabs);
    members.push(member);
    member.order.join(name);
    return member;
  }
  const leads = (member: Member): Promise<void> =>
    waitUntil(() => member.order.leads, 'the tab did not become the leader');
  const receives = (member: Member, times = 1): Promise<void> =>
    waitUntil(() => member.updates.length >= times, 'no status update arrived');
  /** How often the order's lock is held and waited for. */
  async function locks(): Promise<number> {
    const {held = [], pending = []} = await navigator.locks.query();
    return [...held, ...pending].filter((lock) => lock.name === lockName).length;
  }
  /** Replaces a property until the end of the test. */
  function replace(target: object, key: string, value: unknown): void {
    const before = Object.getOwnPropertyDescriptor(target, key);
    Object.defineProperty(target, key, {value, configurable: true, writable: true});
    restore.push(() => {
      if (before) Object.defineProperty(target, key, before);
      else Reflect.deleteProperty(target, key);
    });
  }
  const restore: (() => void)[] = [];

  afterEach(async () => {
    for (const {order} of members.splice(0)) order.leave();
    for (const undo of restore.splice(0)) undo();
    await waitUntil(async () => (await locks()) === 0, 'a lock is left behind');
  });

  it('makes one tab the leader, shares its status, and elects the other tab after it', async () => {
    const first = join();
    await leads(first);
    const second = join();
    first.order.share(paid);
    await receives(second);
    second.order.requestStatus();
    await waitUntil(() => first.wanted > 0);
    expect([second.leads, second.updates, first.updates, first.wanted]).to.deep.equal([[], [paid], [], 1]);
    first.order.leave();
    await leads(second);
    expect(second.leads).to.deep.equal([true]);
  });

  it('releases the lock while the page is hidden', async () => {
    const member = join();
    await leads(member);
    member.environment.hide();
    await waitUntil(async () => (await locks()) === 0);
    member.environment.show();
    await leads(member);
    expect(member.leads).to.deep.equal([true, false, true]);
  });

  it('delivers the status that a tab shares right before it leaves', async () => {
    const first = join();
    await leads(first);
    const second = join();
    first.order.share(paid);
    first.order.leave();
    await receives(second);
    expect(second.updates).to.deep.equal([paid]);
  });

  it('acquires the lock when the page that held it is gone', async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const {navigator: itsNavigator} = frame.contentWindow!;
    await new Promise<void>((resolve) => {
      // The frame is removed, so the promise never settles
      void itsNavigator.locks.request(lockName, () => {
        resolve();
        return new Promise(() => {});
      });
    });
    const member = join();
    await waitUntil(async () => (await locks()) === 2);
    expect(member.order.leads).to.equal(false);
    frame.remove();
    await leads(member);
  });

  it('closes the channel while the page is in the back/forward cache, and opens it again', async () => {
    const member = join();
    await leads(member);
    const otherPage = new BroadcastChannel(lockName);
    const observer = new BroadcastChannel(lockName);
    const isDelivered = (): Promise<unknown> => new Promise((resolve) => (observer.onmessage = resolve));
    window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}));
    otherPage.postMessage(message());
    await isDelivered();
    expect(member.updates, 'in the back/forward cache').to.deep.equal([]);
    window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
    otherPage.postMessage(message());
    await receives(member);
    expect(member.updates, 'restored').to.deep.equal([paid]);

    window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}));
    member.order.share(paid);
    await isDelivered();
    otherPage.postMessage(message());
    await receives(member, 2);

    otherPage.close();
    observer.close();
  });

  it('leaves no channel open after leave(), even in a restored page', async () => {
    const channels = new Set<BroadcastChannel>();
    class CountedChannel extends BroadcastChannel {
      constructor(channelName: string) {
        super(channelName);
        channels.add(this);
      }
      override close(): void {
        channels.delete(this);
        super.close();
      }
    }
    replace(window, 'BroadcastChannel', CountedChannel);
    const member = join();
    window.dispatchEvent(new PageTransitionEvent('pageshow'));
    expect(channels.size).to.equal(1);
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(channels.size).to.equal(0);
    window.dispatchEvent(new PageTransitionEvent('pageshow'));
    expect(channels.size).to.equal(1);
    member.order.leave();
    window.dispatchEvent(new PageTransitionEvent('pageshow'));
    expect(channels.size).to.equal(0);
  });

  const refuse = (): never => {
    throw new DOMException('not here', 'SecurityError');
  };
  const lacking: Record<string, () => void> = {
    'there are no locks': () => replace(navigator, 'locks', undefined),
    'locks are refused at once': () => replace(navigator, 'locks', {request: refuse}),
    'locks are refused later': () => replace(navigator, 'locks', {request: async () => refuse()}),
    'there are no channels': () => replace(window, 'BroadcastChannel', undefined),
    'channels are refused': () => replace(window, 'BroadcastChannel', refuse),
  };
  for (const [reason, remove] of Object.entries(lacking)) {
    it(`makes every tab a leader when ${reason}`, async () => {
      remove();
      const first = join();
      const second = join();
      await leads(first);
      await leads(second);
      first.order.share(paid);
      first.order.leave();
      second.order.leave();
      for (const undo of restore.splice(0)) undo();
      expect(await locks()).to.equal(0);
    });
  }
});
