import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {elementsOf, tableOf, withTables} from '../../scripts/api-tables.mjs';

const element = {
  tagName: 'payby-x',
  attributes: [
    {
      name: 'mode',
      fieldName: 'mode',
      type: {text: "'a' | 'b'"},
      default: "'a'",
      description: 'How\nit works.',
    },
  ],
  members: [
    {kind: 'field', name: 'mode', attribute: 'mode', description: 'How it works.'},
    {kind: 'field', name: 'state', readonly: true, type: {text: 'State'}, description: 'The present state.'},
    {kind: 'field', name: 'version', static: true},
    {
      kind: 'method',
      name: 'stop',
      parameters: [{name: 'reason', optional: true, type: {text: 'string'}}],
      return: {type: {text: 'void'}},
      description: 'Stops.',
    },
  ],
  slots: [{name: '', description: 'Everything.'}],
};

describe('tableOf', () => {
  it('lists an attribute with its property, type, default and description', () => {
    const [head, , row] = tableOf(element, 'attributes').split('\n');
    assert.equal(head, '| attribute | property | type | default | description |');
    assert.equal(row, "| `mode` | `mode` | `'a' \\| 'b'` | `'a'` | How it works. |");
  });

  it('lists only properties without an attribute, and no static ones', () => {
    const [, , ...rows] = tableOf(element, 'properties').split('\n');
    assert.deepEqual(rows, ['| `state` (read only) | `State` |  | The present state. |']);
  });

  it('lists a method with its parameters and what it returns', () => {
    assert.match(tableOf(element, 'methods'), /\| `stop\(reason\?: string\)` \| `void` \| Stops\. \|$/);
  });

  it('names the default slot', () => {
    assert.match(tableOf(element, 'slots'), /\| \(default\) \| Everything\. \|$/);
  });

  it('throws for a member without a description, naming it', () => {
    const silent = {...element, slots: [{name: 'logo', description: ''}]};
    assert.throws(() => tableOf(silent, 'slots'), /payby-x: no description of slots logo/);
  });

  it('throws for an unknown kind of table', () => {
    assert.throws(() => tableOf(element, 'colours'), /colours is none of attributes, properties/);
  });
});

describe('withTables', () => {
  const elements = elementsOf({modules: [{declarations: [element]}, {}]});

  it('replaces only what stands between the markers', () => {
    const page = (table: string): string => `a\n<!-- api:payby-x:slots -->${table}<!-- /api -->\nb`;
    const fresh = withTables(page('\nold\n'), elements);
    assert.equal(fresh, page(`\n\n${tableOf(element, 'slots')}\n\n`));
    assert.equal(withTables(fresh, elements), fresh);
  });

  it('throws for an element that does not exist', () => {
    assert.throws(
      () => withTables('<!-- api:payby-y:slots --><!-- /api -->', elements),
      /payby-y is no element/,
    );
  });
});
