/** The partner stores: a list with a search field and a button that sorts it by distance. */
import {html, nothing, type TemplateResult} from 'lit';
import type {FoundStore} from '../../core/voucher/store-search.js';
import {dialNumber} from '../../core/voucher/stores.js';
import type {StoresStrings} from '../../i18n/strings.js';
import {rowView} from '../views/row-view.js';
import type {Nearness, StoreListState} from '../voucher-model.js';

export interface StoresModel {
  readonly strings: StoresStrings;
  readonly state: Exclude<StoreListState, 'none'>;
  /** The stores of the page that is shown. */
  readonly shown: readonly FoundStore[];
  /** Number of stores that match the search. */
  readonly found: number;
  readonly nearness: Nearness;
  readonly search: (query: string) => void;
  readonly sortByDistance: () => void;
  readonly showMore: () => void;
  readonly reload: () => void;
}

export function storesView(model: StoresModel): TemplateResult {
  const {strings} = model;
  return rowView('stores', strings.title, model.state === 'ready' ? listView(model) : waitingView(model));
}

const waitingView = ({strings, state, reload}: StoresModel): TemplateResult => html`
  <p role="status" class="muted">${state === 'loading' ? strings.loading : strings.unreachable}</p>
  ${
    state === 'unreachable'
      ? html`<button part="action" type="button" @click=${reload}>${strings.tryAgain}</button>`
      : nothing
  }
`;

const listView = (model: StoresModel): TemplateResult => {
  const {strings, shown, found, nearness} = model;
  return html`
    <label for="store-search">${strings.search}</label>
    <input
      id="store-search"
      type="search"
      autocomplete="off"
      spellcheck="false"
      @input=${({currentTarget}: InputEvent) => {
        model.search((currentTarget as HTMLInputElement).value);
      }}
    />
    <button
      part="action"
      type="button"
      aria-busy=${nearness === 'locating' ? 'true' : 'false'}
      @click=${model.sortByDistance}
    >
      ${strings.nearMe}
    </button>
    <p role="status" class="muted">
      ${found === 0 ? strings.none : strings.found(found)} ${nearnessText(model)}
    </p>
    <ul>
      ${shown.map((store) => storeView(strings, store))}
    </ul>
    ${
      shown.length < found
        ? html`<button part="action" type="button" @click=${model.showMore}>${strings.more}</button>`
        : nothing
    }
  `;
};

function nearnessText({strings, nearness}: StoresModel): string {
  switch (nearness) {
    case 'unsorted':
      return '';
    case 'locating':
      return strings.finding;
    case 'sorted':
      return strings.nearestFirst;
    case 'refused':
      return strings.refused;
    case 'unknown':
      return strings.noPlace;
  }
}

function storeView(strings: StoresStrings, {store, distance}: FoundStore): TemplateResult {
  const {name, address, hours, phone, directions} = store;
  const number = phone && dialNumber(phone);
  return html`<li part="store" tabindex="-1">
    <p class="name">
      <bdi>${name}</bdi>
      ${distance === undefined ? nothing : html`<span class="muted">${distanceIn(strings, distance)}</span>`}
    </p>
    ${address ? html`<p><bdi>${address}</bdi></p>` : nothing}
    ${hours ? html`<p class="muted"><bdi>${hours}</bdi></p>` : nothing}
    <p class="links">
      ${
        number && phone
          ? html`<a href="tel:${number}" aria-label=${strings.call(name, phone)}
              ><bdi dir="ltr">${phone}</bdi></a
            >`
          : nothing
      }
      ${
        directions
          ? html`<a
              href=${directions}
              target="_blank"
              rel="noopener noreferrer"
              aria-label=${strings.directionsTo(name)}
              >${strings.directions}</a
            >`
          : nothing
      }
    </p>
  </li>`;
}

/** As exact as an approximate position allows: "350 m", "1.2 km", "14 km". */
function distanceIn(strings: StoresStrings, meters: number): string {
  if (meters < 975) return strings.meters(String(Math.max(50, Math.round(meters / 50) * 50)));
  const kilometers = meters / 1000;
  return strings.kilometers(kilometers < 9.95 ? kilometers.toFixed(1) : kilometers.toFixed(0));
}
