import {expect} from '@open-wc/testing';
import {
  fold,
  indexed,
  metersBetween,
  nearestFirst,
  searchStores,
} from '../../../src/core/voucher/store-search.js';
import {parseStores} from '../../../src/core/voucher/stores.js';

const listOf = (...rows: object[]): ReturnType<typeof indexed>[] => parseStores(rows).stores.map(indexed);
const namesOf = (found: readonly {store: {name: string}}[]): string[] => found.map(({store}) => store.name);

describe('fold', () => {
  const same: [string, string][] = [
    ['Al-Barsha', 'al barsha'],
    ['AL BARSHA', 'al  barsha '],
    ['أبو ظبي', 'ابو ظبي'],
    ['إمارة', 'اماره'],
    ['آل مكتوم', 'ال مكتوم'],
    ['ٱلعين', 'العين'],
    ['مدينة', 'مدينه'],
    ['مصطفى', 'مصطفي'],
    ['مصطفی', 'مصطفي'],
    ['دُبَيّ', 'دبي'],
    ['دبـــي', 'دبي'],
    ['مؤسسة', 'موسسه'],
    ['شاطئ', 'شاطي'],
    ['کرامه', 'كرامة'],
    ['شارع ١٢', 'شارع 12'],
    ['شارع ۱۲', 'شارع 12'],
    ['Café Ñandú', 'cafe nandu'],
    ['Ｌｕｌｕ', 'lulu'],
    ['St. John’s (main)', 'st john s main'],
    ['محل، دبي', 'محل دبي'],
  ];
  for (const [a, b] of same) {
    it(`returns the same text for ${a} and ${b}`, () => {
      expect(fold(a)).to.equal(fold(b));
    });
  }
  it('returns different texts for two different words', () => {
    expect(fold('دبي')).not.to.equal(fold('دبا'));
  });
});

describe('searchStores', () => {
  const search = (query: string): string[] =>
    namesOf(
      searchStores(
        listOf(
          {name: 'Lulu Exchange', address: 'Al Barsha 1, Dubai'},
          {name: 'الأنصاري للصرافة', address: 'البرشاء، دبي'},
          {name: 'Corner Grocery', address: 'Hamdan St., Abu Dhabi'},
        ),
        query,
      ),
    );
  const queries: [string, string[]][] = [
    ['', ['Lulu Exchange', 'الأنصاري للصرافة', 'Corner Grocery']],
    ['  ', ['Lulu Exchange', 'الأنصاري للصرافة', 'Corner Grocery']],
    ['lulu', ['Lulu Exchange']],
    ['barsha', ['Lulu Exchange']],
    ['albarsha', ['Lulu Exchange']],
    ['dubai exchange', ['Lulu Exchange']],
    ['برشاء', ['الأنصاري للصرافة']],
    ['الانصارى', ['الأنصاري للصرافة']],
    ['abu-dhabi', ['Corner Grocery']],
    ['grocery dubai', []],
    ['.*', ['Lulu Exchange', 'الأنصاري للصرافة', 'Corner Grocery']],
    ['zzz', []],
  ];
  for (const [query, names] of queries) {
    it(`finds ${names.join(' and ') || 'no store'} for ${JSON.stringify(query)}`, () => {
      expect(search(query)).to.deep.equal(names);
    });
  }

  it('finds a store without an address by nothing but its name, also in one word', () => {
    const [shop] = listOf({name: 'Al Barsha Shop'});
    expect(shop?.words).to.equal('al barsha shop\nalbarshashop');
  });

  it('searches 5,000 stores in less than 50 ms', () => {
    const many = listOf(
      ...Array.from({length: 5000}, (_, i) => ({name: `Store ${i}`, address: `Street ${i % 97}, Dubai`})),
    );
    const started = performance.now();
    expect(searchStores(many, 'street 42 dubai').length).to.be.greaterThan(10);
    expect(performance.now() - started).to.be.lessThan(50);
  });
});

const places = {
  'Burj Khalifa': {latitude: 25.1972, longitude: 55.2744},
  'Sheikh Zayed Mosque': {latitude: 24.4128, longitude: 54.4749},
};

describe('metersBetween', () => {
  it('returns 119 km between Burj Khalifa and the Sheikh Zayed Mosque', () => {
    const meters = metersBetween(places['Burj Khalifa'], places['Sheikh Zayed Mosque']);
    expect(meters / 1000).to.be.closeTo(119, 1);
  });
  it('returns 0 for the same place, and half the circumference of the earth for the opposite one', () => {
    const here = places['Burj Khalifa'];
    expect(metersBetween(here, here)).to.equal(0);
    const there = {latitude: -here.latitude, longitude: here.longitude - 180};
    expect(metersBetween(here, there) / 1000).to.be.closeTo(20_015, 10);
  });
});

describe('nearestFirst', () => {
  it('sorts by distance, stores without a place last in their order', () => {
    const all = listOf(
      {name: 'nowhere 1'},
      {name: 'far', latitude: 24.4, longitude: 54.4},
      {name: 'near', latitude: 25.2, longitude: 55.27},
      {name: 'nowhere 2'},
      {name: 'middle', latitude: 25.1, longitude: 55.2},
    );
    const sorted = nearestFirst(all, places['Burj Khalifa']);
    expect(namesOf(sorted)).to.deep.equal(['near', 'middle', 'far', 'nowhere 1', 'nowhere 2']);
    expect(sorted[3]?.distance).to.equal(undefined);
    expect(sorted[0]?.distance).to.be.lessThan(1000);
  });
});
