/** Writes `kept.ts`: `npx tsx test/recordings/keep.ts`. What is kept changes only when somebody means it to. */
import {writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {format, resolveConfig} from 'prettier';
import {guns, SEED} from './guns.js';
import {people} from './people.js';
import {usual, writeKeys, type Recording} from './recording.js';

const target = fileURLToPath(new URL('kept.ts', import.meta.url));

/** The text of the file as the scripts and their seed make it today. */
export async function keptFile(): Promise<string> {
  const entry = (recording: Recording): string => {
    const {name, why, keys} = recording;
    const words = [name, why, writeKeys(keys)].map((word) => JSON.stringify(word));
    return `kept(${[...words, JSON.stringify(differences(recording))].join(', ')})`;
  };
  const text = `// Written by keep.ts from guns.ts and people.ts, seed ${SEED}: not edited by hand.
    import {readKeys, recorded, type Differences, type Recording} from './recording.js';
    const kept = (name: string, why: string, keys: string, differences: Differences): Recording =>
      recorded(name, why, readKeys(keys), differences);
    export const recordings: readonly Recording[] = [${[...guns, ...people].map(entry).join(',\n')}];`;
  return format(text, {...(await resolveConfig(target)), parser: 'typescript'});
}

function differences({name: _, why: __, keys: ___, ...rest}: Recording): object {
  const same = (value: unknown, standard: unknown): boolean =>
    JSON.stringify(value) === JSON.stringify(standard);
  const defaults: Record<string, unknown> = usual;
  return Object.fromEntries(Object.entries(rest).filter(([key, value]) => !same(value, defaults[key])));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, await keptFile());
