import {expect} from '@open-wc/testing';
import {StoreListController} from '../../../src/voucher/stores/store-list-controller.js';
import type {Problem} from '../../../src/core/errors.js';
import type {Place} from '../../../src/core/voucher/stores.js';
import {FakeHost} from '../../support/fake-host.js';
import {ManualClock, settle} from '../../support/manual-clock.js';

const rows = (count: number): object[] =>
  Array.from({length: count}, (_, i) => ({name: `Store ${i}`, address: i % 2 ? 'Deira' : 'Al Barsha'}));

/** A list whose answers are given by hand. */
function setUp() {
  const host = new FakeHost();
  const clock = new ManualClock();
  const problems: Problem[] = [];
  const requests: {url: string; signal: AbortSignal; answer(body: unknown): void; fail(): void}[] = [];
  const locations: ((here: Place | 'refused' | 'unknown') => void)[] = [];
  const list = new StoreListController(host, {
    clock,
    reportProblem: (problem) => problems.push(problem),
    locate: () => new Promise((resolve) => locations.push(resolve)),
    request: (url, signal) =>
      new Promise((answer, reject) => {
        requests.push({url, signal, answer, fail: () => reject(new Error('503'))});
      }),
  });
  host.connect();
  const names = (): string[] => list.shown.map(({store}) => store.name);
  return {host, clock, list, problems, requests, locations, names};
}

describe('partner stores on a page', () => {
  it('are none when the merchant names none', async () => {
    const {list, clock, requests} = setUp();
    list.setSource(undefined, null);
    list.setSource(null, null);
    await clock.advance(100);
    expect([list.state, requests.length, clock.sleeping]).to.deep.equal(['none', 0, 0]);
  });

  it('are shown a few at first, and more on request', async () => {
    const {list, clock, names} = setUp();
    list.setSource(rows(60), null);
    await clock.advance(0);
    expect([list.state, list.found, names().length]).to.deep.equal(['ready', 60, 5]);
    list.showMore();
    expect(names()).to.have.length(15);
    for (let i = 0; i < 5; i++) list.showMore();
    expect(names()).to.have.length(60);
  });

  it('are taken in once, however often the page is drawn', async () => {
    const {list, clock, requests} = setUp();
    for (let i = 0; i < 5; i++) list.setSource(undefined, '/stores.json');
    await clock.advance(0);
    expect(requests).to.have.length(1);
    requests[0]?.answer({stores: rows(3)});
    await clock.advance(0);
    list.setSource(undefined, '/stores.json');
    await clock.advance(0);
    expect([requests.length, list.found]).to.deep.equal([1, 3]);
  });

  it('in hand go before an address', async () => {
    const {list, clock, requests} = setUp();
    list.setSource(rows(2), '/stores.json');
    await clock.advance(0);
    expect([requests.length, list.found]).to.deep.equal([0, 2]);
  });

  it('are those named last: an older answer comes too late', async () => {
    const {list, clock, requests, names} = setUp();
    list.setSource(undefined, '/a.json');
    await clock.advance(0);
    list.setSource(undefined, '/b.json');
    await clock.advance(0);
    requests[1]?.answer([{name: 'B'}]);
    await clock.advance(0);
    requests[0]?.answer([{name: 'A'}]);
    await clock.advance(0);
    expect(requests[0]?.signal.aborted).to.equal(true);
    expect(names()).to.deep.equal(['B']);
  });

  it('that cannot be fetched are told once, and can be asked for again', async () => {
    const {list, clock, requests, problems} = setUp();
    list.setSource(undefined, '/stores.json');
    await clock.advance(0);
    requests[0]?.fail();
    await settle();
    expect(list.state).to.equal('unreachable');
    expect(problems.map(({code, retryable}) => [code, retryable])).to.deep.equal([
      ['stores-unreachable', true],
    ]);
    list.reload();
    await clock.advance(0);
    requests[1]?.answer(rows(1));
    await clock.advance(0);
    expect([list.state, list.found]).to.deep.equal(['ready', 1]);
  });

  it('that are bad are skipped, and told in one breath', async () => {
    const {list, clock, problems} = setUp();
    const given = [...rows(500), ...Array.from({length: 300}, () => ({name: ''}))];
    list.setSource(given, null);
    await clock.advance(0);
    expect(list.found).to.equal(500);
    expect(problems).to.have.length(1);
    expect(problems[0]).to.include({code: 'stores-invalid', retryable: false});
    expect(problems[0]?.message).to.contain('300 of 800');
    expect(problems[0]?.issues).to.have.length(20);
  });

  it('that are no list are told, and nothing is shown', async () => {
    const {list, clock, problems} = setUp();
    list.setSource('<!doctype html>', null);
    await clock.advance(0);
    expect([list.state, problems.map(({code}) => code)]).to.deep.equal(['none', ['stores-invalid']]);
  });

  it('are searched, and the first few of those found are shown again', async () => {
    const {list, clock, names} = setUp();
    list.setSource(rows(60), null);
    await clock.advance(0);
    list.showMore();
    list.search('deira');
    expect([list.found, names().length, names()[0]]).to.deep.equal([30, 5, 'Store 1']);
    list.search('nowhere');
    expect([list.found, list.state]).to.deep.equal([0, 'ready']);
    list.search('');
    expect(list.found).to.equal(60);
  });

  it('stay the same list while five thousand rows are taken in, a few at a time', async () => {
    const {list, clock, host} = setUp();
    list.setSource(rows(5000), null);
    let pieces = 0;
    while (list.state !== 'ready') {
      await clock.advance(0);
      pieces++;
      if (pieces > 100) throw new Error('never done');
    }
    expect(list.found).to.equal(5000);
    expect(host.updates).to.be.lessThan(5);
  });

  describe('near me', () => {
    const near = [
      {name: 'far', latitude: 24.4, longitude: 54.4},
      {name: 'near', latitude: 25.2, longitude: 55.27},
    ];
    const here = {latitude: 25.1972, longitude: 55.2744};

    it('asks where the payer is only on their tap, once, and puts the nearest first', async () => {
      const {list, clock, locations, names} = setUp();
      list.setSource(near, null);
      await clock.advance(0);
      expect([locations.length, list.nearness, names()[0]]).to.deep.equal([0, 'unsorted', 'far']);
      void list.sortByDistance();
      void list.sortByDistance();
      expect([locations.length, list.nearness]).to.deep.equal([1, 'locating']);
      locations[0]?.(here);
      await settle();
      expect([list.nearness, names()[0]]).to.deep.equal(['sorted', 'near']);
      expect(list.shown[0]?.distance).to.be.lessThan(1000);
    });

    it('is a question that may be refused: the list stays', async () => {
      const {list, clock, locations, names} = setUp();
      list.setSource(near, null);
      await clock.advance(0);
      void list.sortByDistance();
      locations[0]?.('refused');
      await settle();
      expect([list.nearness, names()]).to.deep.equal(['refused', ['far', 'near']]);
    });

    it('can be asked again after the page was left', async () => {
      const {list, clock, host, locations} = setUp();
      list.setSource(near, null);
      await clock.advance(0);
      void list.sortByDistance();
      host.disconnect();
      locations[0]?.(here);
      await settle();
      expect(list.nearness).to.equal('unsorted');
      host.connect();
      void list.sortByDistance();
      locations[1]?.(here);
      await settle();
      expect(list.nearness).to.equal('sorted');
    });
  });

  it('leave nothing under way when the page is left, and come when it is shown again', async () => {
    const {list, clock, host, requests} = setUp();
    list.setSource(undefined, '/stores.json');
    await clock.advance(0);
    host.disconnect();
    expect(requests[0]?.signal.aborted).to.equal(true);
    requests[0]?.answer(rows(1));
    await settle();
    expect(list.found).to.equal(0);
    host.connect();
    list.setSource(undefined, '/stores.json');
    await clock.advance(0);
    requests[1]?.answer(rows(2));
    await clock.advance(0);
    expect([list.found, clock.sleeping]).to.deep.equal([2, 0]);
  });
});
