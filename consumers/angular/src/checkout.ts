import 'payby-checkout';
import {Component, CUSTOM_ELEMENTS_SCHEMA, signal} from '@angular/core';
import type {CheckoutOrder, PaybySuccessEvent} from 'payby-checkout';

@Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <payby-checkout
      [order]="order()"
      [statusUrl]="statusUrl"
      (payby-success)="thank($event)"
    ></payby-checkout>
    <output>{{ paid() }}</output>
  `,
})
export class Checkout {
  readonly statusUrl = '/api/orders/{merchantOrderNo}/status';
  readonly order = signal<CheckoutOrder | null>(null);
  readonly paid = signal('');

  constructor() {
    void this.createOrder();
  }

  async createOrder(): Promise<void> {
    const response = await fetch('/api/orders', {method: 'POST'});
    this.order.set((await response.json()) as CheckoutOrder);
  }

  thank({detail}: PaybySuccessEvent): void {
    this.paid.set(`Paid ${detail.amount} ${detail.currency}`);
  }
}
