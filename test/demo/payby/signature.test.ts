import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {generateKeyPairSync} from 'node:crypto';
import {PaybyClient} from '../../../demo/payby/client.js';
import {makeThrowAwayKeys, readPrivateKey, readPublicKey, type KeyPair} from '../../../demo/payby/keys.js';
import {signBytes, verifyBytes} from '../../../demo/payby/signature.js';
import {ManualClock, twoKeyPairs} from '../support/demo.js';
import {serveRequestsFor} from '../support/test-server.js';
import {bodies} from './vectors/bodies.js';
import {noOpenssl, Openssl} from './vectors/openssl.js';

const body = Buffer.from('{"requestTime":1765054600668,"bizContent":{"subject":"كوب كرك ☕"}}', 'utf8');

describe('verifyBytes', () => {
  let keys: KeyPair;
  let others: KeyPair;

  before(async () => {
    [keys, others] = await twoKeyPairs();
  });

  it('accepts what signBytes made over the same bytes', () => {
    assert.equal(verifyBytes(body, signBytes(body, keys.privateKey), keys.publicKey), true);
  });

  it('refuses a body with any single byte changed', () => {
    const signature = signBytes(body, keys.privateKey);
    for (let index = 0; index < body.length; index += 1) {
      const changed = Buffer.from(body);
      changed[index] = (changed[index] ?? 0) ^ 1;
      assert.equal(verifyBytes(changed, signature, keys.publicKey), false, `byte ${String(index)}`);
    }
  });

  it('refuses a signature with any single character changed', () => {
    const signature = signBytes(body, keys.privateKey);
    for (let index = 0; index < signature.length; index += 1) {
      const other = signature[index] === 'A' ? 'B' : 'A';
      const changed = signature.slice(0, index) + other + signature.slice(index + 1);
      assert.equal(verifyBytes(body, changed, keys.publicKey), false, `character ${String(index)}`);
    }
  });

  const notASignature = ['', 'AAAA', 'not base64 at all!', undefined, null];
  for (const signature of notASignature) {
    it(`refuses the signature ${JSON.stringify(signature)}`, () => {
      assert.equal(verifyBytes(body, signature, keys.publicKey), false);
    });
  }

  it('refuses a signature with white space or characters around it', () => {
    const signature = signBytes(body, keys.privateKey);
    for (const spelling of [
      `${signature}\n`,
      ` ${signature}`,
      `${signature}AAAA`,
      signature.replace('==', ''),
    ]) {
      assert.equal(verifyBytes(body, spelling, keys.publicKey), false);
    }
  });

  it('refuses a signature of another key', () => {
    assert.equal(verifyBytes(body, signBytes(body, others.privateKey), keys.publicKey), false);
  });
});

describe('signBytes and verifyBytes against openssl', {skip: noOpenssl}, () => {
  let openssl: Openssl;
  let keys: KeyPair;

  before(async () => {
    openssl = new Openssl();
    keys = {
      privateKey: await readPrivateKey(openssl.path('private.pem')),
      publicKey: await readPublicKey(openssl.path('public.pem')),
    };
  });
  after(() => {
    openssl.remove();
  });

  for (const [name, bytes] of bodies) {
    it(`sign ${name} so that openssl verifies it, and not with a byte more`, () => {
      const ours = signBytes(bytes, keys.privateKey);
      assert.equal(openssl.verifies(bytes, ours), true);
      assert.equal(openssl.verifies(Buffer.concat([bytes, Buffer.from(' ')]), ours), false);
    });

    it(`verify what openssl signs over ${name}, and not with a byte more`, () => {
      const theirs = openssl.sign(bytes);
      assert.equal(verifyBytes(bytes, theirs, keys.publicKey), true);
      assert.equal(verifyBytes(Buffer.concat([bytes, Buffer.from(' ')]), theirs, keys.publicKey), false);
      assert.equal(signBytes(bytes, keys.privateKey), theirs, 'SHA256withRSA has one result');
    });
  }

  it('tell 12.1 from 12.10, although they are the same money', () => {
    const [short, long] = [bodies.get('an amount of 12.1'), bodies.get('an amount of 12.10')];
    assert.ok(short && long);
    assert.equal(verifyBytes(long, openssl.sign(short), keys.publicKey), false);
  });

  it('work with keys that openssl wrote in each form that PayBy uses', async () => {
    const bare = (name: string): string => {
      const path = openssl.path(`${name}.txt`);
      writeFileSync(path, readFileSync(openssl.path(name)).toString('base64'));
      return path;
    };
    const privateKey = await readPrivateKey(bare('private.der'));
    const publicKey = await readPublicKey(bare('public.der'));
    assert.equal(verifyBytes(body, signBytes(body, privateKey), publicKey), true);
    assert.equal(openssl.verifies(body, signBytes(body, privateKey)), true);
  });

  it('let PaybyClient talk to a PayBy that signs with openssl', async (t) => {
    const merchant = new Openssl();
    t.after(() => {
      merchant.remove();
    });
    const requests: {bytes: Buffer; sign: string}[] = [];
    const answer = Buffer.from(
      '{"head":{"applyStatus":"SUCCESS","code":"0"},"body":{"acquireOrder":{"merchantOrderNo":"order-1",' +
        '"orderNo":"131","status":"CREATED","subject":"كوب","totalAmount":{"amount":12.10,"currency":"AED"}}}}',
    );
    const served = await serveRequestsFor(t, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        requests.push({bytes: Buffer.concat(chunks), sign: String(request.headers['sign'])});
        response.writeHead(200, {sign: openssl.sign(answer)}).end(answer);
      });
    });
    const client = new PaybyClient({
      baseUrl: served.url,
      partnerId: '200000012345',
      privateKey: await readPrivateKey(merchant.path('private.pem')),
      paybyPublicKey: keys.publicKey,
      clock: new ManualClock(),
    });
    const {acquireOrder} = await client.placeOrder({
      merchantOrderNo: 'order-1',
      subject: 'كوب كرك ☕',
      totalAmount: {amount: '12.10', currency: 'AED'},
      expiredTime: 1,
      scene: {paySceneCode: 'DYNQR'},
    });
    assert.deepEqual(acquireOrder.totalAmount, {amount: '12.10', currency: 'AED'});
    const [request] = requests;
    assert.ok(request);
    assert.equal(merchant.verifies(request.bytes, request.sign), true);
    assert.match(request.bytes.toString(), /"subject":"كوب كرك ☕".*"amount":12\.1,"currency":"AED"/);
  });
});

describe('readPrivateKey and readPublicKey', () => {
  let folder: string;
  let keys: KeyPair;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'payby-keys-'));
    keys = await makeThrowAwayKeys();
  });
  after(() => {
    rmSync(folder, {recursive: true});
  });

  const write = (contents: string): string => {
    const path = join(folder, 'key');
    writeFileSync(path, contents);
    return path;
  };

  it('read PEM', async () => {
    const privateKey = await readPrivateKey(
      write(keys.privateKey.export({type: 'pkcs8', format: 'pem'}).toString()),
    );
    const publicKey = await readPublicKey(
      write(keys.publicKey.export({type: 'spki', format: 'pem'}).toString()),
    );
    assert.equal(verifyBytes(body, signBytes(body, privateKey), publicKey), true);
  });

  it('read bare Base64, as PayBy shows it', async () => {
    const privateText = keys.privateKey.export({type: 'pkcs8', format: 'der'}).toString('base64');
    const publicText = keys.publicKey.export({type: 'spki', format: 'der'}).toString('base64');
    const privateKey = await readPrivateKey(write(`${privateText}\n`));
    const publicKey = await readPublicKey(write(publicText.replace(/(.{64})/g, '$1\n')));
    assert.equal(verifyBytes(body, signBytes(body, privateKey), publicKey), true);
  });

  it('reject a file that is missing, empty or of another kind in one sentence that quotes nothing', async () => {
    const small = generateKeyPairSync('rsa', {modulusLength: 1024}).privateKey;
    const curve = generateKeyPairSync('ec', {namedCurve: 'P-256'}).privateKey;
    const pem = {type: 'pkcs8', format: 'pem'} as const;
    const cases: readonly (readonly [string, RegExp])[] = [
      [join(folder, 'nowhere.pem'), /there is no such file/],
      [write(''), /holds no RSA private key/],
    ];
    for (const [path, message] of cases) await assert.rejects(readPrivateKey(path), message);
    await assert.rejects(readPrivateKey(write('-----BEGIN SECRET-----')), (error: Error) => {
      assert.match(error.message, /holds no RSA private key/);
      assert.equal(error.message.includes('SECRET'), false);
      return true;
    });
    await assert.rejects(readPrivateKey(write(small.export(pem).toString())), /2048 bits or more/);
    await assert.rejects(readPrivateKey(write(curve.export(pem).toString())), /2048 bits or more/);
  });
});
