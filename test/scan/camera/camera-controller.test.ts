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
/** A picture has arrived; what is on it the detector says. */
const frame = {readyState: 2, HAVE_CURRENT_DATA: 2} as HTMLVideoElement;

function setUp(wishes: Partial<CameraOptions> = {}) {
  const host = new FakeHost();
  const clock = new ManualClock();
  const environment = new FakeEnvironment();
  const devices = new FakeDevices();
  const delivered: string[] = [];
  const failures: string[] = [];
  let inView: readonly SeenCode[] = [];
  let looks = 0;
  const detector: CodeDetector<HTMLVideoElement> = {
    detect: () => {
      looks++;
      return Promise.resolve(inView);
    },
  };
  const camera: CameraController = new CameraController(host, {
    clock,
    environment,
    devices: devices,
    isSecure: true,
    detector: () => Promise.resolve(detector),
    video: () => frame,
    onCode: (code) => {
      delivered.push(code);
      camera.close();
    },
    onError: (error) => failures.push(error),
    ...wishes,
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
    looks: () => looks,
    show: (...codes: readonly string[]) => (inView = codes.map((text) => ({text, isLinear: false}))),
    open: async () => {
      camera.open();
      await settle();
    },
    /** Nothing that could wake up, no light on, nobody listening. */
    leftovers: () => devices.running + clock.sleeping + environment.listeners.size,
  };
}

describe('the camera', () => {
  it('looks away from the cashier first, without sound, and reads a code once', async () => {
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

  it('stays open after a code that was refused, and does not hand the same one on with each frame', async () => {
    const heard: string[] = [];
    const {open, camera, show, clock} = setUp({onCode: (code) => heard.push(code)});
    await open();
    show('4006381333931');
    await clock.advance(3000);
    expect(heard).to.deep.equal(['4006381333931']);
    expect(camera.state.kind).to.equal('live');
    show(CODE);
    await clock.advance(500);
    expect(heard).to.deep.equal(['4006381333931', CODE]);
  });

  it('asks for one code at a time when several are in view', async () => {
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

  it('waits for the picture before it looks', async () => {
    const {open, clock, looks} = setUp({video: () => blank});
    await open();
    await clock.advance(1000);
    expect(looks()).to.equal(0);
  });

  const endings: [string, (stage: ReturnType<typeof setUp>) => void][] = [
    ['it is closed', ({camera}) => camera.close()],
    ['its element leaves the page', ({host}) => host.disconnect()],
    ['the page is left', () => dispatchEvent(new Event('pagehide'))],
  ];
  for (const [when, act] of endings) {
    it(`leaves nothing running when ${when}`, async () => {
      const stage = setUp();
      await stage.open();
      await stage.clock.advance(300);
      expect(stage.leftovers()).to.equal(3);
      act(stage);
      const looked = stage.looks();
      await stage.clock.advance(60_000);
      expect([stage.leftovers(), stage.looks() - looked, stage.camera.state.kind]).to.deep.equal([
        0,
        0,
        'closed',
      ]);
    });

    it(`ends a stream that is granted only after ${when}`, async () => {
      const stage = setUp();
      stage.devices.isPending = true;
      await stage.open();
      expect(stage.camera.state.kind).to.equal('starting');
      act(stage);
      stage.devices.answer?.();
      await settle();
      expect([stage.devices.tracks.length, stage.leftovers()]).to.deep.equal([1, 0]);
      expect([stage.camera.state.kind, stage.failures.length]).to.deep.equal(['closed', 0]);
    });
  }

  it('lets the camera go while nobody can see the page, and takes it up again', async () => {
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

  it('offers the other cameras by name, and changes to the chosen one', async () => {
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

  it('goes back to any camera when the chosen one is gone', async () => {
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

  it('switches the light on and off where there is one', async () => {
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

  it('does not claim a light that would not go on', async () => {
    const {open, devices, camera} = setUp();
    devices.torch = 'broken';
    await open();
    await camera.setTorch(true);
    expect(camera.state).to.deep.include({torch: 'off'});
  });

  it('offers no light where there is none', async () => {
    const {open, camera} = setUp();
    await open();
    expect(camera.state).to.deep.include({torch: 'none'});
  });

  it('says so when it is pulled out, and works again once it is back', async () => {
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
    it(`is ${error} after ${name}, and asks again when the cashier wishes`, async () => {
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

  it('is not even asked for on a page without https, or in a browser without one', async () => {
    const insecure = setUp({isSecure: false});
    await insecure.open();
    expect(insecure.camera.state).to.deep.equal({kind: 'failed', error: 'insecure'});
    expect(insecure.devices.requests).to.deep.equal([]);
    const bare = setUp({devices: undefined});
    await bare.open();
    expect(bare.camera.state).to.deep.equal({kind: 'failed', error: 'unsupported'});
  });

  it('lets go of the picture when nothing can read it, and fetches the reader again at the next try', async () => {
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

  it('tells a forbidding policy from a failed download', async () => {
    const {open, camera} = setUp({detector: () => Promise.reject(new WasmBlocked('policy'))});
    await open();
    expect(camera.state).to.deep.equal({kind: 'failed', error: 'blocked'});
  });

  it('knows that policy also from another copy of the package’s parts', async () => {
    const foreign = Object.assign(new Error('policy'), {name: 'WasmBlocked'});
    const {open, camera} = setUp({detector: () => Promise.reject(foreign)});
    await open();
    expect(camera.state).to.deep.equal({kind: 'failed', error: 'blocked'});
  });

  it('says so when the reader breaks in the middle', async () => {
    const {open, camera, devices} = setUp({
      detector: () => Promise.resolve({detect: () => Promise.reject(new Error('out of memory'))}),
    });
    await open();
    expect(camera.state).to.deep.equal({kind: 'failed', error: 'unreadable'});
    expect(devices.running).to.equal(0);
  });
});

describe('the browser’s own reader', () => {
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

  it('is used where it knows both kinds of code', async () => {
    const detector = await nativeDetector(browserWith(['aztec', 'code_128', 'qr_code']));
    expect(await detector?.detect(frame)).to.deep.equal([
      {text: 'A', isLinear: false},
      {text: 'B', isLinear: true},
    ]);
  });

  it('is left alone where it is missing, lacks a kind, or is there in name only', async () => {
    for (const view of [{}, browserWith(['qr_code']), browserWith([]), browserWith(new Error('no service'))])
      expect(await nativeDetector(view)).to.equal(undefined);
  });

  it('gives way for good when its service fails', async () => {
    let native = 0;
    let made = 0;
    const failing: CodeDetector<string> = {
      detect: () => {
        native++;
        return Promise.reject(new DOMException('', 'NotSupportedError'));
      },
    };
    const spare: CodeDetector<string> = {detect: (text) => Promise.resolve([{text, isLinear: false}])};
    const detector = withFallback(failing, () => {
      made++;
      return Promise.resolve(spare);
    });
    for (const text of ['1', '2', '3']) {
      expect(await detector.detect(text)).to.deep.equal([{text, isLinear: false}]);
    }
    expect([native, made]).to.deep.equal([1, 1]);
  });
});
