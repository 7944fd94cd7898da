import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {EventEmitter} from 'node:events';
import {describe, it} from 'node:test';
import {exitAfterUnknownErrors} from '../../../demo/main/unknown-errors.js';
import {turn} from '../support/demo.js';

interface Watched {
  readonly emit: (event: string, error: unknown) => void;
  readonly happened: string[];
  /** Lets the server finish closing. */
  readonly finish: () => void;
  readonly wake: () => void;
}

function watched(): Watched {
  const events = new EventEmitter();
  const happened: string[] = [];
  let finish = (): void => undefined;
  let wake = (): void => undefined;
  exitAfterUnknownErrors({
    process: {
      on: (event, listener) => events.on(event, listener),
      exit: (code) => happened.push(`exit ${String(code)}`),
    },
    log: (event, facts) => happened.push(`${String(facts?.['level'])}: ${event}`),
    close: () => {
      happened.push('close');
      return new Promise((resolve) => (finish = resolve));
    },
    sleep: () => new Promise((resolve) => (wake = resolve)),
  });
  return {
    emit: (event, error) => events.emit(event, error),
    happened,
    finish: () => {
      finish();
    },
    wake: () => {
      wake();
    },
  };
}

describe('exitAfterUnknownErrors', () => {
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    it(`logs an ${event}, closes the server, and then exits with 1`, async () => {
      const {emit, happened, finish} = watched();
      emit(event, new TypeError('a bug'));
      await turn();
      assert.deepEqual(happened, ['error: unknown error: this process ends', 'close']);
      finish();
      await turn();
      assert.equal(happened.at(-1), 'exit 1');
    });
  }

  it('exits even when closing never ends, and closes once', async () => {
    const {emit, happened, wake} = watched();
    emit('unhandledRejection', 'no error at all');
    emit('unhandledRejection', new Error('another'));
    wake();
    await turn();
    assert.deepEqual(
      happened.filter((what) => !what.startsWith('error')),
      ['close', 'exit 1'],
    );
  });

  it('goes on after a connection that its other end has ended', async () => {
    const {emit, happened} = watched();
    for (const code of ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE']) {
      emit('uncaughtException', Object.assign(new Error('gone'), {code}));
    }
    emit('unhandledRejection', new DOMException('aborted', 'AbortError'));
    await turn();
    assert.deepEqual(
      happened,
      Array.from({length: 4}, () => 'warn: a connection broke'),
    );
  });

  it('exits a real process with 1 after an unhandled rejection', async () => {
    const module = new URL('../../../demo/main/unknown-errors.ts', import.meta.url).href;
    const program = `
      import {exitAfterUnknownErrors} from ${JSON.stringify(module)};
      const log = (event) => console.log(event);
      const close = async () => console.log('closed');
      exitAfterUnknownErrors({process, log, close, sleep: () => new Promise(() => undefined)});
      setInterval(() => undefined, 1000);
      void Promise.reject(new Error('a bug'));`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program]);
    let output = '';
    child.stdout.on('data', (part: Buffer) => (output += part.toString()));
    const [code] = (await once(child, 'close')) as [number];
    assert.deepEqual([code, output], [1, 'unknown error: this process ends\nclosed\n']);
  });
});
