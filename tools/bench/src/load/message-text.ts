/** An invocation of SignalR's JSON hub protocol. */
export const invocationText = (text: string): string =>
  `{"type":1,"target":"update","arguments":["${text}"]}\u001e`;

/** A text that makes a message `bytes` long once it is wrapped. */
export function padded(bytes: number, wrap: (text: string) => string): string {
  return wrap('x'.repeat(bytes - Buffer.byteLength(wrap(''))));
}
