/** What template languages and editors are told about the elements is what their doc blocks say. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {elementsOf} from '../../scripts/api-tables.mjs';
import {check, readManifest, typesOf} from '../../scripts/framework-types.mjs';
import {LANGUAGES} from '../../src/i18n/languages.js';

interface Member {
  readonly name: string;
  readonly kind?: string;
  readonly attribute?: string;
  readonly description?: string;
}
interface Element {
  readonly tagName: string;
  readonly attributes: Member[];
  readonly members: Member[];
  readonly events: Member[];
}
interface Manifest {
  readonly modules: unknown;
}
interface WebTypes {
  readonly contributions: {
    readonly html: {
      readonly elements: {
        readonly name: string;
        readonly attributes: Member[];
        readonly js: {readonly events: Member[]};
      }[];
    };
  };
}
interface CustomData {
  readonly tags: {
    readonly name: string;
    readonly attributes: {readonly name: string; readonly values?: {readonly name: string}[]}[];
  }[];
}

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../dist/${path}`, import.meta.url), 'utf8'));
const manifest = readManifest() as Manifest;
const elements = Object.values<Element>(elementsOf(manifest));

describe('the types for template languages', () => {
  it('are those of the manifest', async () => {
    assert.ok(await check(), 'run npm run docs:api');
  });

  it('change when an attribute or an event is added', async () => {
    const more = structuredClone(manifest);
    const {'payby-checkout': checkout} = elementsOf(more) as Record<string, Element>;
    assert.ok(checkout);
    checkout.members.push({kind: 'field', name: 'newThing', attribute: 'new-thing', description: 'New.'});
    checkout.events.push({name: 'payby-new', description: 'New.'});
    const text = await typesOf(more);
    for (const line of [
      "newThing?: PaybyCheckout['newThing'] | undefined;",
      "'new-thing'?: PaybyCheckout['newThing'] | undefined;",
      "newThing: 'new-thing',",
      "'payby-new': Event;",
    ]) {
      assert.ok(text.includes(line), line);
    }
  });
});

describe('the data for editors', () => {
  it('names every attribute, property and event in web-types.json', () => {
    const {contributions} = read('web-types.json') as WebTypes;
    for (const element of elements) {
      const told = contributions.html.elements.find(({name}) => name === element.tagName);
      assert.ok(told);
      const names = (list: readonly {name: string}[]): string[] => list.map(({name}) => name).sort();
      assert.deepEqual(names(told.attributes), names(element.attributes));
      assert.deepEqual(names(told.js.events), names(element.events));
      assert.ok(told.attributes.every(({description}) => description));
    }
  });

  it('names every attribute, and the words of an enumeration, for VS Code', () => {
    const {tags} = read('vscode.html-custom-data.json') as CustomData;
    for (const element of elements) {
      const told = tags.find(({name}) => name === element.tagName);
      assert.deepEqual(
        told?.attributes.map(({name}) => name),
        element.attributes.map(({name}) => name),
      );
    }
    const words = (tag: string, attribute: string): unknown =>
      tags
        .find(({name}) => name === tag)
        ?.attributes.find(({name}) => name === attribute)
        ?.values?.map(({name}) => name);
    assert.deepEqual(words('payby-checkout', 'credentials'), ['same-origin', 'include', 'omit']);
    assert.deepEqual(words('payby-scan-input', 'keep-focus'), ['none', 'idle']);
  });
});

describe('the doc block of an element', () => {
  for (const file of ['checkout/payby-checkout.ts', 'scan/payby-scan-input.ts']) {
    it(`names the languages that there are: src/${file}`, () => {
      const source = readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8');
      const [, list = ''] = /@attr \{string\} locale - ([^;]*);/.exec(source) ?? [];
      assert.deepEqual(
        [...list.matchAll(/`(\w+)`/g)].map(([, tag]) => tag),
        LANGUAGES,
      );
    });
  }
});
