import {expect} from '@open-wc/testing';
import {CameraController, type CameraOptions} from '../../../src/scan/camera/camera-controller.js';
import {nativeDetector, withFallback} from '../../../src/scan/camera/native-detector.js';
import type {CodeDetector, SeenCode} from '../../../src/core/scan/camera-frames.js';
import {WasmBlocked} from '../../../src/core/scan/camera-errors.js';
import {FakeDevices} from '../../support/fake-camera.js';
import {FakeEnvironment} from '../../support/fake-environment.js';
import {FakeHost} from '../../support/fake-host.js';
import {ManualClock, settle} from '../../support/manual-clock.js';

const CODE = '20007900T400690098F';
const blank = {readyState: 1, HAVE_CURRENT_DATA: 2} as HTMLVideoElement;
/** A video with a picture. */
const frame = {readyState: 2, HAVE_CURRENT_DATA: 2} as HTMLVideoElement;

function setUp(overrides: Partial<CameraOptions> = {}) {
  const host = new FakeHost();
  const clock = new ManualClock();
  const environment = new FakeEnvironment();
  const devices = new FakeDevices();
  const delivered: string[] = [];
  const failures: string[] = [];
  let inView: readonly SeenCode[] = [];
  let reads = 0;
  const detector: CodeDetector<HTMLVideoElement> = {
    detect: () => {
      reads++;
      return Promise.resolve(inView);
    },
  };
  const camera: CameraController = new CameraController(host, {
    clock,
    environment,
    devices: devices,
    isSecure: true,
    isForbidden: () => false,
    detector: () => Promise.resolve(detector),
    video: () => frame,
    onCode: (code) => {
      delivered.push(code);
      camera.close();
    },
    onError: (error) => failures.push(error),
    warn: () => undefined,
    ...overrides,
  });
  host.connect();
  return {
    host,
    clock,
    environment,
    devices,
    camera,
    delivered,
    failures,
    reads: () => reads,
    show: (...codes: readonly string[]) => (inView = codes.map((text) => ({text, isLinear: false}))),
    open: async () => {
      camera.open();
      await settle();
    },
    /** Number of running streams, timers and listeners. */
    leftovers: () => devices.running + clock.sleeping + environment.listeners.size,
  };
}

describe('CameraController', () => {
  it('opens the rear camera without audio and reports a code once', async () => {
    const {open, devices, camera, show, clock, delivered, leftovers} = setUp();
    await open();
    expect(camera.state.kind).to.equal('live');
    expect(devices.requests).to.have.length(1);
    expect(devices.requests[0]).to.deep.include({audio: false});
    expect(devices.requests[0]?.video).to.deep.include({facingMode: {ideal: 'environment'}});
    show(CODE);
    await clock.advance(2000);
    expect(delivered).to.deep.equal([CODE]);
    expect(camera.state.kind).to.equal('closed');
    expect(leftovers()).to.equal(0);
  });

  it('stays open after a refused code and does not report it with each frame', async () => {
    const reported: string[] = [];
    const {open, camera, show, clock} = setUp({onCode: (code) => reported.push(code)});
    await open();
    show('4006381333931');
    await clock.advance(3000);
    expect(reported).to.deep.equal(['4006381333931']);
    expect(camera.state.kind).to.equal('live');
    show(CODE);
    await clock.advance(500);
    expect(reported).to.deep.equal(['4006381333931', CODE]);
  });

  it('reports no code while several are in view', async () => {
    const {open, camera, show, clock, delivered} = setUp();
    await open();
    show(CODE, 'https://example.com/poster');
    await clock.advance(500);
    expect(camera.state).to.deep.include({kind: 'live', isCrowded: true});
    expect(delivered).to.deep.equal([]);
    show(CODE);
    await clock.advance(500);
    expect(delivered).to.deep.equal([CODE]);
  });

  it('reads no frame before the video has a picture', async () => {
    const {open, clock, reads} = setUp({video: () => blank});
    await open();
    await clock.advance(1000);
    expect(reads()).to.equal(0);
  });

  const endings: [string, (fixture: ReturnType<typeof setUp>) => void][] = [
    ['it is closed', ({camera}) => camera.close()],
    ['its element leaves the page', ({host}) => host.disconnect()],
    ['the page is left', () => dispatchEvent(new Event('pagehide'))],
  ];
  for (const [when, act] of endings) {
    it(`stops stream, timer and listener when ${when}`, async () => {
      const fixture = setUp();
      await fixture.open();
      await fixture.clock.advance(300);
      expect(fixture.leftovers()).to.equal(3);
      act(fixture);
      const looked = fixture.reads();
      await fixture.clock.advance(60_000);
      expect([fixture.leftovers(), fixture.reads() - looked, fixture.camera.state.kind]).to.deep.equal([
        0,
        0,
        'closed',
      ]);
    });

    it(`stops a stream that is granted after ${when}`, async () => {
      const fixture = setUp();
      fixture.devices.isPending = true;
      await fixture.open();
      expect(fixture.camera.state.kind).to.equal('starting');
      act(fixture);
      fixture.devices.answer?.();
      await settle();
      expect([fixture.devices.tracks.length, fixture.leftovers()]).to.deep.equal([1, 0]);
      expect([fixture.camera.state.kind, fixture.failures.length]).to.deep.equal(['closed', 0]);
    });
  }

  it('releases the camera while the page is hidden and opens it again', async () => {
    const {open, devices, camera, environment, clock} = setUp();
    await open();
    environment.hide();
    await settle();
    expect([camera.state.kind, devices.running, clock.sleeping]).to.deep.equal(['paused', 0, 0]);
    environment.notify();
    environment.show();
    await settle();
    expect([camera.state.kind, devices.running]).to.deep.equal(['live', 1]);
  });

  it('lists the cameras by name and opens the chosen one', async () => {
    const {open, devices, camera} = setUp();
    devices.cameras.push({kind: 'videoinput', deviceId: 'front', label: ''});
    await open();
    expect(camera.state).to.deep.include({
      cameraId: 'back',
      cameras: [
        {id: 'back', name: 'Back camera'},
        {id: 'front', name: ''},
      ],
    });
    camera.choose('front');
    await settle();
    expect(devices.requests[1]?.video).to.deep.include({deviceId: {exact: 'front'}});
    expect(camera.state).to.deep.include({kind: 'live', cameraId: 'front'});
    expect(devices.running).to.equal(1);
  });

  it('opens any camera when the chosen one is missing', async () => {
    const {open, devices, camera} = setUp();
    await open();
    devices.refusal = new DOMException('', 'OverconstrainedError');
    camera.choose('unplugged');
    await settle();
    expect(camera.state).to.deep.equal({kind: 'failed', error: 'missing'});
    devices.refusal = undefined;
    camera.tryAgain();
    await settle();
    expect(devices.requests.at(-1)?.video).to.deep.include({facingMode: {ideal: 'environment'}});
    expect(camera.state.kind).to.equal('live');
  });

  it('switches the torch on and off', async () => {
    const {open, devices, camera} = setUp();
    devices.torch = 'yes';
    await open();
    expect(camera.state).to.deep.include({torch: 'off'});
    await camera.setTorch(true);
    expect(camera.state).to.deep.include({torch: 'on'});
    await camera.setTorch(false);
    expect(devices.tracks[0]?.applied).to.deep.equal([
      {advanced: [{torch: true}]},
      {advanced: [{torch: false}]},
    ]);
  });

  it('leaves the torch off when the device refuses', async () => {
    const {open, devices, camera} = setUp();
    devices.torch = 'broken';
    await open();
    await camera.setTorch(true);
    expect(camera.state).to.deep.include({torch: 'off'});
  });

  it('offers no torch when the camera has none', async () => {
    const {open, camera} = setUp();
    await open();
    expect(camera.state).to.deep.include({torch: 'none'});
  });

  it('fails with lost when the device is unplugged, and starts again', async () => {
    const {open, devices, camera, clock} = setUp();
    await open();
    devices.tracks[0]?.unplug();
    await settle();
    expect(camera.state).to.deep.equal({kind: 'failed', error: 'lost'});
    expect(clock.sleeping).to.equal(0);
    camera.tryAgain();
    await settle();
    expect(camera.state.kind).to.equal('live');
  });

  const refusals: [string, string][] = [
    ['NotAllowedError', 'refused'],
    ['NotFoundError', 'missing'],
    ['NotReadableError', 'taken'],
  ];
  for (const [name, error] of refusals) {
    it(`fails with ${error} after ${name}, and starts again on tryAgain()`, async () => {
      const {open, devices, camera, failures, leftovers} = setUp();
      devices.refusal = new DOMException('', name);
      await open();
      expect(camera.state).to.deep.equal({kind: 'failed', error});
      expect(failures).to.deep.equal([error]);
      devices.refusal = undefined;
      camera.tryAgain();
      await settle();
      expect(camera.state.kind).to.equal('live');
      camera.close();
      expect(leftovers()).to.equal(0);
    });
  }

  it('fails without a request on a page without https, under a policy that forbids it, and without cameras', async () => {
    const insecure = setUp({isSecure: false});
    await insecure.open();
    expect(insecure.camera.state).to.deep.equal({kind: 'failed', error: 'insecure'});
    expect(insecure.devices.requests).to.deep.equal([]);
    const forbidden = setUp({isForbidden: () => true});
    await forbidden.open();
    expect(forbidden.camera.state).to.deep.equal({kind: 'failed', error: 'forbidden'});
    expect([forbidden.devices.requests, forbidden.failures]).to.deep.equal([[], ['forbidden']]);
    const bare = setUp({devices: undefined});
    await bare.open();
    expect(bare.camera.state).to.deep.equal({kind: 'failed', error: 'unsupported'});
  });

  it('releases the camera when the code reader cannot be started, and starts it again on tryAgain()', async () => {
    let attempts = 0;
    const {open, camera, devices, failures} = setUp({
      detector: () => {
        attempts++;
        return attempts === 1
          ? Promise.reject(new Error('offline'))
          : Promise.resolve({detect: () => Promise.resolve([])});
      },
    });
    await open();
    expect(camera.state).to.deep.equal({kind: 'failed', error: 'unreadable'});
    expect([devices.running, failures]).to.deep.equal([0, ['unreadable']]);
    camera.tryAgain();
    await settle();
    expect([camera.state.kind, attempts]).to.deep.equal(['live', 2]);
  });

  it('fails with blocked when the page’s policy forbids WebAssembly', async () => {
    const {open, camera} = setUp({detector: () => Promise.reject(new WasmBlocked('policy'))});
    await open();
    expect(camera.state).to.deep.equal({kind: 'failed', error: 'blocked'});
  });

  it('fails with blocked also for the error class of another chunk', async () => {
    const otherCopy = Object.assign(new Error('policy'), {name: 'WasmBlocked'});
    const {open, camera} = setUp({detector: () => Promise.reject(otherCopy)});
    await open();
    expect(camera.state).to.deep.equal({kind: 'failed', error: 'blocked'});
  });

  it('fails with unreadable when the code reader rejects', async () => {
    const {open, camera, devices} = setUp({
      detector: () => Promise.resolve({detect: () => Promise.reject(new Error('out of memory'))}),
    });
    await open();
    expect(camera.state).to.deep.equal({kind: 'failed', error: 'unreadable'});
    expect(devices.running).to.equal(0);
  });
});

describe('nativeDetector and withFallback', () => {
  const browserWith = (formats: readonly string[] | Error): object => ({
    BarcodeDetector: class {
      static getSupportedFormats(): Promise<readonly string[]> {
        return formats instanceof Error ? Promise.reject(formats) : Promise.resolve(formats);
      }
      detect(): Promise<object[]> {
        return Promise.resolve([
          {rawValue: 'A', format: 'qr_code'},
          {rawValue: 'B', format: 'code_128'},
        ]);
      }
    },
  });

  it('use the browser’s reader when it supports both formats', async () => {
    const detector = await nativeDetector(browserWith(['aztec', 'code_128', 'qr_code']));
    expect(await detector?.detect(frame)).to.deep.equal([
      {text: 'A', isLinear: false},
      {text: 'B', isLinear: true},
    ]);
  });

  it('return undefined when the browser’s reader is missing, lacks a format or rejects', async () => {
    for (const view of [{}, browserWith(['qr_code']), browserWith([]), browserWith(new Error('no service'))])
      expect(await nativeDetector(view)).to.equal(undefined);
  });

  it('use the other reader for good when the first one fails', async () => {
    let native = 0;
    let made = 0;
    const failing: CodeDetector<string> = {
      detect: () => {
        native++;
        return Promise.reject(new DOMException('', 'NotSupportedError'));
      },
    };
    const causes: string[] = [];
    const other: CodeDetector<string> = {detect: (text) => Promise.resolve([{text, isLinear: false}])};
    const detector = withFallback(
      failing,
      () => {
        made++;
        return Promise.resolve(other);
      },
      (cause) => causes.push(String(cause)),
    );
    for (const text of ['1', '2', '3']) {
      expect(await detector.detect(text)).to.deep.equal([{text, isLinear: false}]);
    }
    expect({native, made, causes: causes.length}).to.deep.equal({native: 1, made: 1, causes: 1});
  });

  it('make the other reader again after it could not be made', async () => {
    const failing: CodeDetector<string> = {detect: () => Promise.reject(new Error('no service'))};
    let attempts = 0;
    const detector = withFallback(
      failing,
      () => {
        attempts++;
        return attempts === 1
          ? Promise.reject(new Error('offline'))
          : Promise.resolve({detect: () => Promise.resolve([])});
      },
      () => undefined,
    );
    expect(await detector.detect('1').catch(String)).to.equal('Error: offline');
    expect(await detector.detect('2')).to.deep.equal([]);
  });
});
