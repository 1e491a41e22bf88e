const names: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** Whether a URL's host name is this machine's own, so that nothing in between can read or forge. */
export const isLoopbackHost = (hostname: string): boolean => names.includes(hostname);
