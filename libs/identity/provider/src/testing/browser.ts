export interface Browser {
  readonly cookies: ReadonlyMap<string, string>;
  /** Follows redirects until a page, or until an address outside the provider. */
  open(url: string, form?: Record<string, string>): Promise<{ url: string; response: Response }>;
}

/** As much of a browser as signing in needs: cookies with their paths, redirects, forms. */
export function openBrowser(issuer: string): Browser {
  const cookies = new Map<string, string>();
  const remember = (response: Response): void => {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const [name = '', value = ''] = pair.split('=');
      const path = attributes.find((item) => item.startsWith('path='))?.slice(5) ?? '/';
      const key = `${path} ${name}`;
      if (value === '') cookies.delete(key);
      else cookies.set(key, value);
    }
  };
  const cookiesFor = (url: string): string =>
    [...cookies]
      .map(([key, value]) => [...key.split(' '), value])
      .filter(([path = '']) => new URL(url).pathname.startsWith(path))
      .map(([, name, value]) => `${name}=${value}`)
      .join('; ');

  return {
    cookies,
    async open(url, form) {
      let body = form && new URLSearchParams(form);
      for (let hops = 0; hops < 10; hops += 1) {
        if (!url.startsWith(issuer)) return { url, response: new Response() };
        const response = await fetch(url, {
          redirect: 'manual',
          headers: { cookie: cookiesFor(url), accept: 'text/html' },
          ...(body ? { method: 'POST', body } : {}),
        });
        remember(response);
        const location = response.headers.get('location');
        if (location === null) return { url, response };
        url = new URL(location, url).href;
        body = undefined;
      }
      throw new Error('too many redirects');
    },
  };
}

/** The library logs people out of their former account with a form that submits itself. */
export async function submitForm(browser: Browser, page: { url: string; response: Response }) {
  const body = await page.response.text();
  const action = /action="([^"]*)"/.exec(body)?.[1] ?? '';
  const fields = body.matchAll(/name="([^"]*)" value="([^"]*)"/g);
  return browser.open(
    new URL(action, page.url).href,
    Object.fromEntries(Array.from(fields, ([, name, value]) => [name, value])),
  );
}
