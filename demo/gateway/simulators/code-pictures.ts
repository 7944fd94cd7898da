/** The two pictures of a payment code in the customer's app: Code 128 for a barcode scanner, and a QR code for a camera. */
import JsBarcode from 'jsbarcode';
import {create, toString} from 'qrcode';

/** An SVG, dark on white, with its quiet zone. */
export interface CodePicture {
  readonly svg: string;
  /** Its width in modules, quiet zone included: it is sharp at a whole number of device pixels for each. */
  readonly modules: number;
}

/** The quiet zones that the two standards ask for, in modules. */
const BARCODE_MARGIN = 10;
const QR_MARGIN = 4;

/** The height is for the page to choose: the bars stretch. */
export function barcodePicture(code: string): CodePicture {
  const drawn: {encodings?: readonly {readonly data: string}[]} = {};
  JsBarcode(drawn, code, {format: 'CODE128'});
  const modules = (drawn.encodings ?? []).map(({data}) => data).join('');
  const bars = [...modules.matchAll(/1+/g)].map(
    ({0: {length}, index}) => `M${String(BARCODE_MARGIN + index)} 0h${String(length)}v1h-${String(length)}z`,
  );
  const width = modules.length + 2 * BARCODE_MARGIN;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} 1" preserveAspectRatio="none" ` +
    `shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${String(width)}v1H0z"/><path d="${bars.join('')}"/></svg>`;
  return {svg, modules: width};
}

export async function qrPicture(code: string): Promise<CodePicture> {
  const {size} = create(code).modules;
  return {svg: await toString(code, {type: 'svg', margin: QR_MARGIN}), modules: size + 2 * QR_MARGIN};
}
