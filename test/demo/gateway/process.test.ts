/** The gateway as a process of its own, as crash tests and people who write their own server start it. */
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
import {goodOrder, ManualClock, serveRequests, twoKeyPairs, until} from '../support/demo.js';

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

async function listening({stdout}: ChildProcess): Promise<Listening> {
  assert.ok(stdout);
  const [line] = (await once(createInterface(stdout), 'line')) as [string];
  return JSON.parse(line) as Listening;
}

/** A merchant that knows nothing but the environment that the gateway told it. */
const merchantOf = async ({merchant}: Listening): Promise<PaybyClient> =>
  new PaybyClient({
    baseUrl: merchant['PAYBY_BASE_URL'] ?? '',
    partnerId: merchant['PAYBY_PARTNER_ID'] ?? '',
    privateKey: await readPrivateKey(merchant['PAYBY_PRIVATE_KEY_FILE'] ?? ''),
    paybyPublicKey: await readPublicKey(merchant['PAYBY_PUBLIC_KEY_FILE'] ?? ''),
    clock: systemClock,
  });

describe('the gateway as a process', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'payby-gateway-'));
  });
  after(() => {
    rmSync(folder, {recursive: true, force: true});
  });

  it('tells what a merchant must set, keeps its orders over the merchant, and its keys over itself', async () => {
    const keysDir = join(folder, 'keys');
    const first = run({GATEWAY_KEYS_DIR: keysDir});
    const told = await listening(first);
    const order = {
      merchantOrderNo: 'order-1',
      subject: 'Karak mug',
      totalAmount: {amount: '12.10', currency: 'AED'},
      expiredTime: Date.now() + 60_000,
      scene: {paySceneCode: 'DYNQR'},
    } as const;
    await (await merchantOf(told)).placeOrder(order);
    // The merchant is gone; another one comes with nothing but the same environment
    assert.equal((await (await merchantOf(told)).getOrder('order-1')).status, 'CREATED');
    first.kill('SIGTERM');
    assert.deepEqual(await once(first, 'exit'), [0, null]);

    const second = run({GATEWAY_KEYS_DIR: keysDir});
    const {PAYBY_BASE_URL = ''} = (await listening(second)).merchant;
    // The merchant has kept its keys, and PayBy's: only the address is new
    const again = await merchantOf({...told, merchant: {...told.merchant, PAYBY_BASE_URL}});
    assert.equal((await again.placeOrder(order)).acquireOrder.status, 'CREATED');
    second.kill('SIGKILL');
    await once(second, 'exit');
  });

  it('lets nobody else read the private keys', () => {
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

  it('says in one sentence what it needs', async () => {
    for (const [env, sentence] of [
      [{GATEWAY_KEYS_DIR: ''}, /^GATEWAY_KEYS_DIR must name the folder.*\n$/],
      [
        {GATEWAY_KEYS_DIR: join(folder, 'none'), GATEWAY_PORT: 'eighty'},
        /^GATEWAY_PORT must be a number.*\n$/,
      ],
    ] as const) {
      const child = run(env);
      let said = '';
      child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
      assert.deepEqual(await once(child, 'close'), [1, null]);
      assert.match(said, sentence);
    }
    assert.equal(existsSync(join(folder, 'none')), false, 'it has written nothing');
  });
});

describe('the gateway within a process', () => {
  it('is controlled by hand, tells merchants over HTTP, and closes without waiting for anybody', async () => {
    const [merchantKeys, keys] = await twoKeyPairs();
    const clock = new ManualClock();
    const gateway = await startGateway({
      partnerId: '200000012345',
      merchantPublicKey: merchantKeys.publicKey,
      keys,
      clock,
    });
    let told = 0;
    const shop = await serveRequests((_request, response) => {
      told += 1;
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
      'the merchant is told',
    );
    assert.equal(told, 1);
    gateway.control.addFault({fault: 'timeout'});
    const waiting = client.getOrder('order-1').catch((error: unknown) => error);
    await until(() => gateway.control.log().length === 3, 'a call is made to wait');
    await gateway.close();
    assert.ok((await waiting) instanceof Error);
    assert.equal(clock.asleep, 0);
    await shop.close();
  });
});
