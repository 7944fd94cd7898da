/** Fakes camera devices and counts their running tracks. */
export class FakeTrack extends EventTarget {
  readonly kind = 'video';
  readonly deviceId: string;
  readonly applied: MediaTrackConstraints[] = [];
  readyState: 'live' | 'ended' = 'live';
  torch: 'yes' | 'no' | 'broken';

  constructor(deviceId: string, torch: FakeTrack['torch']) {
    super();
    this.deviceId = deviceId;
    this.torch = torch;
  }
  stop(): void {
    this.readyState = 'ended';
  }
  getSettings(): {deviceId: string} {
    return {deviceId: this.deviceId};
  }
  getCapabilities(): {torch?: boolean} {
    return this.torch === 'no' ? {} : {torch: true};
  }
  applyConstraints(constraints: MediaTrackConstraints): Promise<void> {
    if (this.torch === 'broken') return Promise.reject(new DOMException('in use', 'OperationError'));
    this.applied.push(constraints);
    return Promise.resolve();
  }
  /** The device is unplugged. */
  unplug(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}

export class FakeDevices {
  readonly requests: MediaStreamConstraints[] = [];
  readonly tracks: FakeTrack[] = [];
  cameras = [{kind: 'videoinput', deviceId: 'back', label: 'Back camera'}];
  torch: FakeTrack['torch'] = 'no';
  /** What the next request is rejected with. */
  refusal: unknown;
  /** Grants a pending request. */
  answer: (() => void) | undefined;
  isPending = false;

  /** Number of tracks that were not stopped. */
  get running(): number {
    return this.tracks.filter(({readyState}) => readyState === 'live').length;
  }

  async getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
    this.requests.push(constraints);
    if (this.isPending) await new Promise<void>((resolve) => (this.answer = resolve));
    if (this.refusal) throw this.refusal as Error;
    const {deviceId} = constraints.video as {deviceId?: {exact: string}};
    const track = new FakeTrack(deviceId?.exact ?? 'back', this.torch);
    this.tracks.push(track);
    const stream = {getTracks: () => [track], getVideoTracks: () => [track]};
    return stream as unknown as MediaStream;
  }

  enumerateDevices(): Promise<MediaDeviceInfo[]> {
    const microphone = {kind: 'audioinput', deviceId: 'microphone', label: 'Microphone'};
    return Promise.resolve([microphone, ...this.cameras] as unknown as MediaDeviceInfo[]);
  }
}
