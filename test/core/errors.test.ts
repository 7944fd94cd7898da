import {expect} from '@open-wc/testing';
import {problemFrom, StatusProblem, timeInvalid} from '../../src/core/errors.js';

describe('problemFrom', () => {
  it('returns the problem of a StatusProblem', () => {
    const problem = {
      code: 'status-refused',
      message: 'The status address answers 404.',
      retryable: false,
    } as const;
    expect(problemFrom(new StatusProblem(problem))).to.equal(problem);
  });

  for (const thrown of [new TypeError('Failed to fetch'), 'a text', undefined]) {
    it(`returns status-unreachable with the cause ${String(thrown)}`, () => {
      expect(problemFrom(thrown)).to.deep.equal({
        code: 'status-unreachable',
        message: 'The status source has failed several times in a row.',
        retryable: true,
        cause: thrown,
      });
    });
  }
});

describe('timeInvalid', () => {
  it('names each time and what is wrong with it', () => {
    const issues = [
      {path: 'expiredTime', message: 'is not a time'},
      {path: 'serverTime', message: 'is in seconds'},
    ];
    expect(timeInvalid(issues)).to.deep.equal({
      code: 'time-invalid',
      message: 'A time is ignored: expiredTime is not a time; serverTime is in seconds.',
      retryable: false,
      issues,
    });
  });
});

describe('StatusProblem', () => {
  it('has a name, and the message and cause of its problem', () => {
    const cause = new SyntaxError('Unexpected token');
    const thrown = new StatusProblem(
      {code: 'status-not-json', message: 'Not JSON.', retryable: false, cause},
      500,
    );
    expect(String(thrown)).to.equal('StatusProblem: Not JSON.');
    expect({cause: thrown.cause, retryAfterMs: thrown.retryAfterMs}).to.deep.equal({
      cause,
      retryAfterMs: 500,
    });
  });
});
