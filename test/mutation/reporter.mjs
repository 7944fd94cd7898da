// A reporter of Stryker: appends each planted fault as a line of JSON to MUTATION_RESULTS as soon as it was tried, so that
// a run that is stopped has a score as well.
import {appendFileSync} from 'node:fs';
import {relative} from 'node:path';

class Lines {
  #write(line) {
    if (process.env.MUTATION_RESULTS)
      appendFileSync(process.env.MUTATION_RESULTS, `${JSON.stringify(line)}\n`);
  }

  onMutationTestingPlanReady({mutantPlans}) {
    this.#write({planned: mutantPlans.length});
  }

  onMutantTested({fileName, location, replacement, status}) {
    this.#write({
      file: relative(process.cwd(), fileName),
      ...{line: location.start.line, replacement, status},
    });
  }
}

export const strykerPlugins = [{kind: 'Reporter', name: 'lines', injectableClass: Lines}];
