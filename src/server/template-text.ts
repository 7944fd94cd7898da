/**
 * Writes the templates of our views as HTML. Each value is escaped here, wherever it stands, so that no view can forget
 * it. It knows the Lit of this package only: child values, attributes, listeners and properties; no directives.
 */
import {nothing} from 'lit';

/** What `html` and `svg` return. */
interface Template {
  readonly strings: TemplateStringsArray;
  readonly values: readonly unknown[];
}

/** An attribute that is about to get a value: `@click=`, or `viewBox="0 0 `. */
const OPEN_ATTRIBUTE = /\s([@.?]?)([\w-]+)=("[^"]*)?$/;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and for attributes in quotes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '');

/** ` name="value"`. The name is one of ours, or has been checked. */
export const attribute = (name: string, value: string): string => ` ${name}="${escapeHtml(value)}"`;

/** Nothing that came as JSON is a template: its strings would lack `raw`. */
const isTemplate = (value: unknown): value is Template =>
  typeof value === 'object' &&
  value !== null &&
  'strings' in value &&
  Array.isArray(value.strings) &&
  'raw' in value.strings;

/** Any value that may stand between tags, as HTML. */
export function templateText(value: unknown): string {
  if (value === nothing || value === null || value === undefined || value === '') return '';
  if (Array.isArray(value)) return value.map(templateText).join('');
  if (isTemplate(value)) return filled(value);
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  throw new TypeError(`A view rendered a value of type ${typeof value}.`);
}

function filled({strings, values}: Template): string {
  let text = strings[0] ?? '';
  for (const [index, value] of values.entries()) {
    const isInTag = text.lastIndexOf('<') > text.lastIndexOf('>');
    const next = strings[index + 1] ?? '';
    if (isInTag) text = withAttribute(text, value) + next;
    else text += templateText(value) + next;
  }
  return text;
}

function withAttribute(text: string, value: unknown): string {
  const found = OPEN_ATTRIBUTE.exec(text);
  if (!found) throw new TypeError('A view has a value in a tag that is no attribute.');
  const [open, kind, name = '', quote] = found;
  const before = text.slice(0, -open.length);
  // Listeners and properties are the element's, and `nothing` leaves no attribute
  if (kind === '@' || kind === '.' || value === nothing) return before;
  if (kind === '?') return value ? `${before} ${name}=""` : before;
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new TypeError(`A view set an attribute to a ${typeof value}.`);
  const written = escapeHtml(String(value));
  return quote === undefined ? `${text}"${written}"` : text + written;
}
