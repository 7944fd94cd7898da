import {expect} from '@open-wc/testing';
import {dialNumber, parseStores, storeRows, type Store} from '../../../src/core/voucher/stores.js';

const one = (row: unknown): Store | undefined => parseStores([row]).stores[0];
const issuesOf = (row: unknown): string[] =>
  parseStores([row]).issues.map(({path, message}) => `${path} ${message}`);

describe('storeRows', () => {
  const rows = [{name: 'A'}];
  const given: [string, unknown, unknown][] = [
    ['a list', rows, rows],
    ['a list in an envelope', {stores: rows}, rows],
    ['a list as JSON', JSON.stringify(rows), rows],
    ['an envelope as JSON', JSON.stringify({stores: rows}), rows],
    ['incomplete JSON', '[{"name":', undefined],
    ['an HTML page', '<!doctype html>', undefined],
    ['a number', 5, undefined],
    ['an envelope without a list', {stores: 'A'}, undefined],
    ['null', null, undefined],
  ];
  for (const [what, input, found] of given) {
    it(`${found ? 'returns the rows of' : 'throws for'} ${what}`, () => {
      if (found) expect(storeRows(input)).to.deep.equal(found);
      else expect(() => storeRows(input)).to.throw();
    });
  }
});

describe('storeRows of no list', () => {
  it('says what is expected', () => {
    expect(() => storeRows(5)).to.throw(TypeError, 'Expected a list of stores.');
  });
});

describe('parseStores', () => {
  it('returns the good rows, and the paths of the wrong ones', () => {
    const {stores, skipped, issues} = parseStores([{name: 'A'}, null, {}, {name: 'B'}, 'C', {name: ' '}], 40);
    expect(stores.map(({name}) => name)).to.deep.equal(['A', 'B']);
    expect(skipped).to.equal(4);
    expect(issues.map(({path, message}) => `${path} ${message}`)).to.deep.equal([
      'stores[41] is not an object',
      'stores[42].name is missing',
      'stores[44] is not an object',
      'stores[45].name is missing',
    ]);
  });

  it('lists at most 20 issues', () => {
    const {issues, skipped} = parseStores(Array.from({length: 5000}, () => ({})));
    expect([issues.length, skipped]).to.deep.equal([20, 5000]);
  });
});

describe('parseStores with one row', () => {
  const full = {
    name: ' Lulu Exchange ',
    address: 'Al Barsha 1',
    phone: '04 123 4567',
    hours: '9–22',
    latitude: 25.11,
    longitude: 55.2,
  };

  it('returns every field', () => {
    expect(one(full)).to.deep.equal({
      name: 'Lulu Exchange',
      address: 'Al Barsha 1',
      phone: '04 123 4567',
      hours: '9–22',
      place: {latitude: 25.11, longitude: 55.2},
      directions: 'https://www.google.com/maps/dir/?api=1&destination=25.11,55.2',
    });
  });

  it('requires only a name', () => {
    expect(one({name: 'A'})).to.deep.equal({
      name: 'A',
      address: undefined,
      hours: undefined,
      phone: undefined,
      place: undefined,
      directions: undefined,
    });
    expect(issuesOf({name: 'A', address: null, latitude: null, longitude: null, mapUrl: ''})).to.deep.equal(
      [],
    );
  });

  it('accepts coordinates as text, as spreadsheets export them', () => {
    expect(one({name: 'A', latitude: '25.11', longitude: ' -55.2 '})?.place).to.deep.equal({
      latitude: 25.11,
      longitude: -55.2,
    });
  });

  for (const [latitude, longitude] of [
    [90, 180],
    [-90, -180],
    ['25', '055'],
    [0, 0],
  ]) {
    it(`accepts the place ${String(latitude)}, ${String(longitude)}`, () => {
      const place = {latitude: Number(latitude), longitude: Number(longitude)};
      expect(one({name: 'A', latitude, longitude})?.place).to.deep.equal(place);
    });
  }

  it('accepts a number as a text, and no place from two empty cells', () => {
    expect(one({name: 7, latitude: '', longitude: ''})).to.deep.include({name: '7', place: undefined});
    expect(issuesOf({name: 7, latitude: '', longitude: ''})).to.deep.equal([]);
  });

  const wrongPlaces: [unknown, unknown, wrong?: string][] = [
    [91, 55],
    [-90.5, 55],
    [25, 181, 'longitude'],
    [NaN, 55],
    [Infinity, 55],
    [25, undefined, 'longitude'],
    [undefined, 55],
    ['25°', 55],
    ['0x19', 55],
    ['25e0', 55],
    ['25.', 55],
    ['', 55],
    [{}, 55],
    [[25], 55],
    [true, 55],
  ];
  for (const [latitude, longitude, wrong = 'latitude'] of wrongPlaces) {
    it(`skips a store at the invalid place ${String(latitude)}, ${String(longitude)}`, () => {
      expect(one({name: 'A', latitude, longitude})).to.equal(undefined);
      expect(issuesOf({name: 'A', latitude, longitude})).to.deep.equal([
        `stores[0].${wrong} is not a number of degrees`,
      ]);
    });
  }

  it('prefers an https: mapUrl for the directions', () => {
    for (const mapUrl of ['https://maps.example/lulu', ' https://maps.example/lulu ']) {
      expect(one({...full, mapUrl})?.directions).to.equal('https://maps.example/lulu');
    }
  });

  for (const mapUrl of [
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'http://maps.example',
    'data:text/html,x',
    'maps.example',
    5,
    {},
  ]) {
    it(`ignores the mapUrl ${JSON.stringify(mapUrl)} and lists an issue`, () => {
      expect(one({...full, mapUrl})?.directions).to.match(/^https:\/\/www\.google\.com\//);
      expect(issuesOf({...full, mapUrl})).to.deep.equal(['stores[0].mapUrl is not an https: URL']);
    });
  }

  it('leaves out fields that are not text and lists an issue for each', () => {
    expect(one({...full, hours: {mon: '9–22'}})?.hours).to.equal(undefined);
    expect(issuesOf({...full, hours: {mon: '9–22'}, address: ['x']})).to.deep.equal([
      'stores[0].address is not a text',
      'stores[0].hours is not a text',
    ]);
  });
});

describe('dialNumber', () => {
  const phones: [string, string | undefined][] = [
    ['04 123 4567', '041234567'],
    ['+971 4 123-4567', '+97141234567'],
    ['(+971) 4 123 4567', '+97141234567'],
    ['٠٤ ١٢٣ ٤٥٦٧', '041234567'],
    ['04 123 4567 / 04 765 4321', '041234567'],
    ['Tel. 04 123 4567', '041234567'],
    ['04 123 4567 ext 12', '041234567'],
    ['04 123 4567 or 050 123 4567', '041234567'],
    ['800 LULU', undefined],
    ['800', '800'],
    ['none', undefined],
    ['', undefined],
  ];
  for (const [written, number] of phones) {
    it(`returns ${String(number)} for ${JSON.stringify(written)}`, () => {
      expect(dialNumber(written)).to.equal(number);
    });
  }
});
