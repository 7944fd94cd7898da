/**
 * A PostgreSQL to test against: the one that TEST_DATABASE_URL names, or a temporary cluster where PostgreSQL is
 * installed. PostgreSQL refuses to run as root, so root runs it as the user `postgres`.
 */
import {execFile, spawn, type ChildProcess} from 'node:child_process';
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

/** A PostgreSQL that only one test uses, so that it may be stopped. */
export interface OwnPostgres extends Postgres {
  /** `fast` ends every session; `immediate` also writes nothing more, as a crash does: the next start recovers. */
  stop(how: 'fast' | 'immediate'): Promise<void>;
  /** At the same address as before. */
  start(): Promise<void>;
}

/** `undefined` where there is none; the caller reports that. */
export async function findPostgres(): Promise<Postgres | undefined> {
  const {TEST_DATABASE_URL: url} = process.env;
  if (url) return {url: await ownSchema(url), close: () => Promise.resolve()};
  return ownPostgres();
}

/** `undefined` where PostgreSQL is not installed; the caller reports that. */
export async function ownPostgres(): Promise<OwnPostgres | undefined> {
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

async function makeCluster(programs: string): Promise<OwnPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'payby-postgres-'));
  const data = join(folder, 'data');
  const user = process.getuid?.() === 0 ? await idsOfPostgres() : undefined;
  const as = {cwd: folder, ...(user && {uid: user.uid, gid: user.gid})};
  try {
    chmodSync(folder, 0o755);
    if (user) chownSync(folder, user.uid, user.gid);
    await run(
      join(programs, 'initdb'),
      ['-D', data, '-U', 'shop', '-A', 'trust', '--no-sync', '-E', 'UTF8'],
      as,
    );
    const port = String(await freePort());
    const url = `postgres://shop@127.0.0.1:${port}/postgres`;
    let server: ChildProcess | undefined;
    const stop = async (how: 'fast' | 'immediate'): Promise<void> => {
      if (server?.exitCode !== null || server.signalCode !== null) return; // it has never run, or has ended
      const ended = once(server, 'close');
      server.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
      await ended;
    };
    const start = async (): Promise<void> => {
      server = spawn(
        join(programs, 'postgres'),
        ['-D', data, '-p', port, '-c', 'listen_addresses=127.0.0.1', '-k', folder],
        {...as, stdio: 'ignore'},
      );
      if (await answers(url)) return;
      await stop('fast');
      throw new Error('PostgreSQL does not answer');
    };
    await start();
    return {
      url,
      stop,
      start,
      close: async () => {
        await stop('fast');
        rmSync(folder, {recursive: true, force: true});
      },
    };
  } catch (error) {
    rmSync(folder, {recursive: true, force: true});
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
