import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {readConfig, StartError, type Environment} from '../../demo/config.js';
import {makeThrowAwayKeys} from '../../demo/payby/keys.js';

let folder: string;
let remote: Environment;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'payby-config-'));
  const {privateKey, publicKey} = await makeThrowAwayKeys();
  writeFileSync(join(folder, 'private.pem'), privateKey.export({type: 'pkcs8', format: 'pem'}));
  writeFileSync(join(folder, 'public.pem'), publicKey.export({type: 'spki', format: 'pem'}));
  remote = {
    PAYBY_BASE_URL: 'https://uat.test2pay.com/sgs/api/',
    PAYBY_PARTNER_ID: '200000012345',
    PAYBY_PRIVATE_KEY_FILE: join(folder, 'private.pem'),
    PAYBY_PUBLIC_KEY_FILE: join(folder, 'public.pem'),
  };
});
after(() => {
  rmSync(folder, {recursive: true});
});

describe('the configuration', () => {
  it('without anything set is the local gateway on port 8080 of this machine', async () => {
    assert.deepEqual(await readConfig({}), {
      port: 8080,
      host: '127.0.0.1',
      publicUrl: undefined,
      gateway: {kind: 'local', qrpayTokenUrl: false},
    });
  });

  it('with the four PAYBY_ variables is the real PayBy', async () => {
    const {gateway} = await readConfig({...remote, PUBLIC_URL: 'https://shop.test/'});
    assert.ok(gateway.kind === 'remote');
    assert.equal(gateway.baseUrl, 'https://uat.test2pay.com/sgs/api');
    assert.deepEqual([gateway.privateKey.type, gateway.paybyPublicKey.type], ['private', 'public']);
  });

  it('takes an empty variable for one that is not set', async () => {
    const {port, gateway} = await readConfig({PORT: '', PAYBY_BASE_URL: '', PUBLIC_URL: ''});
    assert.deepEqual([port, gateway.kind], [8080, 'local']);
  });

  const wrong: readonly (readonly [string, (good: Environment) => Environment, RegExp])[] = [
    ['a port in words', () => ({PORT: 'http'}), /^PORT must be/],
    ['a port too high', () => ({PORT: '65536'}), /^PORT must be/],
    ['a negative port', () => ({PORT: '-1'}), /^PORT must be/],
    ['a port with a decimal', () => ({PORT: '80.5'}), /^PORT must be/],
    [
      'only the base URL',
      () => ({PAYBY_BASE_URL: 'https://x.test'}),
      /PAYBY_PARTNER_ID and PAYBY_PRIVATE_KEY_FILE and/,
    ],
    ['all but the base URL', (good) => ({...good, PAYBY_BASE_URL: ''}), /PAYBY_BASE_URL must be set too/],
    [
      'plain http to another machine',
      (good) => ({...good, PAYBY_BASE_URL: 'http://x.test'}),
      /must be an https address/,
    ],
    ['a base URL that is none', (good) => ({...good, PAYBY_BASE_URL: 'uat'}), /must be an https address/],
    [
      'a partner id too long',
      (good) => ({...good, PAYBY_PARTNER_ID: '1234567890123'}),
      /^PAYBY_PARTNER_ID must/,
    ],
    [
      'a private key that is not there',
      (good) => ({...good, PAYBY_PRIVATE_KEY_FILE: join(folder, 'nowhere.pem')}),
      /^PAYBY_PRIVATE_KEY_FILE: key file .*nowhere\.pem: there is no such file\.$/,
    ],
    [
      'a public key for the private one',
      (good) => ({...good, PAYBY_PRIVATE_KEY_FILE: good['PAYBY_PUBLIC_KEY_FILE']}),
      /^PAYBY_PRIVATE_KEY_FILE: .*holds no RSA private key/,
    ],
    [
      'a folder for a key',
      (good) => ({...good, PAYBY_PUBLIC_KEY_FILE: folder}),
      /^PAYBY_PUBLIC_KEY_FILE: .*cannot be read/,
    ],
  ];
  for (const [title, change, message] of wrong) {
    it(`with ${title} is one sentence`, async () => {
      await assert.rejects(readConfig(change(remote)), (error: unknown) => {
        assert.ok(error instanceof StartError, String(error));
        assert.match(error.message, message);
        assert.equal(error.message.includes('\n'), false);
        return true;
      });
    });
  }
});
