import {html, svg, type TemplateResult} from 'lit';
import type {QrImage} from '../../core/qr/qr-path.js';

/** This many CSS px a module where there is room, so that a camera across a counter still reads a dense code. */
const MODULE_PX = 4;

/** The code on its plate: dark on white with its quiet zone, whatever the theme. */
export const qrView = (qr: QrImage, label: string): TemplateResult => html`
  <div part="plate" class="plate" .style=${readable(qr)}>${qrSvg(qr, label)}</div>
`;

/** For the style of what is around the SVG. An SVG's own `style` cannot be set in every DOM; a policy may forbid the attribute. */
export const readable = ({size}: QrImage): string => `--_readable:${size * MODULE_PX}px`;

export const qrSvg = ({path, size}: QrImage, label: string): TemplateResult => html`
  <svg part="qr" role="img" aria-label=${label} viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
    ${svg`<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d=${path} />`}
  </svg>
`;
