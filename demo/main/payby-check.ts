/**
 * `npm run payby:check`: tells in words whether PayBy accepts the keys, the merchant id and the address of the
 * environment. It sends one query. `--place=DYNQR`, `--place=CASHTOPUP` also place an order of AED 1.00 in that scene and
 * cancel it at once: only then does PayBy say whether the scene has been applied for.
 */
import {checkConnection, TRIAL_SCENES, type TrialScene} from '../payby/connection-check.js';
import {systemClock} from '../payby/clock.js';
import {systemRandom} from '../payby/random.js';
import {readConfig, StartError} from './config.js';

try {
  const scenes = process.argv.slice(2).map(sceneOf);
  const {gateway, publicUrl} = await readConfig(process.env);
  if (gateway.kind === 'local')
    throw new StartError(
      'No PAYBY_ variable is set, so the server uses its local gateway: nothing to check.',
    );
  const findings = await checkConnection({...gateway, clock: systemClock, random: systemRandom, scenes});
  for (const {isOk, text} of findings) say(`${isOk ? 'ok   ' : 'WRONG'}  ${text}`);
  if (publicUrl === undefined) say('note   Without PUBLIC_URL PayBy sends no notifications.');
  if (findings.some(({isOk}) => !isOk)) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function sceneOf(argument: string): TrialScene {
  const scene = Object.keys(TRIAL_SCENES).find((name) => argument === `--place=${name}`);
  if (scene === undefined)
    throw new StartError(
      `"${argument}" is unknown. Known: --place=${Object.keys(TRIAL_SCENES).join(', --place=')}.`,
    );
  return scene as TrialScene;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
