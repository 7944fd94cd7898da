// `npm test`: everything, or the suites that `npm test -- --only=browser,node,e2e` names. BROWSERS=chromium,firefox,webkit
// chooses the engines of the browser suite. Says in one sentence what is missing, so everything else is imported later.
import {nodeProblem} from './node-version.mjs';

function stop(problem) {
  console.error(problem);
  process.exitCode = 1;
}

const problem = nodeProblem('npm test');
if (problem) stop(problem);
else {
  import('./suites.mjs')
    .then(({runSuites}) => {
      process.exitCode = runSuites(process.argv.slice(2)) ? 0 : 1;
    })
    .catch((error) => {
      const isMissing = error.code === 'ERR_MODULE_NOT_FOUND';
      stop(isMissing ? 'The packages are not installed: run npm ci first.' : error.stack);
    });
}
