import {html, type TemplateResult} from 'lit';
import type {CashierCard} from '../voucher-model.js';

/** What the cashier does and checks, in both languages side by side, as on the signs of the Emirates. */
export const cashierCardsView = (cards: readonly CashierCard[]): TemplateResult => html`
  <div part="cashier-card" class="cashier" dir="ltr">${cards.map(cardView)}</div>
`;

const cardView = ({language, direction, title, steps, balance, facts}: CashierCard): TemplateResult => html`
  <section lang=${language} dir=${direction}>
    <p class="title">${title}</p>
    <p class="balance">${balance}</p>
    <dl>
      ${facts.map(
        (fact) =>
          html`<div>
            <dt>${fact.label}</dt>
            <dd><bdi dir=${fact.direction}>${fact.value}</bdi></dd>
          </div>`,
      )}
    </dl>
    <ol>
      ${steps.map((step) => html`<li>${step}</li>`)}
    </ol>
  </section>
`;
