/** What waits for the disk, and what need not: the embedded database stops everything else while it waits. */
import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, it} from 'node:test';
import type {Database} from '../../../demo/merchant/storage/database.js';
import {openLibsql} from '../../../demo/merchant/storage/libsql-database.js';

const FULL = 2;

describe('a transaction of the embedded database', () => {
  let folder: string;
  let database: Database;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'payby-disk-'));
    database = await openLibsql(join(folder, 'orders.db'));
    await database.rows('CREATE TABLE seen (what TEXT, safety INTEGER)');
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, {recursive: true});
  });

  /** Writes down how safe it is to be, and how often it was tried. */
  const write = async (what: string, isDurable?: () => boolean): Promise<number> => {
    let tries = 0;
    await database.transaction(async (sql) => {
      tries += 1;
      const [safety] = await sql.rows('PRAGMA synchronous');
      await sql.rows('INSERT INTO seen (what, safety) VALUES (?, ?)', [
        what,
        Number(safety?.['synchronous']),
      ]);
    }, isDurable);
    return tries;
  };
  const seen = async (): Promise<readonly (readonly unknown[])[]> =>
    (await database.rows('SELECT what, safety FROM seen')).map(({what, safety}) => [what, safety]);
  const safetyNow = async (): Promise<unknown> =>
    (await database.rows('PRAGMA synchronous'))[0]?.['synchronous'];

  it('waits for the disk unless it is told that nobody would miss it', async () => {
    assert.equal(await write('money'), 1);
    assert.equal(await write('nothing new', () => false), 1);
    assert.deepEqual(await seen(), [
      ['money', FULL],
      ['nothing new', FULL - 1],
    ]);
    assert.equal(await safetyNow(), FULL, 'and the next one waits again');
  });

  it('is done again, once and for keeps, when it turns out to be news', async () => {
    assert.equal(await write('news', () => true), 2);
    assert.deepEqual(await seen(), [['news', FULL]]);
  });

  it('that fails leaves nothing behind, and the next one waits for the disk', async () => {
    await assert.rejects(
      database.transaction(
        async (sql) => {
          await sql.rows("INSERT INTO seen (what) VALUES ('half')");
          throw new Error('in the middle');
        },
        () => false,
      ),
      /in the middle/,
    );
    assert.deepEqual(await seen(), []);
    assert.equal(await safetyNow(), FULL);
  });
});
