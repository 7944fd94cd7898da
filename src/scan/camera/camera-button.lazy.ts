/** Fetched for `camera`, or when the page opens the camera: the button in the field, and what loads the camera itself. */
import type {ScanElement} from '../scan-element.js';
import {CameraLauncher, type CameraLauncherOptions} from './camera-launcher.js';

export const launcherFor = (
  element: ScanElement,
  options: Omit<CameraLauncherOptions, 'load'>,
): CameraLauncher => new CameraLauncher(element, {...options, load: () => import('./camera.lazy.js')});
