/** Finds out what a key press goes to: whether a scan typed there can be removed again, and whether it may be read at all. */
import type {KeyTarget} from '../../core/scan/wedge-types.js';

const TAKES_NO_TEXT = /^(?:button|checkbox|file|hidden|image|radio|range|reset|submit)$/;

/** For every element but our own field. Compares names, because an element of a frame has other classes. */
export function targetOf(element: Element): KeyTarget {
  if (isIgnored(element)) return 'protected';
  const {localName} = element;
  if (/^(?:input|select|textarea)$/.test(localName)) {
    const {type, autocomplete, readOnly} = element as HTMLInputElement;
    if (type === 'password' || autocomplete.includes('password')) return 'protected'; // also while it is shown in clear
    return readOnly || TAKES_NO_TEXT.test(type) ? 'none' : 'other';
  }
  const isEditor =
    (element as HTMLElement).isContentEditable ||
    element.ownerDocument.designMode === 'on' ||
    /^(?:textbox|searchbox|application)$/.test(element.getAttribute('role') ?? '');
  // A component without an open root may hide a field of any kind
  const isUnknown = localName.includes('-') && !element.shadowRoot;
  return isEditor || isUnknown || /^(?:iframe|object|embed)$/.test(localName) ? 'protected' : 'none';
}

/** Whether an element around it is marked, also across open and closed shadow roots. */
function isIgnored(element: Element): boolean {
  for (let at: Element | undefined = element; at; at = (at.getRootNode() as Partial<ShadowRoot>).host)
    if (at.closest('[data-payby-scan="ignore"]')) return true;
  return false;
}

/** The focused elements, from the document down through open shadow roots. */
export function focusPath(document: Document): readonly Element[] {
  const path: Element[] = [];
  for (let at = document.activeElement; at; at = at.shadowRoot?.activeElement ?? null) path.push(at);
  return path;
}
