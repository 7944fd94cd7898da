/** `npm run payby:check` as a process, with the gateway as another. */
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {startGatewayProcess, type Environment, type OwnProcess} from '../support/processes.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

function run(env: Environment, ...args: string[]): {code: number | null; out: string; err: string} {
  const {PATH = ''} = process.env;
  const command = ['--import', 'tsx', 'demo/main/payby-check.ts', ...args];
  const {status, stdout, stderr} = spawnSync(process.execPath, command, {
    cwd: root,
    env: {PATH, ...env},
    encoding: 'utf8',
  });
  return {code: status, out: stdout, err: stderr};
}

describe('npm run payby:check', () => {
  let keysDir: string;
  let gateway: OwnProcess;
  let merchant: Environment;
  before(async () => {
    keysDir = mkdtempSync(join(tmpdir(), 'payby-check-'));
    gateway = await startGatewayProcess(keysDir);
    merchant = gateway.firstLine['merchant'] as Environment;
  });
  after(async () => {
    await gateway.kill();
    rmSync(keysDir, {recursive: true});
  });

  it('ends with 0 when PayBy accepts the keys, the merchant id and a scene', () => {
    const {code, out, err} = run(merchant, '--place=DYNQR');
    assert.equal(code, 0, out + err);
    assert.match(out, /^ok {5}PayBy accepts partner \w+: .*\nok {5}DYNQR: .*\nnote {3}Without PUBLIC_URL /);
  });

  it('ends with 1 and says what is wrong', () => {
    const {code, out} = run({...merchant, PAYBY_PARTNER_ID: '999'});
    assert.equal(code, 1);
    assert.match(out, /^WRONG {2}.*PAYBY_PARTNER_ID is 999\./);
  });

  it('ends with 1 and one sentence when nothing is configured, or the argument is unknown', () => {
    assert.deepEqual(run({}), {
      code: 1,
      out: '',
      err: 'No PAYBY_ variable is set, so the server uses its local gateway: nothing to check.\n',
    });
    assert.match(
      run({}, '--place=QRPAY').err,
      /^"--place=QRPAY" is unknown\. Known: --place=DYNQR, --place=CASHTOPUP\.\n$/,
    );
  });
});
