/** The commands that bridge.schema.json allows are those that the bridge reads. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {Ajv2020} from 'ajv/dist/2020.js';
import {parseCommand} from '../../src/core/bridge/commands.js';
import {accepted, malformed} from '../support/bridge-commands.js';

const file = new URL('../../src/bridge/bridge.schema.json', import.meta.url);
const schemas = new Ajv2020({strict: true, allowUnionTypes: true, strictRequired: false});
schemas.addSchema(JSON.parse(readFileSync(file, 'utf8')) as object, 'bridge.schema.json');
const isValid = schemas.compile({$ref: 'bridge.schema.json#/$defs/command'});

const sent = (message: object): Record<string, unknown> => ({payby: 1, ...message});

/** What a field may hold by mistake. */
const values = [
  ...[null, true, false, 0, 1, -1, 0.5, 2 ** 53, -(2 ** 53)],
  ...['', 'x', 'dark', '1'],
  ...[[], [1], ['1'], {}, {payby: 'x'}],
];

describe('the schema of the commands', () => {
  for (const [title, message] of accepted) {
    it(`allows ${title}`, () => {
      assert.ok(isValid(sent(message)), JSON.stringify(isValid.errors));
    });
  }

  for (const [title, message] of malformed) {
    it(`forbids ${title}`, () => {
      assert.equal(isValid(sent(message)), false);
    });
  }

  it('agrees with the bridge about every command in which one field is missing or another', () => {
    const names = [...new Set(accepted.flatMap(([, message]) => Object.keys(sent(message))))];
    const disagreements = accepted.flatMap(([, message]) =>
      names.flatMap((name) => {
        const {[name]: _, ...without} = sent(message);
        return [without, ...values.map((value) => ({...without, [name]: value}))].filter(
          (changed) => isValid(changed) !== parseCommand(changed).ok,
        );
      }),
    );
    assert.deepEqual(disagreements, []);
  });
});
