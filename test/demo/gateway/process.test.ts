/** The gateway as a process of its own, as the crash tests and developers of another server start it. */
import assert from 'node:assert/strict';
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readdirSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {after, before, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {startGateway} from '../../../demo/gateway/start.js';
import {PaybyClient} from '../../../demo/payby/client.js';
import {systemClock} from '../../../demo/payby/clock.js';
import {readPrivateKey, readPublicKey} from '../../../demo/payby/keys.js';
import {goodOrder, ManualClock, twoKeyPairs, until} from '../support/demo.js';
import {serveRequestsFor} from '../support/test-server.js';

const START = fileURLToPath(new URL('../../../demo/gateway/start.ts', import.meta.url));

interface Listening {
  readonly url: string;
  readonly merchant: Readonly<Record<string, string>>;
}

function run(env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', START], {
    env: {...process.env, GATEWAY_PORT: '0', ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function listening(child: ChildProcess): Promise<Listening> {
  assert.ok(child.stdout);
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'close').then(([code]) => assert.fail(`it ended with ${String(code)} before it listened`)),
  ])) as [string];
  return JSON.parse(line) as Listening;
}

/** A merchant with the environment that the gateway printed, and nothing else. */
const merchantOf = async ({merchant}: Listening): Promise<PaybyClient> =>
  new PaybyClient({
    baseUrl: merchant['PAYBY_BASE_URL'] ?? '',
    partnerId: merchant['PAYBY_PARTNER_ID'] ?? '',
    privateKey: await readPrivateKey(merchant['PAYBY_PRIVATE_KEY_FILE'] ?? ''),
    paybyPublicKey: await readPublicKey(merchant['PAYBY_PUBLIC_KEY_FILE'] ?? ''),
    clock: systemClock,
  });

describe('demo/gateway/start.ts', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'payby-gateway-'));
  });
  after(() => {
    rmSync(folder, {recursive: true, force: true});
  });

  it('prints the environment of a merchant, whose orders survive the merchant and whose keys survive the gateway', async (t) => {
    const keysDir = join(folder, 'keys');
    const first = run({GATEWAY_KEYS_DIR: keysDir});
    t.after(() => first.kill('SIGKILL'));
    const printed = await listening(first);
    const order = {
      merchantOrderNo: 'order-1',
      subject: 'Karak mug',
      totalAmount: {amount: '12.10', currency: 'AED'},
      expiredTime: Date.now() + 60_000,
      scene: {paySceneCode: 'DYNQR'},
    } as const;
    await (await merchantOf(printed)).placeOrder(order);
    // Another merchant with the same environment finds the order
    assert.equal((await (await merchantOf(printed)).getOrder('order-1')).status, 'CREATED');
    first.kill('SIGTERM');
    assert.deepEqual(await once(first, 'exit'), [0, null]);

    const second = run({GATEWAY_KEYS_DIR: keysDir});
    t.after(() => second.kill('SIGKILL'));
    const {PAYBY_BASE_URL = ''} = (await listening(second)).merchant;
    // Keys and partner id stay the same: only the address is new
    const again = await merchantOf({...printed, merchant: {...printed.merchant, PAYBY_BASE_URL}});
    assert.equal((await again.placeOrder(order)).acquireOrder.status, 'CREATED');
    second.kill('SIGKILL');
    await once(second, 'exit');
  });

  it('makes the private keys readable by their owner only', () => {
    const files = readdirSync(join(folder, 'keys')).sort();
    assert.deepEqual(files, [
      'merchant-private.pem',
      'merchant-public.pem',
      'payby-private.pem',
      'payby-public.pem',
    ]);
    for (const name of files.filter((file) => file.includes('private'))) {
      assert.equal(statSync(join(folder, 'keys', name)).mode & 0o077, 0);
    }
  });

  it('exits with one sentence when a variable is missing or wrong', async () => {
    for (const [env, sentence] of [
      [{GATEWAY_KEYS_DIR: ''}, /^GATEWAY_KEYS_DIR must name the folder.*\n$/],
      [
        {GATEWAY_KEYS_DIR: join(folder, 'none'), GATEWAY_PORT: 'eighty'},
        /^GATEWAY_PORT must be a number.*\n$/,
      ],
    ] as const) {
      const child = run(env);
      let printed = '';
      child.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
      assert.deepEqual(await once(child, 'close'), [1, null]);
      assert.match(printed, sentence);
    }
    assert.equal(existsSync(join(folder, 'none')), false, 'it wrote nothing');
  });
});

describe('startGateway', () => {
  it('notifies merchants over HTTP, offers its control API as an object, and closes despite a delayed call', async (t) => {
    const [merchantKeys, keys] = await twoKeyPairs();
    const clock = new ManualClock();
    const gateway = await startGateway({
      partnerId: '200000012345',
      merchantPublicKey: merchantKeys.publicKey,
      keys,
      clock,
    });
    t.after(() => gateway.close());
    let notified = 0;
    const shop = await serveRequestsFor(t, (_request, response) => {
      notified += 1;
      response.end('{"response":"SUCCESS"}');
    });
    const client = new PaybyClient({
      baseUrl: gateway.baseUrl,
      partnerId: '200000012345',
      privateKey: merchantKeys.privateKey,
      paybyPublicKey: keys.publicKey,
      clock,
    });
    const {acquireOrder} = await client.placeOrder({
      ...(goodOrder(clock) as {merchantOrderNo: string; subject: string; expiredTime: number}),
      totalAmount: {amount: '25.00', currency: 'AED'},
      scene: {paySceneCode: 'DYNQR'},
      notifyUrl: `${shop.url}/payby/notify`,
    });
    const body = JSON.stringify({orderNo: acquireOrder.orderNo});
    assert.equal((await fetch(`${gateway.url}/app/pay`, {method: 'POST', body})).status, 200);
    await until(
      () => gateway.control.log().some(({kind}) => kind === 'notification'),
      'the merchant is notified',
    );
    assert.equal(notified, 1);
    gateway.control.addFault({fault: 'timeout'});
    const waiting = client.getOrder('order-1').catch((error: unknown) => error);
    await until(() => gateway.control.log().length === 3, 'the call is delayed');
    await gateway.close();
    assert.ok((await waiting) instanceof Error);
    assert.equal(clock.asleep, 0);
  });
});
