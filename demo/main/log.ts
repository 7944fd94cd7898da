/** Logs as one JSON object per line for machines, or one readable line for a person at a terminal. */
import type {Clock} from 'payby-checkout/core';
import type {Log, LogFacts} from '../http/json-app.js';

type Write = (line: string) => void;

export const jsonLog =
  (write: Write, clock: Clock): Log =>
  (event, facts = {}) => {
    const {level = 'info', ...rest} = withoutSecrets(facts);
    write(
      `${JSON.stringify({time: new Date(clock.now()).toISOString(), level, event: scrub(event), ...rest})}\n`,
    );
  };

export const terminalLog =
  (write: Write, clock: Clock): Log =>
  (event, facts = {}) => {
    const time = new Date(clock.now()).toISOString().slice(11, 19);
    const {stack, level, ...rest} = withoutSecrets(facts);
    const known = Object.entries(rest).filter(([, value]) => value !== undefined);
    const tail = known.map(([name, value]) => ` ${name}=${String(value)}`).join('');
    const mark = level === 'alert' ? '! ' : '';
    write(`${time} ${mark}${scrub(event)}${tail}${stack === undefined ? '' : `\n${String(stack)}`}\n`);
  };

/** The last line of defence: no code logs these on purpose. */
const SECRET_NAME = /auth_?code|token|password|private|secret|phone|mobile|cookie|^sign$/i;
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [^-]+-----[\s\S]*?(?:-----END [^-]+-----|$)/g, '[key]'],
  [/\b(https?:\/\/[^\s?#"']+)[?#][^\s"']*/g, '$1?…'], // a token is in the part after the question mark
  [/\b(postgres(?:ql)?:\/\/)[^\s@]*@/g, '$1…@'],
  [/\b\d{8}[A-Z]\d{9}[A-Z]\b/g, '[code]'], // the shape of a customer's own code
  [/(?:\+|\b00)971[\s-]?\d(?:[\s-]?\d){6,9}|\b05\d(?:[\s-]?\d){7}\b/g, '[phone]'],
];

export const scrub = (text: string): string =>
  SECRETS.reduce((clean, [pattern, mark]) => clean.replace(pattern, mark), text);

const withoutSecrets = (facts: LogFacts): LogFacts =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      SECRET_NAME.test(name) ? '[secret]' : typeof value === 'string' ? scrub(value) : value,
    ]),
  );
