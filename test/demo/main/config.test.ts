import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {readConfig, StartError, type Environment} from '../../../demo/main/config.js';
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

describe('the configuration', () => {
  it('without anything set is the local gateway on port 8080 of this machine', async () => {
    assert.deepEqual(await readConfig({}), {
      port: 8080,
      host: '127.0.0.1',
      publicUrl: undefined,
      allowedOrigins: [],
      store: {kind: 'memory'},
      staffPassword: undefined,
      tillPassword: undefined,
      logFormat: 'auto',
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

  it('keeps orders in a folder with the real PayBy, and where it is told to', async () => {
    assert.deepEqual((await readConfig(remote)).store, {kind: 'folder', path: '.demo'});
    assert.deepEqual((await readConfig({DATA_DIR: '/var/lib/shop'})).store, {
      kind: 'folder',
      path: '/var/lib/shop',
    });
    const url = 'postgres://shop:secret@db.test/shop';
    assert.deepEqual((await readConfig({...remote, DATABASE_URL: url})).store, {kind: 'postgres', url});
  });

  it('takes passwords, and the origins of pages elsewhere', async () => {
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

  it('is explained name by name in .env.example', () => {
    const source = readFileSync(new URL('../../../demo/main/config.ts', import.meta.url), 'utf8');
    const read = new Set(
      [...source.matchAll(/\b(?:[A-Z]+_)+[A-Z]+\b|'(?:PORT|HOST)'/g)].map(([name]) =>
        name.replaceAll("'", ''),
      ),
    );
    const ours = new Set(['DEFAULT_PORT', 'DEFAULT_DATA_DIR', 'SHORTEST_PASSWORD', 'REMOTE_VARIABLES']);
    const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
    const explained = new Set([...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name ?? ''));
    for (const name of ours) read.delete(name);
    read.delete('PAYBY_'); // the beginning of four of them
    assert.deepEqual([...explained].sort(), [...read].sort());
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
    ['any origin', () => ({ALLOWED_ORIGINS: '*'}), /^ALLOWED_ORIGINS must list origins/],
    ['two stores', () => ({DATABASE_URL: 'postgres://x', DATA_DIR: 'x'}), /either DATABASE_URL or DATA_DIR/],
    [
      'another database, whose address is not repeated',
      () => ({DATABASE_URL: 'mysql://shop:secret@db'}),
      /^DATABASE_URL must be a postgres:\/\/ address, or "memory:"\.$/,
    ],
    ['a log format that is none', () => ({LOG_FORMAT: 'xml'}), /^LOG_FORMAT must be/],
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
