/** Where a key goes: whether a scan typed there can be taken back, and whether anybody may look at it at all. */
import type {KeyPlace} from '../../core/scan/wedge.js';

const TAKES_NO_TEXT = /^(?:button|checkbox|color|file|hidden|image|radio|range|reset|submit)$/;

/** For every element but our own field. Names rather than classes are asked, as an element may be of another frame. */
export function placeOf(element: Element): KeyPlace {
  if (isIgnored(element)) return 'protected';
  const {localName} = element;
  if (/^(?:input|select|textarea)$/.test(localName)) {
    const {type, autocomplete, readOnly} = element as HTMLInputElement;
    if (type === 'password' || autocomplete.includes('password')) return 'protected'; // shown in clear, it is still one
    return readOnly || TAKES_NO_TEXT.test(type) ? 'none' : 'foreign';
  }
  const isEditor =
    (element as HTMLElement).isContentEditable ||
    element.ownerDocument.designMode === 'on' ||
    /^(?:textbox|searchbox|application)$/.test(element.getAttribute('role') ?? '');
  // A component without an open root may hide a field of any kind
  const isUnknown = localName.includes('-') && !element.shadowRoot;
  return isEditor || isUnknown || /^(?:iframe|object|embed)$/.test(localName) ? 'protected' : 'none';
}

/** By an element around it, also where it is in an open or closed root of one. */
function isIgnored(element: Element): boolean {
  for (let at: Element | undefined = element; at; at = (at.getRootNode() as Partial<ShadowRoot>).host)
    if (at.closest('[data-payby-scan="ignore"]')) return true;
  return false;
}

/** Who has the focus, from the document down through open roots. */
export function focusPath(document: Document): readonly Element[] {
  const path: Element[] = [];
  for (let at = document.activeElement; at; at = at.shadowRoot?.activeElement ?? null) path.push(at);
  return path;
}
