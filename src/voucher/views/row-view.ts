import {html, type TemplateResult} from 'lit';
import type {Template} from '../../shared/views/template.js';

/**
 * A row that opens, below what every payer needs. The browser keeps whether it is open, also without JavaScript.
 * @param part also the class of the row
 */
export const rowView = (part: string, title: string, content: Template): TemplateResult => html`
  <details part="row ${part}" class=${part}>
    <summary class="title">${title}</summary>
    ${content}
  </details>
`;
