/** Where a key goes: whether a scan typed there can be taken back, and whether anybody may look at it at all. */
import type {KeyPlace} from '../core/wedge.js';

const TAKE_NO_TEXT: ReadonlySet<string> = new Set(
  'button checkbox color file hidden image radio range reset submit'.split(' '),
);
const IGNORED = '[data-payby-scan="ignore"]';

/** For every element but our own field. Names rather than classes are asked, as an element may be of another frame. */
export function placeOf(element: Element): KeyPlace {
  if (isIgnored(element)) return 'protected';
  const {localName} = element;
  if (localName === 'input') return placeOfInput(element as HTMLInputElement);
  if (localName === 'textarea') return (element as HTMLTextAreaElement).readOnly ? 'none' : 'foreign';
  if (localName === 'select') return 'foreign';
  const isEditor =
    (element as HTMLElement).isContentEditable ||
    element.ownerDocument.designMode === 'on' ||
    /^(?:textbox|searchbox|application)$/.test(element.getAttribute('role') ?? '');
  // A component without an open root may hide a field of any kind
  const isUnknown = localName.includes('-') && !element.shadowRoot;
  return isEditor || isUnknown || /^(?:iframe|object|embed)$/.test(localName) ? 'protected' : 'none';
}

function placeOfInput({type, autocomplete, readOnly}: HTMLInputElement): KeyPlace {
  if (type === 'password' || autocomplete.includes('password')) return 'protected'; // shown in clear, it is still one
  return TAKE_NO_TEXT.has(type) || readOnly ? 'none' : 'foreign';
}

function isIgnored(element: Element): boolean {
  for (let at: Element | undefined = element; at; at = hostOf(at)) if (at.closest(IGNORED)) return true;
  return false;
}

/** The element whose open or closed root this one is in. */
const hostOf = (element: Element): Element | undefined => (element.getRootNode() as Partial<ShadowRoot>).host;

/** Who has the focus, from the document down through open roots. */
export function focusPath(document: Document): readonly Element[] {
  const path: Element[] = [];
  for (let at = document.activeElement; at; at = at.shadowRoot?.activeElement ?? null) path.push(at);
  return path;
}
