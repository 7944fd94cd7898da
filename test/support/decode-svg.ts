import jsQR from 'jsqr';

/** Reads the code of an SVG as a camera would: drawn on white, with an independent decoder. */
export async function decodeSvg(svg: SVGElement, side = 360): Promise<string | undefined> {
  const copy = svg.cloneNode(true) as SVGElement;
  copy.setAttribute('width', String(side));
  copy.setAttribute('height', String(side));
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser draws no canvas');
  context.drawImage(image, 0, 0, side, side);
  const {data} = context.getImageData(0, 0, side, side);
  return jsQR(data, side, side, {inversionAttempts: 'dontInvert'})?.data;
}
