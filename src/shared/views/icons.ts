/** Small line drawings of our own, one stroke wide, in the colour of the text beside them. */
import {html, svg, type SVGTemplateResult, type TemplateResult} from 'lit';

export const icon = (drawing: SVGTemplateResult): TemplateResult => html`
  <svg
    aria-hidden="true"
    class="icon"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
  >
    ${drawing}
  </svg>
`;

export const storeIcon = svg`<path d="M4 10v10h16V10M3 10l2-6h14l2 6a3 3 0 0 1-6 0 3 3 0 0 1-6 0 3 3 0 0 1-6 0m7 10v-6h4v6" />`;
export const codeIcon = svg`<path d="M4 4h6v6H4zm10 0h6v6h-6zM4 14h6v6H4zm10 0h2v2m4-2v2m-6 4h2m4-2v2h-2" />`;
export const cashIcon = svg`<path d="M2 6h20v12H2z" /><circle cx="12" cy="12" r="3" /><path d="M6 12h.01M18 12h.01" />`;
export const bellIcon = svg`<path d="M6 16V11a6 6 0 0 1 12 0v5l2 2H4zm4 5h4M12 5V3" />`;
export const checkIcon = svg`<path d="m5 13 4 4L19 7" />`;
export const clockIcon = svg`<circle cx="12" cy="12" r="9" /><path d="M12 7v5l3 3" />`;
export const copyIcon = svg`<path d="M9 9h11v11H9zM5 15H4V4h11v1" />`;
export const enlargeIcon = svg`<path d="M9 4H4v5m11-5h5v5M9 20H4v-5m11 5h5v-5" />`;
export const closeIcon = svg`<path d="m6 6 12 12M18 6 6 18" />`;
export const cashierIcon = svg`<circle cx="9" cy="7" r="4" /><path d="M2 21v-2a5 5 0 0 1 5-5h4M15 13h7v5h-7zm0 8h7" />`;
export const saveIcon = svg`<path d="M12 4v11m-5-5 5 5 5-5M4 20h16" />`;
export const printIcon = svg`<path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z" />`;
export const shareIcon = svg`<path d="M12 15V4m-4 4 4-4 4 4M6 12H5v8h14v-8h-1" />`;
export const reminderIcon = svg`<path d="M6 17V11a6 6 0 0 1 12 0v6l1.500 1h-15zM10 21h4" />`;
