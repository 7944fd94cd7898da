/**
 * The merchant's server and the gateway as processes of their own, for tests that kill or measure one of them. The
 * merchant's is the demo server, configured by environment variables alone and bundled once so that it starts fast.
 */
import assert from 'node:assert/strict';
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {createServer, type AddressInfo} from 'node:net';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Inside node_modules, so that the bundle resolves the packages that are external to it. */
const cacheFolder = join(root, 'node_modules/.cache');

export const STAFF_PASSWORD = 'correct horse battery';

export type Environment = Readonly<Record<string, string>>;

export interface OwnProcess {
  readonly url: string;
  /** The first line of its standard output, parsed as JSON. */
  readonly firstLine: Readonly<Record<string, unknown>>;
  /** Every further line of its standard output. */
  readonly lines: readonly string[];
  /** Every line of its standard error. */
  readonly stderrLines: readonly string[];
  /** Sends SIGKILL. */
  kill(): Promise<void>;
  /** Sends SIGTERM, and resolves to the exit code. */
  end(): Promise<number | null>;
}

/** Starts the gateway. `firstLine.merchant` holds the environment variables that a merchant's server needs. */
export const startGatewayProcess = (keysDir: string): Promise<OwnProcess> =>
  listening(
    spawn(process.execPath, ['--import', 'tsx', join(root, 'demo/gateway/start.ts')], {
      env: {...process.env, GATEWAY_KEYS_DIR: keysDir, GATEWAY_PORT: '0'},
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );

export interface MerchantProgram {
  /** `aheadMs` sets the clock of the process forward, as if it had been stopped for that long. */
  start(env: Environment, aheadMs?: number): Promise<OwnProcess>;
  remove(): void;
}

const MAIN = `
  import {readConfig} from './config.js';
  import {jsonLog} from './log.js';
  import {systemClock} from '../payby/clock.js';
  import {startDemo} from './server.js';
  import {exitAfterUnknownErrors} from './unknown-errors.js';
  const config = await readConfig(process.env);
  const log = jsonLog((line) => process.stdout.write(line), systemClock);
  const demo = await startDemo({...config, log});
  const sleep = (ms) => systemClock.sleep(ms, new AbortController().signal);
  exitAfterUnknownErrors({process, log, close: () => demo.close(), sleep});
  process.stdout.write(JSON.stringify({event: 'listening', url: demo.url}) + '\\n');
  process.once('SIGTERM', () => void demo.close().then(() => process.exit(0)));
`;

export async function buildMerchant(): Promise<MerchantProgram> {
  mkdirSync(cacheFolder, {recursive: true});
  const folder = mkdtempSync(join(cacheFolder, 'merchant-'));
  const program = join(folder, 'merchant.js');
  await build({
    stdin: {contents: MAIN, resolveDir: join(root, 'demo/main'), loader: 'ts'},
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    splitting: true,
    outdir: folder,
    entryNames: 'merchant',
    logLevel: 'silent',
  });
  return {
    start: (env, aheadMs = 0) => {
      const shiftedClock = `const now = Date.now; Date.now = () => now() + ${String(aheadMs)};`;
      const options =
        aheadMs > 0 ? ['--import', `data:text/javascript,${encodeURIComponent(shiftedClock)}`] : [];
      return listening(
        spawn(process.execPath, [...options, program], {
          env: {...process.env, ...env},
          stdio: ['ignore', 'pipe', 'pipe'],
        }),
      );
    },
    remove: () => {
      rmSync(folder, {recursive: true, force: true});
    },
  };
}

/** The environment of a merchant's server that uses this gateway; a test adds the rest. */
export const merchantEnvironment = (gateway: OwnProcess, port: number): Environment => ({
  ...(gateway.firstLine['merchant'] as Environment),
  PORT: String(port),
  PUBLIC_URL: `http://127.0.0.1:${String(port)}`,
  STAFF_PASSWORD,
  LIMIT_FACTOR: '1000',
  LOG_FORMAT: 'json',
  DATABASE_URL: '',
  DATA_DIR: '',
});

/** A port that is free at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function listening(child: ChildProcess): Promise<OwnProcess> {
  const {stdout, stderr} = child;
  assert.ok(stdout && stderr);
  const lines: string[] = [];
  const stderrLines: string[] = [];
  createInterface(stderr).on('line', (line) => stderrLines.push(line));
  const reader = createInterface(stdout);
  const first = once(reader, 'line') as Promise<[string]>;
  reader.on('line', (line) => lines.push(line));
  const ended = once(child, 'close') as Promise<[number | null]>;
  const [line] = await Promise.race([
    first,
    ended.then(([code]) =>
      assert.fail(`the process ended with ${String(code)} before it listened: ${stderrLines.join(' ')}`),
    ),
  ]);
  const firstLine = JSON.parse(line) as Record<string, unknown>;
  return {
    url: String(firstLine['url']),
    firstLine,
    lines,
    stderrLines,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    end: async () => {
      child.kill('SIGTERM');
      return (await ended)[0];
    },
  };
}
