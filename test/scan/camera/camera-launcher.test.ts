import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/payby-scan-input.js';
import type {Problem} from '../../../src/core/errors.js';
import {CameraLauncher, type CameraLauncherOptions} from '../../../src/scan/camera/camera-launcher.js';
import type {PaybyScanInput} from '../../../src/scan/payby-scan-input.js';
import {LocaleController} from '../../../src/shared/locale-controller.js';
import {ManualClock, settle} from '../../support/manual-clock.js';

const NOT_LOADED = 'The code reader couldn’t be loaded. Check the connection, then try again.';

/** Counts how often it was opened; the real one would request a camera. */
class CountingCamera {
  static opened = 0;
  isOpen = false;
  open(): void {
    CountingCamera.opened++;
    this.isOpen = true;
  }
  close(): void {
    this.isOpen = false;
  }
}

describe('CameraLauncher', () => {
  let element: PaybyScanInput;
  let clock: ManualClock;
  let downloads: number;
  /** How many downloads fail before one succeeds. */
  let failing: number;
  let problems: Problem[];
  let launcher: CameraLauncher;
  const {warn} = console;

  const camera = {ScanCamera: CountingCamera} as unknown as Awaited<
    ReturnType<CameraLauncherOptions['load']>
  >;

  beforeEach(async () => {
    console.warn = () => undefined; // LazyPart reports the first failure
    CountingCamera.opened = 0;
    downloads = failing = 0;
    problems = [];
    clock = new ManualClock();
    element = await fixture<PaybyScanInput>(html`<payby-scan-input lang="en"></payby-scan-input>`);
    launcher = new CameraLauncher(element, {
      clock,
      locale: new LocaleController(element, () => 'en', {reportProblem: () => {}}),
      isEnabled: () => true,
      onCode: () => undefined,
      reportProblem: (problem) => problems.push(problem),
      load: () => {
        downloads++;
        return downloads > failing ? Promise.resolve(camera) : Promise.reject(new Error('offline'));
      },
    });
  });
  afterEach(() => {
    console.warn = warn;
  });

  it('downloads the camera when it is opened for the first time, and only once', async () => {
    expect(downloads).to.equal(0);
    launcher.open();
    await settle();
    launcher.close();
    launcher.open();
    await settle();
    expect({downloads, opened: CountingCamera.opened}).to.deep.equal({downloads: 1, opened: 2});
  });

  it('shows why the camera did not open after a failed download, and opens it at the second press', async () => {
    failing = 1;
    launcher.open();
    await settle();
    expect({error: launcher.error, opened: CountingCamera.opened}).to.deep.equal({
      error: NOT_LOADED,
      opened: 0,
    });
    launcher.open();
    await settle();
    expect({error: launcher.error, opened: CountingCamera.opened, downloads}).to.deep.equal({
      error: '',
      opened: 1,
      downloads: 2,
    });
  });

  it('does not open the camera later by itself when a retry succeeds', async () => {
    failing = 1;
    launcher.open();
    await clock.advance(10_000);
    expect({downloads, opened: CountingCamera.opened, error: launcher.error}).to.deep.equal({
      downloads: 2,
      opened: 0,
      error: NOT_LOADED,
    });
    launcher.open();
    await settle();
    expect(CountingCamera.opened).to.equal(1);
  });

  it('reports script-unreachable with its cause after the third failed download in a row', async () => {
    failing = 3;
    launcher.open();
    await clock.advance(60_000);
    expect(problems.map(({code, cause}) => ({code, cause: String(cause)}))).to.deep.equal([
      {code: 'script-unreachable', cause: 'Error: offline'},
    ]);
    expect(launcher.error).to.equal(NOT_LOADED);
  });

  it('does not open the camera that was closed while it was loading', async () => {
    launcher.open();
    launcher.close();
    await settle();
    expect(CountingCamera.opened).to.equal(0);
  });
});
