'use client';

import 'payby-checkout/payby-checkout.js';
import type {PaybySuccessEvent} from 'payby-checkout';
import {useEffect, useState} from 'react';

/** The element's script, and what the page does when the order is paid. */
export function Paid() {
  const [paid, setPaid] = useState('');
  useEffect(() => {
    const show = ({detail}: PaybySuccessEvent): void => {
      setPaid(`Paid ${detail.amount} ${detail.currency}`);
    };
    document.addEventListener('payby-success', show);
    return () => {
      document.removeEventListener('payby-success', show);
    };
  }, []);
  return <output>{paid}</output>;
}
