import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {readConfig, StartError, variableNames, type Environment} from '../../../demo/main/config.js';
import {makeThrowAwayKeys} from '../../../demo/payby/keys.js';

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

describe('readConfig', () => {
  it('returns the local gateway on port 8080 of this machine when nothing is set', async () => {
    assert.deepEqual(await readConfig({}), {
      port: 8080,
      host: '127.0.0.1',
      publicUrl: undefined,
      allowedOrigins: [],
      trustedProxies: [],
      limitFactor: 1,
      messageCountries: ['971'],
      shop: {merchantName: undefined, storeId: undefined, storeName: undefined},
      store: {kind: 'memory'},
      staffPassword: undefined,
      tillPassword: undefined,
      logFormat: 'auto',
      gateway: {kind: 'local', qrpayTokenUrl: false},
    });
  });

  it('returns the real PayBy when the four PAYBY_ variables are set', async () => {
    const {gateway} = await readConfig({...remote, PUBLIC_URL: 'https://shop.test/'});
    assert.ok(gateway.kind === 'remote');
    assert.equal(gateway.baseUrl, 'https://uat.test2pay.com/sgs/api');
    assert.deepEqual([gateway.privateKey.type, gateway.paybyPublicKey.type], ['private', 'public']);
  });

  it('treats an empty variable as not set', async () => {
    const {port, gateway} = await readConfig({PORT: '', PAYBY_BASE_URL: '', PUBLIC_URL: ''});
    assert.deepEqual([port, gateway.kind], [8080, 'local']);
  });

  it('stores orders in .demo with the real PayBy, else in DATA_DIR or DATABASE_URL', async () => {
    assert.deepEqual((await readConfig(remote)).store, {kind: 'folder', path: '.demo'});
    assert.deepEqual((await readConfig({DATA_DIR: '/var/lib/shop'})).store, {
      kind: 'folder',
      path: '/var/lib/shop',
    });
    const url = 'postgres://shop:secret@db.test/shop';
    assert.deepEqual((await readConfig({...remote, DATABASE_URL: url})).store, {kind: 'postgres', url});
  });

  it('reads passwords, allowed origins and the log format', async () => {
    const config = await readConfig({
      STAFF_PASSWORD: 'correct horse battery',
      TILL_PASSWORD: 'twelve letters',
      ALLOWED_ORIGINS: 'https://shop.example, https://www.shop.example',
      LOG_FORMAT: 'json',
    });
    assert.deepEqual(
      [config.staffPassword, config.tillPassword],
      ['correct horse battery', 'twelve letters'],
    );
    assert.deepEqual(config.allowedOrigins, ['https://shop.example', 'https://www.shop.example']);
    assert.equal(config.logFormat, 'json');
  });

  it('reads exactly the variables that .env.example explains', () => {
    const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
    const explained = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    assert.deepEqual(explained.sort(), [...variableNames].sort());
  });

  const wrong: readonly (readonly [string, (good: Environment) => Environment, RegExp])[] = [
    ['a port in words', () => ({PORT: 'http'}), /^PORT must be/],
    ['a port too high', () => ({PORT: '65536'}), /^PORT must be/],
    ['a negative port', () => ({PORT: '-1'}), /^PORT must be/],
    ['a port with a decimal', () => ({PORT: '80.5'}), /^PORT must be/],
    [
      'a short password',
      () => ({STAFF_PASSWORD: 'staff'}),
      /^STAFF_PASSWORD needs at least 12 characters\.$/,
    ],
    [
      'an origin with a path',
      () => ({ALLOWED_ORIGINS: 'https://shop.example/'}),
      /^ALLOWED_ORIGINS must list origins/,
    ],
    ['* as an origin', () => ({ALLOWED_ORIGINS: '*'}), /^ALLOWED_ORIGINS must list origins/],
    ['two stores', () => ({DATABASE_URL: 'postgres://x', DATA_DIR: 'x'}), /either DATABASE_URL or DATA_DIR/],
    [
      'another database, without quoting its address',
      () => ({DATABASE_URL: 'mysql://shop:secret@db'}),
      /^DATABASE_URL must be a postgres:\/\/ address, or "memory:"\.$/,
    ],
    ['an unknown log format', () => ({LOG_FORMAT: 'xml'}), /^LOG_FORMAT must be/],
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
    [
      'a base URL that is not a URL',
      (good) => ({...good, PAYBY_BASE_URL: 'uat'}),
      /must be an https address/,
    ],
    [
      'a partner id too long',
      (good) => ({...good, PAYBY_PARTNER_ID: '1234567890123'}),
      /^PAYBY_PARTNER_ID must/,
    ],
    [
      'a private key file that does not exist',
      (good) => ({...good, PAYBY_PRIVATE_KEY_FILE: join(folder, 'nowhere.pem')}),
      /^PAYBY_PRIVATE_KEY_FILE: key file .*nowhere\.pem: there is no such file\.$/,
    ],
    [
      'a public key in place of the private one',
      (good) => ({...good, PAYBY_PRIVATE_KEY_FILE: good['PAYBY_PUBLIC_KEY_FILE']}),
      /^PAYBY_PRIVATE_KEY_FILE: .*holds no RSA private key/,
    ],
    [
      'a folder in place of a key file',
      (good) => ({...good, PAYBY_PUBLIC_KEY_FILE: folder}),
      /^PAYBY_PUBLIC_KEY_FILE: .*cannot be read/,
    ],
  ];
  for (const [title, change, message] of wrong) {
    it(`rejects ${title} with one sentence`, async () => {
      await assert.rejects(readConfig(change(remote)), (error: unknown) => {
        assert.ok(error instanceof StartError, String(error));
        assert.match(error.message, message);
        assert.equal(error.message.includes('\n'), false);
        return true;
      });
    });
  }
});
