import {expect} from '@open-wc/testing';
import {StoreListController} from '../../../src/voucher/stores/store-list-controller.js';
import type {Problem} from '../../../src/core/errors.js';
import type {Place} from '../../../src/core/voucher/stores.js';
import {FakeHost} from '../../support/fake-host.js';
import {ManualClock, settle} from '../../support/manual-clock.js';

const rows = (count: number): object[] =>
  Array.from({length: count}, (_, i) => ({name: `Store ${i}`, address: i % 2 ? 'Deira' : 'Al Barsha'}));

/** A list whose requests the test answers. */
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

describe('StoreListController', () => {
  it('requests and shows nothing without a source', async () => {
    const {list, clock, requests} = setUp();
    list.setSource(undefined, null);
    list.setSource(null, null);
    await clock.advance(100);
    expect([list.state, requests.length, clock.sleeping]).to.deep.equal(['none', 0, 0]);
  });

  it('shows five stores at first and ten more on each showMore()', async () => {
    const {list, clock, names} = setUp();
    list.setSource(rows(60), null);
    await clock.advance(0);
    expect([list.state, list.found, names().length]).to.deep.equal(['ready', 60, 5]);
    list.showMore();
    expect(names()).to.have.length(15);
    for (let i = 0; i < 5; i++) list.showMore();
    expect(names()).to.have.length(60);
  });

  it('requests the stores once, however often setSource() is called', async () => {
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

  it('prefers a list over a URL', async () => {
    const {list, clock, requests} = setUp();
    list.setSource(rows(2), '/stores.json');
    await clock.advance(0);
    expect([requests.length, list.found]).to.deep.equal([0, 2]);
  });

  it('ignores the response of an older source', async () => {
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

  it('reports `stores-unreachable` with its cause, and loads again on reload()', async () => {
    const {list, clock, requests, problems} = setUp();
    list.setSource(undefined, '/stores.json');
    await clock.advance(0);
    requests[0]?.fail();
    await settle();
    expect(list.state).to.equal('unreachable');
    expect(problems).to.have.length(1);
    expect(problems[0]).to.include({code: 'stores-unreachable', retryable: true});
    expect(String(problems[0]?.cause)).to.equal('Error: 503');
    list.reload();
    await clock.advance(0);
    requests[1]?.answer(rows(1));
    await clock.advance(0);
    expect([list.state, list.found]).to.deep.equal(['ready', 1]);
  });

  it('skips wrong rows and reports all of them in one problem', async () => {
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

  it('reports `stores-invalid` with its cause for a source that is not a list', async () => {
    const {list, clock, problems} = setUp();
    list.setSource('<!doctype html>', null);
    await clock.advance(0);
    expect(list.state).to.equal('none');
    expect(problems.map(({code}) => code)).to.deep.equal(['stores-invalid']);
    expect(problems[0]?.cause).to.be.instanceOf(SyntaxError);
  });

  it('shows the first page again after a search', async () => {
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

  it('parses 5,000 rows in many tasks and updates its host fewer than five times', async () => {
    const {list, clock, host} = setUp();
    list.setSource(rows(5000), null);
    let tasks = 0;
    while (list.state !== 'ready') {
      await clock.advance(0);
      tasks++;
      if (tasks > 100) throw new Error('still not ready');
    }
    expect(list.found).to.equal(5000);
    expect(host.updates).to.be.lessThan(5);
  });

  describe('sortByDistance', () => {
    const near = [
      {name: 'far', latitude: 24.4, longitude: 54.4},
      {name: 'near', latitude: 25.2, longitude: 55.27},
    ];
    const here = {latitude: 25.1972, longitude: 55.2744};

    it('requests the position once and sorts the nearest store first', async () => {
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

    it('keeps the order of the list when the position is refused', async () => {
      const {list, clock, locations, names} = setUp();
      list.setSource(near, null);
      await clock.advance(0);
      void list.sortByDistance();
      locations[0]?.('refused');
      await settle();
      expect([list.nearness, names()]).to.deep.equal(['refused', ['far', 'near']]);
    });

    it('can be called again after the host was removed', async () => {
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

  it('aborts its request when the host is removed and repeats it when it is back', async () => {
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
