import type { DevTools } from './devtools.ts';

/** A page that is open in a browser, with what it did so far. */
export interface OpenPage {
  /** Addresses that were asked for, the page's own among them. */
  readonly requests: readonly string[];
  /** What stands in the console, and what was thrown. */
  readonly complaints: readonly string[];
  readonly evaluate: <T>(expression: string) => Promise<T>;
  /** Presses keys one after the other, as a keyboard does: names like `ArrowDown`, or single characters. */
  readonly press: (...keys: readonly string[]) => Promise<void>;
  readonly type: (text: string) => Promise<void>;
  readonly screenshot: () => Promise<Buffer>;
  /** `dark` or `light`, and the width of the window. */
  readonly look: (scheme: 'dark' | 'light', width: number, height: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens an address and waits until it has loaded. */
export async function openPage(browser: DevTools, url: string): Promise<OpenPage> {
  const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
  const send = (method: string, params: object = {}) => browser.send(method, params, String(sessionId));
  const requests: string[] = [];
  const complaints: string[] = [];
  let loaded = (): void => undefined;
  const whenLoaded = new Promise<void>((resolve) => {
    loaded = resolve;
  });
  browser.on((method, params) => {
    if (method === 'Network.requestWillBeSent') requests.push(stringAt(params, 'request', 'url'));
    if (method === 'Page.loadEventFired') loaded();
    if (method === 'Log.entryAdded') complaints.push(stringAt(params, 'entry', 'text'));
    if (method === 'Runtime.consoleAPICalled') complaints.push(JSON.stringify(params));
    if (method === 'Runtime.exceptionThrown') complaints.push(JSON.stringify(params));
  });
  for (const domain of ['Page', 'Network', 'Log', 'Runtime']) await send(`${domain}.enable`);
  await send('Page.navigate', { url });
  await whenLoaded;
  const evaluate = async <T>(expression: string): Promise<T> => {
    const answer = await send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
    if (answer['exceptionDetails']) throw new Error(JSON.stringify(answer['exceptionDetails']));
    return (answer['result'] as { readonly value: T }).value;
  };
  const strike = async (key: string): Promise<void> => {
    const facts = keyFacts(key);
    await send('Input.dispatchKeyEvent', { type: 'keyDown', ...facts });
    await send('Input.dispatchKeyEvent', { type: 'keyUp', ...facts });
  };
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await strike(key);
  };
  return {
    requests,
    complaints,
    evaluate,
    press,
    type: (text) => press(...text),
    screenshot: async () => Buffer.from(String((await send('Page.captureScreenshot'))['data']), 'base64'),
    look: async (scheme, width, height) => {
      await send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
      await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    },
    close: async () => {
      await send('Page.close');
    },
  };
}

const CODES: Readonly<Record<string, number>> = {
  Tab: 9,
  Enter: 13,
  Escape: 27,
  PageUp: 33,
  PageDown: 34,
  End: 35,
  Home: 36,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
};

function keyFacts(key: string): object {
  const code = CODES[key];
  if (code === undefined) return { key, text: key };
  const text = key === 'Enter' ? { text: '\r' } : {};
  return { key, code: key, windowsVirtualKeyCode: code, ...text };
}

function stringAt(params: Readonly<Record<string, unknown>>, outer: string, inner: string): string {
  return String((params[outer] as Readonly<Record<string, unknown>> | undefined)?.[inner]);
}
