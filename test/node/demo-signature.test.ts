import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {generateKeyPairSync} from 'node:crypto';
import {makeThrowAwayKeys, readPrivateKey, readPublicKey, type KeyPair} from '../../demo/payby/keys.js';
import {signBytes, verifyBytes} from '../../demo/payby/signature.js';
import {twoKeyPairs} from './demo-helpers.js';

const body = Buffer.from('{"requestTime":1765054600668,"bizContent":{"subject":"كوب كرك ☕"}}', 'utf8');

describe('the signature', () => {
  let keys: KeyPair;
  let others: KeyPair;

  before(async () => {
    [keys, others] = await twoKeyPairs();
  });

  it('verifies over exactly the bytes it was made over', () => {
    assert.equal(verifyBytes(body, signBytes(body, keys.privateKey), keys.publicKey), true);
  });

  it('fails when any single byte of the body differs', () => {
    const signature = signBytes(body, keys.privateKey);
    for (let index = 0; index < body.length; index += 1) {
      const changed = Buffer.from(body);
      changed[index] = (changed[index] ?? 0) ^ 1;
      assert.equal(verifyBytes(changed, signature, keys.publicKey), false, `byte ${String(index)}`);
    }
  });

  it('fails when any single character of the signature differs', () => {
    const signature = signBytes(body, keys.privateKey);
    for (let index = 0; index < signature.length; index += 1) {
      const other = signature[index] === 'A' ? 'B' : 'A';
      const changed = signature.slice(0, index) + other + signature.slice(index + 1);
      assert.equal(verifyBytes(body, changed, keys.publicKey), false, `character ${String(index)}`);
    }
  });

  const notASignature = ['', 'AAAA', 'not base64 at all!', undefined, null];
  for (const signature of notASignature) {
    it(`takes ${JSON.stringify(signature)} for no signature`, () => {
      assert.equal(verifyBytes(body, signature, keys.publicKey), false);
    });
  }

  it('has one spelling: white space or characters after the end do not verify', () => {
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

  it('does not verify with the key of somebody else', () => {
    assert.equal(verifyBytes(body, signBytes(body, others.privateKey), keys.publicKey), false);
  });
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

describe('openssl as a witness', {skip: !hasOpenssl && 'openssl is not on the PATH'}, () => {
  let folder: string;
  let keys: KeyPair;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'payby-sign-'));
    keys = await makeThrowAwayKeys();
    writeFileSync(join(folder, 'private.pem'), keys.privateKey.export({type: 'pkcs8', format: 'pem'}));
    writeFileSync(join(folder, 'public.pem'), keys.publicKey.export({type: 'spki', format: 'pem'}));
    writeFileSync(join(folder, 'body'), body);
  });
  after(() => {
    rmSync(folder, {recursive: true});
  });

  it('verifies what we signed', () => {
    writeFileSync(join(folder, 'ours'), Buffer.from(signBytes(body, keys.privateKey), 'base64'));
    const said = execFileSync(
      'openssl',
      ['dgst', '-sha256', '-verify', 'public.pem', '-signature', 'ours', 'body'],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );
    assert.match(said, /Verified OK/);
  });

  it('makes a signature that we verify, and makes the same one', () => {
    execFileSync('openssl', ['dgst', '-sha256', '-sign', 'private.pem', '-out', 'theirs', 'body'], {
      cwd: folder,
    });
    const theirs = readFileSync(join(folder, 'theirs')).toString('base64');
    assert.equal(verifyBytes(body, theirs, keys.publicKey), true);
    assert.equal(signBytes(body, keys.privateKey), theirs);
  });
});

describe('key files', () => {
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

  it('are read as PEM', async () => {
    const privateKey = await readPrivateKey(
      write(keys.privateKey.export({type: 'pkcs8', format: 'pem'}).toString()),
    );
    const publicKey = await readPublicKey(
      write(keys.publicKey.export({type: 'spki', format: 'pem'}).toString()),
    );
    assert.equal(verifyBytes(body, signBytes(body, privateKey), publicKey), true);
  });

  it('are read as bare Base64, as PayBy shows them', async () => {
    const privateText = keys.privateKey.export({type: 'pkcs8', format: 'der'}).toString('base64');
    const publicText = keys.publicKey.export({type: 'spki', format: 'der'}).toString('base64');
    const privateKey = await readPrivateKey(write(`${privateText}\n`));
    const publicKey = await readPublicKey(write(publicText.replace(/(.{64})/g, '$1\n')));
    assert.equal(verifyBytes(body, signBytes(body, privateKey), publicKey), true);
  });

  it('that are missing, empty or of another kind are told in one sentence that quotes nothing', async () => {
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
