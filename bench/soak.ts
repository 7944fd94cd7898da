/**
 * The merchant's server over many mixed requests: customers place, watch, extend, pay and cancel, staff refund, and
 * some requests make no sense. Its memory after a garbage collection must not grow, and nothing may be answered 5xx.
 */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {
  buildMerchant,
  freePort,
  merchantEnvironment,
  startGatewayProcess,
  STAFF_PASSWORD,
  type OwnProcess,
} from '../test/demo/support/processes.js';
import {percentile} from './polling/detection.js';
import {randomFrom, type Random} from './polling/random.js';
import {table} from './polling/table.js';

const USAGE = `Usage: npm run bench:soak -- [--requests=200000] [--minutes=15] [--customers=24] [--check]
  --requests  to the merchant's server, mixed     --minutes  after that, it ends with fewer
  --customers at once                             --check    exit code 1 when memory grew, a request failed,
                                                             or there were fewer requests`;

/** How often the server reports its memory. */
const REPORT_EVERY_MS = 2_000;
const ROWS = 12;
/** The last quarter of the reports against the second one: caches are full by then. */
const MOST_GROWTH = 1.1;
const STATUSES = 8;

/** Runs in the server's process: after a full garbage collection, what is left is held. */
const REPORTER = `
  import v8 from 'node:v8';
  import vm from 'node:vm';
  v8.setFlagsFromString('--expose-gc');
  const gc = vm.runInNewContext('gc');
  setInterval(() => {
    gc();
    const {heapUsed, rss} = process.memoryUsage();
    process.stdout.write(JSON.stringify({event: 'memory', heapUsed, rss}) + '\\n');
  }, ${String(REPORT_EVERY_MS)}).unref();
`;

interface Options {
  readonly requests: number;
  readonly minutes: number;
  readonly customers: number;
  readonly check: boolean;
}

interface Result {
  /** Memory did not grow, and no request failed. */
  readonly isFlat: boolean;
  /** There were as many requests as were asked for. */
  readonly isWhole: boolean;
}

interface Memory {
  readonly requests: number;
  readonly seconds: number;
  readonly heapMb: number;
  readonly rssMb: number;
}

function readOptions(args: readonly string[]): Options | undefined {
  try {
    const {values} = parseArgs({
      args: [...args],
      options: {
        requests: {type: 'string', default: '200000'},
        minutes: {type: 'string', default: '15'},
        customers: {type: 'string', default: '24'},
        check: {type: 'boolean', default: false},
      },
    });
    const {check, ...counts} = values;
    if (!Object.values(counts).every((value) => /^[1-9]\d{0,6}$/.test(value))) return undefined;
    return {
      requests: Number(counts.requests),
      minutes: Number(counts.minutes),
      customers: Number(counts.customers),
      check,
    };
  } catch {
    return undefined; // an unknown option
  }
}

/** Sends requests to the merchant's server and counts the answers by their status. */
class Soak {
  readonly answers = new Map<number, number>();
  /** Answers with an error of the server, by their code. */
  readonly failures = new Map<string, number>();
  requests = 0;
  readonly #merchant: string;
  readonly #gateway: string;
  readonly #random: Random;
  #cookie = '';

  constructor(merchant: string, gateway: string, random: Random) {
    this.#merchant = merchant;
    this.#gateway = gateway;
    this.#random = random;
  }

  async logIn(): Promise<void> {
    const response = await this.#ask('/api/login', {password: STAFF_PASSWORD});
    [this.#cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';');
  }

  /** One customer from the first page to the end of the order, and the nonsense that comes with it. */
  async visit(): Promise<void> {
    await this.#read('/api/skus');
    const isCoins = this.#random() < 0.3;
    const placing = await this.#ask(
      '/api/orders',
      isCoins
        ? {paySceneCode: 'CASHTOPUP', sku: 'coins-60', player: 'Falcon-7'}
        : {paySceneCode: 'DYNQR', sku: 'mug'},
    );
    const {merchantOrderNo, orderNo} = (await placing.json()) as {merchantOrderNo: string; orderNo: string};
    const path = `/api/orders/${merchantOrderNo}`;
    await this.#stream(`${path}/events`);
    await this.#read(`${path}/qr.svg`);
    let tag: string | undefined;
    for (let count = 0; count < STATUSES; count += 1) {
      const response = await this.#read(`${path}/status`, tag === undefined ? {} : {'if-none-match': tag});
      tag = response.headers.get('etag') ?? tag;
    }
    await this.#read('/api/orders/AAAA-BBBB-CCCC-DDDD/status');
    await this.#read(await this.#ask(`${path}/refund`, '{"amount":'));
    await this.#read(await this.#ask(`${path}/extend`, {byMs: 60_000}));
    if (isCoins || this.#random() < 0.5) {
      await this.#read(await this.#ask(`${path}/cancel`, {}));
    } else {
      await fetch(`${this.#gateway}/app/pay`, {method: 'POST', body: JSON.stringify({orderNo})});
      await this.#read(`${path}/status`);
      if (this.#random() < 0.4) await this.#read(await this.#ask(`${path}/refund`, {amount: '1.00'}));
    }
    await this.#read('/healthz');
  }

  /** Opens an event stream, and leaves after the first status. */
  async #stream(path: string): Promise<void> {
    const leaving = new AbortController();
    const response = await this.#fetch(path, {signal: leaving.signal});
    await response.body?.getReader().read();
    leaving.abort();
  }

  async #read(path: string | Response, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const response = typeof path === 'string' ? await this.#fetch(path, {headers}) : path;
    await response.arrayBuffer();
    return response;
  }

  #ask(path: string, body: object | string): Promise<Response> {
    return this.#fetch(path, {
      method: 'POST',
      headers: {'Content-Type': 'application/json', cookie: this.#cookie},
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    this.requests += 1;
    const response = await fetch(this.#merchant + path, init);
    count(this.answers, response.status);
    if (response.status >= 500) count(this.failures, await failureOf(path, response.clone()));
    return response;
  }
}

/** What failed: "503 store-unavailable, /status", or of monitoring "503 failing unreachable, /healthz". */
async function failureOf(path: string, response: Response): Promise<string> {
  const route = path.replace(/^\/api\/orders\/[^/]+/, '');
  const text = await response.text();
  try {
    const {error, status, store} = JSON.parse(text) as {
      error?: {code: string};
      status?: string;
      store?: string;
    };
    const what = error?.code ?? [status, store].filter(Boolean).join(' ');
    const waits = response.headers.has('retry-after') ? '' : ' (without Retry-After)';
    return `${String(response.status)} ${what}${waits}, ${route}`;
  } catch {
    return `${String(response.status)} ${text.slice(0, 80)}, ${route}`;
  }
}

/** What the server has logged about failures, each with how often: the causes of the answers above. */
function failuresLogged(lines: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) {
    if (!line.startsWith('{')) continue;
    const {event, level, why, code} = JSON.parse(line) as Readonly<Record<string, string | undefined>>;
    if (event !== undefined && (level === 'error' || level === 'warn' || why !== undefined))
      count(counts, [event, code, why].filter((part) => part !== undefined).join(': '));
  }
  return counts;
}

/** Adds one. */
function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

async function run(options: Options): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'payby-soak-'));
  const [program, gateway] = await Promise.all([buildMerchant(), startGatewayProcess(join(folder, 'keys'))]);
  const server = await program.start({
    ...merchantEnvironment(gateway, await freePort()),
    DATA_DIR: join(folder, 'data'),
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(REPORTER)}`,
  });
  try {
    return await measure(options, server, gateway);
  } finally {
    await server.kill();
    await gateway.kill();
    program.remove();
    rmSync(folder, {recursive: true, force: true});
  }
}

async function measure(options: Options, server: OwnProcess, gateway: OwnProcess): Promise<Result> {
  const {requests, minutes, customers} = options;
  const soak = new Soak(server.url, gateway.url, randomFrom(1, 'soak'));
  await soak.logIn();
  const startedAt = performance.now();
  const secondsNow = (): number => (performance.now() - startedAt) / 1_000;
  const isOver = (): boolean => soak.requests >= requests || secondsNow() >= minutes * 60;
  const series: Memory[] = [];
  let linesRead = 0;
  const watching = setInterval(() => {
    const lines = server.lines.slice(linesRead);
    linesRead += lines.length;
    const last = lines.filter((line) => line.startsWith('{"event":"memory"')).at(-1);
    if (last === undefined) return;
    const {heapUsed, rss} = JSON.parse(last) as {heapUsed: number; rss: number};
    const mb = (bytes: number): number => bytes / 2 ** 20;
    series.push({requests: soak.requests, seconds: secondsNow(), heapMb: mb(heapUsed), rssMb: mb(rss)});
  }, REPORT_EVERY_MS);
  await Promise.all(
    Array.from({length: customers}, async () => {
      while (!isOver()) await soak.visit();
    }),
  );
  clearInterval(watching);
  const isFlat = report(soak, series, secondsNow(), failuresLogged(server.lines));
  return {isFlat, isWhole: soak.requests >= requests};
}

function report(
  soak: Soak,
  series: readonly Memory[],
  seconds: number,
  logged: ReadonlyMap<string, number>,
): boolean {
  const rows = Array.from(
    {length: Math.min(ROWS, series.length)},
    (_, index) => series[Math.floor(((index + 1) * series.length) / Math.min(ROWS, series.length)) - 1],
  ).filter((row) => row !== undefined);
  console.log(
    table([
      ['requests', 'seconds', 'heap after collection', 'RSS'],
      ...rows.map((row) => [
        String(row.requests),
        row.seconds.toFixed(0),
        `${row.heapMb.toFixed(1)} MB`,
        `${row.rssMb.toFixed(0)} MB`,
      ]),
    ]),
  );
  const counts = [...soak.answers].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  console.log(`\n${soak.requests} requests in ${seconds.toFixed(0)} s; answers ${counts.join(', ')}`);
  const quarter = (index: number): number =>
    percentile(
      series
        .slice(Math.floor((series.length * index) / 4), Math.floor((series.length * (index + 1)) / 4))
        .map(({heapMb}) => heapMb),
      0.5,
    );
  const growth = quarter(3) / quarter(1);
  for (const [what, times] of soak.failures) console.log(`${times} times ${what}`);
  if (soak.failures.size > 0) {
    for (const [what, times] of logged) console.log(`the server logged ${times} times ${what}`);
  }
  console.log(`heap, last quarter ÷ second quarter (medians): ${growth.toFixed(3)}`);
  return growth <= MOST_GROWTH && soak.failures.size === 0;
}

const options = readOptions(process.argv.slice(2));
if (!options) {
  console.error(USAGE);
  process.exitCode = 1;
} else {
  const {isFlat, isWhole} = await run(options);
  console.log(isFlat ? 'flat, and nothing failed' : 'memory grew, or requests failed');
  if (!isWhole) console.log(`the ${String(options.minutes)} minutes ended before all requests were made`);
  if (options.check && !(isFlat && isWhole)) process.exitCode = 1;
}
