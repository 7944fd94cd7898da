/**
 * The merchant's server and PayBy as processes of their own, for tests that kill one of them or measure it. The
 * merchant's is the demo's server, configured by its environment alone, and bundled once so that it starts in no time.
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
/** In here, so that the bundle finds the packages that are not in it. */
const workshop = join(root, 'node_modules/.cache');

export const STAFF_PASSWORD = 'correct horse battery';

export type Environment = Readonly<Record<string, string>>;

export interface OwnProcess {
  readonly url: string;
  /** What its first line said. */
  readonly said: Readonly<Record<string, unknown>>;
  /** Every line since, as it came. */
  readonly lines: readonly string[];
  /** What it complained about, outside its log. */
  readonly complaints: readonly string[];
  /** At once, in the middle of whatever it does. */
  kill(): Promise<void>;
  /** Asks it to end, and answers its exit code. */
  end(): Promise<number | null>;
}

/** A PayBy that lives on while merchants come and go. `said.merchant` is what a merchant's environment must hold. */
export const startGatewayProcess = (keysDir: string): Promise<OwnProcess> =>
  listening(
    spawn(process.execPath, ['--import', 'tsx', join(root, 'demo/gateway/start.ts')], {
      env: {...process.env, GATEWAY_KEYS_DIR: keysDir, GATEWAY_PORT: '0'},
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );

export interface MerchantProgram {
  /** `aheadMs` sets its clock forward, as if it had been off for that long. */
  start(env: Environment, aheadMs?: number): Promise<OwnProcess>;
  remove(): void;
}

const MAIN = `
  import {readConfig} from './config.js';
  import {jsonLog} from './log.js';
  import {systemClock} from '../payby/clock.js';
  import {startDemo} from './server.js';
  const config = await readConfig(process.env);
  const log = jsonLog((line) => process.stdout.write(line), systemClock);
  const demo = await startDemo({...config, log});
  process.stdout.write(JSON.stringify({event: 'listening', url: demo.url}) + '\\n');
  process.once('SIGTERM', () => void demo.close().then(() => process.exit(0)));
`;

export async function buildMerchant(): Promise<MerchantProgram> {
  mkdirSync(workshop, {recursive: true});
  const folder = mkdtempSync(join(workshop, 'merchant-'));
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
      const later = `const now = Date.now; Date.now = () => now() + ${String(aheadMs)};`;
      const options = aheadMs > 0 ? ['--import', `data:text/javascript,${encodeURIComponent(later)}`] : [];
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

/** What a merchant's server before that PayBy is told; the rest is the test's. */
export const merchantEnvironment = (gateway: OwnProcess, port: number): Environment => ({
  ...(gateway.said['merchant'] as Environment),
  PORT: String(port),
  PUBLIC_URL: `http://127.0.0.1:${String(port)}`,
  STAFF_PASSWORD,
  LOG_FORMAT: 'json',
  DATABASE_URL: '',
  DATA_DIR: '',
});

/** One that nobody has at this moment. */
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
  const complaints: string[] = [];
  createInterface(stderr).on('line', (line) => complaints.push(line));
  const reader = createInterface(stdout);
  const first = once(reader, 'line') as Promise<[string]>;
  reader.on('line', (line) => lines.push(line));
  const ended = once(child, 'close') as Promise<[number | null]>;
  const [line] = await Promise.race([
    first,
    ended.then(([code]) =>
      assert.fail(`the process ended with ${String(code)} before it listened: ${complaints.join(' ')}`),
    ),
  ]);
  const said = JSON.parse(line) as Record<string, unknown>;
  return {
    url: String(said['url']),
    said,
    lines,
    complaints,
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
