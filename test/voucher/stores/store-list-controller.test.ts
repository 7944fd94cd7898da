import {expect} from '@open-wc/testing';
import {StoreFinder} from '../../../src/voucher/stores/store-list-controller.js';
import type {Problem} from '../../../src/core/errors.js';
import type {Place} from '../../../src/core/voucher/stores.js';
import {FakeHost} from '../../support/fake-host.js';
import {ManualClock, settle} from '../../support/manual-clock.js';

const rows = (count: number): object[] =>
  Array.from({length: count}, (_, i) => ({name: `Store ${i}`, address: i % 2 ? 'Deira' : 'Al Barsha'}));

/** A finder whose answers are given by hand. */
function setUp() {
  const host = new FakeHost();
  const clock = new ManualClock();
  const problems: Problem[] = [];
  const requests: {address: string; signal: AbortSignal; answer(list: unknown): void; fail(): void}[] = [];
  const locations: ((here: Place | 'refused' | 'unknown') => void)[] = [];
  const finder = new StoreFinder(host, {
    clock,
    complain: (problem) => problems.push(problem),
    locate: () => new Promise((resolve) => locations.push(resolve)),
    request: (address, signal) =>
      new Promise((answer, reject) => {
        requests.push({address, signal, answer, fail: () => reject(new Error('503'))});
      }),
  });
  host.connect();
  const names = (): string[] => finder.shown.map(({store}) => store.name);
  return {host, clock, finder, problems, requests, locations, names};
}

describe('partner stores on a page', () => {
  it('are none when the merchant names none', async () => {
    const {finder, clock, requests} = setUp();
    finder.take(undefined, null);
    finder.take(null, null);
    await clock.advance(100);
    expect([finder.loading, requests.length, clock.sleeping]).to.deep.equal(['none', 0, 0]);
  });

  it('are shown a few at first, and more on request', async () => {
    const {finder, clock, names} = setUp();
    finder.take(rows(60), null);
    await clock.advance(0);
    expect([finder.loading, finder.found, names().length]).to.deep.equal(['there', 60, 5]);
    finder.showMore();
    expect(names()).to.have.length(15);
    for (let i = 0; i < 5; i++) finder.showMore();
    expect(names()).to.have.length(60);
  });

  it('are taken in once, however often the page is drawn', async () => {
    const {finder, clock, requests} = setUp();
    for (let i = 0; i < 5; i++) finder.take(undefined, '/stores.json');
    await clock.advance(0);
    expect(requests).to.have.length(1);
    requests[0]?.answer({stores: rows(3)});
    await clock.advance(0);
    finder.take(undefined, '/stores.json');
    await clock.advance(0);
    expect([requests.length, finder.found]).to.deep.equal([1, 3]);
  });

  it('in hand go before an address', async () => {
    const {finder, clock, requests} = setUp();
    finder.take(rows(2), '/stores.json');
    await clock.advance(0);
    expect([requests.length, finder.found]).to.deep.equal([0, 2]);
  });

  it('are those named last: an older answer comes too late', async () => {
    const {finder, clock, requests, names} = setUp();
    finder.take(undefined, '/a.json');
    await clock.advance(0);
    finder.take(undefined, '/b.json');
    await clock.advance(0);
    requests[1]?.answer([{name: 'B'}]);
    await clock.advance(0);
    requests[0]?.answer([{name: 'A'}]);
    await clock.advance(0);
    expect(requests[0]?.signal.aborted).to.equal(true);
    expect(names()).to.deep.equal(['B']);
  });

  it('that cannot be fetched are told once, and can be asked for again', async () => {
    const {finder, clock, requests, problems} = setUp();
    finder.take(undefined, '/stores.json');
    await clock.advance(0);
    requests[0]?.fail();
    await settle();
    expect(finder.loading).to.equal('unreachable');
    expect(problems.map(({code, retryable}) => [code, retryable])).to.deep.equal([
      ['stores-unreachable', true],
    ]);
    finder.reload();
    await clock.advance(0);
    requests[1]?.answer(rows(1));
    await clock.advance(0);
    expect([finder.loading, finder.found]).to.deep.equal(['there', 1]);
  });

  it('that are bad are skipped, and told in one breath', async () => {
    const {finder, clock, problems} = setUp();
    const list = [...rows(500), ...Array.from({length: 300}, () => ({name: ''}))];
    finder.take(list, null);
    await clock.advance(0);
    expect(finder.found).to.equal(500);
    expect(problems).to.have.length(1);
    expect(problems[0]).to.include({code: 'stores-invalid', retryable: false});
    expect(problems[0]?.message).to.contain('300 of 800');
    expect(problems[0]?.issues).to.have.length(20);
  });

  it('that are no list are told, and nothing is shown', async () => {
    const {finder, clock, problems} = setUp();
    finder.take('<!doctype html>', null);
    await clock.advance(0);
    expect([finder.loading, problems.map(({code}) => code)]).to.deep.equal(['none', ['stores-invalid']]);
  });

  it('are searched, and the first few of those found are shown again', async () => {
    const {finder, clock, names} = setUp();
    finder.take(rows(60), null);
    await clock.advance(0);
    finder.showMore();
    finder.search('deira');
    expect([finder.found, names().length, names()[0]]).to.deep.equal([30, 5, 'Store 1']);
    finder.search('nowhere');
    expect([finder.found, finder.loading]).to.deep.equal([0, 'there']);
    finder.search('');
    expect(finder.found).to.equal(60);
  });

  it('stay the same list while five thousand rows are taken in, a few at a time', async () => {
    const {finder, clock, host} = setUp();
    finder.take(rows(5000), null);
    let pieces = 0;
    while (finder.loading !== 'there') {
      await clock.advance(0);
      pieces++;
      if (pieces > 100) throw new Error('never done');
    }
    expect(finder.found).to.equal(5000);
    expect(host.updates).to.be.lessThan(5);
  });

  describe('near me', () => {
    const near = [
      {name: 'far', latitude: 24.4, longitude: 54.4},
      {name: 'near', latitude: 25.2, longitude: 55.27},
    ];
    const here = {latitude: 25.1972, longitude: 55.2744};

    it('asks where the payer is only on their tap, once, and puts the nearest first', async () => {
      const {finder, clock, locations, names} = setUp();
      finder.take(near, null);
      await clock.advance(0);
      expect([locations.length, finder.nearness, names()[0]]).to.deep.equal([0, 'unasked', 'far']);
      void finder.findNear();
      void finder.findNear();
      expect([locations.length, finder.nearness]).to.deep.equal([1, 'finding']);
      locations[0]?.(here);
      await settle();
      expect([finder.nearness, names()[0]]).to.deep.equal(['sorted', 'near']);
      expect(finder.shown[0]?.distance).to.be.lessThan(1000);
    });

    it('is a question that may be refused: the list stays', async () => {
      const {finder, clock, locations, names} = setUp();
      finder.take(near, null);
      await clock.advance(0);
      void finder.findNear();
      locations[0]?.('refused');
      await settle();
      expect([finder.nearness, names()]).to.deep.equal(['refused', ['far', 'near']]);
    });

    it('can be asked again after the page was left', async () => {
      const {finder, clock, host, locations} = setUp();
      finder.take(near, null);
      await clock.advance(0);
      void finder.findNear();
      host.disconnect();
      locations[0]?.(here);
      await settle();
      expect(finder.nearness).to.equal('unasked');
      host.connect();
      void finder.findNear();
      locations[1]?.(here);
      await settle();
      expect(finder.nearness).to.equal('sorted');
    });
  });

  it('leave nothing under way when the page is left, and come when it is shown again', async () => {
    const {finder, clock, host, requests} = setUp();
    finder.take(undefined, '/stores.json');
    await clock.advance(0);
    host.disconnect();
    expect(requests[0]?.signal.aborted).to.equal(true);
    requests[0]?.answer(rows(1));
    await settle();
    expect(finder.found).to.equal(0);
    host.connect();
    finder.take(undefined, '/stores.json');
    await clock.advance(0);
    requests[1]?.answer(rows(2));
    await clock.advance(0);
    expect([finder.found, clock.sleeping]).to.deep.equal([2, 0]);
  });
});
