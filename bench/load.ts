/**
 * The merchant's server under a crowd: thousands of open widgets and hundreds of streams on one set of orders, with
 * the server, PayBy and the crowd in a process each. How long a status takes, and how few queries PayBy gets. Unlike
 * the other benches this one measures a machine, so its figures are as good as the machine is idle.
 */
import {mkdtempSync, rmSync} from 'node:fs';
import type {OutgoingHttpHeaders} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import type {RequestLogEntry} from '../demo/gateway/model/request-log.js';
import {
  buildMerchant,
  freePort,
  merchantEnvironment,
  startGatewayProcess,
  type OwnProcess,
} from '../test/demo/support/processes.js';
import {Crowd, type Answered} from './load/crowd.js';
import {percentile} from './polling/detection.js';
import {randomFrom} from './polling/random.js';
import {table} from './polling/table.js';

const USAGE = `Usage: npm run bench:load -- [--widgets=2000] [--streams=500] [--orders=100] [--seconds=20]
                                  [--limits] [--check]
  --widgets  open checkouts that poll   --streams  open event streams    --orders  that they show
  --seconds  to measure, after a warm-up --check   exit code 1 when a target is missed
  --limits   the server's own limits hold, and each widget and stream is a visitor of its own`;

const SLOWEST_P99_MS = 50;
/** With more streams than a shop of this size has, as an attack would open. */
const SLOWEST_UNDER_ATTACK_MS = 300;
const USUAL_STREAMS = 500;
const MOST_QUERIES = 0.5; // per second and order
const WARM_UP_MS = 6_000;
const ARRIVE_WITHIN_MS = 4_000;
/** Of the orders watched, that many are paid while it is measured. */
const PAID_SHARE = 0.2;

interface Options {
  readonly widgets: number;
  readonly streams: number;
  readonly orders: number;
  readonly seconds: number;
  readonly limits: boolean;
  readonly check: boolean;
}

interface PlacedOrder {
  readonly merchantOrderNo: string;
  readonly orderNo: string;
}

interface Target {
  readonly promise: string;
  readonly limit: number;
  readonly reached: number;
  readonly unit: string;
}

function readOptions(args: readonly string[]): Options | undefined {
  try {
    const {values} = parseArgs({
      args: [...args],
      options: {
        widgets: {type: 'string', default: '2000'},
        streams: {type: 'string', default: '500'},
        orders: {type: 'string', default: '100'},
        seconds: {type: 'string', default: '20'},
        limits: {type: 'boolean', default: false},
        check: {type: 'boolean', default: false},
      },
    });
    const {limits, check, ...counts} = values;
    if (!Object.values(counts).every((value) => /^[1-9]\d{0,5}$/.test(value))) return undefined;
    const [widgets, streams, orders, seconds] = [
      Number(counts.widgets),
      Number(counts.streams),
      Number(counts.orders),
      Number(counts.seconds),
    ];
    return {widgets, streams, orders, seconds, limits, check};
  } catch {
    return undefined; // an unknown option
  }
}

async function run(options: Options): Promise<readonly Target[]> {
  const folder = mkdtempSync(join(tmpdir(), 'payby-load-'));
  const [program, gateway] = await Promise.all([buildMerchant(), startGatewayProcess(join(folder, 'keys'))]);
  const env = {...merchantEnvironment(gateway, await freePort()), DATA_DIR: join(folder, 'data')};
  let server = await program.start(env);
  try {
    const orders = await place(options.orders, server.url);
    if (options.limits) {
      await server.end();
      server = await program.start({...env, LIMIT_FACTOR: '1', TRUSTED_PROXIES: '127.0.0.1'});
    }
    return await measure(options, orders, server, gateway);
  } finally {
    await server.kill();
    await gateway.kill();
    program.remove();
    rmSync(folder, {recursive: true, force: true});
  }
}

async function measure(
  options: Options,
  orders: readonly PlacedOrder[],
  server: OwnProcess,
  gateway: OwnProcess,
): Promise<readonly Target[]> {
  const {widgets, streams, seconds} = options;
  const address = (order: PlacedOrder, what: string): string =>
    `${server.url}/api/orders/${order.merchantOrderNo}/${what}`;
  const crowd = new Crowd();
  const random = randomFrom(1, 'load');
  // Customers do not come in one second: the orders' queries to PayBy are spread as their pages were opened.
  for (let index = 0; index < streams; index += 1) {
    const order = orders[Math.floor((index * orders.length) / streams)];
    if (order) await crowd.stream(address(order, 'events'), order.merchantOrderNo, visitor(index));
    await sleep(ARRIVE_WITHIN_MS / streams);
  }
  for (let index = 0; index < widgets; index += 1) {
    const order = orders[index % orders.length];
    if (order) void crowd.widget(address(order, 'status'), random, visitor(index));
  }
  await sleep(WARM_UP_MS);
  const from = Date.now();
  const payments = await payOnTheWay(orders, gateway, seconds);
  const to = Date.now();
  const openStreams = crowd.streams;
  crowd.leave();
  const within = ({at}: {readonly at: number}): boolean => at >= from && at < to;
  const answers = crowd.answers.filter(within);
  const queries = (await calls(gateway)).filter(within);
  const reportDelays = [...payments].flatMap(([number, paidAt]) =>
    (crowd.paidReports.get(number) ?? []).map((reportedAt) => reportedAt - paidAt),
  );
  return report({answers, queries, orders, reportDelays, openStreams, options, tookMs: to - from});
}

/** What a trusted proxy says of the address of a visitor. */
const visitor = (index: number): OutgoingHttpHeaders => ({
  'x-forwarded-for': `198.18.${String(index >> 8)}.${String(index & 255)}`,
});

/** A few at a time: a shop's customers come one after the other. */
async function place(count: number, shop: string): Promise<readonly PlacedOrder[]> {
  const orders: PlacedOrder[] = [];
  while (orders.length < count) {
    const response = await fetch(`${shop}/api/orders`, {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({paySceneCode: 'DYNQR', sku: 'mug'}),
    });
    if (!response.ok) throw new Error(`an order was not placed: ${await response.text()}`);
    orders.push((await response.json()) as PlacedOrder);
  }
  return orders;
}

/** Evenly over the time. Answers when each of them was paid. */
async function payOnTheWay(
  orders: readonly PlacedOrder[],
  gateway: OwnProcess,
  seconds: number,
): Promise<ReadonlyMap<string, number>> {
  const paid = new Map<string, number>();
  const payers = orders.slice(0, Math.max(1, Math.round(orders.length * PAID_SHARE)));
  for (const {merchantOrderNo, orderNo} of payers) {
    await sleep((seconds * 1_000) / payers.length);
    paid.set(merchantOrderNo, Date.now());
    await fetch(`${gateway.url}/app/pay`, {method: 'POST', body: JSON.stringify({orderNo})});
  }
  return paid;
}

interface Query {
  readonly at: number;
  readonly merchantOrderNo: string | undefined;
}

/** Every call that PayBy got; the query for the device that scanned counts as well, though it names no order. */
async function calls(gateway: OwnProcess): Promise<readonly Query[]> {
  const {entries} = (await (await fetch(`${gateway.url}/control/log`)).json()) as {
    entries: RequestLogEntry[];
  };
  return entries.filter(({kind}) => kind === 'call');
}

interface Measured {
  readonly answers: readonly Answered[];
  readonly queries: readonly Query[];
  readonly orders: readonly PlacedOrder[];
  readonly reportDelays: readonly number[];
  readonly openStreams: number;
  readonly options: Options;
  readonly tookMs: number;
}

function report(measured: Measured): readonly Target[] {
  const {answers, queries, orders, reportDelays, openStreams, options, tookMs} = measured;
  const seconds = tookMs / 1_000;
  const times = answers.map(({ms}) => ms);
  const statuses = [200, 304].map((status) => answers.filter((answer) => answer.status === status).length);
  const limited = options.limits ? answers.filter(({status}) => status === 429).length : 0;
  const others = answers.length - limited - statuses.reduce((sum, count) => sum + count, 0);
  const perOrder = queries.length / seconds / orders.length;
  const slowest = options.streams > USUAL_STREAMS ? SLOWEST_UNDER_ATTACK_MS : SLOWEST_P99_MS;
  const ms = (value: number): string => `${value.toFixed(1)} ms`;
  const rows = [
    ['widgets, streams, orders', `${options.widgets}, ${openStreams}, ${orders.length}`],
    ['requests per second', (answers.length / seconds).toFixed(0)],
    ['200 / 304 / 429 by the limits / other', `${statuses.join(' / ')} / ${limited} / ${others}`],
    ['status p50', ms(percentile(times, 0.5))],
    ['status p95', ms(percentile(times, 0.95))],
    ['status p99', ms(percentile(times, 0.99))],
    ['status slowest', ms(Math.max(...times))],
    ['queries to PayBy per second', (queries.length / seconds).toFixed(1)],
    ['queries to PayBy per second and order', perOrder.toFixed(3)],
    ['requests ÷ queries', (answers.length / queries.length).toFixed(1)],
    ['paid → reported on a stream, p95', ms(percentile(reportDelays, 0.95))],
  ];
  console.log(`${table([['Under load', ''], ...rows])}\n`);
  return [
    {promise: 'status p99', limit: slowest, reached: percentile(times, 0.99), unit: 'ms'},
    {
      promise: 'queries to PayBy per second and order',
      limit: MOST_QUERIES,
      reached: perOrder,
      unit: '',
    },
    {promise: 'answers other than 200 and 304', limit: 0, reached: others, unit: ''},
    {promise: 'streams lost', limit: 0, reached: options.streams - openStreams, unit: ''},
  ];
}

const isMet = ({limit, reached}: Target): boolean => reached <= limit;

const options = readOptions(process.argv.slice(2));
if (!options) {
  console.error(USAGE);
  process.exitCode = 1;
} else {
  const targets = await run(options);
  const row = (target: Target): string[] => [
    target.promise,
    `≤ ${target.limit} ${target.unit}`.trim(),
    `${target.reached.toFixed(2)} ${target.unit}`.trim(),
    isMet(target) ? 'ok' : 'missed',
  ];
  console.log(table([['Target', 'limit', 'reached', ''], ...targets.map(row)]));
  if (options.check && !targets.every(isMet)) process.exitCode = 1;
}
