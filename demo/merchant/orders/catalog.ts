/** What the demo's shops sell. */

export type Scene = 'DYNQR' | 'QRPAY' | 'CASHTOPUP';

export interface Sku {
  readonly sku: string;
  readonly title: string;
  readonly titleAr: string;
  readonly amount: string;
  readonly currency: 'AED';
  readonly paySceneCode: Scene;
  /** How many coins it is; absent for goods. */
  readonly coins?: number;
}

export const skus: readonly Sku[] = [
  good('mug', 'Karak mug', 'كوب كرك', '25.00'),
  good('dates', 'Box of dates', 'علبة تمر', '48.50'),
  good('lamp', 'Desk lamp', 'مصباح مكتب', '129.00'),
  coins(60, '60 عملة', '5.00'),
  coins(500, '500 عملة', '36.00'),
  coins(1200, '1200 عملة', '85.00'),
  coins(3000, '3000 عملة', '199.00'),
];

export const findSku = (sku: string): Sku | undefined => skus.find((item) => item.sku === sku);

/** What the payer reads on the phone; a pack alone would not say which game it is for. */
export function subjectsOf({title, titleAr, paySceneCode}: Sku): {
  readonly subject: string;
  readonly subjectAr: string;
} {
  return paySceneCode === 'CASHTOPUP'
    ? {subject: `Sand Racer: ${title}`, subjectAr: `ساند ريسر: ${titleAr}`}
    : {subject: title, subjectAr: titleAr};
}

/** What the payer reads when a till has named an amount and nothing else. */
export const UNNAMED = {subject: 'Purchase', subjectAr: 'عملية شراء'};

function good(sku: string, title: string, titleAr: string, amount: string): Sku {
  return {sku, title, titleAr, amount, currency: 'AED', paySceneCode: 'DYNQR'};
}

function coins(count: number, titleAr: string, amount: string): Sku {
  const title = `${String(count)} coins`;
  const sku = `coins-${String(count)}`;
  return {sku, title, titleAr, amount, currency: 'AED', paySceneCode: 'CASHTOPUP', coins: count};
}
