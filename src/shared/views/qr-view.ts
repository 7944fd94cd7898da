import {html, nothing, svg, type TemplateResult} from 'lit';
import type {QrImage} from '../../core/qr/qr-path.js';

/** This many CSS px a module where there is room, so that a camera across a counter still reads a dense code. */
const MODULE_PX = 4;

/** The strokes of a tick in a box of 48. */
export const tick = svg`<path d="m14 25 7 7 14-15" />`;

/**
 * Covers 5 % of a code, of which its error correction (level M) restores 15 %, and lies on none of its finder patterns.
 */
const seal = svg`
  <svg x="38%" y="38%" width="24%" height="24%" viewBox="0 0 48 48" fill="none" stroke="#fff" stroke-width="4">
    <circle cx="24" cy="24" r="22" fill="#0a7a3f" />
    ${tick}
  </svg>
`;

/**
 * The code on its plate: dark on white with its quiet zone, whatever the theme. A code that was scanned is paler and has a
 * seal, but can still be scanned: by another phone, for example.
 */
export const qrView = (qr: QrImage, label: string, isScanned: boolean): TemplateResult => html`
  <div part="plate" class="plate" .style=${readable(qr)}>${qrSvg(qr, label, isScanned)}</div>
`;

/** For the style of what is around the SVG. An SVG's own `style` cannot be set in every DOM; a policy may forbid the attribute. */
export const readable = ({size}: QrImage): string => `--_readable:${size * MODULE_PX}px`;

export const qrSvg = ({path, size}: QrImage, label: string, isScanned = false): TemplateResult => html`
  <svg part="qr" role="img" aria-label=${label} viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
    ${svg`<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill-opacity=${isScanned ? 0.6 : 1} d=${path} />`}
    ${isScanned ? seal : nothing}
  </svg>
`;
