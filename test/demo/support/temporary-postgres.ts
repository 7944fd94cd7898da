/**
 * A PostgreSQL to test against: the one that TEST_DATABASE_URL names, or a temporary cluster where PostgreSQL is
 * installed. PostgreSQL refuses to run as root, so root runs it as the user `postgres`.
 */
import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';
import pg from 'pg';
import {freePort} from './processes.js';

const run = promisify(execFile);

export interface Postgres {
  readonly url: string;
  close(): Promise<void>;
}

/** `undefined` where there is none; the caller reports that. */
export async function findPostgres(): Promise<Postgres | undefined> {
  const {TEST_DATABASE_URL: url} = process.env;
  if (url) return {url: await ownSchema(url), close: () => Promise.resolve()};
  const programs = programFolder();
  const isCI = Boolean(process.env['CI']); // there the tests with PostgreSQL may not be skipped
  if (programs === undefined) {
    if (isCI) throw new Error('PostgreSQL is not installed (Debian: postgresql).');
    return undefined;
  }
  return isCI ? makeCluster(programs) : makeCluster(programs).catch(() => undefined);
}

/** Creates a schema of its own, so that a test changes nothing else in the database. */
async function ownSchema(url: string): Promise<string> {
  const name = `payby_two_${process.hrtime.bigint().toString(36)}`;
  const admin = new pg.Client({connectionString: url});
  await admin.connect();
  await admin.query(`CREATE SCHEMA ${name}`);
  await admin.end();
  const own = new URL(url);
  own.searchParams.set('options', `-c search_path=${name}`);
  return own.href;
}

function programFolder(): string | undefined {
  const versions = '/usr/lib/postgresql';
  if (!existsSync(versions)) return undefined;
  return readdirSync(versions)
    .map((version) => join(versions, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')));
}

async function makeCluster(programs: string): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'payby-postgres-'));
  const data = join(folder, 'data');
  const user = process.getuid?.() === 0 ? await idsOfPostgres() : undefined;
  const as = user ? {uid: user.uid, gid: user.gid} : {};
  const remove = (): void => {
    rmSync(folder, {recursive: true, force: true});
  };
  try {
    chmodSync(folder, 0o755);
    if (user) chownSync(folder, user.uid, user.gid);
    await run(
      join(programs, 'initdb'),
      ['-D', data, '-U', 'shop', '-A', 'trust', '--no-sync', '-E', 'UTF8'],
      {
        ...as,
        cwd: folder,
      },
    );
    const port = await freePort();
    const server = spawn(
      join(programs, 'postgres'),
      ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-k', folder],
      {...as, cwd: folder, stdio: 'ignore'},
    );
    const ended = once(server, 'close');
    const close = async (): Promise<void> => {
      server.kill('SIGINT'); // ends connections that are still open
      await ended;
      remove();
    };
    const url = `postgres://shop@127.0.0.1:${String(port)}/postgres`;
    if (await answers(url)) return {url, close};
    await close();
    throw new Error('PostgreSQL does not answer');
  } catch (error) {
    remove();
    throw error;
  }
}

async function idsOfPostgres(): Promise<{readonly uid: number; readonly gid: number}> {
  const idOf = async (kind: '-u' | '-g'): Promise<number> =>
    Number((await run('id', [kind, 'postgres'])).stdout);
  return {uid: await idOf('-u'), gid: await idOf('-g')};
}

async function answers(url: string): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1) {
    const client = new pg.Client({connectionString: url});
    const isThere = await client.connect().then(
      () => true,
      () => false, // not yet
    );
    await client.end().catch(() => undefined); // it may never have been open
    if (isThere) return true;
    await sleep(100);
  }
  return false;
}
