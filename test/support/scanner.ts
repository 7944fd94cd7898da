/** The scanner of `payby-checkout/testing`, and what else reaches a field. */
export {FakeScanner, focused as deepFocus, keyEvent, typeInto} from '../../src/testing/fake-scanner.js';

export function pasteInto(target: Element, text: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  // Firefox reads `data`, the others the standard property
  const data = {data: text, dataType: 'text/plain'};
  const init = {...data, clipboardData, bubbles: true, composed: true, cancelable: true};
  target.dispatchEvent(new ClipboardEvent('paste', init));
}
