import {expect} from '@open-wc/testing';
import {businessTypeOf} from '../../../src/core/order/business-type.js';
import {payByAnswer} from '../../support/orders.js';

describe('what a cash top-up is for', () => {
  const cases: [string, unknown, string | undefined][] = [
    ['beside the order’s other facts', {businessType: 'GAME_TOP_UP'}, 'GAME_TOP_UP'],
    ['as PayBy’s request has it', {paySceneParams: {businessType: 'GAME_TOP_UP'}}, 'GAME_TOP_UP'],
    ['as JSON', '{"businessType":"GAME_TOP_UP"}', 'GAME_TOP_UP'],
    ['in PayBy’s answer', payByAnswer({paySceneParams: {businessType: 'BILL'}}), 'BILL'],
    ['not at all', payByAnswer(), undefined],
    ['as something that is no word', {businessType: 7, paySceneParams: 'GAME_TOP_UP'}, undefined],
    ['in no order', null, undefined],
    ['in broken JSON', '{', undefined],
  ];
  for (const [where, order, type] of cases) {
    it(`may be told ${where}`, () => {
      expect(businessTypeOf(order)).to.equal(type);
    });
  }
});
