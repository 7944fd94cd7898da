/** People by the thousand: each session is one person doing one thing at a till's keyboard, drawn from a seed. */
import {randomFrom, type Random} from '../../bench/polling/random.js';
import type {HostLayout} from './host-layouts.js';
import {coarse} from './people.js';
import {Person, type Manner} from './person.js';
import {recorded, type Context, type RecordedKey, type Recording} from './recording.js';

const words =
  'rice dates saffron two boxes of tea please receipt for the shop in Dubai card machine is slow today next one'.split(
    ' ',
  );

interface Chance {
  readonly random: Random;
  readonly whole: (low: number, high: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
}

function chanceFrom(random: Random): Chance {
  const whole = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const pick = <T>(list: readonly T[]): T => {
    const item = list[whole(0, list.length - 1)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
  return {random, whole, pick};
}

const digits = ({whole}: Chance, least = 6, most = 14): string =>
  Array.from({length: whole(least, most)}, () => whole(0, 9)).join('');
const phrase = ({whole, pick}: Chance, most: number): string =>
  Array.from({length: whole(1, most)}, () => pick(words)).join(' ');
const password = ({whole, pick}: Chance): string =>
  pick(words) + String(whole(10, 9999)) + pick(['!', '#', '_', '']) + pick(words).toUpperCase().slice(0, 4);

/** What people do, by name. */
const habits: Readonly<Record<string, (person: Person, chance: Chance) => unknown>> = {
  'writes a sentence': (person, chance) => person.type(phrase(chance, 9)),
  'enters a number': (person, chance) => person.type(digits(chance)).tap('Enter'),
  'enters a number on the keypad': (person, chance) => person.count(digits(chance)).tap('NumpadEnter'),
  'enters an amount': (person, chance) =>
    person.count(`${digits(chance, 1, 5)}.${digits(chance, 2, 2)}`).tap('NumpadEnter'),
  'enters numbers one after the other': (person, chance) => {
    for (let i = 0; i < 4; i++) person.type(digits(chance, 3, 9)).tap('Enter');
  },
  'corrects a word': (person, chance) => {
    const slip = chance.whole(1, 4);
    person
      .type(phrase(chance, 3))
      .tap(...Array<string>(slip).fill('Backspace'))
      .type(phrase(chance, 2))
      .tap('Enter');
  },
  'uses shortcuts': (person, chance) => {
    person.type(phrase(chance, 2));
    for (const letter of ['a', 'c', chance.pick(['v', 'z', 'f', 'p', 'j', 'm', 'b'])])
      person.shortcut(letter);
    person.tap('Escape').type(phrase(chance, 2));
  },
  'leans on a key': (person, chance) => {
    const [code, key] = chance.pick(leaned);
    person.type(phrase(chance, 1)).lean(code, key, chance.whole(200, 2500));
    person.type(digits(chance, 1, 6)).tap('Enter');
  },
  'draws a finger over the keys': (person, chance) => {
    const row = chance.pick(['1234567890', 'qwertyuiop', 'asdfghjkl', '0987654321', 'mnbvcxz']);
    person.slide(row.slice(0, chance.whole(4, row.length))).pause(chance.whole(80, 900));
    person.tap(chance.pick(['Enter', 'Escape', 'Tab']));
  },
  'lays a hand on the keyboard': (person, chance) => person.palm(chance.pick(['dfghjk', '456rty', 'uiojkl'])),
  'logs in': (person, chance) => person.type(password(chance)).tap('Enter'),
  'types in bursts': (person, chance) => {
    for (let i = 0; i < 5; i++) person.type(chance.pick(words)).pause(chance.whole(150, 1200));
    person.tap('Enter');
  },
  'drums on two keys': (person, chance) =>
    person.type(chance.pick(['jf', '12', 'kd']).repeat(chance.whole(3, 9))),
  'fills in a form': (person, chance) => {
    for (let i = 0; i < 4; i++)
      person.type(chance.random() < 0.5 ? digits(chance, 4, 12) : chance.pick(words)).tap('Tab');
    person.tap('Enter');
  },
};
const leaned = [
  ['Digit0', '0'],
  ['Backspace', 'Backspace'],
  ['Enter', 'Enter'],
  ['KeyA', 'a'],
  ['ArrowDown', 'ArrowDown'],
] as const;

const contexts: readonly Context[] = [
  'page',
  'page',
  'text',
  'text',
  'own',
  'button',
  'textarea',
  'password',
];
const layouts: readonly HostLayout[] = ['us', 'us', 'us', 'arabic-windows', 'arabic-indic', 'azerty'];

/** Medians from the fastest people of the study to the slow ones, and no steadier than people are. */
const mannerOf = ({random, pick}: Chance): Manner => ({
  median: 80 * (350 / 80) ** random(),
  spread: 0.3 + 0.3 * random(),
  hold: 65 + 55 * random(),
  holdSpread: 0.15 + 0.2 * random(),
  layout: pick(layouts),
  caps: random() < 0.05,
});

/** The same session for the same seed and number. */
export function humanSession(seed: number, number: number): Recording {
  const chance = chanceFrom(randomFrom(seed, `person ${number}`));
  const manner = mannerOf(chance);
  const habit = chance.pick(Object.keys(habits));
  const person = new Person(chance.random, manner);
  habits[habit]?.(person, chance);
  const isCoarse = chance.random() < 0.06;
  const keys: readonly RecordedKey[] = isCoarse ? coarse(person.keys) : person.keys;
  const rhythm = `${Math.round(manner.median)} ms ± ${Math.round(manner.spread * 100)} %`;
  return recorded(`person ${number} ${habit}, ${rhythm}${isCoarse ? ', clock of 100 ms' : ''}`, 'T8', keys, {
    who: 'person',
    layout: manner.layout,
    context: chance.pick(contexts),
  });
}
