import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { onWakeUp } from './wake-ups.ts';

/** As much of a page as is listened to. */
function openPage() {
  const page = {
    window: new EventTarget(),
    document: Object.assign(new EventTarget(), { visibilityState: 'visible' }),
  };
  vi.stubGlobal('window', page.window);
  vi.stubGlobal('document', page.document);
  onTestFinished(() => void vi.unstubAllGlobals());
  return page;
}

describe(onWakeUp, () => {
  it('wakes when the device is online again and when the page is looked at again', () => {
    const { window, document } = openPage();
    const wake = vi.fn();
    onWakeUp(wake);

    window.dispatchEvent(new Event('online'));
    window.dispatchEvent(new Event('pageshow'));
    document.dispatchEvent(new Event('visibilitychange'));
    expect(wake).toHaveBeenCalledTimes(3);

    document.visibilityState = 'hidden';
    document.dispatchEvent(new Event('visibilitychange'));
    expect(wake).toHaveBeenCalledTimes(3);
  });

  it('listens no more after its undo', () => {
    const { window, document } = openPage();
    const wake = vi.fn();
    onWakeUp(wake)();

    window.dispatchEvent(new Event('online'));
    window.dispatchEvent(new Event('pageshow'));
    document.dispatchEvent(new Event('visibilitychange'));

    expect(wake).not.toHaveBeenCalled();
  });

  it('does nothing outside a page', () => {
    expect(() => onWakeUp(vi.fn())()).not.toThrow();
  });
});
