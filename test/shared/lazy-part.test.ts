import {expect} from '@open-wc/testing';
import type {Problem} from '../../src/core/errors.js';
import {LazyPart} from '../../src/shared/lazy-part.js';
import {FakeHost} from '../support/fake-host.js';
import {ManualClock, settle} from '../support/manual-clock.js';

const OFFLINE = new TypeError('Failed to fetch dynamically imported module');

/** A part whose first `failures` downloads fail, and whose constructor throws `bug` if there is one. */
function setUp({failures = 0, reason = OFFLINE, bug}: {failures?: number; reason?: Error; bug?: Error} = {}) {
  const host = new FakeHost();
  const clock = new ManualClock();
  const problems: Problem[] = [];
  const counts = {downloads: 0, created: 0};
  const part = new LazyPart<string, {readonly name: string}>(host, {
    file: 'voucher.lazy.js',
    load: () => (++counts.downloads > failures ? Promise.resolve('module') : Promise.reject(reason)),
    create: (name) => {
      counts.created++;
      if (bug) throw bug;
      return {name};
    },
    clock,
    reportProblem: (problem) => problems.push(problem),
  });
  return {host, clock, problems, counts, part};
}

const outcomeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => ({value}),
    (reason: unknown) => ({reason}),
  );

describe('LazyPart', () => {
  const realWarn = console.warn;
  let warnings: unknown[][] = [];
  beforeEach(() => {
    warnings = [];
    console.warn = (...line: unknown[]) => warnings.push(line);
  });
  afterEach(() => {
    console.warn = realWarn;
  });

  it('downloads nothing until it is started or used', async () => {
    const {host, counts, part} = setUp();
    host.connect();
    await part.ready;
    expect({...counts, part: part.part}).to.deep.equal({downloads: 0, created: 0, part: undefined});
  });

  it('starts the download in the same task as start()', () => {
    const {host, counts, part} = setUp();
    host.connect();
    part.start();
    expect(counts.downloads).to.equal(1);
  });

  it('starts the download when the host is connected after start()', () => {
    const {host, counts, part} = setUp();
    part.start();
    expect(counts.downloads).to.equal(0);
    host.connect();
    expect(counts.downloads).to.equal(1);
  });

  it('creates the part once, however often it is started and its host is connected', async () => {
    const {host, clock, counts, part} = setUp();
    host.connect();
    part.start();
    part.start();
    await part.ready;
    host.disconnect();
    await settle();
    host.connect();
    part.start();
    await clock.advance(60_000);
    expect(counts).to.deep.equal({downloads: 1, created: 1});
    expect(part.part).to.deep.equal({name: 'module'});
  });

  it('retries a failed download after 2, 4 and 8 s', async () => {
    const {host, clock, counts, part} = setUp({failures: 3});
    host.connect();
    part.start();
    const downloads: number[] = [];
    for (const ms of [1999, 1, 3999, 1, 7999, 1]) {
      await clock.advance(ms);
      downloads.push(counts.downloads);
    }
    expect(downloads).to.deep.equal([1, 2, 2, 3, 3, 4]);
    expect(part.part).to.deep.equal({name: 'module'});
  });

  it('never waits longer than 15 s between two downloads, and never stops', async () => {
    const {host, clock, counts, part} = setUp({failures: 1000});
    host.connect();
    part.start();
    await clock.advance(2000 + 4000 + 8000);
    const before = counts.downloads;
    await clock.advance(10 * 15_000);
    expect(counts.downloads - before).to.equal(10);
  });

  it('prints the cause of the first failure once', async () => {
    const {host, clock, part} = setUp({failures: 2});
    host.connect();
    part.start();
    await clock.advance(6000);
    expect(warnings).to.deep.equal([['payby-checkout: Could not load voucher.lazy.js; retrying.', OFFLINE]]);
  });

  it('reports script-unreachable with the file and the cause after the third failure', async () => {
    const {host, clock, problems, part} = setUp({failures: 5});
    host.connect();
    part.start();
    await clock.advance(2000);
    expect(problems).to.deep.equal([]);
    await clock.advance(4000);
    expect(problems).to.deep.equal([
      {
        code: 'script-unreachable',
        message: 'Could not load voucher.lazy.js; retrying.',
        retryable: true,
        cause: OFFLINE,
      },
    ]);
  });

  it('reports a URIError at once as not retryable, rejects use(), and never downloads again', async () => {
    const reason = new URIError('Serve it under its name.');
    const {host, clock, counts, problems, part} = setUp({failures: 1000, reason});
    host.connect();
    part.start();
    const first = outcomeOf(part.use(() => 'printed'));
    await clock.advance(1);
    expect(problems).to.deep.equal([
      {
        code: 'script-unreachable',
        message: 'Could not load voucher.lazy.js. Serve it under its name.',
        retryable: false,
        cause: reason,
      },
    ]);
    await clock.advance(60_000);
    const second = outcomeOf(part.use(() => 'printed'));
    expect([await first, await second].map((one) => Object.keys(one as object))).to.deep.equal([
      ['reason'],
      ['reason'],
    ]);
    expect({...counts, problems: problems.length}).to.deep.equal({downloads: 1, created: 0, problems: 1});
  });

  it('rejects use() after the third failure, and goes on loading after start()', async () => {
    const {host, clock, counts, part} = setUp({failures: 3});
    host.connect();
    part.start();
    const used = outcomeOf(part.use(() => 'printed'));
    await clock.advance(6000);
    const {reason} = (await used) as {reason: Error};
    expect({message: reason.message, cause: reason.cause}).to.deep.equal({
      message: 'Could not load voucher.lazy.js.',
      cause: OFFLINE,
    });
    await clock.advance(8000);
    expect({...counts, part: part.part?.name}).to.deep.equal({downloads: 4, created: 1, part: 'module'});
  });

  it('stops loading after the third failure when start() was not called', async () => {
    const {host, clock, counts, part} = setUp({failures: 1000});
    host.connect();
    const used = outcomeOf(part.use(() => 'printed'));
    await clock.advance(6000);
    await used;
    await clock.advance(600_000);
    expect({downloads: counts.downloads, sleeping: clock.sleeping}).to.deep.equal({
      downloads: 3,
      sleeping: 0,
    });
  });

  it('tries again at once when use() is called during a delay', async () => {
    const {host, clock, counts, part} = setUp({failures: 1});
    host.connect();
    part.start();
    await settle();
    const used = outcomeOf(part.use(({name}) => name));
    await settle();
    expect({downloads: counts.downloads, sleeping: clock.sleeping}).to.deep.equal({
      downloads: 2,
      sleeping: 0,
    });
    expect(await used).to.deep.equal({value: 'module'});
  });

  it('loads the part on use() before its host is connected', async () => {
    const {part} = setUp();
    expect(await part.use(({name}) => name)).to.equal('module');
  });

  it('calls the callback in the same task when the part is loaded', async () => {
    const {host, part} = setUp();
    host.connect();
    part.start();
    await part.ready;
    let isCalled = false;
    void part.use(() => (isCalled = true));
    expect(isCalled).to.equal(true);
  });

  it('returns the result or rejection of the callback', async () => {
    const {host, part} = setUp();
    host.connect();
    const refusal = new Error('There is no open order to print, save or share.');
    expect(await part.use(() => 'returned')).to.equal('returned');
    expect(await outcomeOf(part.use(() => Promise.reject(refusal)))).to.deep.equal({reason: refusal});
  });

  it('stops when its host is removed, and goes on when it is connected again', async () => {
    const {host, clock, counts, part} = setUp({failures: 1});
    host.connect();
    part.start();
    await settle();
    host.disconnect();
    await clock.advance(60_000);
    expect({downloads: counts.downloads, sleeping: clock.sleeping}).to.deep.equal({
      downloads: 1,
      sleeping: 0,
    });
    host.connect();
    await settle();
    expect(part.part).to.deep.equal({name: 'module'});
  });

  it('does not restart its delay when the host is moved within the document', async () => {
    const {host, clock, counts, part} = setUp({failures: 1});
    host.connect();
    part.start();
    await clock.advance(1000);
    host.disconnect();
    host.connect();
    await clock.advance(999);
    expect(counts.downloads).to.equal(1);
    await clock.advance(1);
    expect(counts.downloads).to.equal(2);
  });

  it('settles `ready` after the third failure', async () => {
    const {host, clock, part} = setUp({failures: 1000});
    host.connect();
    part.start();
    let isReady = false;
    void part.ready.then(() => (isReady = true));
    await clock.advance(5999);
    expect(isReady).to.equal(false);
    await clock.advance(1);
    expect(isReady).to.equal(true);
  });

  describe('when create() throws', () => {
    const bug = new Error('a bug in the constructor');
    const realQueue = window.queueMicrotask;
    let uncaught: (() => void)[] = [];
    beforeEach(() => {
      uncaught = [];
      window.queueMicrotask = (callback) => uncaught.push(callback);
    });
    afterEach(() => {
      window.queueMicrotask = realQueue;
    });

    it('rejects every use() with the error', async () => {
      const {host, part} = setUp({bug});
      host.connect();
      expect(await outcomeOf(part.use(() => 'printed'))).to.deep.equal({reason: bug});
      expect(await outcomeOf(part.use(() => 'printed'))).to.deep.equal({reason: bug});
    });

    it('does not report the error as a failed download', async () => {
      const {host, clock, counts, problems, part} = setUp({bug});
      host.connect();
      part.start();
      await clock.advance(600_000);
      host.connect();
      expect({...counts, problems, warnings}).to.deep.equal({
        downloads: 1,
        created: 1,
        problems: [],
        warnings: [],
      });
    });

    it('throws the error as an uncaught one', async () => {
      const {host, part} = setUp({bug});
      host.connect();
      part.start();
      await part.ready;
      expect(uncaught).to.have.length(1);
      expect(() => uncaught[0]?.()).to.throw(bug.message);
    });
  });
});
